"""Passages: pieces of a report with their quotes marked and the records that rest on them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from math import ceil
from operator import itemgetter
from typing import Any

from django.db.models import Exists, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst, get_text_list

from reports.kinds import KINDS, PARTS
from reports.models import RECORDS, Block, BlockKind, Evidence, FormerAddress, Report, fragment
from reports.text.cuts import shorten
from reports.text.fragments import text_fragment
from reports.text.highlight import link_quotes
from reports.text.quotes import locate

MAX_OPEN_RECORDS = 6  # of one kind that stand beside a paragraph alone open; more are folded
MAX_MARGIN_RECORDS = 3  # that stand open in the margin of a report; fewer beside a short paragraph
MAX_MARGIN_NAME = 80  # characters of their names there
# Characters of a line of the text and of the margin, about; a line of text is as high as 1.5 of these.
TEXT_LINE, MARGIN_LINE, TEXT_LINE_HEIGHT = 78, 32, 1.5
MARGIN_SPACE, FOLD_HEIGHT = 0.3, 1.3  # lines of the margin: around a record, and for “8 more”
KIND_ORDER = {name: (model.states, number) for number, (name, model) in enumerate(RECORDS.items())}
EXAMPLE_WORDS = 4  # that the note on a report links to, as an example
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
    former_keys: list[str] = field(default_factory=list)  # before its number was changed

    @property
    def former_ids(self) -> list[str]:
        """The fragments of it and its quotes by its former keys: links to them still arrive."""
        anchors = [each.anchor for each in self.evidence]
        return [
            name
            for key in self.former_keys
            for name in (key, *(fragment(key, anchor) for anchor in anchors))
        ]

    @property
    def count(self) -> int:
        """The number of records that rest on it."""
        return sum(len(group.records) for group in self.groups)

    @property
    def name(self) -> str:
        """The way to refer to it in a sentence: “paragraph 19”."""
        return block_name(self.block)

    @cached_property
    def beside(self) -> list[Any]:
        """The first of its records: as many as the margin holds beside its text, three at most.

        The margin of a page is not measured, but estimated: it makes no gap in the text.
        """
        records = [record for group in self.groups for record in group.records]
        tools = TEXT_LINE_HEIGHT if self.block.kind == BlockKind.PARAGRAPH else 0
        room = ceil(len(self.block.text) / TEXT_LINE) * TEXT_LINE_HEIGHT + tools
        for number, record in enumerate(records[:MAX_MARGIN_RECORDS]):
            name = shorten(record.title, MAX_MARGIN_NAME)
            room -= ceil(len(name) / MARGIN_LINE) + MARGIN_SPACE
            if room < (FOLD_HEIGHT if number + 1 < len(records) else 0):
                return records[:number]
        return records[:MAX_MARGIN_RECORDS]

    @property
    def folded(self) -> list["MarginGroup"]:
        """The groups of its records without those that stand beside it."""
        left, groups = len(self.beside), []
        for group in self.groups:
            if records := group.records[left:]:
                groups.append(replace(group, records=records, folds=False))
            left = max(0, left - len(group.records))
        return groups

    @property
    def more(self) -> int:
        """The number of its records that do not stand beside it."""
        return self.count - len(self.beside)

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
    # Of records that share a quote, the innermost is one that states something, the last of its kinds.
    rows = sorted(((each.kind, each) for each in evidence), key=lambda row: KIND_ORDER[row[0]])
    records = [getattr(each, kind) for kind, each in rows]
    spans = [
        (*locate(block.text, each.prefix, each.quote), each.fragment, record.get_absolute_url())
        for (_, each), record in zip(rows, records, strict=True)
    ]
    by_kind: dict[str, dict[int, Any]] = {name: {} for name in RECORDS}
    for _, (kind, _), record in sorted(zip(spans, rows, records, strict=True), key=itemgetter(0)):
        by_kind[kind].setdefault(record.pk, record)
    groups = [margin_group(list(mine.values())) for mine in by_kind.values() if mine]
    return MarkedBlock(block, link_quotes(block.text, spans), groups, evidence)


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
    """Return the published report with the slugs of its meeting and its own, or raise Http404.

    Its `has_moved` says if a piece of it had another address before.
    """
    below = reverse("reports:report", args=[meeting, slug])
    moved = FormerAddress.objects.moved().filter(path__startswith=below)
    reports = Report.objects.published().annotate(has_moved=Exists(moved))
    return get_object_or_404(reports, meeting__slug=meeting, slug=slug)


def former_keys(report: Any) -> dict[str, list[str]]:
    """Return the keys that pieces of `report`, one of `get_report`, had before, by their key now."""
    if not report.has_moved:
        return {}
    page = report.get_absolute_url()
    rows = FormerAddress.objects.moved().filter(path__startswith=page, target__startswith=page)
    moves = dict(rows.order_by("path").values_list("path", "target"))
    found: dict[str, list[str]] = {}
    for path in moves:
        place, steps = path, 0
        while place in moves and steps < len(moves):
            place, steps = moves[place], steps + 1
        found.setdefault(key_at(place), []).append(key_at(path))
    return found


def key_at(page: str) -> str:
    """Return the key of the piece that has the path `page`: p19 of …/19/."""
    piece = page.rstrip("/").rpartition("/")[2]
    return f"p{piece}" if NUMBERS.fullmatch(piece) else piece


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
    return capfirst(block_name(first))


def block_name(block: Block) -> str:
    """Return how a reader calls `block` within a sentence: “paragraph 19”."""
    return block.label.replace("para ", "paragraph ", 1) if block.number else block.label


@dataclass
class WordsLink:
    """Some words of a report, and the fragment that leads to them in a browser that finds words."""

    words: str
    fragment: str


def words_link(text: str) -> WordsLink:
    """Return the first few words of `text` with their text fragment."""
    words = " ".join(text.split()[:EXAMPLE_WORDS]).rstrip(".,;:")
    return WordsLink(words, text_fragment(words))


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
