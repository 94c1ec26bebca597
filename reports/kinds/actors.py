"""Actors: the list of who did what, the page of one actor, and their search text."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.http import Http404

from reports.kinds.offices import holders, meetings_without_holders, offices
from reports.kinds.registry import KINDS, PARTS
from reports.lists import (
    FILE_ONLY,
    MAX_RECORDS_SHOWN,
    ActorSection,
    BooleanFacet,
    ChoiceFacet,
    Column,
    Kind,
    ListFilterSet,
    Part,
    RecordGroup,
    SearchText,
    choice,
    main,
)
from reports.models import (
    ACTIVITIES,
    Actor,
    ActorKind,
    Block,
    Document,
    RecordQuerySet,
    Term,
    has_done,
    public_actors,
)
from reports.models.workshops import Role
from reports.text.mentions import ActorMatcher, Excerpt, excerpts
from reports.text.tokens import needed


def count_column(name: str, label: str, description: str, link: str) -> Column:
    """Return a column of how often an actor did one of ACTIVITIES; `link` leads to the rows."""
    path = f"times_{name}"
    return Column(name, label, "integer", description, path, sort=(path,), in_facts=False, link=link)


COLUMNS = (
    main("name", "Who", "A country, organisation, process, agency, office or group.", "folded"),
    choice("kind", "Kind", "What it is.", ActorKind, **FILE_ONLY),
    count_column("attended", "Attended", "Meetings attended or observed.", "/participants/?actor={}"),
    count_column("co_chaired", "Co-chaired", "Meetings co-chaired.", "/participants/{}/#meetingrole"),
    count_column("co_hosted", "Co-hosted", "Conferences co-hosted.", "/participants/{}/#meetingrole"),
    count_column("mandated", "Mandated", "Meetings mandated.", "/participants/{}/#meetingrole"),
    count_column(
        "coordinated",
        "Coordinated",
        "Experts groups coordinated.",
        "/experts-groups/?coordinator={}",
    ),
    count_column("hosted", "Hosted", "Workshops hosted.", "/workshops/?host={}"),
    count_column("organised", "Organised", "Workshops organised.", "/workshops/?organiser={}"),
    count_column(
        "organised_jointly",
        "Organised jointly",
        "Workshops that another organised jointly with it.",
        "/workshops/?organised_with={}",
    ),
    count_column("developed", "Developed workshops", "Workshops developed.", "/workshops/?developer={}"),
    count_column("held", "Held meetings", "National meetings held.", "/workshops/?held_by={}"),
    count_column("would_hold", "Would hold", "Workshops it “would hold”.", "/workshops/?would_hold={}"),
    count_column(
        "planned", "Planned", "Workshops it was “planning to hold”.", "/workshops/?planned_by={}"
    ),
    count_column(
        "offered",
        "Willing to host",
        "Workshops it “would be willing to host”.",
        "/workshops/?offered_by={}",
    ),
    count_column("presented", "Presented", "Presentations given.", "/participants/{}/#presentation"),
    count_column(
        "presented_as_coordinator",
        "Presented as coordinator",
        "Reports presented by the holder of its office as coordinator of an experts group.",
        "/participants/{}/#office",
    ),
    count_column(
        "presented_on_behalf",
        "Presented on its behalf",
        "Presentations that another gave on its behalf.",
        "/participants/{}/#presentation",
    ),
    count_column(
        "pledged",
        "Pledged",
        "Contributions that the report calls pledged.",
        "/pledges/?giver={}&state=pledged",
    ),
    count_column(
        "announced",
        "Announced",
        "Contributions that it announced.",
        "/pledges/?giver={}&state=announced",
    ),
    count_column(
        "willing",
        "Willing to consider",
        "Contributions that it indicated its willingness to consider.",
        "/pledges/?giver={}&state=willing",
    ),
    count_column("given", "Gave", "Contributions that it gave.", "/pledges/?giver={}&state=given"),
    count_column(
        "thanked",
        "Thanked for",
        "Contributions that it was thanked for.",
        "/pledges/?giver={}&state=thanked",
    ),
    count_column(
        "highlighted",
        "Highlighted",
        "Contributions highlighted as important work.",
        "/pledges/?giver={}&state=highlighted",
    ),
)


class ActorFilterSet(ListFilterSet):
    """Filters of actors: by kind, and by whether they did anything beyond attending."""

    beyond = BooleanFacet(
        "Any role beyond attending",
        "beyond",
        has_done(name for name in ACTIVITIES if name != "attended"),
        empty_label="No",
    )
    kind = ChoiceFacet(
        "Kind", "kind", [each for each in ActorKind.choices if each[0] != ActorKind.PERSON]
    )


def actor_sections() -> list[ActorSection]:
    """Return the sections of an actor's page that the kinds and parts declare, in order."""
    declared: list[Kind | Part] = [*KINDS, *PARTS]
    sections = [section for each in declared for section in each.sections]
    return sorted(sections, key=lambda section: section.place)


