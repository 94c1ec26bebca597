"""Characters that a text cannot hold, that turn its direction, or that nobody sees."""

import re
import unicodedata

# NUL, which PostgreSQL keeps in no text, and halves of a character, which no encoding writes.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# In a name or another short text: line ends and all else that controls a terminal or a printer; and
# what turns the direction of the letters behind it, on the rest of a page too.
UNFIT_FOR_SHORT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What has no width, and turns the direction of letters or parts words that look like one. The two
# joiners stand between letters of scripts that are written with them.
HIDDEN = re.compile(
    "[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?<![\u0600-\u1aff])[\u200c\u200d]"
)
# Letters and a symbol, as Unicode has it, that are blank.
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
UNSEEN = {"Cc", "Cf", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"}  # a mark alone is on no letter


def is_seen(text: str) -> bool:
    """Return True if `text` has a character that a reader sees."""
    return any(
        character not in FILLERS and unicodedata.category(character) not in UNSEEN for character in text
    )


def find_unfit(text: str, *, short: bool) -> str:
    """Return the code point of the first character that `text` cannot have, such as “U+0000”; or "".

    A `short` text, such as a name, stands in one line.
    """
    found = UNSTORABLE.search(text) or (UNFIT_FOR_SHORT.search(text) if short else None)
    return f"U+{ord(found[0]):04X}" if found else ""


def find_hidden(text: str) -> str:
    """Return the first character of `text` that has no width, named, with what is before it; or ""."""
    found = HIDDEN.search(text)
    if not found:
        return ""
    character, before = found[0], text[: found.start()].split()
    name = f"U+{ord(character):04X} ({unicodedata.name(character, 'unassigned')})"
    place = f"behind “{before[-1][-20:]}”" if before else "at the beginning"
    return f"{name}, which nobody sees, {place}"


def make_visible(text: str) -> str:
    """Return `text` with the code of each character that is not seen, or cannot be written."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
