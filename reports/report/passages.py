"""Passages: pieces of a report with their quotes marked and the records that rest on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString

from reports.kinds import KINDS, PARTS
from reports.models import RECORDS, Block, Evidence, Meeting
from reports.models.report import BlockKind
from reports.text.highlight import mark_quotes
from reports.text.quotes import locate

MAX_OPEN_RECORDS = 6  # of one kind that stand beside a paragraph open; more are folded


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
    """Return the contents of a report from its blocks in order."""
    sections = {block.pk: Section(block, [], []) for block in blocks if block.kind == BlockKind.PART}
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            sections[block.part_id].headings.append(block)
        elif block.number:
            sections[block.part_id].numbers.append(block.number)
    return list(sections.values())


@dataclass
class Group:
    """The records of one kind that rest on a passage, and what they are called."""

    label: str
    records: list[Any]
    folds: bool  # shown folded, lest the margin outgrow the paragraph


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


def passages(blocks: QuerySet[Block]) -> list[Passage]:
    """Return these `blocks` of a report, in order, with their records; a fixed number of queries."""
    shown = list(blocks.select_related("meeting"))
    # By their keys: asked for those of a query, PostgreSQL goes through the evidence of all reports.
    found = with_records(Evidence.objects.filter(block__in=[block.pk for block in shown]))
    by_block = {pk: list(each) for pk, each in groupby(found, key=lambda each: each.block_id)}
    return [passage(block, by_block.get(block.pk, [])) for block in shown]


def with_records(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return `evidence` by block, with the published record of each and what its name is made of."""
    named_by = {each.model: each.named_by for each in [*KINDS, *PARTS]}
    paths = [f"{name}__{path}" for name, model in RECORDS.items() for path in named_by[model]]
    rows = evidence.of_published_records().select_related("block__meeting", *RECORDS)
    return rows.prefetch_related(*paths).order_by("block__order", "pk")


def plain_passages(blocks: QuerySet[Block]) -> list[Passage]:
    """Return these `blocks` without marks and records."""
    return [Passage(block, escape(block.text), [], 0) for block in blocks]


def find_blocks(meeting: Meeting, piece: str) -> QuerySet[Block]:
    """Return the blocks that `piece` of an address means: “19”, “14-16”, or the key of any block.

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


def passage(block: Block, evidence: Sequence[Evidence]) -> Passage:
    """Return one block with the `evidence` in it, in any order."""
    spans = [(*locate(block.text, each.prefix, each.quote), each.fragment) for each in evidence]
    by_kind: dict[str, dict[int, Any]] = {name: {} for name in RECORDS}
    for _, each in sorted(zip(spans, evidence, strict=True), key=lambda pair: pair[0]):
        by_kind[each.kind].setdefault(each.record.pk, each.record)
    groups = [group(list(records.values())) for records in by_kind.values() if records]
    return Passage(block, mark_quotes(block.text, spans), groups, len(evidence))


def group(records: list[Any]) -> Group:
    """Return the group of `records` of one kind; a long one folds, of parts already half as long."""
    model, several = type(records[0]), len(records) > 1
    for part in PARTS:
        if part.model is model:
            label = part.plural if several else part.label
            return Group(label, records, folds=len(records) > MAX_OPEN_RECORDS // 2)
    meta = model._meta
    label = str(meta.verbose_name_plural if several else meta.verbose_name)
    return Group(label, records, folds=len(records) > MAX_OPEN_RECORDS)


def report_text(blocks: Iterable[Block]) -> str:
    """Return the `blocks` of a report as text, with an empty line between, paragraphs numbered.

    The number of a paragraph that the report prints without it stands in brackets.
    """
    return "\n\n".join(map(block_text, blocks)) + "\n"


def block_text(block: Block) -> str:
    """Return the text of `block` after its number, where it has one."""
    if not block.number:
        return block.text
    number = f"{block.number}." if block.number_printed else f"[{block.number}]"
    return f"{number} {block.text}"
