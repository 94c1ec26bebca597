"""Read what somebody quotes: its sentences, what it leaves out and adds; find it in a text.

Words are taken to the letter, typography apart (`reports.text.typography`). A quotation may leave words
out at an ellipsis, add some in square brackets, and begin with the other case of its first letter. It
may have quotation marks around it, and a full stop or a comma of its quoter's behind it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from reports.text.quotes import places_inside
from reports.text.sentences import Span, sentences
from reports.text.statements import read
from reports.text.tokens import Phrase, tokens
from reports.text.typography import LINE_END_HYPHEN, name_differences, plain, plain_pattern

SPACED_DOTS = re.compile(r"\.\s\.\s\.")
DOTS = r"(?:…|\.{3,}|\.\s\.\s\.)"
GAP = re.compile(
    rf"(?<!\s)\s*+(?:(?P<omission>\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS})"
    r"|(?<!\w)(?P<insertion>\[[^\[\]]{1,200}\])(?!\w))\s*"
)
# Letters in brackets that are a part of a word: “[T]he”, “agree[d]”.
LETTERS = re.compile(r"(?P<first>\[[^\W\d_]\](?=\w))|(?P<last>(?<=\w)\[[^\W\d_]{1,6}\])")
# Words with brackets or a hyphen at a line's end, which may be others in the text. Looked for from the
# beginning of a word, or at a second hyphen: from each letter on it would take long in a long word.
MARKED_WORD = re.compile(rf"(?:(?<!\S)\S*[\[\]{LINE_END_HYPHEN}]|{LINE_END_HYPHEN})\S*")
MAX_PIECES = 20  # of one quotation, between its omissions; one of more is not looked for
RUN = 32  # tokens of a phrase that the index is asked for

# A paragraph's own number or the point of a list, at the beginning of a line.
NUMBER = re.compile(r"\[?([0-9]{1,3}[A-Za-z]?)(?:[.)\]]{1,2}\s*|\s+)(?=\S)")
POINT = re.compile(r"\s*[•▪‣◦●]\s+")
ITEM = re.compile(r"\n\s*(?=(?:\[?[0-9]{1,3}[A-Za-z]?[.)\]]|[•▪‣◦●])\s)")
CUT_SHORT = re.compile(rf"(?<![.?!:;…\s])\s*+(?:\[\s*{DOTS}\s*\]|\(\s*{DOTS}\s*\)|{DOTS})\Z")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
BREAK = re.compile(r"(?<!\s)[^\S\n]*+\n\s*")
OPENING = re.compile(r"""["“„«‘'(]+""")
CLOSING = re.compile(r"""["”»’').,]{1,4}\Z""")
ENDING = re.compile(r"""[.?!"”»’')\]]*""")  # what may stand behind the words of a sentence
MARKS = {".": "the full stop at its end", ",": "the comma at its end"}
AROUND = "the quotation marks around it"
AUXILIARIES = {
    *("had", "has", "have", "did", "does", "do", "is", "was", "were", "are", "be", "been", "will"),
}
WORDS_BEFORE, WORDS_BEHIND = 4, 3  # beside a quotation, among which a word changes what it says


@dataclass
class Find:
    """A quotation in a text: where its pieces stand, and what of it is not the text's.

    `but_for` names what differs in typography; `insertions` are the words in brackets.
    """

    spans: list[Span]
    but_for: list[str] = field(default_factory=list)
    insertions: list[str] = field(default_factory=list)

    @property
    def start(self) -> int:
        """The place where it begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.spans[-1][1]

    def omissions(self, text: str) -> list[str]:
        """Return the words of `text` that it leaves out between its pieces."""
        between = (text[one[1] : other[0]].strip() for one, other in pairwise(self.spans))
        return [words for words in between if any(map(str.isalnum, words))]

    def whole(self, text: str) -> Span:
        """Return the start and the end of the sentences of `text` that it stands in."""
        inside = [span for span in sentences_of(text) if span[0] < self.end and self.start < span[1]]
        return inside[0][0], inside[-1][1]

    def is_whole(self, text: str) -> bool:
        """Return True if it is whole sentences of `text`, the marks behind them apart."""
        start, end = self.whole(text)
        before, behind = text[start : self.start], text[self.end : end]
        return not OPENING.sub("", before, count=1).strip() and bool(ENDING.fullmatch(behind))


@lru_cache(maxsize=512)  # a paragraph is looked at for many quotations
def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the start and the end of each sentence of `text`."""
    return tuple(sentences(text))


