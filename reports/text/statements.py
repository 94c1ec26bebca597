"""Tell which words of a text lie in quotes that are whole statements, and which do not.

A quote covers its words if both of its edges are at a joint of the text, and no word right beyond an
edge changes what it says. A joint is the beginning or the end of a sentence, a mark of punctuation, or
a word of JOINING: beyond an edge, or as the first word of the quote. A word of CHANGING is right beyond
an edge where only punctuation and joining words stand between the two, in the same clause: ; : and the
end of a sentence part clauses. Verbs joined by “and” or commas share such a word: “could be drafted and
adopted” does not say “adopted”. Quotes of one owner with no word between them are read as one too.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from reports.text.sentences import Span, sentences
from reports.text.tokens import written_words

# Not “if” and “whether”, which say that something may not be so; not prepositions.
JOINING = {
    *("and", "or", "but", "while", "whilst", "whereas", "although", "though", "as", "that", "which"),
    *("who", "whom", "whose", "because", "when", "where"),
}
COORDINATING = {"and", "or", "but"}
# Words, and rows of words, that change what is said of what stands beside them.
CHANGING = {
    tuple(words.split())
    for words in (
        *("not", "no", "never", "none", "nor", "neither", "cannot", "without", "except", "unless"),
        *("hardly", "barely", "scarcely", "rarely", "seldom", "unlikely", "instead of", "rather than"),
        *("could", "might", "may", "would", "should", "shall", "can", "must", "ought", "soon"),
        *("if", "whether", "provided that", "subject to", "so far as", "insofar as", "as appropriate"),
        *("largely", "partly", "mostly", "mainly", "nearly", "almost", "generally", "usually", "only"),
        *("likely", "possible", "possibly", "potential", "potentially", "perhaps", "maybe", "probably"),
        *("apparently", "allegedly", "reportedly", "merely", "at least", "at most", "in part"),
        *("to a lesser extent", "to a greater extent", "to some extent", "to a large extent"),
    )
}
LONGEST = max(map(len, CHANGING))
# But those that change what follows, which right after a quote is something else.
CHANGING_AFTER = CHANGING - {("possible",), ("potential",)}
MAX_JOINING = 6  # joining words in a row that a changing one is sought beyond: “or, as and when”
SHARED = 6  # words before an “and” or a comma, among which a changing one is that of both verbs

# Marks that part a sentence: no hyphen or apostrophe of a word, no dash between numbers.
PUNCTUATION = re.compile(
    r"""[,;:.?!…()\[\]{}“”„«»‹›"—，、；：。！？｡（）「」『』【】《》،؛؟।॥။၊·]"""
    r"""|(?<!\w)[–‘’']|–(?!\w)|(?<!\w)-(?!\w)"""
)
COMMA = re.compile("[,，、،]")
CLAUSE_END = re.compile("[;:；：؛]")


class Quote(NamedTuple):
    """A quote in a text: its start, its end, whose it is, and if that marks connective words."""

    start: int
    end: int
    owner: Hashable
    is_connective: bool = False


@dataclass
class Sentence:
    """One sentence of a text: its place, how many words it has, and the `gaps` that nothing covers."""

    start: int
    end: int
    words: int
    gaps: list[Span] = field(default_factory=list)
    missing: int = 0  # words in the gaps

    @property
    def is_whole(self) -> bool:
        """True if every word of it is covered."""
        return not self.missing


