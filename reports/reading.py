"""Reading a report: its contents, and how its paragraphs are referred to."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Max, Min, Model, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString

from reports.marking import marked
from reports.models import RECORDS, Block, Evidence, Meeting
from reports.models.text import BlockKind
from reports.quotes import locate


@dataclass
class Section:
    """One entry of the contents: a part of the report, its headings, the numbers it spans."""

    part: Block
    headings: list[Block]
    numbers: list[int]

    @property
    def span(self) -> str:
        """Its paragraphs: “6–14”, “27”, or empty where none is numbered."""
        ends = dict.fromkeys((self.numbers[0], self.numbers[-1])) if self.numbers else {}
        return "–".join(str(number) for number in ends)


def outline(blocks: list[Block]) -> list[Section]:
    """The contents of a report from its blocks in order."""
    sections = {block.pk: Section(block, [], []) for block in blocks if block.kind == BlockKind.PART}
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            sections[block.part_id].headings.append(block)
        elif block.number:
            sections[block.part_id].numbers.append(block.number)
    return list(sections.values())


# What a reader calls the kinds whose own names are of the portal's making. They say of a record
# beside them who had which part in it.
PARTS = {
    "meeting_role": ("part in a meeting", "parts in a meeting"),
    "workshop_role": ("part in a workshop", "parts in workshops"),
}
LONG = 6  # records of one kind that stand beside a paragraph open


@dataclass
class Group:
    """The records of one `kind` (a key of RECORDS) that rest on a passage."""

    kind: str
    records: list[Model]

    @property
    def label(self) -> str:
        """What the kind is called, of one or of several."""
        meta = RECORDS[self.kind]._meta
        names = PARTS.get(self.kind, (meta.verbose_name, meta.verbose_name_plural))
        return names[len(self.records) > 1]

    @property
    def folds(self) -> bool:
        """Whether it is shown folded, lest the margin outgrow the paragraph."""
        return len(self.records) > (LONG if self.kind not in PARTS else LONG // 2)


@dataclass
class Passage:
    """A block as a page shows it: its marked text, and the records that rest on it, by kind.

    A record is there once, however many of the `quotes` in the block are its.
    """

    block: Block
    html: SafeString
    groups: list[Group]
    quotes: int

    @property
    def count(self) -> int:
        """How many records rest on it."""
        return sum(len(group.records) for group in self.groups)


def passages(blocks: QuerySet) -> list[Passage]:
    """These `blocks` of a report, in order, each with its records; four queries for any number."""
    shown = list(blocks.select_related("meeting"))
    # By their keys: asked for those of a query, PostgreSQL goes through the evidence of all reports.
    found = Evidence.objects.filter(block__in=[block.pk for block in shown]).with_records()
    by_block = {pk: list(each) for pk, each in groupby(found, key=lambda each: each.block_id)}
    return [passage(block, by_block.get(block.pk, [])) for block in shown]


def plain(blocks: QuerySet) -> list[Passage]:
    """These `blocks` without marks and records."""
    return [Passage(block, escape(block.text), [], 0) for block in blocks]


def find(meeting: Meeting, piece: str) -> QuerySet:
    """The blocks that `piece` of an address means: “19”, “14-16”, or the key of any block.

    Raises LookupError, naming what the report has, where there is none.
    """
    first, dash, last = piece.partition("-")
    if first.isdecimal() and (last.isdecimal() if dash else True) and len(piece) < 10:
        low, high = int(first), int(last or first)
        found = meeting.blocks.filter(number__range=(low, high))
        one_way = piece == (f"{low}-{high}" if dash else f"{low}")  # “019” would be a second address
        if one_way and low <= high and {low, high} <= set(found.values_list("number", flat=True)):
            return found
    elif found := meeting.blocks.filter(key=piece, number=None):
        return found
    ends = meeting.blocks.aggregate(first=Min("number"), last=Max("number"))
    has = (
        "no numbered paragraphs"
        if ends["last"] is None
        else "paragraphs {first} to {last}".format(**ends)
    )
    raise LookupError(f"The {meeting.report_title} of the {meeting} has {has}: there is no “{piece}”.")


def passage(block: Block, evidence: list[Evidence]) -> Passage:
    """One block with the `evidence` in it, in any order."""
    spans = [(*locate(block.text, each.prefix, each.quote), each.fragment) for each in evidence]
    kinds = {name: {} for name in RECORDS}
    for _, each in sorted(zip(spans, evidence, strict=True), key=lambda pair: pair[0]):
        kinds[each.kind].setdefault(each.record.pk, each.record)
    groups = [Group(name, list(records.values())) for name, records in kinds.items() if records]
    return Passage(block, marked(block.text, spans), groups, len(evidence))
