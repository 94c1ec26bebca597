"""Cut a text to an excerpt: at white space of any kind, never inside a letter with its accent."""

import re
import unicodedata
from collections.abc import Iterable

WHITE_SPACE = re.compile(r"\s+")


def cut_before(text: str, earliest: int, start: int) -> int:
    """Return where an excerpt of `text` begins that shows what stands at `start`.

    After the first white space from `earliest` on; where there is none before `start`, at the first
    whole character. 0 where the text begins there.
    """
    if earliest <= 0:
        return 0
    blank = WHITE_SPACE.search(text, earliest, start)
    return whole_character(text, blank.end() if blank else earliest, start)


def cut_after(text: str, end: int, latest: int) -> int:
    """Return where an excerpt of `text` ends that shows what stands before `end`.

    Before the last white space up to `latest`; where there is none after `end`, at a whole character.
    The text's own end where that is no further.
    """
    if latest >= len(text):
        return len(text)
    blanks = [match.start() for match in WHITE_SPACE.finditer(text, end, latest)]
    return blanks[-1] if blanks else whole_character(text, latest, len(text))


def whole_character_before(text: str, place: int) -> int:
    """Return the last place up to `place` that is inside no accented letter; 0 where there is none."""
    while place and unicodedata.category(text[place])[0] == "M":
        place -= 1
    return place


def whole_character(text: str, place: int, last: int) -> int:
    """Return the first place from `place` on, up to `last`, that is inside no accented letter."""
    while place < last and unicodedata.category(text[place])[0] == "M":
        place += 1
    return place


def shorten(text: str, most: int, names: Iterable[str] = ()) -> str:
    """Return `text` whole, or words of it of `most` characters at most, with an ellipsis.

    The first words; or, where none of `names` stands in these but one does behind them, those around it.
    """
    if len(text) <= most:
        return text
    end = cut_after(text, most // 2, most)
    places = [text.find(name) for name in names if name in text]
    if not places or min(places) < end:
        return text[:end] + " …"
    place = min(places)
    start = cut_before(text, place - most // 2, place)
    end = cut_after(text, place, start + most - len("… "))
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
