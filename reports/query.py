"""What was typed into the search box, as the terms that a document must have."""

import re
from dataclasses import dataclass, field

from reports.documents import KINDS
from reports.models import Actor, Document
from reports.models.actors import ActorKind
from reports.models.search import SHIFT, Phrase, Term
from reports.tokens import stem, tokens

MOST_WORDS = 32  # of one search; what is typed beyond them is not looked for, and the page says so
# Left out where a search has other words and no phrase: nearly every text has them.
STOP = frozenset(
    stem(word)
    for word in (
        *("a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it"),
        *("of", "on", "or", "that", "the", "to", "was", "were", "with"),
    )
)


@dataclass
class Query:
    """What was typed, as terms that a document must have, all of them.

    `words` are the typed words behind the terms; `also` the other names that are looked for too;
    `cut` whether there were more words than are looked for; `whole` all tokens of what was typed.
    """

    terms: list[Term] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    cut: bool = False
    whole: Phrase = ()

    def add(self, term: Term, words: str):
        """Ask for `term`, typed as `words`, unless it is asked for already."""
        if term not in self.terms:
            self.terms.append(term)
            self.words.append(words)

    @property
    def phrases(self) -> set[Phrase]:
        """Every phrase that a document may have been found by."""
        return {p for term in self.terms for each in term.alternatives for p in each}

    def nearness(self, title: str) -> int:
        """How near the tokens of a `title` are to what was typed: 0 where they are just that, 1 where
        they are another name for it, else 2."""
        said, only = tuple(title.split()), self.terms[0].alternatives if len(self.terms) == 1 else ()
        return 0 if said == self.whole else 1 if (said,) in only else 2


def parse(typed: str) -> Query:
    """The query that `typed` asks for. Any text is one; one without words has no terms.

    Words in double quotes are an exact phrase, an unbalanced quote is none. A word that is written
    of several (“sub-regional”) is a phrase, or the one word without the hyphen. Other names of actors
    are alternatives.
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
    query.whole = tuple(token for _, units in runs for _, found in units for token in found)
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
            if taken == 1 and not exact and (one := closed(*head[0])):
                alternatives.append((one,))
            if alternatives:
                query.add(Term(tuple(alternatives)), " ".join(word for word, _ in head))


def closed(word: str, found: Phrase) -> Phrase:
    """The token of a hyphenated `word` written without: “co-operation” is “cooperation” too; else ()."""
    together = tokens(re.sub("[-‐‑]", "", word))
    return together if len(together) == 1 < len(found) and together[0].isalpha() else ()


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
