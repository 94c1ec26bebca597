"""Passages: pieces of a report with their quotes marked and the records that rest on them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.http import Http404
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from reports.kinds import KINDS, PARTS
from reports.models import RECORDS, Block, BlockKind, Evidence, Meeting
from reports.text.highlight import mark_quotes
from reports.text.quotes import locate

MAX_OPEN_RECORDS = 6  # of one kind that stand beside a paragraph open; more are folded
# In an address, “19” or “14-16”; a number is written one way, so that a passage has one address.
NUMBERS = re.compile(r"([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?")


@dataclass
class OutlineEntry:
    """Entry of the contents: a part of the report, its headings, the numbers of its paragraphs."""

    part: Block
    headings: list[Block]
    numbers: list[int]

    @property
    def span(self) -> str:
        """Numbers of the first and last paragraph: “6–14”, “27”, or empty where none is numbered."""
        return "–".join(dict.fromkeys(map(str, (*self.numbers[:1], *self.numbers[-1:]))))


def outline(blocks: list[Block]) -> list[OutlineEntry]:
    """Return the contents of a report from its blocks in order."""
    return [
        OutlineEntry(
            part,
            [each for each in blocks if each.part_id == part.pk and each.kind == BlockKind.HEADING],
            [each.number for each in blocks if each.part_id == part.pk and each.number],
        )
        for part in blocks
        if part.kind == BlockKind.PART
    ]


@dataclass
class MarginGroup:
    """The records of one kind that rest on a block, and what they are called."""

    label: str
    records: list[Any]
    folds: bool  # shown folded, lest the margin outgrow the paragraph


@dataclass
class MarkedBlock:
    """Block as a page shows it: its marked text, and the records that rest on it, by kind.

    A record is there once, however many of the `quotes` in the block are its.
    """

    block: Block
    html: SafeString
    groups: list[MarginGroup]
    quotes: int

    @property
    def count(self) -> int:
        """The number of records that rest on it."""
        return sum(len(group.records) for group in self.groups)


def passages(blocks: QuerySet[Block]) -> list[MarkedBlock]:
    """Return these `blocks` of a report, in order, with their records; a fixed number of queries."""
    shown = list(blocks.select_related("meeting"))
    # By their keys: asked for those of a query, PostgreSQL goes through the evidence of all reports.
    rows = Evidence.objects.filter(block__in=[block.pk for block in shown]).of_published_records()
    named_by = {kind.model: kind.named_by for kind in KINDS}
    named_by |= {part.model: part.named_by for part in PARTS}
    paths = [f"{name}__{path}" for name, model in RECORDS.items() for path in named_by[model]]
    rows = rows.select_related("block__meeting", *RECORDS).prefetch_related(*paths)
    found = groupby(rows.order_by("block__order", "pk"), key=lambda each: each.block_id)
    by_block = {pk: list(evidence) for pk, evidence in found}
    return [mark_block(block, by_block.get(block.pk, [])) for block in shown]


def plain_passages(blocks: QuerySet[Block]) -> list[MarkedBlock]:
    """Return these `blocks` without marks and records."""
    return [MarkedBlock(block, escape(block.text), [], 0) for block in blocks]


def mark_block(block: Block, evidence: Sequence[Evidence]) -> MarkedBlock:
    """Return one block with the `evidence` in it, in any order."""
    spans = [(*locate(block.text, each.prefix, each.quote), each.fragment) for each in evidence]
    by_kind: dict[str, dict[int, Any]] = {name: {} for name in RECORDS}
    for _, each in sorted(zip(spans, evidence, strict=True), key=lambda pair: pair[0]):
        by_kind[each.kind].setdefault(each.record.pk, each.record)
    groups = [margin_group(list(records.values())) for records in by_kind.values() if records]
    return MarkedBlock(block, mark_quotes(block.text, spans), groups, len(evidence))


def margin_group(records: list[Any]) -> MarginGroup:
    """Return the group of `records` of one kind; a long one folds, of parts already half as long."""
    meta = records[0]._meta
    of_parts = {part.model: (part.label, part.plural, MAX_OPEN_RECORDS // 2) for part in PARTS}
    label, plural, most = of_parts.get(
        meta.model, (str(meta.verbose_name), str(meta.verbose_name_plural), MAX_OPEN_RECORDS)
    )
    return MarginGroup(plural if len(records) > 1 else label, records, folds=len(records) > most)


def find_blocks(meeting: Meeting, piece: str) -> QuerySet[Block]:
    """Return the blocks that `piece` of an address means: “19”, “14-16”, or the key of any block.

    Raises Http404, naming what the report has, where there is none.
    """
    if numbers := NUMBERS.fullmatch(piece):
        low, high = int(numbers[1]), int(numbers[2] or numbers[1])
        found = meeting.blocks.filter(number__range=(low, high))
        if {low, high} <= set(found.values_list("number", flat=True)):
            return found
    elif found := meeting.blocks.filter(key=piece, number=None):
        return found
    ends = meeting.blocks.aggregate(first=Min("number"), last=Max("number"))
    has = "paragraphs {first} to {last}".format(**ends) if ends["last"] else "no numbered paragraphs"
    raise Http404(f"The {meeting.report_title} of the {meeting} has {has}: there is no “{piece}”.")


def passage_name(first: Block, last: Block) -> str:
    """Return how a reader calls the passage from `first` to `last`, which may be one block."""
    if first != last:
        return f"Paragraphs {first.number} to {last.number}"
    return f"Paragraph {first.number}" if first.number else capfirst(first.label)


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
