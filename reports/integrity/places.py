"""Rules of the pieces of a report in their order: parts stand together, numbers rise, headings name.

A report may be printed otherwise: then the piece is ticked “place and kind as printed”.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from reports.integrity.problems import Problem
from reports.models import Block, BlockKind, Evidence, GuardedModel

TICK = "or tick “place and kind as printed” where the report has it so"
APART = (
    "“{piece}” stands behind “{between}”, apart from the other pieces of “{part}”: correct the order or "
    "the part, {tick}."
)
BELOW = (
    "The part “{piece}” stands behind “{other}”, which is of it: correct the order or the part, {tick}."
)
NOT_RISING = (
    "Paragraph {number} stands behind paragraph {before} of the same part: correct the order or a "
    "number, {tick}."
)
SENTENCE = (
    "The heading “{piece}” is a sentence, and records quote it or every sentence of the report is to be "
    "recorded: make it a paragraph again, {tick}."
)
ENDS_SENTENCE = re.compile(r"""[.!?;]["'”’)\]]*\s*\Z""")
NUMBER_PIECES = re.compile(r"[0-9]+|[A-Za-z]+")


def find_place_problems(rows: Sequence[GuardedModel]) -> Iterator[Problem]:
    """Yield what is wrong with the places of `rows`, which are of one model and as stored.

    Of pieces of reports: one query, and one more where there is a heading that ends as a sentence.
    """
    pieces = {row.pk: row for row in rows if isinstance(row, Block)}
    if not pieces:
        return
    reports = {piece.report_id for piece in pieces.values()}
    every = Block.objects.filter(report__in=reports).select_related("report__meeting", "part")
    by_report: dict[int, list[Block]] = {}
    for block in every.order_by("report", "order"):
        by_report.setdefault(block.report_id, []).append(block)
    for blocks in by_report.values():
        yield from find_apart(blocks, pieces)
        yield from find_not_rising(blocks, pieces)
    yield from find_sentences(pieces.values())


def find_apart(blocks: Iterable[Block], asked: dict[int, Block]) -> Iterator[Problem]:
    """Yield which of `blocks`, of one report in its order, stand apart from their part, or above it.

    Where one of those that this is about is `asked` for.
    """
    last: dict[int | None, Block] = {}  # by part
    gaps: dict[int, Block] = {}  # by part: what stands behind its pieces so far
    for block in blocks:
        if block.place_printed:
            continue
        part = block.pk if block.kind == BlockKind.PART else block.part_id
        other_piece, between = (last.get(part), gaps.pop(part, None)) if part else (None, None)
        sentence = ""
        if other_piece and block.kind == BlockKind.PART:
            sentence = BELOW.format(piece=shown(block), other=shown(other_piece), tick=TICK)
        elif other_piece and between:
            own = shown(block.part or block)
            sentence = APART.format(piece=shown(block), between=shown(between), part=own, tick=TICK)
        concerned = (block, between, other_piece)
        told = next((each for each in concerned if each and each.pk in asked), None)
        if sentence and told:
            yield Problem(sentence, told, "order")
        for other in last:
            if other and other != part:
                gaps.setdefault(other, block)
        last[part] = block


def find_not_rising(blocks: Iterable[Block], asked: dict[int, Block]) -> Iterator[Problem]:
    """Yield which of `blocks`, of one report in its order, has a number lower than that before it.

    Where one of the two is `asked` for.
    """
    last: dict[int | None, Block] = {}  # by part
    for block in blocks:
        if block.place_printed or not (block.number and block.number[0].isdecimal()):
            continue
        before = last.get(block.part_id)
        last[block.part_id] = block
        if before and sort_key(block.number) < sort_key(before.number):
            told = next((each for each in (block, before) if each.pk in asked), None)
            if told:
                yield Problem(
                    NOT_RISING.format(number=block.number, before=before.number, tick=TICK),
                    told,
                    "number",
                )


def find_sentences(blocks: Iterable[Block]) -> Iterator[Problem]:
    """Yield which of `blocks` are headings that end as a sentence does, where that hides words."""
    found = [
        block
        for block in blocks
        if block.kind == BlockKind.HEADING
        and not block.place_printed
        and ENDS_SENTENCE.search(block.text)
    ]
    quoted = (
        set(Evidence.objects.filter(block__in=found).values_list("block", flat=True)) if found else ()
    )
    for block in found:
        if block.report.fully_recorded or block.pk in quoted:
            yield Problem(SENTENCE.format(piece=shown(block), tick=TICK), block, "kind")


def sort_key(number: str) -> list[tuple[int, int, str]]:
    """Return what a `number` of a paragraph is sorted by: 2, 12, 12A, 12B, 12AA, 13.

    Of words, such as “bis” and “ter”, none comes before another.
    """
    pieces = NUMBER_PIECES.findall(number)
    return [
        (1, int(piece), "")
        if piece.isdecimal()
        else (2, 0, piece.lower())
        if len(piece) == 1
        else (3, 0, "")
        for piece in pieces
    ]


def shown(block: Block) -> str:
    """Return what `block` is referred to by, on one line of few characters."""
    return block.label[:60]
