"""Find the actors that a text names, by any of their names."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from reports.text.cuts import cut_after, cut_before
from reports.text.sameness import Folded, Word

Excerpt = tuple[str, str, str]  # the words before a name, the name, the words after it

SOFT_GAP = re.compile(r"\s*|[-']\s*")  # between two words of a name: written in one way or another
REST = re.compile(r"(?<=[a-z0-9])[a-z0-9]")  # of a word that goes on
BETWEEN = "[^a-z0-9]*+"  # letters of a name in a folded text, such as points
LINKS = ("", "-", "'")  # between two parts of one word
CURRENCY_SIGN = re.compile("[$€£¥]")
SHORT_WORD = 3  # letters, at most, of a word that a point behind it shortens (“St.”)


class Written:
    """A name as it is written: `words`, folded and with their places in the folded text, of `text`.

    `cased` is them as one word with their capitals; `gaps` what stands between them, by the place in
    `cased` where it does.
    """

    def __init__(self, text: str, folded: Folded, words: Iterable[Word]) -> None:
        self.cased = ""
        self.gaps: dict[int, str] = {}
        last, ended = "", 0
        for word, start, end in words:
            if self.cased:
                shortened = len(last) <= SHORT_WORD or "." in last
                gap = folded.text[ended:start]
                self.gaps[len(self.cased)] = gap.removeprefix(".") if shortened else gap
            first, after = folded.span(start, end)
            last, ended = text[first:after], end
            whole = len(last) > 1 and last.isupper()
            word = word.lstrip("'")
            self.cased += word.upper() if whole else word.capitalize() if last[:1].isupper() else word

    def is_name(self, name: "Written") -> bool:
        """Return True if these words of a text are the `name` that is of the same letters."""
        if (self.cased, self.gaps) == (name.cased, name.gaps):
            return True
        for place in self.gaps.keys() | name.gaps.keys():
            mine, its = self.gaps.get(place), name.gaps.get(place)
            if mine is None or its is None:  # one word here and two there
                if (its if mine is None else mine) not in LINKS:
                    return False
            elif not (SOFT_GAP.fullmatch(mine) or mine.split() == its.split()):
                return False
        return all(
            mine.isupper() or not its.isupper()
            for place, (mine, its) in enumerate(zip(self.cased, name.cased, strict=True))
            if (place in self.gaps) == (place in name.gaps)
        )


class NameMatcher:
    """Finder of names in texts; `names` are pairs of a name and its owner, of whatever type.

    Names are the same as `reports.text.sameness` says, and whole words. But a space counts here:
    “Viet Nam” is not “Vietnam”, if that is no other name of it. So do capitals, which tell
    “Ministers”, the office, from ministers: a word may have more of them than in the name (“JAPAN”),
    never fewer. Between words stands no punctuation that the name has not. A longer name wins over
    one inside it: “New Zealand Ministry of Foreign Affairs and Trade” is that agency, not the country.

    With `asked`, some of the owners, texts that can name none of these are passed over.
    """

    def __init__(self, names: Iterable[tuple[str, Any]], asked: Container[Any] | None = None) -> None:
        beginnings: set[str] = set()  # of the names that are asked for
        self.names: dict[str, list[tuple[Written, Any]]] = {}  # by their letters
        for name, owner in names:
            key, written = read_name(name)
            if key:
                self.names.setdefault(key, []).append((written, owner))
                if asked is not None and owner in asked:
                    beginnings.add(beginning(key))
        self.keys = sorted(self.names)
        self.firsts = {key[:length] for key in self.keys for length in (1, 2, 3)}
        self.hints = None if asked is None else re.compile("|".join(sorted(beginnings)) or "(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, set[Any]]]:
        """Yield each name in `text`: its start, its end, and the owners that it means."""
        folded, done = Folded(text), 0
        for start, ends in self.starts(text, folded):
            if start >= done and (found := list(ends)):
                done, owners = found[-1]
                first, last = folded.span(start, done)
                if text.count("(", first, last) > text.count(")", first, last):
                    last += text[last : last + 1] == ")"  # of “Iran (Islamic Republic of)”
                yield first, last, owners

    def find_inside(self, text: str) -> set[Any]:
        """Return the owners of all names in `text`, of those inside a longer one too."""
        starts = self.starts(text, Folded(text))
        return {owner for _, ends in starts for _, owners in ends for owner in owners}

    def starts(self, text: str, folded: Folded) -> Iterator[tuple[int, Iterator[tuple[int, set[Any]]]]]:
        """Yield each place where a name may start, with what `matches` yields of it."""
        if self.hints and not self.hints.search(folded.text):
            return
        words = list(folded.words())
        for place, (word, start, _) in enumerate(words):
            if word.lstrip("'")[:3] in self.firsts and not REST.match(folded.text, start):
                yield start, self.matches(text, folded, words, place)

    def matches(
        self, text: str, folded: Folded, every: Sequence[Word], first: int
    ) -> Iterator[tuple[int, set[Any]]]:
        """Yield the end of each name from the `first` of `every` word of `text` on, and whose it is,
        the longest last."""
        key, words = "", []
        for word in map(every.__getitem__, range(first, len(every))):
            words.append(word)
            key += word[0].lstrip("'")
            place = bisect_left(self.keys, key)
            if place == len(self.keys) or not self.keys[place].startswith(key):
                break
            if self.keys[place] == key and not REST.match(folded.text, word[2]):
                if CURRENCY_SIGN.match(text, folded.span(*word[1:])[1]):
                    break  # “US$10,000” does not name the United States
                written = Written(text, folded, words)
                if owners := {owner for name, owner in self.names[key] if written.is_name(name)}:
                    yield word[2], owners


class ActorMatcher(NameMatcher):
    """Finder of the names of `actors`, with their other names, in texts; owners are primary keys."""

    def __init__(self, actors: Iterable[Any], asked: Container[int] | None = None) -> None:
        super().__init__(
            (
                (name, actor.pk)
                for actor in actors
                for name in {actor.name, *(other.name for other in actor.other_names.all())}
            ),
            asked,
        )

    def actors(self, text: str) -> set[int]:
        """Return the primary keys of all the actors that `text` names."""
        return {pk for _, _, owners in self.find(text) for pk in owners}


@lru_cache(maxsize=4096)
def read_name(name: str) -> tuple[str, Written]:
    """Return the letters of a `name`, and how it is written.

    Remembered, since all names are asked for each time that a text is saved.
    """
    folded = Folded(name)
    words = list(folded.words())
    return "".join(word for word, _, _ in words).replace("'", ""), Written(name, folded, words)


def beginning(key: str) -> str:
    """Return the pattern of how a name of that `key` begins in a folded text, in either spelling.

    It finds too much rather than too little, in one pass over the text.
    """
    if key[0] in "UV":  # of an unspaced script, where no letter is spelt by fewer than four
        return key[:4]
    first, *rest = list(re.split("[UV]", key)[0][:3])
    later = ("[ao]?e" if letter == "e" else letter for letter in rest)
    return BETWEEN.join([f"{first}(?<![a-z0-9]{first})", *later])


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
