"""Passages: pieces of a report with their quotes marked and the records that rest on them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst, get_text_list

from reports.kinds import KINDS, PARTS
from reports.models import RECORDS, Block, BlockKind, Evidence, Report
from reports.text.highlight import mark_quotes
from reports.text.quotes import locate

MAX_OPEN_RECORDS = 6  # of one kind that stand beside a paragraph open; more are folded
# In an address, “19”, “12a” or “14-16”: of paragraphs with the keys p19, p12a, p14 and p16.
NUMBERS = re.compile(r"([0-9][0-9a-z]*)(?:-([0-9][0-9a-z]*))?")


@dataclass
class OutlineEntry:
    """Entry of the contents: a part of the report, its headings, the numbers of its paragraphs.

    Without a part, it is what stands in none.
    """

    part: Block | None
    headings: list[Block]
    numbers: list[str]

    @property
    def span(self) -> str:
        """Numbers of the first and last paragraph: “6–14”, “27”, or empty where none is numbered."""
        return "–".join(dict.fromkeys((*self.numbers[:1], *self.numbers[-1:])))


def outline(blocks: list[Block]) -> list[OutlineEntry]:
    """Return the contents of a report from its blocks in order; first what stands in no part."""
    entries = []
    for part in (None, *(block for block in blocks if block.kind == BlockKind.PART)):
        inside = [block for block in blocks if block.part_id == (part.pk if part else None)]
        headings = [block for block in inside if block.kind == BlockKind.HEADING]
        numbers = [block.number for block in inside if block.number]
        if part or headings or numbers:
            entries.append(OutlineEntry(part, headings, numbers))
    return entries


@dataclass
class MarginGroup:
    """The records of one kind that rest on a block, and what they are called."""

    label: str
    records: list[Any]
    folds: bool  # shown folded, lest the margin outgrow the paragraph
    states: bool = True  # what the words say; else they only name something


@dataclass
class MarkedBlock:
    """Block as a page shows it: its marked text, and the records that rest on it, by kind.

    A record is there once, however many of the quotes in the block, its `evidence`, are its.
    """

    block: Block
    html: SafeString
    groups: list[MarginGroup]
    evidence: Sequence[Evidence]

    @property
    def count(self) -> int:
        """The number of records that rest on it."""
        return sum(len(group.records) for group in self.groups)

    @property
    def quotes(self) -> int:
        """The number of quotes in it."""
        return len(self.evidence)

    @property
    def is_stated(self) -> bool:
        """True if a record states what it says, and does not only name something in it."""
        return any(group.states for group in self.groups)


def passages(blocks: QuerySet[Block]) -> list[MarkedBlock]:
    """Return these `blocks` of a report, in order, with their records; a fixed number of queries."""
    shown = list(blocks.select_related("report__meeting", "part"))
    # By their keys: asked for those of a query, PostgreSQL goes through the evidence of all reports.
    rows = Evidence.objects.filter(block__in=[block.pk for block in shown]).of_published_records()
    named_by = {kind.model: kind.named_by for kind in KINDS}
    named_by |= {part.model: part.named_by for part in PARTS}
    paths = [f"{name}__{path}" for name, model in RECORDS.items() for path in named_by[model]]
    # Of parts, whose addresses are of their report: a join each is less than two queries.
    joined = [path for path in paths if path.endswith("__report__meeting")]
    rows = rows.select_related("block__report__meeting", *RECORDS, *joined)
    rows = rows.prefetch_related(*(path for path in paths if path not in joined))
    found = groupby(rows.order_by("block__order", "pk"), key=lambda each: each.block_id)
    by_block = {pk: list(evidence) for pk, evidence in found}
    return [mark_block(block, by_block.get(block.pk, [])) for block in shown]


def plain_passages(blocks: QuerySet[Block]) -> list[MarkedBlock]:
    """Return these `blocks` without marks and records."""
    return [MarkedBlock(block, escape(block.text), [], []) for block in blocks]


def mark_block(block: Block, evidence: Sequence[Evidence]) -> MarkedBlock:
    """Return one block with the `evidence` in it, in any order."""
    spans = [(*locate(block.text, each.prefix, each.quote), each.fragment) for each in evidence]
    by_kind: dict[str, dict[int, Any]] = {name: {} for name in RECORDS}
    for _, each in sorted(zip(spans, evidence, strict=True), key=lambda pair: pair[0]):
        by_kind[each.kind].setdefault(each.record.pk, each.record)
    groups = [margin_group(list(records.values())) for records in by_kind.values() if records]
    return MarkedBlock(block, mark_quotes(block.text, spans), groups, evidence)


def margin_group(records: list[Any]) -> MarginGroup:
    """Return the group of `records` of one kind; a long one folds, of parts already half as long."""
    meta = records[0]._meta
    of_parts = {part.model: (part.label, part.plural, MAX_OPEN_RECORDS // 2) for part in PARTS}
    label, plural, most = of_parts.get(
        meta.model, (str(meta.verbose_name), str(meta.verbose_name_plural), MAX_OPEN_RECORDS)
    )
    name = plural if len(records) > 1 else label
    return MarginGroup(name, records, folds=len(records) > most, states=records[0].states)


def get_report(meeting: str, slug: str) -> Report:
    """Return the published report with the slugs of its meeting and its own, or raise Http404."""
    reports = Report.objects.published()
    return get_object_or_404(reports, meeting__slug=meeting, slug=slug)


def find_blocks(report: Report, piece: str) -> QuerySet[Block]:
    """Return the blocks that `piece` of an address means: “19”, “14-16”, or the key of any block.

    A range goes from one paragraph to another in the order of the report. Raises Http404, naming what
    the report has, where there is none.
    """
    blocks = report.blocks.select_related("report__meeting", "part")
    numbers = NUMBERS.fullmatch(piece)
    asked = [number for number in numbers.groups() if number] if numbers else [piece]
    keys = [f"p{number}" for number in asked] if numbers else asked
    ends = list(blocks.filter(key__in=keys))
    if [block.piece for block in ends] == asked:
        span = blocks.filter(order__range=(ends[0].order, ends[-1].order))
        return span.exclude(number="") if len(ends) > 1 else span
    raise Http404(f"The {report} has {numbers_of(report)}: there is no “{piece}”.")


def numbers_of(report: Report) -> str:
    """Return the numbers of the paragraphs of `report`, in words: “paragraphs 1 to 5 and 7”.

    Those of a part that has numbers of its own are left out.
    """
    numbered = report.blocks.exclude(number="").select_related("part")
    spans = number_spans([block for block in numbered if block.in_body], " to ")
    return f"paragraphs {get_text_list(spans, 'and')}" if spans else "no numbered paragraphs"


def number_spans(blocks: Iterable[Block], between: str) -> list[str]:
    """Return the numbers of `blocks`, in order, those that follow each other as one span.

    `between` stands between the first and the last of a span: “8–10” and “12” for “–”.
    """
    ends = ((run[0].number, run[-1].number) for run in runs(blocks))
    return [between.join(dict.fromkeys(numbers)) for numbers in ends]


def runs(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return numbered `blocks`, in order, in runs of those whose numbers follow each other."""
    found: list[list[Block]] = []
    for block in blocks:
        if found and follows(found[-1][-1].number, block.number):
            found[-1].append(block)
        else:
            found.append([block])
    return found


def follows(number: str, other: str) -> bool:
    """Return True if `other` is the whole number after `number`: 13 after 12, not 12A."""
    return number.isdecimal() and other.isdecimal() and int(other) == int(number) + 1


def range_url(first: Block, last: Block) -> str:
    """Return the address of the page of the paragraphs from `first` to `last`, which is another."""
    return f"{first.report.get_absolute_url()}{first.piece}-{last.piece}/"


def passage_name(first: Block, last: Block) -> str:
    """Return how a reader calls the passage from `first` to `last`, which may be one block."""
    if first != last:
        return f"Paragraphs {first.number} to {last.number}"
    return capfirst(first.label.replace("para ", "paragraph ", 1) if first.number else first.label)


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