def split_quotation(text: str) -> list[str]:
    """Return the sentences of a quotation: of paragraphs, of a list, of a page with its line breaks.

    One goes on behind an ellipsis that leaves words out of it.
    """
    found: list[str] = []
    for item in ITEM.split(text):
        item = SPACED_DOTS.sub("…", item)
        spans = sentences(item)
        units: list[Span] = []
        for start, end in spans:
            if units and goes_on(item, units[-1], start):
                units[-1] = (units[-1][0], end)
            else:
                units.append((start, end))
        found += [POINT.sub("", item[start:end], count=1) for start, end in units]
    return [each for each in found if each]


def goes_on(text: str, before: Span, start: int) -> bool:
    """Return True if the sentence `before` was cut short by an ellipsis, and goes on from `start`."""
    if BLANK_LINE.search(text, before[1], start):
        return False
    return bool(CUT_SHORT.search(text[before[0] : before[1]]))


def split_at(quotation: str, breaks: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return each way to part a `quotation` in two at one of the `breaks`."""
    ways = ((quotation[: each.start()], quotation[each.end() :]) for each in breaks.finditer(quotation))
    return [(before, behind) for before, behind in ways if before.strip() and behind.strip()]


def paragraph_number(quotation: str) -> tuple[str, str]:
    """Return the number that a `quotation` may begin with, as of a paragraph, or ""; and the rest."""
    number = NUMBER.match(quotation)
    return (number[1], quotation[number.end() :]) if number else ("", quotation)


def without_marks(quotation: str) -> str:
    """Return `quotation` without quotation marks around it."""
    return quotation.strip('"“”„«»').strip()


def phrases(quotation: str) -> list[Phrase]:
    """Return phrases that every text has in which `quotation` stands but for typography."""
    _, words = paragraph_number(quotation)
    found = []
    for piece in GAP.split(words)[:: GAP.groups + 1]:
        said = plain(piece).text
        for run in MARKED_WORD.split(said):
            row = tokens(run)
            found += [row[place : place + RUN] for place in range(0, len(row), RUN)]
    return list(dict.fromkeys(found))


def find(quotation: str, text: str) -> Find | None:
    """Return where `quotation` stands in `text` but for typography, omissions and insertions; or None.

    Where it stands as whole sentences, if it does; with as little left out as can be.
    """
    for words, notes in variants(quotation):
        for pieces in readings(words):
            found = find_pieces(pieces, text)
            if found and is_ended(found, quotation, notes, text):
                found.but_for += [note for note in notes if note not in found.but_for]
                return found
    return None


def is_ended(found: Find, quotation: str, notes: list[str], text: str) -> bool:
    """Return True unless the end of `found` has another mark than the full stop of the `quotation`.

    A full stop that both have is no difference.
    """
    behind = text[found.end : found.end + 1]
    if MARKS["."] in notes:
        if behind in ("?", "!"):
            return False
        if behind == ".":
            notes.remove(MARKS["."])
    return True


@lru_cache(maxsize=256)
def cut_variants(quotation: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return `quotation` without what a quoter may put around it, the least cut first."""
    opening, closing = OPENING.match(quotation), CLOSING.search(quotation)
    heads = [0, *([opening.end()] if opening else [])]
    tails = [*range(len(quotation), closing.start() - 1 if closing else len(quotation) - 1, -1)]
    found = []
    for head, tail in sorted(
        ((head, tail) for head in heads for tail in tails), key=lambda cut: cut[0] - cut[1]
    ):
        if head >= tail:
            continue
        cut = quotation[:head] + quotation[tail:]
        notes = [note for mark, note in MARKS.items() if mark in cut]
        notes += [AROUND] if cut.strip(".,") else []
        found.append((quotation[head:tail], tuple(notes)))
    return tuple(found)


def variants(quotation: str) -> Iterator[tuple[str, list[str]]]:
    """Yield `quotation` as it is, then without its quoter's marks, each with what was cut, in words."""
    for words, notes in cut_variants(quotation):
        yield words, list(notes)


def readings(words: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the pieces of `words`, each with the insertion before it: as one, then parted at gaps."""
    yield [("", words)]
    if not (GAP.search(words) or LETTERS.search(words)):
        return
    pieces, here, inserted = [], 0, ""
    for gap in GAP.finditer(words):
        pieces.append((inserted, words[here : gap.start()]))
        here, inserted = gap.end(), gap["insertion"] or ""
    pieces.append((inserted, words[here:]))
    # Marks alone, as at an end, are no words to find; what was inserted there goes along.
    kept = [(mark, piece) for mark, piece in pieces if mark or any(map(str.isalnum, piece))]
    if kept and len(kept) <= MAX_PIECES:
        yield kept


def find_pieces(pieces: list[tuple[str, str]], text: str) -> Find | None:
    """Return the best place in `text` where all `pieces` stand, each behind the one before."""
    words = [piece for _, piece in pieces if any(map(str.isalnum, piece))]
    if not words:
        return None
    places = [piece_places(piece, text, not n) for n, piece in enumerate(words)]
    chains = []
    for first in places[0]:
        chain = [first]
        for following in places[1:]:
            behind = next((each for each in following if each[0] >= chain[-1][1]), None)
            if behind is None:
                break
            chain.append(behind)
        if len(chain) == len(words):
            chains.append(Find(chain))
    if not chains:
        return None
    best = min(chains, key=lambda each: (each.end - each.start, not each.is_whole(text), each.start))
    for number, (piece, (start, end)) in enumerate(zip(words, best.spans, strict=True)):
        best.but_for += differences_of(piece, text[start:end], not number)
    best.but_for = list(dict.fromkeys(best.but_for))
    best.insertions = [mark for mark, _ in pieces if mark]
    best.insertions += [found[0] for _, piece in pieces for found in LETTERS.finditer(piece)]
    return best


def piece_places(piece: str, text: str, is_first: bool) -> list[Span]:
    """Return where `piece` stands in `text`, whole words and amounts, typography apart."""
    read_text = plain(text)
    matches = piece_pattern(piece, is_first).finditer(read_text.text)
    spans = [read_text.span(*match.span()) for match in matches]
    inside = places_inside(text) if spans else b""
    return [(start, end) for start, end in spans if not inside[start] and not inside[end]]


def segments(piece: str) -> list[str]:
    """Return the parts of `piece` between letters in brackets, which stand between them in the list."""
    return re.split(rf"({re.sub(r'[?]P<[a-z]+>', '?:', LETTERS.pattern)})", piece)


@lru_cache(maxsize=256)
def piece_pattern(piece: str, is_first: bool) -> re.Pattern[str]:
    """Return the pattern of `piece` in plain texts; the first of a quotation begins in either case."""
    source = ""
    for number, part in enumerate(segments(piece)):
        if number % 2 == 0:
            source += f"({plain_pattern(plain(part).text, either_case=is_first and not number)})"
        elif source in ("", "()") or not source[-2:-1].isalnum():
            source += f"(?i:{part[1:-1]})"  # “[T]he” has the letter in the other case
        else:
            source += r"\w{0,4}"
    return re.compile(source)


def differences_of(piece: str, words: str, is_first: bool) -> list[str]:
    """Return in words how `piece` differs in typography from the `words` that its pattern finds."""
    found = piece_pattern(piece, is_first).fullmatch(plain(words).text)
    if not found:
        return []
    read_words = plain(words)
    named = []
    for number, part in enumerate(segments(piece)[::2], start=1):
        start, end = read_words.span(*found.span(number))
        named += name_differences(part, words[start:end])
    return named


def left_out_beside(text: str, start: int, end: int) -> list[str]:
    """Return the words of `text` just outside `start` to `end` that change what is said there.

    Such as “had not”, “could” or “largely”, in the same clause.
    """
    statements = read(text)
    inside = statements.inside(start, end)
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    before, behind = first, last + 1
    while before > max(first - WORDS_BEFORE, 0) and not statements.ends_clause(before):
        before -= 1
    while behind < min(last + 1 + WORDS_BEHIND, len(statements.words)):
        if statements.ends_clause(behind):
            break
        behind += 1
    found = []
    if before < first:
        word = statements.find_changing(statements.starts[before], statements.ends[first - 1])
        found.append(with_auxiliary(text, word, statements.starts[before], start))
    found.append(statements.shared(first))
    if behind > last + 1:
        here, there = statements.starts[last + 1], statements.ends[behind - 1]
        found.append(with_auxiliary(text, statements.find_changing(here, there), here, there))
    return list(dict.fromkeys(filter(None, found)))


def with_auxiliary(text: str, word: str, start: int, end: int) -> str:
    """Return a changing `word` with the auxiliary verb before it: “had not” for “not”."""
    place = text.find(word, start, end) if word else -1
    before = text[:place].split()[-1:] if place > 0 else []
    return f"{before[0]} {word}" if before and before[0].lower() in AUXILIARIES else word
