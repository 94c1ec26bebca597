"""Find the actors that a text names, by any of their names."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from reports.text.cuts import cut_after, cut_before

Excerpt = tuple[str, str, str]  # the words before a name, the name, the words after it


class ActorMatcher:
    """Finder of the names of `actors`, with their other names, in texts.

    A longer name wins over one inside it: “New Zealand Ministry of Foreign Affairs and Trade” is
    that agency, not the country. Whole words, and capitals as they are.
    """

    def __init__(self, actors: Iterable[Any]) -> None:
        self.owners: dict[str, set[int]] = {}
        for actor in actors:
            for name in (actor.name, *(other.name for other in actor.other_names.all())):
                self.owners.setdefault(name, set()).add(actor.pk)
        longest_first = sorted(self.owners, key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first)) or "(?!)"  # which matches nothing
        self.pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    def find(self, text: str) -> Iterator[tuple[int, int, set[int]]]:
        """Yield each name in `text`: its start, its end, and the primary keys of the actors it means."""
        for match in self.pattern.finditer(text):
            yield match.start(), match.end(), self.owners[match[0]]

    def names_of(self, actor: int) -> list[str]:
        """Return the names of the actor of that primary key."""
        return [name for name, owners in self.owners.items() if actor in owners]

    def actors(self, text: str) -> set[int]:
        """Return the primary keys of all the actors that `text` names."""
        return {pk for _, _, owners in self.find(text) for pk in owners}


def excerpts(text: str, spans: list[tuple[int, int]], around: int = 90) -> list[Excerpt]:
    """Return the words around each of `spans` in `text`: before, the words themselves, after.

    A span close behind another's excerpt has none of its own. Cut between words, about `around`
    characters away, with an ellipsis where something is left out.
    """
    found: list[Excerpt] = []
    shown = -1
    for start, end in spans:
        if end <= shown:
            continue
        first = cut_before(text, start - around, start)
        last = cut_after(text, end, end + around)
        found.append(
            (
                ("… " if first else "") + text[first:start],
                text[start:end],
                text[end:last] + (" …" if last < len(text) else ""),
            )
        )
        shown = last
    return found
