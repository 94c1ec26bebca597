"""What a search finds: ranked and highlighted, in sections by kind or in pages of one kind."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import chain

from django.core.paginator import Paginator

from reports.documents import KINDS, Kind
from reports.models import Block, Document
from reports.models.search import SHIFT
from reports.query import Query
from reports.snippets import cut, marks, snippet
from reports.tokens import tokens

FEW = 5  # hits of a kind that its section shows
A_PAGE = 20  # hits of one kind on a page
LETTERS = re.compile(r"[^\W\d_]{4,40}")  # a word that is long enough to be written wrong


@dataclass
class Hit:
    """One result as a page shows it: title and snippet as pieces, each with whether it is a hit."""

    document: Document
    heading: list[tuple[str, bool]]
    snippet: list[tuple[str, bool]]


@dataclass
class Section:
    """What is found of one kind: how many, and some of them, the best first."""

    kind: Kind
    count: int
    hits: list[Hit]

    @property
    def heading(self) -> str:
        """As “14 paragraphs”."""
        return f"{self.count} {self.kind.label.lower() if self.count == 1 else self.kind.plural}"


class Results:
    """What `query` finds, and what of it is of these `kinds` (names; all, where there is none)."""

    def __init__(self, query: Query, kinds: list[str] = ()):
        self.query = query
        self.kinds = [kind for kind in KINDS.values() if not kinds or kind.value in kinds]

    @cached_property
    def ranked(self) -> dict[int, list[int]]:
        """The keys of all that is found, the best first, by the number of their kind. One statement
        serves counts, sections and pages alike: the cost is in ranking, not in handing over keys."""
        found = {}
        for key in Document.objects.ranked(self.query.terms) if self.query.terms else ():
            found.setdefault(key // SHIFT, []).append(key)
        return found

    @property
    def counts(self) -> dict[int, int]:
        """How many are found of each kind, by its number, whatever kinds are chosen."""
        return {number: len(keys) for number, keys in self.ranked.items()}

    def __len__(self):
        return sum(self.counts.get(kind.number, 0) for kind in self.kinds)

    def sections(self) -> list[Section]:
        """The best few of each kind, in the order of KINDS, which is the same for every search: the
        report's own text first. Only what is called just what was typed goes before it: who types
        “Burma” wants the page of Myanmar."""
        keys = {kind.number: self.ranked.get(kind.number, [])[:FEW] for kind in self.kinds}
        shown = {hit.document.pk: hit for hit in self.hits(chain.from_iterable(keys.values()))}
        found = [
            Section(kind, self.counts[kind.number], sorted(map(shown.get, some), key=self.nearness))
            for kind in self.kinds
            if (some := keys[kind.number])
        ]
        return sorted(found, key=lambda section: self.nearness(section.hits[0]))

    def nearness(self, hit: Hit) -> int:
        """How near the title of `hit` is to what was typed; less is nearer."""
        return self.query.nearness(hit.document.title)

    def pages(self) -> Paginator:
        """The keys of the one kind that is chosen, in pages."""
        return Paginator(self.ranked.get(self.kinds[0].number, []), A_PAGE)

    def hits(self, keys: Iterable[int]) -> list[Hit]:
        """What stands in the documents of these `keys`, in their order."""
        found = Document.objects.in_bulk(keys := list(keys))
        return [self.hit(found[key]) for key in keys]

    def hit(self, document: Document) -> Hit:
        """One document with its hits marked, and nothing twice. Ours are the words of a paragraph's
        title."""
        phrases = self.query.phrases
        heading = marks(document.heading, phrases) if document.title else []
        shown = snippet(document.text, phrases)
        if "".join(words for words, _ in shown).casefold() == document.heading.casefold():
            shown = []
        return Hit(document, cut(document.heading, heading), shown)

    def alone(self) -> list[tuple[str, int]]:
        """Where nothing has all the terms: the first six, each with how many have it alone."""
        several = list(zip(self.query.terms, self.query.words, strict=True))
        few = several[:6] if len(several) > 1 else []
        return [(word, Document.objects.matching([term]).count()) for term, word in few]


def meant(typed: str, most=8) -> str:
    """`typed` with each word that no published report has, of the first `most`, replaced by the one in
    them that is written most like it; "" where there is none."""
    asked = typed[:200]
    texts = Block.objects.published().values_list("text", flat=True)
    known = {word for text in texts.iterator() for word in LETTERS.findall(text.casefold())}
    stems = set(map(tokens, known))

    def likest(match):
        word = match[0].casefold()
        near = [] if tokens(word) in stems else get_close_matches(word, known, n=1, cutoff=0.8)
        return near[0] if near else match[0]

    found = LETTERS.sub(likest, asked, count=most)
    return found if found != asked else ""
