"""Find a quote in a text: once, on the boundaries of words and amounts, or not at all."""

import unicodedata
from functools import cache, lru_cache
from itertools import zip_longest

from rapidfuzz import fuzz

from reports.text.amounts import amounts
from reports.text.sameness import fold_character

# Characters by what a quote may not cut: “U” is a letter of a script without spaces, “N” one of them
# that is a number; “L” any other letter, “D” any other digit, “M” a mark of the letter before.
JOINED = {"LL", "LD", "DL", "DD", "DU", "DN", "NN"}
STACKERS = "\u1039\u17d2"  # Burmese and Khmer: they set the next letter below the one before
HEAD = 40  # characters of a quote that are looked for before the rest is compared

LONG = 500  # characters of a quote by which the nearest passage is sought
# Characters that a reader hardly tells from the one before the colon: Latin, Cyrillic, Greek.
ALIKE = {
    '"': "“”„‟″",
    "'": "‘’‚‛′ʹʻʼʽˈ´`＇",
    "-": "−",
    "A": "АΑ",
    "B": "ВΒ",
    "C": "С",
    "E": "ЕΕ",
    "H": "НΗ",
    "J": "Ј",
    "K": "КΚ",
    "M": "МΜ",
    "N": "Ν",
    "O": "ОΟ0",
    "P": "РΡ",
    "S": "Ѕ",
    "T": "ТΤ",
    "X": "ХΧ",
    "Y": "УΥ",
    "Z": "Ζ",
    "a": "а",
    "c": "сϲ",
    "d": "ԁ",
    "e": "е",
    "h": "һ",
    "i": "іιı",
    "j": "ј",
    "l": "ІӏΙI1|",
    "o": "оο",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ",
    "u": "υ",
    "v": "ν",
    "w": "ԝ",
    "x": "х",
    "y": "у",
}
LOOKALIKES = {ord(other): one for one, others in ALIKE.items() for other in others}
CONTROLS = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "CHARACTER TABULATION"}

QUOTES_ARE_EXACT = (
    "Quotes are exact: capitals, accents, hyphens, apostrophes and spaces are as the text has them."
)


def positions(text: str, words: str) -> list[int]:
    """Return every place in `text` where `words` stand whole, overlaps counted.

    They begin and end on word boundaries, and cut no number, unit or currency from an amount. In a
    script without spaces each letter, with its marks, has boundaries.
    """
    found, inside, head = [], places_inside(text), words[:HEAD]
    start = text.find(head) if words else -1
    while start >= 0:
        end = start + len(words)
        if text.startswith(words, start) and not inside[start] and not inside[end]:
            found.append(start)
        start = text.find(head, start + 1)
    return found


@lru_cache(maxsize=256)  # a paragraph has many quotes
def places_inside(text: str) -> bytes:
    """Return for each place in `text`, from its start to its end, 1 if a quote would cut something."""
    inside = bytearray(len(text) + 1)
    before = last = ""
    for place, character in enumerate(text):
        here = sort_of(character)
        if place and (here == "M" or last in STACKERS or before + here in JOINED):
            inside[place] = 1
        # A mark is of the sort of its letter.
        before, last = before if here == "M" else here, character
    for start, end in amounts(text):
        inside[start + 1 : end] = b"\1" * (end - start - 1)
    return bytes(inside)


@cache
def sort_of(character: str) -> str:
    """Return the sort of a `character`, as JOINED has it; "-" for one that may be cut off."""
    folded = fold_character(character)[:1]
    if unicodedata.category(character)[0] == "M" or folded == "V":
        return "M"
    if folded == "U":
        return "U" if unicodedata.numeric(character, None) is None else "N"
    if not (character.isalnum() or character == "_"):
        return "-"
    return "L" if unicodedata.numeric(character, None) is None else "D"


class NotThereError(ValueError):
    """A quote that does not stand in its text."""


