"""Tell typography apart from words: texts with their marks and spaces in one form.

Two texts are the same but for typography where their plain forms are the same: kinds of quotation
mark, dash and space, line breaks, ligatures, invisible characters, accents written apart. Letters,
capitals, digits, hyphens inside words and all other punctuation count.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# In a plain text: a hyphen at the end of a line, which may be the word's own or of the line break.
LINE_END_HYPHEN = "\x1e"
DASH = "–"  # with the spaces around it
SPECIAL = re.compile(
    r"(?P<line_hyphen>(?<=\w)[-‐‑\u00ad][^\S\n]*\n\s*(?=\w))"
    r"|(?P<dash>(?<!\s)\s*+(?:[—―]|-{2,3}|(?<=\s)[-‐‑‒–−](?=\s))\s*)"
    r"|(?P<space>(?: (?=\s)|[^\S ])\s*)"
    r"|(?P<hyphen>[‐‑‒–−])"
    r"|(?P<double>[“”„‟«»″＂])"
    r"|(?P<single>[‘’‚‛′`´ʼ])"
    r"|(?P<ellipsis>…|\.{3}|\.\s\.\s\.)"
    r"|(?P<ligature>[ﬀ-ﬆ])"
    r"|(?P<unseen>[\u00ad\u200b-\u200d\u2060\ufeff]+)"
    r"|(?P<accented>\w[\u0300-\u036f]+)"
)
FORMS = {
    **{"line_hyphen": LINE_END_HYPHEN, "dash": DASH, "space": " ", "hyphen": "-", "double": '"'},
    **{"single": "'", "ellipsis": "…", "unseen": ""},
}
# How a difference is called, by the character of the plain form.
NAMES = {" ": "spaces", DASH: "dashes", "-": "hyphens", '"': "quotation marks", "…": "ellipses"}
UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
LIGATURE = re.compile("[ﬀ-ﬆ]")


class Plain(NamedTuple):
    """A text in its plain form, and the place in the text of each character of that, and of its end."""

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end in the text itself of what is from `start` to `end` in plain form."""
        return self.places[start], self.places[end]


@lru_cache(maxsize=1024)  # a paragraph is compared with many sentences
def plain(text: str) -> Plain:
    """Return `text` in its plain form."""
    pieces: list[str] = []
    places: list[int] = []
    here = 0
    for match in SPECIAL.finditer(text):
        pieces.append(text[here : match.start()])
        places.extend(range(here, match.start()))
        form = FORMS.get(str(match.lastgroup))
        if form is None:  # a ligature, or a letter with its accents
            compatible = match.lastgroup == "ligature"
            form = unicodedata.normalize("NFKC" if compatible else "NFC", match[0])
        pieces.append(form)
        places.extend([match.start()] + [match.end()] * (len(form) - 1) if form else ())
        here = match.end()
    pieces.append(text[here:])
    places.extend(range(here, len(text) + 1))
    return Plain("".join(pieces), places)


def plain_pattern(said: str, *, either_case: bool = False) -> str:
    """Return the source of the pattern that finds in plain texts what the plain text `said` is.

    Its first letter may be in `either_case`. A hyphen at the end of a line is tried both ways.
    """
    forms = {LINE_END_HYPHEN: f"[-{LINE_END_HYPHEN}]?", "-": f"[-{LINE_END_HYPHEN}]"}
    pieces = [forms.get(character) or re.escape(character) for character in said]
    first = next((place for place, character in enumerate(said) if character.isalnum()), None)
    if either_case and first is not None:
        pieces[first] = f"(?i:{said[first]})"
    return "".join(pieces)


def name_differences(text: str, other: str) -> list[str]:
    """Return what tells `text` from `other`, which are the same but for typography, in words.

    As it reads after “verbatim but for”.
    """
    mine, theirs = plain(text), plain(other)
    found: list[str] = []
    place = 0
    for here, character in enumerate(mine.text):
        there = theirs.text[place : place + 1]
        if character == LINE_END_HYPHEN:
            found.append("a hyphen at the end of a line")
            place += there in ("-", LINE_END_HYPHEN)
            continue
        raw = text[mine.places[here] : mine.places[here + 1]]
        raw_there = other[theirs.places[place] : theirs.places[place + 1]]
        if raw != raw_there:
            found.append(name_difference(character, there, raw, raw_there))
        place += 1
    return list(dict.fromkeys(filter(None, found)))


def name_difference(character: str, there: str, raw: str, raw_there: str) -> str:
    """Return what the difference of two raw forms of one plain `character` is called; "" for none."""
    if UNSEEN.sub("", raw) == UNSEEN.sub("", raw_there):
        return "invisible characters"
    if character != there:
        return f"the {'capital' if character.isupper() else 'small'} letter at its start"
    if character == " " and ("\n" in raw) != ("\n" in raw_there):
        return "line breaks"
    if character == "'":
        return "apostrophes or quotation marks"
    if LIGATURE.search(raw + raw_there):
        return "ligatures"
    if not raw or not raw_there:
        return ""  # the second letter of a ligature
    return NAMES.get(character, "the way accents are stored")
