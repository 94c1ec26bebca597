"""Entries of the index: actors by their names in the texts, index terms by their evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from reports.lists import Link
from reports.models import Actor, Block, Evidence, IndexTerm, NameKind, Report
from reports.text.cuts import shorten
from reports.text.mentions import ActorMatcher, NameMatcher
from reports.text.sameness import fold_character, name_key

PATH = "/index/"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS, OTHERS = "0–9", "Other"  # where an entry stands whose first letter is none of these
MAX_LABEL = 60  # characters of the words that a piece without a number is known by

Row = Actor | IndexTerm
Owner = tuple[type[Row], int, str]  # an other name: whose it is, by model and key, and the name


@dataclass(frozen=True)
class Place:
    """One piece of a report that names something: `address` is of the words, or of the piece."""

    block: Block
    address: str

    @property
    def label(self) -> str:
        """The number of a paragraph, else the first words of the piece."""
        return self.block.number or self.block.label

    @property
    def words(self) -> str:
        """The way to refer to it on the page, where “para” stands before numbers of the body."""
        return self.block.number if self.numbered else shorten(self.block.label, MAX_LABEL)

    @property
    def numbered(self) -> bool:
        """True if its number alone tells it."""
        return bool(self.block.number) and self.block.in_body


@dataclass(frozen=True)
class Passages:
    """The places in one report: those with a number, and others."""

    report: Report
    numbered: list[Place]
    others: list[Place]


@dataclass
class Entry:
    """One line of the index: what is named, where, and its page, where it has one.

    `unused` are those of its `other_names` that no published report has.
    """

    row: Row
    heading: str
    page: str
    places: list[Place]
    other_names: list[str] = field(default_factory=list)
    unused: set[str] = field(default_factory=set)
    see_also: list["Entry"] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The heading, folded, by which it is sorted."""
        return name_key(self.heading)

    @property
    def kind(self) -> str:
        """The value of its kind."""
        return self.row.kind

    @property
    def kind_label(self) -> str:
        """The name of its kind."""
        return self.row.get_kind_display()

    @property
    def fragment(self) -> str:
        """The id of the entry on the page of the index."""
        return f"{'actor' if isinstance(self.row, Actor) else 'term'}_{self.row.slug}"

    @property
    def link(self) -> Link:
        """A link to its line in the whole index."""
        return Link(self.heading, f"{PATH}#{self.fragment}")

    @property
    def passages(self) -> list[Passages]:
        """The places that name it, by report."""
        found = []
        for report, places in groupby(self.places, key=attrgetter("block.report")):
            mine = list(places)
            numbered = [place for place in mine if place.numbered]
            found.append(Passages(report, numbered, [each for each in mine if each not in numbered]))
        return found

    @property
    def words(self) -> list[Evidence]:
        """The words that name what is no actor, in these places."""
        if isinstance(self.row, Actor):
            return []
        order = {place.block.pk: number for number, place in enumerate(self.places)}
        mine = [each for each in self.row.evidence.all() if each.block_id in order]
        return sorted(mine, key=lambda each: order[each.block_id])

    def within(self, meetings: Iterable[str]) -> "Entry":
        """Return this entry with its places in the reports of `meetings`, slugs, alone."""
        kept = [place for place in self.places if place.block.report.meeting.slug in meetings]
        mine = (self.row, self.heading, self.page, kept, self.other_names, self.unused, self.see_also)
        return Entry(*mine)


@dataclass
class See:
    """One line of the index that leads to others: a name, and the entries whose other name it is."""

    name: str
    used: bool  # in a published report
    entries: list[Entry]

    @property
    def key(self) -> str:
        """The name, folded, by which it is sorted."""
        return name_key(self.name)


@dataclass
class Letter:
    """One letter of the alphabet with its lines; none where nothing begins with it."""

    name: str
    lines: list[Entry | See] = field(default_factory=list)

    @property
    def fragment(self) -> str:
        """The id of the letter on the page."""
        return f"letter_{name_key(self.name)}"


