"""Pictures that are lists of links: who hosted, as tiles; and when, as bars."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from reports.models import Actor, ActorKind, Attendance, Meeting, Workshop

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
        return f"{self.actor}: {self.count} workshop{'' if self.count == 1 else 's'} hosted"


@dataclass
class Tiles:
    """Tiles by where they stand: on the `map`; participating countries `beside` it, that have no
    place on it; observing countries; organisations and the rest."""

    map: list[Tile] = field(default_factory=list)
    beside: list[Tile] = field(default_factory=list)
    observers: list[Tile] = field(default_factory=list)
    organisations: list[Tile] = field(default_factory=list)

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
    """Return actors as tiles.

    `attending` are pairs of an actor and its role in a meeting, of each actor one; `hosted` counts
    workshops by slug; `address` gives of an actor and its count where its tile leads; `chosen` are
    slugs.
    """
    found = Tiles()
    for actor, role in sorted(attending, key=lambda pair: pair[0].slug):
        count = hosted.get(actor.slug, 0)
        place = PLACES.get(actor.iso3, "") if role != Attendance.OBSERVER else ""
        sign, there = actor.iso3 or sign_of(actor), actor.slug in chosen
        tile = Tile(actor, sign, count, address(actor, count), place, there)
        getattr(found, group_of(actor, role, place)).append(tile)
    return found


def group_of(actor: Actor, role: str, place: str) -> str:
    """Return the name of the group of Tiles that an actor stands in."""
    if actor.kind != ActorKind.COUNTRY:
        return "organisations"
    if role == Attendance.OBSERVER:
        return "observers"
    return "map" if place else "beside"


def sign_of(actor: Actor) -> str:
    """Return the sign of an actor without an ISO code: its abbreviation, else its whole name."""
    signs = [other.name for other in actor.other_names.all() if other.kind == "abbreviation"]
    return signs[0] if signs else str(actor)


@dataclass
class Bar:
    """One stated date as a bar: what it belongs to, and its place on the axis in days."""

    record: Any
    label: str
    note: str
    held: bool
    start: int
    days: int


@dataclass
class Timeline:
    """Bars on an axis of whole years; those whose date is not stated beside it."""

    years: list[int]
    starts: list[int]
    days: int
    bars: list[Bar]
    undated: list[Any]


def timeline(meetings: Iterable[Meeting], workshops: Iterable[Workshop]) -> Timeline:
    """Return `meetings` and `workshops` (with their roles) by the time stated, and no more of it."""
    events: list[tuple[Any, str, str, bool]] = [
        (each, str(each), each.date_words, True) for each in meetings
    ]
    for each in workshops:
        note = " · ".join(filter(None, [each.actors_named, each.date_words, each.get_state_display()]))
        events.append((each, str(each), note, each.state == "held"))
    dated = [event for event in events if event[0].earliest]
    years = [day.year for event in dated for day in (event[0].earliest, event[0].latest)]
    span = list(range(min(years), max(years) + 1)) if years else []
    first = date(span[0], 1, 1) if span else date.min
    bars = [
        Bar(each, label, note, held, (each.earliest - first).days, days_of(each))
        for each, label, note, held in sorted(dated, key=lambda e: (e[0].latest, e[0].earliest))
    ]
    starts = [(date(year, 1, 1) - first).days for year in span]
    days = (date(span[-1] + 1, 1, 1) - first).days if span else 0
    return Timeline(span, starts, days, bars, [e[0] for e in events if not e[0].earliest])


def days_of(record: Any) -> int:
    """Return how many days the stated date can mean, both ends counted."""
    return (record.latest - record.earliest).days + 1
