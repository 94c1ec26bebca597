"""Search: what was typed as terms, and what is found, ranked and highlighted."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.core.paginator import Paginator

from reports.documents import KINDS, NUMBERS
from reports.models import Actor, Document
from reports.models.actors import ActorKind
from reports.models.search import SHIFT, Phrase, Term
from reports.tokens import spans, stem, tokens

MOST_WORDS = 32  # of one search; what is typed beyond them is not looked for, and the page says so
AROUND = 280  # characters of a text that are shown
# Left out where a search has other words and no phrase: nearly every text has them.
STOP = frozenset(
    stem(word)
    for word in (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it"),
        *("of", "on", "or", "that", "the", "to", "was", "were", "with"),
    )
)


# Words


@dataclass
class Query:
    """What was typed, as terms that a document must have, all of them.

    `words` are the typed words behind the terms; `also` the other names that are looked for too;
    `cut` whether there were more words than are looked for.
    """

    terms: list[Term] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    cut: bool = False

    def add(self, term: Term, words: str):
        """Ask for `term`, typed as `words`, unless it is asked for already."""
        if term not in self.terms:
            self.terms.append(term)
            self.words.append(words)

    @property
    def phrases(self) -> set[Phrase]:
        """Every phrase that a document may have been found by."""
        return {p for term in self.terms for each in term.alternatives for p in each}


def parse(typed: str) -> Query:
    """The query that `typed` asks for. Any text is one; one without words has no terms.

    Words in double quotes are an exact phrase, an unbalanced quote is none. A word that is written
    of several (“sub-regional”) is a phrase. Other names of actors are alternatives.
    """
    query, left = Query(), MOST_WORDS
    pieces = re.split('["“”„«»]', typed[: 100 * MOST_WORDS])
    quoted = [bool(n % 2) and n < len(pieces) - 1 for n in range(len(pieces))]
    runs = []
    for piece, exact in zip(pieces, quoted, strict=True):
        units = [(f'"{piece}"', tokens(piece))] if exact else [(w, tokens(w)) for w in piece.split()]
        kept = []
        for word, found in units:
            query.cut |= len(found) > left
            if found[:left]:
                kept.append((word, found[:left]))
            left -= len(found[:left])
        runs.append((exact, kept))
    query.cut |= len(typed) > 100 * MOST_WORDS
    ask(query, [run for run in runs if run[1]])
    return query


def ask(query: Query, runs: list):
    """Add to `query` the terms of `runs`, each a list of typed words with their tokens."""
    names = Alternatives() if any(not exact for exact, _ in runs) else None
    everything = [found for _, units in runs for _, found in units]
    phrases = any(exact for exact, _ in runs)
    only_stops = all(token in STOP for found in everything for token in found)
    dropping = not phrases and not only_stops
    for exact, units in runs:
        while units:
            name = None if exact else names.at_start(units)
            others, shown, taken = name or ([], [], 1)
            query.also += [each for each in shown if each not in query.also]
            head, units = units[:taken], units[taken:]
            plain = tuple(found for _, found in head if not (dropping and set(found) <= STOP))
            alternatives = [plain] if plain else []
            alternatives += [(other,) for other in others if (other,) != plain]
            if alternatives:
                query.add(Term(tuple(alternatives)), " ".join(word for word, _ in head))


class Alternatives:
    """The names of actors, each with the other names of those it means. Offices have none: “the two
    coordinators” need not be all coordinators."""

    def __init__(self):
        rows = Actor.objects.exclude(kind=ActorKind.OFFICE)
        self.names, self.owners = {}, {}
        for pk, *names in rows.values_list("pk", "name", "other_names__name"):
            for name in filter(None, names):
                self.names.setdefault(pk, {}).setdefault(tokens(name), name)
                self.owners.setdefault(tokens(name), set()).add(pk)
        self.longest = max(map(len, self.owners), default=0)

    def at_start(self, units: list):
        """The longest name that the typed `units` begin with: the other names of its owners as
        phrases, as they are written, and how many units it takes; None where there is none."""
        for taken in range(min(len(units), self.longest), 0, -1):
            name = tuple(token for _, found in units[:taken] for token in found)
            if owners := self.public(self.owners.get(name, ())):
                others = {t: n for pk in owners for t, n in self.names[pk].items() if t != name}
                return [name, *sorted(others)], sorted(others.values()), taken
        return None

    def public(self, owners) -> list[int]:
        """Those of `owners` that search can find: a draft's must not show."""
        if not owners:
            return []
        keys = Document.objects.of_kinds([KINDS["actor"].number]).filter(
            pk__in=[KINDS["actor"].number * SHIFT + pk for pk in owners]
        )
        return sorted(key % SHIFT for key in keys.values_list("pk", flat=True))


