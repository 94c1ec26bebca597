"""Words as search knows them: folded, split and stemmed once, here, for both database engines."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

from reports.text.sameness import POSSESSIVE, Folded, spell

# Between pieces of one document, so that no phrase runs from one into the next. Of letters and
# digits together, it is no word that a text or a query can have.
BREAK = "x0"
MAX_TOKEN_LENGTH = 240  # characters of a token; one letter of another script takes up to seven
MAX_TOKENS = 16_000  # of a document: PostgreSQL numbers positions up to 16,383
MAX_PARTS = 3  # of a word with hyphens that are joined to one
LINKS = ("-", "'")  # what links the parts of one word

Phrase = tuple[str, ...]  # tokens that stand next to each other
Token = tuple[str, int, int]  # a token, and the start and end of its word in a text

_stemmer, _stemming = snowballstemmer.stemmer("english"), Lock()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the Snowball English stem of a folded `word` in one spelling, cut where it is too long.

    A word of another script stays as it is.
    """
    if word[:1] in ("U", "V"):
        return "z" + word[:MAX_TOKEN_LENGTH].lower()
    word = spell(word)[:MAX_TOKEN_LENGTH]
    if word.startswith("zq"):
        return word
    with _stemming:  # the stemmer keeps its word in itself, and a server has threads
        return _stemmer.stemWord(word)


def spans(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` in order, each with the start and the end of its word in it."""
    folded = Folded(text)
    for word, start, end in folded.words():
        if word != POSSESSIVE:
            yield (stem(word), *folded.span(start, end))


def tokens(text: str) -> Phrase:
    """Return the tokens of `text` in order."""
    return tuple(stem(word) for word, _, _ in Folded(text).words() if word != POSSESSIVE)


def exact_words(text: str, most: int) -> Phrase:
    """Return the words of `text`, folded and not stemmed, as far as its first `most` tokens go."""
    found: list[str] = []
    for word, written, _, _ in written_words(text):
        if word != POSSESSIVE:
            if not most:
                break
            most -= 1
        found.append(written)
    return tuple(found)


def written_words(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield each word of `text` in one spelling, as it is written but folded, and its place."""
    folded = Folded(text)
    for word, start, end in folded.words():
        yield word, folded.text[start:end].replace(",", "").replace(".", ""), *folded.span(start, end)


def exact_places(text: str, phrase: Phrase) -> list[tuple[int, int]]:
    """Return the start and the end of each place in `text` with the words of `phrase`, not their stems.

    Case, accents, spaces and the form of marks apart.
    """
    words = list(written_words(text))
    only = tuple(written for _, written, _, _ in words)
    return [
        (words[place][2], words[place + len(phrase) - 1][3])
        for place in range(len(only) - len(phrase) + 1)
        if only[place : place + len(phrase)] == phrase
    ]


def joined(text: str) -> Iterator[Token]:
    """Yield each word of `text` that is linked of two or three parts as the token of one word.

    “co-operation” as “cooperation”, “d’Ivoire” as “dIvoire”; of more parts, each two or three that
    follow each other.
    """
    folded = Folded(text)
    if not any(link in folded.text for link in LINKS):
        return
    parts: list[Token] = []
    for word, start, end in folded.words():
        linked = parts and folded.text[parts[-1][2] : start] in LINKS
        parts = [*parts[1 - MAX_PARTS :], (word, start, end)] if linked else [(word, start, end)]
        if word == POSSESSIVE or not word.isalpha():
            parts = []
        for first in range(len(parts) - 1):
            whole = "".join(part for part, _, _ in parts[first:])
            yield (stem(whole), *folded.span(parts[first][1], end))


def joined_whole(text: str) -> Phrase:
    """Return the token of `text` where it is one word, linked of parts, joined to one; else ()."""
    found = list(spans(text))
    whole = [token for token, *place in joined(text) if place == [found[0][1], found[-1][2]]]
    return tuple(whole)


def needed(name: str) -> list[tuple[Phrase, ...]]:
    """Return what the tokens of a document have, one or the other, where its text mentions `name`.

    Phrases that are all in it; and, where a word of `name` has a hyphen, others, with the longest of
    such words as one. A document that has them need not mention it.
    """
    found = {piece: (tokens(piece), joined_whole(piece)) for piece in name.split()}
    several = max((piece for piece, (_, one) in found.items() if one), key=len, default="")
    plain = tuple(phrase for phrase, one in found.values() if phrase and not one)
    if not several:
        return [plain] if plain else []
    return [(*plain, found[several][0]), (*plain, found[several][1])]


def stored(pieces: Iterable[str], apart: Iterable[str] = ()) -> str:
    """Return the token string of a document made of these `pieces` of text, as the engines keep it.

    `apart` are tokens that it has beside them, each in no phrase with another.
    """
    joined = f" {BREAK} ".join([*apart, *(" ".join(tokens(piece)) for piece in pieces)])
    return " ".join(joined.split(" ", MAX_TOKENS)[:MAX_TOKENS]) if len(joined) > MAX_TOKENS else joined


# Nearly every text has them, or they only ask: left out where a search has other words and no phrase.
# Words that a report hedges or denies with (“not”, “could”, “would”) are none of them.
COMMON = frozenset(
    stem(word)
    for word in (
        *("a", "an", "and", "are", "as", "at", "be", "been", "by", "did", "do", "does", "for", "from"),
        *("had", "has", "have", "how", "in", "is", "it", "its", "of", "on", "or", "that", "the"),
        *("their", "them", "there", "these", "they", "this", "those", "to", "was", "were", "what"),
        *("when", "where", "which", "who", "whom", "whose", "why", "with"),
    )
)