class Statements:
    """The words and sentences of a text, and the rule of which quotes cover them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = sentences(text)
        self.words: list[str] = []  # folded, as written
        self.starts: list[int] = []
        self.ends: list[int] = []
        for _, word, start, end in written_words(text):
            if self.ends and start < self.ends[-1]:
                continue  # two words of one character, as of a ligature
            if word == "t" and self.words and self.words[-1][-1] == "n" and start == self.ends[-1] + 1:
                self.words[-1], self.ends[-1] = "not", end  # couldn’t
                continue
            self.words.append(word)
            self.starts.append(start)
            self.ends.append(end)
        first_words = (bisect_left(self.starts, start) for start, _ in self.sentences)
        self.first_words = set(first_words) | {len(self.words)}

    def inside(self, start: int, end: int) -> range:
        """Return the numbers of the words from `start` to `end`, of which a part counts as none."""
        return range(bisect_left(self.starts, start), bisect_right(self.ends, end))

    def find_fault(self, start: int, end: int) -> str:
        """Return why the quote from `start` to `end` does not cover its words; "" if it does."""
        inside = self.inside(start, end)
        if not inside:
            return "it has no words"
        first, last = inside[0], inside[-1]
        if not (
            self.parted(first)
            or self.words[first - 1] in JOINING
            or (self.words[first] in JOINING and first != last)
        ):
            return f"it begins inside a statement, behind “{self.quoted(first - 1, first - 1)}”"
        if not (self.parted(last + 1) or self.words[last + 1] in JOINING):
            return f"it ends inside a statement, before “{self.quoted(last + 1, last + 1)}”"
        left_out = self.changing_before(first) or self.changing_after(last) or self.shared(first)
        return f"it leaves out “{left_out}”" if left_out else ""

    def judge(self, quotes: Iterable[Quote]) -> list[tuple[Quote, str]]:
        """Return each of `quotes` with why it does not cover its words; "" if it does."""
        found = []
        for run in self.runs(quotes):
            whole = self.find_fault(run[0].start, max(quote.end for quote in run))
            for quote in run:
                fault = whole and self.find_fault(quote.start, quote.end)
                if fault and quote.is_connective and self.is_joining(quote.start, quote.end):
                    fault = ""
                found.append((quote, fault))
        return found

    def counting(self, quotes: Iterable[Quote]) -> list[Quote]:
        """Return those of `quotes` that cover their words."""
        return [quote for quote, fault in self.judge(quotes) if not fault]

    def runs(self, quotes: Iterable[Quote]) -> Iterator[list[Quote]]:
        """Yield `quotes` in runs of those of one owner that overlap or have no word between them."""
        by_owner = groupby(
            sorted(quotes, key=lambda quote: repr(quote.owner)), lambda quote: quote.owner
        )
        for _, owned in by_owner:
            run: list[Quote] = []
            for quote in sorted(owned, key=lambda quote: quote[:2]):
                reached = max((each.end for each in run), default=0)
                if run and reached < quote.start and self.inside(reached, quote.start):
                    yield run
                    run = []
                run.append(quote)
            yield run

    def is_joining(self, start: int, end: int) -> bool:
        """Return True if joining words are all that stands from `start` to `end`."""
        inside = self.inside(start, end)
        return bool(inside) and all(self.words[number] in JOINING for number in inside)

    def find_changing(self, start: int, end: int) -> str:
        """Return the first word, or row of them, from `start` to `end` that changes meaning, or ""."""
        inside = self.inside(start, end)
        for number in inside:
            for length in range(1, LONGEST + 1):
                if number + length <= inside.stop and self.row(number, length) in CHANGING:
                    return self.quoted(number, number + length - 1)
        return ""

    def row(self, number: int, length: int) -> tuple[str, ...]:
        """Return the words from `number` on, as many as `length`."""
        return tuple(self.words[number : number + length])

    def quoted(self, first: int, last: int) -> str:
        """Return the text from the word `first` to the word `last`."""
        return self.text[self.starts[first] : self.ends[last]]

    def parted(self, number: int) -> bool:
        """Return True if the end of a sentence or punctuation stands before the word `number`."""
        return number in self.first_words or self.has_before(number, PUNCTUATION)

    def has_before(self, number: int, marks: re.Pattern[str]) -> bool:
        """Return True if one of `marks` stands between the word `number` and the one before it."""
        # With the first letter of the word, which tells a dash from a hyphen.
        return bool(marks.search(self.text, self.ends[number - 1], self.starts[number] + 1))

    def ends_clause(self, number: int) -> bool:
        """Return True if a clause ends before the word `number`."""
        return number in self.first_words or self.has_before(number, CLAUSE_END)

    def changing_before(self, first: int) -> str:
        """Return the changing words right before the word `first`, in its clause, or ""."""
        for _ in range(MAX_JOINING):
            if self.ends_clause(first):
                break
            for length in range(1, min(LONGEST, first) + 1):
                if self.row(first - length, length) in CHANGING:
                    return self.quoted(first - length, first - 1)
            first -= 1
            if self.words[first] not in JOINING:
                break
        return ""

    def changing_after(self, last: int) -> str:
        """Return the changing words right after the word `last`, in its clause, or ""."""
        for following in range(last + 1, last + 1 + MAX_JOINING):
            if self.ends_clause(following):
                break
            for length in range(1, LONGEST + 1):
                if self.row(following, length) in CHANGING_AFTER:
                    return self.quoted(following, following + length - 1)
            if self.words[following] not in JOINING:
                break
        return ""

    def shared(self, first: int) -> str:
        """Return the changing word that the word `first` shares with a verb joined to it, or ""."""
        if first in self.first_words:
            return ""
        joined = self.words[first] in COORDINATING or self.words[first - 1] in COORDINATING
        if not joined and not self.has_before(first, COMMA):
            return ""
        for number in range(first - 1, max(first - 2 - SHARED, -1), -1):
            word = self.words[number]
            if self.row(number, 1) in CHANGING:
                return self.quoted(number, number)
            if (word in JOINING and word not in COORDINATING) or self.ends_clause(number):
                break
        return ""

    def cover(self, spans: Iterable[Span]) -> list[Sentence]:
        """Return the sentences, each with the words of it that lie in none of `spans`."""
        changes = [0] * (len(self.words) + 1)
        for start, end in spans:
            inside = self.inside(start, end)
            if inside:
                changes[inside.start] += 1
                changes[inside.stop] -= 1
        found = []
        covering = number = 0
        for start, end in self.sentences:
            sentence = Sentence(start, end, 0)
            in_gap = False
            while number < len(self.words) and self.starts[number] < end:
                covering += changes[number]
                sentence.words += 1
                if not covering:
                    sentence.missing += 1
                    before = sentence.gaps.pop()[0] if in_gap else self.starts[number]
                    sentence.gaps.append((before, self.ends[number]))
                in_gap = not covering
                number += 1
            found.append(sentence)
        return found


@lru_cache(maxsize=64)  # a paragraph has many quotes
def read(text: str) -> Statements:
    """Return the words and sentences of `text`."""
    return Statements(text)