# Results


@dataclass
class Hit:
    """One result as a page shows it: title and snippet as pieces, each with whether it is a hit."""

    document: Document
    heading: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]

    @property
    def kind(self) -> str:
        """What it is, as read."""
        return NUMBERS[self.document.number].label


class Results:
    """What `query` finds, of these `kinds` (names; all, where there is none), ranked and in pages."""

    page_size = 20

    def __init__(self, query: Query, kinds: list[str] = ()):
        self.query, self.numbers = query, [KINDS[kind].number for kind in kinds]

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many documents are found of each kind, by its number, whatever kinds are chosen."""
        return Document.objects.matching(self.query.terms).counted() if self.query.terms else {}

    def __len__(self):
        return sum(n for number, n in self.counts.items() if number in (self.numbers or self.counts))

    def __getitem__(self, wanted: slice) -> list[Hit]:
        """The hits of a page: their keys by rank, then what stands in them."""
        ranked = Document.objects.of_kinds(self.numbers).ranked(self.query.terms)
        keys = list(ranked[wanted]) if len(self) else []
        found = Document.objects.in_bulk(keys)
        return [self.hit(found[key]) for key in keys]

    @cached_property
    def pages(self) -> Paginator:
        """The hits in pages."""
        return Paginator(self, self.page_size)

    def hit(self, document: Document) -> Hit:
        """One document with its hits marked. Ours are the words of a paragraph's title."""
        phrases = self.query.phrases
        heading = marks(document.heading, phrases) if document.title else []
        return Hit(document, cut(document.heading, heading), snippet(document.text, phrases))

    def alone(self) -> list[tuple[str, int]]:
        """Where nothing has all the terms: the first six, each with how many have it alone."""
        several = list(zip(self.query.terms, self.query.words, strict=True))
        few = several[:6] if len(several) > 1 else []
        return [(word, Document.objects.matching([term]).count()) for term, word in few]


def marks(text: str, phrases: set[Phrase]) -> list[tuple[int, int]]:
    """Where `phrases` stand in `text`: start and end of each stretch, in order and apart."""
    found = list(spans(text))
    by_first = {first: list(each) for first, each in groupby(sorted(phrases), key=lambda p: p[0])}
    hits = []
    for place, (token, start, _) in enumerate(found):
        for phrase in by_first.get(token, ()):
            there = found[place : place + len(phrase)]
            if tuple(each[0] for each in there) == phrase:
                hits.append((start, there[-1][2]))
    merged = []
    for start, end in sorted(hits):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def cut(text: str, hits: list[tuple[int, int]], first=0, last=None) -> list[tuple[str, bool]]:
    """`text` from `first` to `last` in pieces, each with whether it is one of `hits`."""
    pieces, here = [], first
    last = len(text) if last is None else last
    for start, end in hits:
        if first <= start and end <= last:
            pieces += [(text[here:start], False), (text[start:end], True)]
            here = end
    return [piece for piece in [*pieces, (text[here:last], False)] if piece[0]]


def snippet(text: str, phrases: set[Phrase]) -> list[tuple[str, bool]]:
    """The stretch of one piece of `text` that has the most hits, cut between words; or its start."""
    best, score = None, -1
    for piece in text.split(Document.PIECE):
        hits = marks(piece, phrases)
        for start, _ in hits or [(0, 0)]:
            inside = [hit for hit in hits if start <= hit[0] and hit[1] <= start + AROUND * 3 // 4]
            different = len({piece[a:b].casefold() for a, b in inside})
            if (different, len(inside)) > (score if isinstance(score, tuple) else (-1, -1)):
                best, score = (piece, hits, start), (different, len(inside))
    piece, hits, start = best
    first, last = window(piece, start)
    pieces = cut(piece, hits, first, last)
    before, after = [("… ", False)] if first else [], [(" …", False)] if last < len(piece) else []
    return before + pieces + after


def window(text: str, start: int) -> tuple[int, int]:
    """The ends of about AROUND characters of `text` with `start` in their first quarter."""
    first = max(0, start - AROUND // 4)
    if first:
        first = text.find(" ", first, start) + 1 or start
    last = first + AROUND
    if last >= len(text):
        return first, len(text)
    space = text.rfind(" ", max(first, start), last)
    return first, space if space > start else last
