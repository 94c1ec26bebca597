"""Draw characters that a reader does not see, and say them in words: spaces, tabs, line breaks."""

import unicodedata
from itertools import groupby

from reports.text.quotes import appearance, character_name

SIGNS = {" ": "␣", "\u00a0": "⍽", "\u202f": "⍽", "\t": "⇥", "\n": "↵\n"}
UNSEEN_SIGN = "◌"  # for what has no width
NAMES = {
    " ": "space",
    "\u00a0": "no-break space",
    "\u202f": "narrow no-break space",
    "\t": "tab",
    "\n": "line break",
}
NUMBERS = {2: "two", 3: "three", 4: "four"}
FEW = 3  # characters that differ inside a word, which are told by their names


def draw(text: str) -> str:
    """Return `text` with a sign for each blank but single spaces between words, and for the unseen."""
    blank = not text.strip()
    drawn = []
    for place, character in enumerate(text):
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        if character == " " and not blank and " " not in beside:
            drawn.append(character)
        elif character in SIGNS:
            drawn.append(SIGNS[character])
        elif character.isspace():
            drawn.append("⍽")
        elif unicodedata.category(character) in ("Cf", "Cc"):
            drawn.append(UNSEEN_SIGN)
        else:
            drawn.append(character)
    return "".join(drawn)


def describe(words: str) -> str:
    """Return how `words` are told in a sentence: white space by its names, others in quotation marks."""
    if not words:
        return "nothing"
    if not words.strip():
        return " and ".join(count(name, len(list(run))) for name, run in groupby(map(name_blank, words)))
    return f"“{draw(words)}”"


def describe_letters(quoted: str, passage: str) -> str:
    """Return which characters tell two words apart that look alike, by their Unicode names; or ""."""
    if not quoted or not passage or appearance(quoted)[0] != appearance(passage)[0]:
        return ""
    pairs = [(one, other) for one, other in zip(quoted, passage, strict=False) if one != other]
    if not pairs or len(pairs) > FEW or not quoted.strip():
        return ""
    return "; ".join(f"{character_name(one)}, not {character_name(other)}" for one, other in pairs)


def name_blank(character: str) -> str:
    """Return what a character of white space is called."""
    return NAMES.get(character) or character_name(character).lower()


def count(name: str, number: int) -> str:
    """Return a `number` of things with that `name`: “a space”, “two spaces”."""
    return f"a {name}" if number == 1 else f"{NUMBERS.get(number, number)} {name}s"
