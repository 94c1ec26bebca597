"""Set words beside the passage of a text that is most like them, and tell where the two differ."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reports.text.amounts import amounts
from reports.text.quotations import sentences_of
from reports.text.sentences import Span
from reports.text.typography import plain

# A word with its hyphens and apostrophes, a number with its commas; or a mark.
TOKEN = re.compile(r"\w+(?:[-‐‑–'’‛]\w+|[.,]\d+)*|[^\w\s]")
LIKELIEST = 2  # texts that are compared word by word, of those that are offered
NOT_THERE = 4  # words that are left out of a passage cost as little as one that it does not have
AROUND = 6  # tokens beyond the stretch that is most like the words, where these may begin or end


class Piece(NamedTuple):
    """Some text, and if it is one of the differences."""

    text: str
    differs: bool


class Change(NamedTuple):
    """Words as they are quoted, and those of the passage; "" where the one or the other has none."""

    quoted: str
    passage: str


class Step(NamedTuple):
    """Some tokens of the words beside some of the text, by their places, and if they differ."""

    differs: bool
    src_start: int
    src_end: int
    dest_start: int
    dest_end: int

    @property
    def pairs(self) -> int:
        """The number of tokens of the one that stand for some of the other."""
        return min(self.src_end - self.src_start, self.dest_end - self.dest_start)


@dataclass
class Comparison:
    """Words beside the passage from `start` to `end` of a text: both in pieces, and what differs.

    `alike` is the part of the words, from 0 to 1, that the passage has too; the less the `cost`, the
    nearer are the two.
    """

    start: int
    end: int
    quoted: list[Piece]
    passage: list[Piece]
    changes: list[Change]
    alike: float
    cost: int


@lru_cache(maxsize=512)  # a paragraph is compared with many sentences
def spans_of_tokens(text: str) -> list[Span]:
    """Return the places of the words and marks of `text`; a number is one with its currency."""
    whole = list(amounts(text))
    found: list[Span] = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        while whole and whole[0][1] <= start:
            whole.pop(0)
        if whole and whole[0][0] <= start:
            if found and found[-1][0] == whole[0][0]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
                continue
            start = whole[0][0]
        if found and start < found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def with_blanks(spans: list[Span]) -> list[Span]:
    """Return `spans` of tokens with those of the white space between them."""
    between = [(one[1], other[0]) for one, other in pairwise(spans) if one[1] < other[0]]
    return sorted([*spans, *between])


def compare(words: str, text: str, first: int, last: int, *, exact: bool = False) -> Comparison:
    """Return `words` beside what is most like them in `text` from `first` to `last`.

    With `exact`, to the letter: typography and white space differ too.
    """
    mine = spans_of_tokens(words)
    theirs = [span for span in spans_of_tokens(text) if first <= span[0] and span[1] <= last]
    if exact:
        mine, theirs = with_blanks(mine), with_blanks(theirs)
    said, there = (
        [each[start:end] if exact else plain(each[start:end]).text for start, end in spans]
        for each, spans in ((words, mine), (text, theirs))
    )
    steps = [
        Step(step.tag != "equal", step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Levenshtein.opcodes(said, there)
    ]
    steps = closed(list(joined(steps)), there)
    steps = trimmed(steps, [text[start].isalnum() for start, _ in theirs])
    quoted: list[tuple[Span, bool]] = []
    passage: list[tuple[Span, bool]] = []
    changes: list[Change] = []
    edits = alike = 0
    for step in joined(steps):
        differs = step.differs
        of_mine = mine[step.src_start : step.src_end]
        of_theirs = theirs[step.dest_start : step.dest_end]
        quoted += [((of_mine[0][0], of_mine[-1][1]), differs)] if of_mine else []
        passage += [((of_theirs[0][0], of_theirs[-1][1]), differs)] if of_theirs else []
        if differs:
            changes.append(Change(stretch(words, of_mine), stretch(text, of_theirs)))
            edits += max(len(of_mine), len(of_theirs))
        else:
            alike += sum(words[start].isalnum() for start, _ in of_mine)
    shown = theirs[steps[0].dest_start : steps[-1].dest_end] if steps else []
    start, end = (shown[0][0], shown[-1][1]) if shown else (first, first)
    of_words = sum(words[start].isalnum() for start, _ in mine)
    return Comparison(
        start,
        end,
        pieces_of(words, quoted),
        pieces_of(text, passage),
        changes,
        alike / max(of_words, 1),
        edits + NOT_THERE * (of_words - alike),
    )


def pieces_of(text: str, spans: list[tuple[Span, bool]]) -> list[Piece]:
    """Return `text` in pieces of these `spans`, each with if it differs, and of what is between them."""
    found: list[Piece] = []
    here = spans[0][0][0] if spans else 0
    for (start, end), differs in spans:
        found += [Piece(text[here:start], False)] if here < start else []
        found.append(Piece(text[start:end], differs))
        here = end
    return found


def closed(steps: list[Step], there: list[str]) -> list[Step]:
    """Return `steps`, joined, with the first and the last tokens that are the same beside the others.

    A word at an end of the words may be found far from the rest (“the” of “the two” in “the goals of the
    two”): where it stands beside the rest in the text `there` too, that is the one which is meant.
    """
    steps, same = steps[:], [number for number, step in enumerate(steps) if not step.differs]
    ends = [(same[0], same[0] + 1, 1), (same[-1], same[-1] - 1, -1)] if len(same) > 1 else []
    for end, gap, sign in ends:
        run, between = steps[end], steps[gap]
        over = between.dest_end - between.dest_start - (between.src_end - between.src_start)
        start, stop = (run.dest_start + sign * over, run.dest_end + sign * over)
        if over > 0 and there[start:stop] == there[run.dest_start : run.dest_end]:
            steps[end] = run._replace(dest_start=start, dest_end=stop)
            head = sign > 0
            steps[gap] = between._replace(dest_start=stop) if head else between._replace(dest_end=start)
    return [step for step in steps if step.src_start < step.src_end or step.dest_start < step.dest_end]


def trimmed(steps: list[Step], are_words: list[bool]) -> list[Step]:
    """Return `steps` without what the text has before and behind: that is not left out of the words.

    Words that differ at an end stand for as many of the text right beside what is the same, as far as
    these are words, as `are_words` has it of each.
    """
    same = [number for number, step in enumerate(steps) if not step.differs]
    if not same:
        return steps
    first, last = steps[same[0]], steps[same[-1]]
    before = steps[: same[0]]
    behind = steps[same[-1] + 1 :]
    start, end = first.dest_start, last.dest_end
    for _ in range(sum(step.pairs for step in before)):
        start -= bool(start and are_words[start - 1])
    for _ in range(sum(step.pairs for step in behind)):
        end += bool(end < len(are_words) and are_words[end])
    head = [Step(True, 0, first.src_start, start, first.dest_start)] if first.src_start else []
    tail = [Step(True, last.src_end, behind[-1].src_end, last.dest_end, end)] if behind else []
    tail = [step for step in tail if step.src_start < step.src_end]
    return [*head, *steps[same[0] : same[-1] + 1], *tail]


def joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield runs of `steps` that differ as one, and those that do not."""
    run: Step | None = None
    for step in steps:
        if run and run.differs == step.differs:
            run = run._replace(src_end=step.src_end, dest_end=step.dest_end)
            continue
        if run:
            yield run
        run = step
    if run:
        yield run