def locate(text: str, prefix: str, quote: str) -> tuple[int, int]:
    """Return the start and the end of the one `quote` that follows `prefix` in `text`.

    Raises ValueError, saying what is wrong and what stands nearest, where prefix and quote
    together do not occur exactly once (a W3C TextQuoteSelector's prefix and exact); NotThereError
    where they stand nowhere.
    """
    words = prefix + quote
    after_prefix = {start + len(prefix) for start in positions(text, words)}
    found = after_prefix.intersection(positions(text, quote))
    if len(found) == 1:
        start = found.pop()
        return start, start + len(quote)
    if found:
        raise ValueError(
            f"“{words}” occurs {len(found)} times in it: "
            "give more of the text before the quote as its prefix."
        )
    if words and words in text:
        raise ValueError(
            f"“{words}” stands in it only as a part of a longer word, number or amount: quote it whole."
        )
    alike = find_lookalike(text, words)
    if alike is None:
        raise NotThereError(
            f"“{words}” is not in it. Nearest to it: “{nearest(text, words)}”. {QUOTES_ARE_EXACT}"
        )
    raise NotThereError(
        f"“{words}” is not in it. Nearest to it: “{text[alike : alike + len(words)]}”, which looks "
        f"alike: {first_difference(text[alike:], prefix, quote)}."
    )


def nearest(text: str, words: str) -> str:
    """Return the passage of `text` that is most like `words`: whole words, about as long."""
    start, end = nearest_span(text, words)
    return text[start:end]


def nearest_span(text: str, words: str) -> tuple[int, int]:
    """Return the start and the end of the passage of `text` that is most like `words`.

    It cuts no word or amount. Of long words it is the passage whose beginning is most like theirs: the
    search takes time by the square of what is searched for, and runs while a save holds its lock.
    """
    length = min(len(words), len(text))
    alignment = fuzz.partial_ratio_alignment(words[:LONG], text) if length else None
    start = min(alignment.dest_start, len(text) - length) if alignment else 0
    return widened(text, start, start + length)


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start` and `end` of a passage of `text`, moved apart to where they cut nothing.

    And together over white space.
    """
    inside = places_inside(text)
    while start and inside[start]:
        start -= 1
    while end < len(text) and inside[end]:
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `words` stand in `text`, widened to whole words and amounts."""
    found, start = [], text.find(words) if words else -1
    while start >= 0:
        found.append(widened(text, start, start + len(words)))
        start = text.find(words, start + 1)
    return list(dict.fromkeys(found))


def shortest_prefix(text: str, start: int, end: int) -> str | None:
    """Return the fewest words before `start` by which `text` from there to `end` is told from others.

    "" where it stands once; None where no words before it do.
    """
    quote, inside = text[start:end], places_inside(text)
    for place in range(start, -1, -1):
        if not inside[place] and (place == start or not text[place].isspace()):
            try:
                locate(text, text[place:start], quote)
            except ValueError:
                continue
            return text[place:start]
    return None


def find_lookalike(text: str, words: str) -> int | None:
    """Return where in `text` stands what looks like `words` but is not the same; None if nowhere."""
    seen, places = appearance(text)
    sought = appearance(words)[0].strip()
    found = seen.find(sought) if sought else -1
    return None if found < 0 else places[found]


def appearance(text: str) -> tuple[str, list[int]]:
    """Return `text` as an eye that is in a hurry takes it in, and the place of each character of it.

    Without accents and what is invisible; every white space, dash and apostrophe is one, and letters
    of another script are those that they look like.
    """
    seen: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character.translate(LOOKALIKES)).translate(LOOKALIKES):
            category = unicodedata.category(part)
            if category in {"Mn", "Me", "Cf"}:
                continue
            plain = " " if part.isspace() else "-" if category == "Pd" else part
            if plain != " " or seen[-1:] != [" "]:
                seen.append(plain)
                places.append(place)
    return "".join(seen), places


def first_difference(text: str, prefix: str, quote: str) -> str:
    """Return which character of `prefix` or `quote` is not the one in `text`, which begins with them."""
    pairs = zip_longest(text[: len(prefix + quote)], prefix + quote)
    place, (there, here) = next((n, pair) for n, pair in enumerate(pairs) if pair[0] != pair[1])
    field, number = ("prefix", place + 1) if place < len(prefix) else ("quote", place + 1 - len(prefix))
    return (
        f"the {ordinal(number)} character is {character_name(there)} in the text "
        f"and {character_name(here)} in the {field}"
    )


def character_name(character: str | None) -> str:
    """Return the Unicode name of `character`; where it has none, what it is called or its number."""
    if character is None:
        return "missing"
    known = CONTROLS.get(character) or unicodedata.name(character, "")
    return known or f"U+{ord(character):04X}"


def ordinal(number: int) -> str:
    """Return `number` as a place in English: 1st, 2nd, 3rd, 4th, 11th."""
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
