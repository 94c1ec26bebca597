"""Explain abbreviations in a page where they first stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from reports.text.mentions import CURRENCY_SIGN

PART_OF_WORD = re.compile(rf"\w|{CURRENCY_SIGN.pattern}")  # “US$10,000” does not name the United States
# Elements whose text is no text to read, or is copied as it stands: how they begin and end.
SKIPPED = [
    *((f"<{name}", f"</{name}>") for name in ("pre", "code", "svg", "option", "textarea", "abbr")),
    ('<p class="entry"', "</p>"),  # of “Cite this”
]


def full_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the full name of each abbreviation from `pairs` of the two.

    One that could mean two is left out. “AHEGs” for “groups” means “AHEG” for “group” too.
    """
    found: dict[str, set[str]] = {}
    for short, full in pairs:
        found.setdefault(short, set()).add(full)
        if short.endswith("s") and full.endswith("s"):
            found.setdefault(short[:-1], set()).add(full[:-1])
    return {short: min(meant) for short, meant in found.items() if len(meant) == 1}


def explain(html: str, names: dict[str, str]) -> tuple[SafeString, dict[str, str]]:
    """Return `html` with an <abbr> around the first place of each abbreviation, and those found.

    `names` are the full names of abbreviations. No other character of the page is changed.
    """
    skipped = [span for begin, end in SKIPPED for span in spans_between(html, begin, end)]
    places = {short: find(html, short, skipped) for short in names}
    found = sorted((place, short) for short, place in places.items() if place is not None)
    pieces, done = [], 0
    for place, short in found:
        abbr = f'<abbr title="{escape(names[short])}">{escape(short)}</abbr>'
        pieces += [html[done:place], abbr]
        done = place + len(short)
    pieces.append(html[done:])
    return mark_safe("".join(pieces)), {short: names[short] for _, short in found}  # noqa: S308 - as it was


def spans_between(html: str, begin: str, end: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each span of `html` from `begin` to the next `end`."""
    start = html.find(begin)
    while start >= 0:
        last = html.find(end, start)
        yield start, last
        start = html.find(begin, last) if last >= 0 else -1


def find(html: str, short: str, skipped: Sequence[tuple[int, int]]) -> int | None:
    """Return the first place of the word `short` in a text of `html` that is not `skipped`, or None."""
    place = html.find(short)
    while place >= 0:
        around = html[max(place - 1, 0) : place] + html[place + len(short) : place + len(short) + 1]
        in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
        if not (in_tag or PART_OF_WORD.search(around) or any(a < place < b for a, b in skipped)):
            return place
        place = html.find(short, place + 1)
    return None