def stretch(text: str, spans: list[Span]) -> str:
    """Return `text` from the first of `spans` to the last; "" for none."""
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def nearest(words: str, texts: list[str]) -> tuple[int, Comparison]:
    """Return which of `texts` has the passage most like `words`, by its place in the list, and both."""
    said = plain(words).text
    aligned = [
        (alignment, n)
        for n, text in enumerate(texts)
        if (alignment := fuzz.partial_ratio_alignment(said, plain(text).text))
    ]
    aligned.sort(key=lambda each: -each[0].score)
    compared = [
        (n, compare(words, texts[n], *span))
        for alignment, n in aligned[:LIKELIEST]
        for span in stretches(texts[n], alignment.dest_start, alignment.dest_end)
    ]
    return min(compared, key=lambda pair: pair[1].cost)


def stretches(text: str, first: int, last: int) -> Iterator[Span]:
    """Yield stretches of `text` that may hold a passage: what is around it, and the sentences it is of.

    It is from `first` to `last` of the plain form. What is left out of it has its place in these.
    """
    start, end = plain(text).span(first, last)
    spans = spans_of_tokens(text)
    inside = [n for n, span in enumerate(spans) if span[1] > start and span[0] < end] or [0]
    yield (
        spans[max(inside[0] - AROUND, 0)][0],
        spans[min(inside[-1] + AROUND, len(spans) - 1)][1],
    )
    of_sentences = [span for span in sentences_of(text) if span[1] > start and span[0] < end]
    yield of_sentences[0][0], of_sentences[-1][1]
