"""Results of a search: ranked and highlighted, in sections by kind or in pages of one kind."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from django.db.models import QuerySet

from reports.models import KEYS_A_KIND, Block, Document, Phrase, Term
from reports.search.documents import DocumentKind, document_kinds
from reports.search.query import Query, parse
from reports.search.snippets import MarkedText, cut, marks, snippet
from reports.text.tokens import exact_places, tokens

MAX_SECTION_HITS = 5  # hits of a kind that its section shows
PAGE_SIZE = 20  # hits of one kind on a page
MAX_TERMS_COUNTED = 6  # of a search that finds nothing: how many have each alone
LETTERS = re.compile(r"[^\W\d_]{4,40}")  # a word that is long enough to be written wrong


@dataclass
class Hit:
    """Result as a page shows it: title and snippet as pieces, each with whether it is a hit."""

    document: Document
    heading: list[MarkedText]
    snippet: list[MarkedText]


@dataclass
class Section:
    """Hits of one kind: how many there are, and some of them, the best first."""

    kind: DocumentKind
    count: int
    hits: list[Hit]

    @property
    def heading(self) -> str:
        """The number with the kind, as in “14 paragraphs”."""
        return f"{self.count} {self.kind.label.lower() if self.count == 1 else self.kind.plural}"


class Results:
    """Documents that `query` finds, and among them those of `kinds` (names; of all, where none)."""

    def __init__(self, query: Query, kinds: Collection[str] = ()) -> None:
        self.query = query
        self.kinds = [kind for kind in document_kinds().values() if not kinds or kind.value in kinds]

    @cached_property
    def ranked(self) -> dict[int, list[int]]:
        """Keys of all that is found, the best first, by the number of their kind.

        One statement serves counts, sections and pages alike: the cost is in ranking, not in handing
        over keys.
        """
        found: dict[int, list[int]] = {}
        if not self.query.terms:
            return found
        ranked = Document.objects.ranked(self.query.terms)
        exact = list(self.query.exact.values())
        for key in exact_keys(ranked, exact) if exact else ranked:
            found.setdefault(key // KEYS_A_KIND, []).append(key)
        return found

    @property
    def counts(self) -> dict[int, int]:
        """The number of hits of each kind, by its number, whatever kinds are chosen."""
        return {number: len(keys) for number, keys in self.ranked.items()}

    def __len__(self) -> int:
        return sum(self.counts.get(kind.number, 0) for kind in self.kinds)

    def sections(self) -> list[Section]:
        """Return the best few of each kind, in the same order of kinds for every search.

        The report's own text comes first. Only what is called just what was typed goes before it: who
        types “Burma” wants the page of Myanmar.
        """
        kinds = {kind.number: kind for kind in self.kinds}
        best = [key for number in kinds for key in self.ranked.get(number, [])[:MAX_SECTION_HITS]]
        hits: dict[int, list[Hit]] = {}
        for hit in sorted(self.hits(best), key=lambda hit: self.query.title_match(hit.document.title)):
            hits.setdefault(hit.document.pk // KEYS_A_KIND, []).append(hit)
        return [Section(kinds[number], self.counts[number], some) for number, some in hits.items()]

    def hits(self, keys: Iterable[int]) -> list[Hit]:
        """Return the documents of these `keys` with their hits marked, in their order."""
        found = Document.objects.in_bulk(keys := list(keys))
        return [self.hit(found[key]) for key in keys]

    def hit(self, document: Document) -> Hit:
        """Return one document with its hits marked, and nothing twice.

        In the title of a paragraph, whose words are ours, nothing is marked.
        """
        phrases, exact = self.query.phrases, list(self.query.exact.values())
        heading = marks(document.heading, phrases, exact) if document.title else []
        shown = snippet(document.text, phrases, exact)
        if document.heading.casefold().endswith("".join(words for words, _ in shown).casefold()):
            shown = []
        return Hit(document, cut(document.heading, heading, 0, len(document.heading)), shown)

    def per_term_counts(self) -> list[tuple[str, int]]:
        """Return the first terms, where there are several, each with how many have it alone."""
        several = list(zip(self.query.terms, self.query.words, strict=True))
        few = several[:MAX_TERMS_COUNTED] if len(several) > 1 else []
        return [(word, self.count_of(place, term)) for place, (term, word) in enumerate(few)]

    def count_of(self, place: int, term: Term) -> int:
        """Return how many documents have the `term` at that place of the query, whatever the others."""
        if exact := self.query.exact.get(place):
            return len(exact_keys(Document.objects.matching([term]), [exact]))
        return Document.objects.matching([term]).count()


def exact_keys(documents: QuerySet, exact: Iterable[Phrase]) -> list[int]:
    """Return the keys of those of `documents` that have all of the `exact` phrases word for word.

    The index knows stems alone, so that what it finds is read.
    """
    return [
        key
        for key, heading, text in documents.values_list("pk", "heading", "text")
        if all(
            any(exact_places(piece, phrase) for piece in (heading, *text.split(Document.PIECE)))
            for phrase in exact
        )
    ]


def spelling_suggestion(typed: str, max_words: int = 8) -> str:
    """Return `typed` with words that no published report has replaced by those written most like them.

    At most the first `max_words` of them, each with the capitals of the report; "" where there is
    nothing to replace, or where that would find nothing either.
    """
    asked = typed[:200]
    texts = Block.objects.published().values_list("text", flat=True)
    known: dict[str, str] = {}
    for word in {word for text in texts.iterator() for word in LETTERS.findall(text)}:
        # Small letters come last in order: “Afghanistan” after “AFGHANISTAN”, “senior” after “Senior”.
        known[word.casefold()] = max(word, known.get(word.casefold(), ""))
    stems = set(map(tokens, known))

    def likest(match: re.Match[str]) -> str:
        word = match[0].casefold()
        near = [] if tokens(word) in stems else get_close_matches(word, known, n=1, cutoff=0.8)
        return known[near[0]] if near else match[0]

    found = LETTERS.sub(likest, asked, count=max_words)
    return found if found != asked and Results(parse(found)).counts else ""
