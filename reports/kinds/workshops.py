"""Workshops: their columns, filters, pages and search text, and who hosted them as tiles."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count

from reports.kinds.shared import (
    DATE,
    EMPTY_LABEL,
    OBJECTIVES,
    REPORTED_BY,
    ROLE_TEXT,
    SPEAKER,
    SPEAKER_TEXT,
    SPEAKER_WRITTEN,
    findings_about,
    objective,
    reported_by,
    said_by,
    said_section,
)
from reports.lists import (
    SELDOM_STATED,
    ActorSection,
    ChoiceFacet,
    Column,
    Facet,
    Kind,
    ListFilterSet,
    Listing,
    Part,
    RelatedFacet,
    SearchText,
    YearFacet,
    choice,
    field,
    main,
    pointer,
)
from reports.models import Actor, ActorKind, Attendance, Outcome, Presentation, Workshop, WorkshopRole
from reports.models.workshops import Reach, Role, State, WorkshopKind


def role_column(name: str, label: str, role: Role, **more: Any) -> Column:
    """Return a column of the actors that had one role in a workshop."""
    return Column(
        name,
        label,
        "list",
        "Who had this part in it, by the report's own verb.",
        "roles__actor",
        where=("role", role.value),
        sort=(f"first_{role.name.lower()}",),
        **more,
    )


WHO = Column(
    "who",
    "Who",
    "list",
    "Everyone with a part in it, each after what the part was; else who it was in the report's words.",
    "roles__actor",
    part="role",
    parts=tuple((role.value, role.phrase) for role in Role),
    written="actors_written",
    sort=("first_actor",),
    in_facts=False,  # has them part by part
)
COLUMNS = (
    main("name", "Workshop", "What it goes by here, in words that the report uses of it.", "name"),
    WHO,
    *DATE,
    role_column("hosts", "Hosted by", Role.HOST, noun="who hosted it", in_table=False),
    role_column("organisers", "Organised by", Role.ORGANISER, noun="who organised it", in_table=False),
    role_column("organised_with", "Organised jointly with", Role.ORGANISED_WITH, **SELDOM_STATED),
    role_column("developers", "Developed by", Role.DEVELOPER, **SELDOM_STATED),
    role_column("held_by", "Held by", Role.HELD_BY, **SELDOM_STATED),
    role_column("would_hold", "“Would hold”", Role.WOULD_HOLD, **SELDOM_STATED),
    role_column("planned_by", "“Planning to hold”", Role.PLANNED_BY, **SELDOM_STATED),
    role_column("offered_by", "“Would be willing to host”", Role.OFFERED_BY, **SELDOM_STATED),
    field(
        "actors_written",
        "Who, as written",
        "string",
        "In the report's words, where it names some of several.",
        **SELDOM_STATED,
    ),
    choice("state", "State", "Held, planned, intended and so on, as of the report.", State),
    SPEAKER,
    SPEAKER_WRITTEN,
    choice(
        "kind", "Called", "Workshop or meeting, as the report calls it.", WorkshopKind, in_table=False
    ),
    field("subject", "Subject", "string", "What it was on, in the report's words.", in_table=False),
    field(
        "audience",
        "For",
        "string",
        "Whom it was for, in the report's words.",
        noun="whom it was for",
        in_table=False,
    ),
    field("also_called", "Also called", "string", "The report's short form.", **SELDOM_STATED),
    choice(
        "reach",
        "Reach",
        "Regional or national, where the words say so.",
        Reach,
        noun="whether it is regional or national",
        in_table=False,
    ),
    pointer(
        "group",
        "Experts group",
        "The experts group that it belongs to, where the words say so.",
        noun="an experts group",
        sort=("group__name",),
        in_table=False,
    ),
    field(
        "number",
        "How many",
        "integer",
        "Not stated for a plural.",
        noun="how many there are",
        in_table=False,
    ),
    field("pilot", "Pilot", "boolean", "Yes where the report calls it a pilot.", **SELDOM_STATED),
    pointer(
        "follows",
        "Follows",
        "The workshop that it followed, where the words say so.",
        sort=("follows__name",),
        **SELDOM_STATED,
    ),
    OBJECTIVES,
    REPORTED_BY,
)


def role_facet(role: Role, **more: Any) -> RelatedFacet:
    """Return the facet of who had one role in a workshop."""
    path = ("roles", "actor__slug", "actor__name", {"role": role.value})
    return RelatedFacet(role.label, *path, empty_label=EMPTY_LABEL, actors=True, **more)


class WorkshopFilterSet(ListFilterSet):
    """Filters of workshops: by host first of all."""

    host = role_facet(Role.HOST, show_all_options=True)
    who = RelatedFacet(
        "Who, in whatever part",
        "roles",
        "actor__slug",
        "actor__name",
        empty_label="Nobody named",
        actors=True,
        several=True,
    )
    state = ChoiceFacet("State", "state", State.choices)
    kind = ChoiceFacet("Called", "kind", WorkshopKind.choices)
    year = YearFacet("Year", "earliest", empty_label=EMPTY_LABEL)
    group = Facet("Experts group", "group__slug", "group__name", empty_label=EMPTY_LABEL)
    reach = ChoiceFacet("Reach", "reach", Reach.choices, empty_label=EMPTY_LABEL)
    organiser = role_facet(Role.ORGANISER)
    organised_with = role_facet(Role.ORGANISED_WITH)
    developer = role_facet(Role.DEVELOPER)
    held_by = role_facet(Role.HELD_BY)
    would_hold = role_facet(Role.WOULD_HOLD)
    planned_by = role_facet(Role.PLANNED_BY)
    offered_by = role_facet(Role.OFFERED_BY)
    speaker = said_by()
    objective = objective()
    meeting = reported_by()


# Where each participating country or territory lies, roughly: one of equal tiles, no boundaries.
# By ISO 3166 alpha-3; one that is not here stands in a row of its own beside the rest.
MAP = """
TUR ... ... ... ... ... MNG ... ... ... ... ... ... ...
JOR IRQ IRN AFG ... ... CHN ... KOR JPN ... ... ... ...
... ... ... PAK NPL BGD MMR LAO VNM ... ... ... ... ...
... ... ... ... LKA ... THA KHM ... PHL PLW ... ... ...
... ... ... ... ... ... MYS ... BRN ... ... ... NRU KIR
... ... ... ... ... ... SGP IDN TLS ... PNG SLB ... ...
... ... ... ... ... ... ... ... ... AUS ... VUT FJI WSM
... ... ... ... ... ... ... ... ... ... ... NCL ... TON
... ... ... ... ... ... ... ... ... ... ... ... NZL ...
"""
PLACES = {
    code: f"r{row} c{column}"
    for row, line in enumerate(MAP.split("\n"))
    for column, code in enumerate(line.split(), start=1)
    if code != "..."
}


@dataclass
class Tile:
    """One actor as a tile: its short sign, how many workshops it hosted, where it leads, its place.

    `address` is empty where it leads nowhere; `chosen` whether the list is narrowed to it.
    """

    actor: Actor
    sign: str
    count: int
    address: str
    place: str
    chosen: bool = False

    @property
    def shade(self) -> str:
        """The class of its shade: the more hosted, the darker."""
        return f"n{min(self.count, 2)}"

    @property
    def meaning(self) -> str:
        """The meaning of the tile in words."""
        if not self.count:
            return f"{self.actor}: not said to have hosted a workshop"
        return f"{self.actor}: {self.count} workshop{'' if self.count == 1 else 's'} hosted"


@dataclass
class Tiles:
    """Tiles by where they stand: on the `map`; participating countries `beside` it, that have no
    place on it; observing countries; organisations and the rest."""

    map: list[Tile]
    beside: list[Tile]
    observers: list[Tile]
    organisations: list[Tile]

    @property
    def hosts(self) -> list[tuple[int, list[Tile]]]:
        """The tiles of hosts by how many workshops they hosted, the most first."""
        everyone = [*self.map, *self.beside, *self.observers, *self.organisations]
        hosts = sorted((t for t in everyone if t.count), key=lambda t: (-t.count, t.actor.slug))
        return [(count, list(same)) for count, same in groupby(hosts, key=lambda tile: tile.count)]


def workshops_or_page(actor: Actor, count: int) -> str:
    """Return where a tile leads: a host to the workshops it hosted, another to its own page."""
    return f"/workshops/?host={actor.slug}" if count else actor.get_absolute_url()


def actor_tiles(
    attending: Iterable[tuple[Actor, str]],
    hosted: dict[str, int],
    address: Callable[[Actor, int], str] = workshops_or_page,
    chosen: Collection[str] = (),
) -> Tiles:
    """Return actors as tiles, each actor one of its own.

    `attending` are pairs of an actor and its role in a meeting, of each actor one; `hosted` counts
    workshops by slug; `address` gives of an actor and its count where its tile leads; `chosen` are
    slugs.
    """
    found = Tiles(map=[], beside=[], observers=[], organisations=[])
    for actor, role in sorted(attending, key=lambda pair: pair[0].slug):
        count = hosted.get(actor.slug, 0)
        place = PLACES.get(actor.iso3, "") if role != Attendance.OBSERVER else ""
        sign = actor.iso3 or sign_of(actor)
        tile = Tile(actor, sign, count, address(actor, count), place, actor.slug in chosen)
        if actor.kind != ActorKind.COUNTRY:
            found.organisations.append(tile)
        elif role == Attendance.OBSERVER:
            found.observers.append(tile)
        else:
            (found.map if place else found.beside).append(tile)
    return found


def sign_of(actor: Actor) -> str:
    """Return the sign of an actor without an ISO code: its abbreviation, else its whole name."""
    signs = [other.name for other in actor.other_names.all() if other.kind == "abbreviation"]
    return signs[0] if signs else str(actor)


def list_context(listing: Listing) -> dict[str, Any]:
    """Return the tiles to choose hosts by, and what else the chosen hosts held or planned."""
    return {"tiles": host_tiles(listing), "not_hosted": not_hosted(listing)}


def not_hosted(listing: Listing) -> list[tuple[str, str, int, str]]:
    """Return what else the chosen hosts had a part in, though “hosted” is not the report's word.

    Rows of an actor's name, its role as read, how many workshops, and the address of their list.
    """
    options = listing.filters.options["host"]
    hosts = [value for value in listing.filters.submitted.get("host", ()) if value in options]
    if not hosts:
        return []
    others = [role.value for role in Role if role is not Role.HOST]
    roles = WorkshopRole.objects.published().filter(actor__slug__in=hosts, role__in=others)
    counts = roles.values_list("actor__slug", "role").annotate(n=Count("pk"))
    return [
        (options[slug].label, role.deed, count, f"{listing.path}?{role.facet}={slug}")
        for slug, value, count in counts.order_by("actor__slug", "role")
        for role in [Role(value)]
    ]


def host_tiles(listing: Listing) -> Tiles:
    """Return the countries that take part, and whoever else hosted, as tiles that choose hosts.

    Each leads to the list with that host too, or without it where it is chosen, with all else kept.
    """
    options = listing.filters.options["host"]
    chosen = [value for value, option in options.items() if option.chosen]
    hosted = {value: option.count for value, option in options.items()}
    hosts = [value for value, option in options.items() if option.count or option.chosen]
    shown = Actor.objects.taking_part() | Actor.objects.filter(slug__in=hosts)

    def toggle_address(actor: Actor, count: int) -> str:
        if actor.slug in chosen:
            return listing.without("host", actor.slug)
        return listing.address(host=[*chosen, actor.slug]) if count else ""

    attending = [(actor, Attendance.PARTICIPATING) for actor in shown.prefetch_related("other_names")]
    return actor_tiles(attending, hosted, toggle_address, chosen)


def page_context(workshop: Workshop) -> dict[str, Any]:
    """Return what came of `workshop`, who presented on it, and what followed it."""
    return {
        "outcomes": Outcome.objects.published().with_evidence().filter(workshop=workshop),
        "presentations": Presentation.objects.published().with_evidence().filter(workshop=workshop),
        "followed_by": Workshop.objects.published().filter(follows=workshop),
    } | findings_about(workshop)


KIND = Kind(
    model=Workshop,
    path="workshops",
    heading="Workshops",
    noun="workshops and meetings",
    lede="Workshops and national meetings held, planned, intended or otherwise to come.",
    columns=COLUMNS,
    filters=WorkshopFilterSet,
    search=SearchText(
        5,
        ("also_called", "subject", "audience", *SPEAKER_TEXT, "evidence__quote", ROLE_TEXT),
        ("evidence", "speaker", "roles__actor", "roles__evidence"),
    ),
    stated="Workshops and national meetings",
    named_by=("roles__actor",),
    sections=(said_section(10, Workshop, "What it says of workshops"),),
    list_context=list_context,
    page_context=page_context,
)

ROLES = Part(
    model=WorkshopRole,
    reason="shown on the pages of its workshop and of its actor",
    label="part in a workshop",
    plural="parts in workshops",
    named_by=("workshop", "actor"),
    sections=(
        ActorSection(
            4,
            "workshoprole",
            "Workshops",
            "a part in a workshop, as its host or otherwise",
            WorkshopRole,
            ("actor",),
            {role.value: f"/workshops/?{role.facet}={{}}" for role in Role},
        ),
    ),
)
