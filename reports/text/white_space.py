"""White space in a text that is none of a printed line of words: what a pasted text brings along."""

import re
from collections.abc import Iterator

from reports.text.quotes import character_name

# All but one space between two words; a report may have more, as in an address.
ODD = re.compile(r"^\s+|\s+\Z|\s{2,}|[^\S ]")
AROUND = 20  # characters shown beside such a place


def find_odd(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each place in `text` whose white space is not one space."""
    for match in ODD.finditer(text):
        yield match.span()


def describe(text: str, start: int, end: int) -> str:
    """Return what the white space from `start` to `end` is and where: “2 spaces after “the hall””."""
    found = text[start:end]
    if "\n" in found:
        name = "a line break" if found.count("\n") == 1 else f"{found.count(chr(10))} line breaks"
    elif len(found) > 1:
        name = f"{len(found)} spaces" if set(found) == {" "} else f"{len(found)} blanks"
    else:
        name = "a space" if found == " " else f"the character {character_name(found)}"
    before = text[max(start - AROUND, 0) : start].split()
    after = text[end : end + AROUND].split()
    if before:
        return f"{name} after “{' '.join(before[-2:])}”"
    return f"{name} before “{' '.join(after[:2])}”"


def make_single(text: str) -> str:
    """Return `text` with one space for each white space inside it, and none around it."""
    return " ".join(text.split())