def find_entries() -> list[Entry]:
    """Return everything that a published report names, in one alphabet; a fixed number of queries.

    An actor is there where a text has one of its names, a term where a report has its evidence.
    """
    texts = Block.objects.published().select_related("report__meeting", "part")
    blocks = list(texts.order_by("report", "order"))
    actors = list(Actor.objects.prefetch_related("other_names"))
    named = IndexTerm.objects.published().with_evidence().select_related("experts_group__office")
    terms = list(named.prefetch_related("other_names"))
    matcher, others = ActorMatcher(actors), NameMatcher(other_names([*actors, *terms]))
    places: dict[int, list[Place]] = defaultdict(list)  # by the key of an actor
    used: set[Owner] = set()
    for block in blocks:
        for pk in matcher.actors(block.text):
            places[pk].append(Place(block, block.get_absolute_url()))
        used |= others.find_inside(block.text)
    found: dict[tuple[type[Row], int], Entry] = {}
    for actor in actors:
        if actor.pk in places:
            entry = Entry(actor, heading_of(actor), actor.get_absolute_url(), places[actor.pk])
            found[Actor, actor.pk] = entry
    order = {block.pk: place for place, block in enumerate(blocks)}
    for term in terms:
        page = term.told_by.get_absolute_url() if term.told_by else ""
        found[IndexTerm, term.pk] = Entry(term, term.name, page, places_of(term.evidence.all(), order))
    for entry in found.values():
        add_names(entry, used)
        add_see_also(entry, found)
    return sorted(found.values(), key=lambda entry: (entry.key, entry.heading))


def other_names(rows: Iterable[Row]) -> Iterator[tuple[str, Owner]]:
    """Yield each other name of `rows`, with whose it is."""
    for row in rows:
        for other in row.other_names.all():
            yield other.name, (type(row), row.pk, other.name)


def heading_of(actor: Actor) -> str:
    """Return the name that `actor` stands under: of a person, with the last name first."""
    names = actor.other_names.all()
    return next((each.name for each in names if each.kind == NameKind.INDEXED), actor.name)


def places_of(evidence: Iterable[Evidence], order: dict[int, int]) -> list[Place]:
    """Return the places of `evidence`, one for each block, in that `order` of blocks by their keys."""
    first: dict[int, Evidence] = {}
    for each in evidence:
        first.setdefault(each.block_id, each)
    ordered = sorted(first.values(), key=lambda each: order[each.block_id])
    return [Place(each.block, each.get_absolute_url()) for each in ordered]


def add_names(entry: Entry, used: set[Owner]) -> None:
    """Add to `entry` the names that lead to it, each once however it is written."""
    row = entry.row
    mine = {entry.key}
    names = [row.name] if entry.heading != row.name else []
    names += [other.name for other in row.other_names.all()]
    for name in sorted(names, key=lambda name: (type(row), row.pk, name) not in used):
        if (key := name_key(name)) and key not in mine:
            mine.add(key)
            entry.other_names.append(name)
            if name != row.name and (type(row), row.pk, name) not in used:
                entry.unused.add(name)
    entry.other_names.sort(key=name_key)


def add_see_also(entry: Entry, found: dict[tuple[type[Row], int], Entry]) -> None:
    """Add to `entry` what is near it: what it is a part of, the office of a group; to those, it."""
    row = entry.row
    if isinstance(row, Actor):
        near = found.get((Actor, row.part_of_id or 0))
    else:
        group = row.experts_group
        near = found.get((Actor, group.office_id or 0)) if group else None
    if near:
        entry.see_also.append(near)
        near.see_also.append(entry)


def letters(entries: Iterable[Entry]) -> list[Letter]:
    """Return the alphabet with the lines of `entries`: each of them, and each name that leads to it."""
    lines: list[Entry | See] = []
    seen: dict[str, See] = {}  # by the folded name
    for entry in entries:
        entry.see_also.sort(key=attrgetter("key"))
        lines.append(entry)
        for name in entry.other_names:
            see = seen.setdefault(name_key(name), See(name, False, []))
            see.used |= name not in entry.unused
            see.entries.append(entry)
    lines += seen.values()
    found = {name: Letter(name) for name in (DIGITS, *LETTERS, OTHERS)}
    for line in sorted(lines, key=lambda line: (line.key, isinstance(line, See))):
        found[letter_of(line.heading if isinstance(line, Entry) else line.name)].lines.append(line)
    return [letter for letter in found.values() if letter.lines or letter.name in LETTERS]


def letter_of(name: str) -> str:
    """Return the name of the letter that `name` stands under: of its first letter or digit, folded."""
    for character in name:
        folded = fold_character(character)
        if folded[:1].isdecimal():
            return DIGITS
        if folded[:1].isalpha():
            # Letters of other scripts are spelt in several, behind a “zq” or a capital.
            latin = len(folded) <= 2 and folded[0].islower()
            return folded[0].upper() if latin else OTHERS
    return OTHERS


def see_also_links(entry: Entry, shown: Iterable[Any]) -> list[Link]:
    """Return links from the line of `entry` on a page that has the lines `shown`."""
    return [
        Link(near.heading, f"#{near.fragment}") if near.fragment in shown else near.link
        for near in entry.see_also
    ]
