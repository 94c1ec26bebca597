"""Queries: words typed into the search box, read as the terms that a document must have."""

import re
from dataclasses import dataclass, field

from django.db.models import F

from reports.models import KEYS_A_KIND, Actor, ActorKind, Document, Phrase, Term
from reports.search.documents import document_kinds
from reports.text.sameness import Folded
from reports.text.tokens import COMMON, exact_words, needed, tokens

# Of one search, in tokens and in characters; what is typed beyond is not looked for, as the page says.
MAX_WORDS = 32
MAX_LENGTH = 100 * MAX_WORDS
HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)  # asks; “many” alone does not


Unit = tuple[str, Phrase]  # a word as typed, with its tokens
Run = tuple[bool, list[Unit]]  # whether it is an exact phrase, and its words


@dataclass
class Query:
    """Terms that a document must have, all of them, as they were typed.

    `words` are the typed words behind the terms, `exact` the words of those in quotation marks, which
    count as they are and not by their stems, by the place of the term; `synonyms` the other names
    that are looked for too; `cut` whether there were more words than are looked for; `whole` all
    tokens of what was typed.
    """

    terms: list[Term] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    exact: dict[int, Phrase] = field(default_factory=dict)
    synonyms: list[str] = field(default_factory=list)
    cut: bool = False
    whole: Phrase = ()

    @property
    def phrases(self) -> set[Phrase]:
        """Every phrase that a document may have been found by, those in quotation marks apart."""
        plain = [term for place, term in enumerate(self.terms) if place not in self.exact]
        return {p for term in plain for each in term.alternatives for p in each}

    def title_match(self, title: str) -> int:
        """Return how near the tokens of a `title` are to what was typed.

        0 where they are just that, 1 where they are another name for it, else 2.
        """
        said, only = tuple(title.split()), self.terms[0].alternatives if len(self.terms) == 1 else ()
        return 0 if said == self.whole else 1 if (said,) in only else 2


def parse(typed: str) -> Query:
    """Return the query that `typed` asks for. Any text is one; one without words has no terms.

    Words in double quotes are an exact phrase, of the very words; an unbalanced quote is none. A word
    that is written of several (“sub-regional”) is a phrase, or the one word without the hyphen. Other
    names of actors are alternatives.
    """
    query = Query(cut=len(typed) > MAX_LENGTH)
    pieces = re.split('["“”„«»＂]', typed[:MAX_LENGTH])
    runs: list[Run] = []
    for place, piece in enumerate(pieces):
        exact = place % 2 == 1 and place < len(pieces) - 1
        units: list[Unit] = []
        for word in [f'"{piece}"'] if exact else HOW_MANY.sub("how", piece).split():
            found = tokens(word)
            kept = found[: MAX_WORDS - len(query.whole)]
            query.cut |= kept != found
            query.whole += kept
            if kept:
                units.append((word, kept))
        if units:
            runs.append((exact, units))
    add_terms(query, runs)
    return query


def add_terms(query: Query, runs: list[Run]) -> None:
    """Add to `query` the terms of `runs`, each a list of typed words with their tokens."""
    names = ActorNames() if any(not exact for exact, _ in runs) else None
    dropping = not any(exact for exact, _ in runs) and not COMMON.issuperset(query.whole)
    for exact, units in runs:
        while units:
            name = names.at_start(units) if names and not exact else None
            others, shown, taken = name or ([], [], 1)
            query.synonyms += [each for each in shown if each not in query.synonyms]
            head, units = units[:taken], units[taken:]
            small = dropping and not name  # WHO is an organisation, where a report names it
            plain = tuple(found for _, found in head if not (small and set(found) <= COMMON))
            alternatives = [plain] if plain else []
            alternatives += [(other,) for other in others if (other,) != plain]
            if not exact:
                alternatives += needed(" ".join(word for word, _ in head))[1:]
            term = Term(tuple(alternatives))
            if alternatives and (exact or term not in query.terms):
                if exact:
                    query.exact[len(query.terms)] = exact_words(head[0][0], len(head[0][1]))
                query.terms.append(term)
                query.words.append(" ".join(word for word, _ in head))


class ActorNames:
    """Names of the actors that search can find, each with the other names of those it means.

    A draft's must not show. Offices have none: “the two coordinators” need not be all coordinators.
    A name is known with its hyphens and without.
    """

    def __init__(self) -> None:
        first = document_kinds()["actor"].number * KEYS_A_KIND
        found = Document.objects.filter(pk__gte=first, pk__lt=first + KEYS_A_KIND).annotate(
            row=F("pk") - first
        )
        rows = Actor.objects.filter(pk__in=found.values("row")).exclude(kind=ActorKind.OFFICE)
        self.names: dict[int, dict[Phrase, str]] = {}
        self.owners: dict[Phrase, set[int]] = {}
        self.longest = 0
        for pk, *names in rows.values_list("pk", "name", "other_names__name"):
            for name in filter(None, names):
                self.names.setdefault(pk, {}).setdefault(phrase := tokens(name), name)
                one_word = Folded(name).text.replace("-", "").replace("'", "")
                for each in (phrase, tokens(one_word)):
                    self.owners.setdefault(each, set()).add(pk)
                self.longest = max(self.longest, len(phrase))

    def at_start(self, units: list[Unit]) -> tuple[list[Phrase], list[str], int] | None:
        """Return the longest name that the typed `units` begin with; None where there is none.

        It comes as the name and the other names of its owners as phrases, these as they are written,
        and the number of units that it takes.
        """
        for taken in range(min(len(units), self.longest), 0, -1):
            name = tuple(token for _, found in units[:taken] for token in found)
            if owners := sorted(self.owners.get(name, ())):
                others = {t: n for pk in owners for t, n in self.names[pk].items() if t != name}
                return [name, *sorted(others)], sorted(others.values()), taken
        return None