def rows_naming(actor: Actor, section: ActorSection) -> RecordQuerySet:
    """Return the published rows of `section` that name `actor`, each once."""
    mine = reduce(or_, (Q(**{field: actor}) for field in section.fields))
    found = section.model.objects.published().filter(mine)
    if len(section.fields) == 1:
        return found
    return section.model.objects.filter(pk__in=found.order_by().values("pk"))


def section_counts(actor: Actor) -> dict[str, dict[str, int]]:
    """Return how many rows each section has for `actor`, by anchor and by list; in one query.

    Without the sections that have none.
    """
    statements = []
    for section in actor_sections():
        by_role = len(section.lists) > 1
        rows = rows_naming(actor, section).order_by()
        rows = rows.annotate(section=Value(section.anchor), list=F("role") if by_role else Value(""))
        statements.append(rows.values_list("section", "list").annotate(n=Count("pk")))
    found: dict[str, dict[str, int]] = {}
    for anchor, name, number in statements[0].union(*statements[1:], all=True):
        if number:
            found.setdefault(anchor, {})[name] = number
    return found


def section_group(actor: Actor, section: ActorSection, counts: dict[str, int]) -> RecordGroup:
    """Return the records of one section; `counts` are the numbers of them by list."""
    listed = [
        (Role(name).label if name else "", number, section.lists.get(name, "").format(actor.slug))
        for name, number in counts.items()
    ]
    return RecordGroup(rows_naming(actor, section).with_evidence(), listed)


def mentions(actor: Actor) -> tuple[list[tuple[Block, list[Excerpt]]], int]:
    """Return the first blocks that name `actor`, each with its excerpts, and how many name it.

    By the index of search the texts that may hold one of its names are few; which name it is there,
    ActorMatcher says.
    """
    names = [actor.name, *(other.name for other in actor.other_names.all())]
    term = Term(tuple(phrases for name in names for phrases in needed(name)))
    if not term.alternatives:
        return [], 0
    rows = Document.objects.matching([term]).block_keys()
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"), {actor.pk})
    blocks = Block.objects.published().filter(pk__in=rows).order_by("report", "order")
    spans = {}
    for pk, text in blocks.values_list("pk", "text"):
        if mine := [span[:2] for span in matcher.find(text) if actor.pk in span[2]]:
            spans[pk] = mine
    first = list(spans)[:MAX_RECORDS_SHOWN]
    shown = Block.objects.select_related("report__meeting", "part").in_bulk(first)
    return [(shown[pk], excerpts(shown[pk].text, spans[pk])) for pk in first], len(spans)


def page_rows() -> QuerySet:
    """Return the actors that may have a page, with what it shows; page_context says which have."""
    return Actor.objects.select_related("part_of").prefetch_related("other_names", "parts")


def page_context(actor: Actor) -> dict[str, Any]:
    """Return everything that the reports say of `actor`; raise Http404 where none names it."""
    others = {part.pk for part in actor.parts.all()}
    near = public_actors(others | {actor.part_of_id} if actor.part_of_id else others)
    if actor.part_of_id not in near:
        actor.part_of = None  # not to be told, as only a draft names it
    named, count = mentions(actor)
    counts = section_counts(actor)
    sections = actor_sections()
    stated = [
        (section, section_group(actor, section, counts[section.anchor]))
        for section in sections
        if section.anchor in counts
    ]
    held_by = holders(actor) if actor.kind == ActorKind.OFFICE else []
    if not stated and not named:
        raise Http404  # and no sentence that says its name: a draft may be what names it
    return {
        "actor": actor,
        "other_names": [name for name in actor.other_names.all() if name.slug != actor.folded],
        "parts": [part for part in actor.parts.all() if part.pk in near and not part.is_person],
        "persons": [part for part in actor.parts.all() if part.pk in near and part.is_person],
        "sections": stated,
        "unrecorded": [s.none for s in sections if s.none and s.anchor not in counts],
        "holders": held_by,
        "without_holders": meetings_without_holders(actor, held_by),
        "offices": offices(actor),
        "mentions": named,
        "mentioned": count,
    }


def find_alias(name: str) -> Actor | None:
    """Return the one actor with a page that another `name` of then or today means, if it is one."""
    meant = Actor.objects.by_any_name({name}).get(name, ())
    public = public_actors({actor.pk for actor in meant})
    meant = [actor for actor in meant if actor.pk in public]
    return meant[0] if len(meant) == 1 else None


KIND = Kind(
    model=Actor,
    path="who-did-what",
    page_path="participants",
    heading="Who did what",
    noun="actors",
    matrix=True,
    lede="Who attended, led, coordinated, hosted, organised, held, presented, pledged or gave, "
    "and in how many records; each number leads to them. A record may be of several, where the report "
    "uses a plural.",
    columns=COLUMNS,
    filters=ActorFilterSet,
    search=SearchText(
        4,
        ("other_names",),
        ("other_names",),
        ("actor", "Participant or other actor", "participants or other actors"),
    ),
    in_navigation=False,
    page_rows=page_rows,
    page_context=page_context,
    find_alias=find_alias,
)
