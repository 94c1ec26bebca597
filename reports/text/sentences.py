"""Split a text into sentences, each to the letter."""

import re

# One or more marks at the end of a sentence with the quotation marks and brackets that they stand
# in, before white space or the end of the text. A run of marks is tried once, from its beginning: a
# long one would else take time by its square.
CLOSING = r"""["'”’»›)\]}）］」』】》]"""
OPENING = r"""["'“‘„«‹(\[{¿¡（［「『【《]"""
END = re.compile(
    rf"(?P<spaced>(?<![.?!…؟।။።])[.?!…؟।။።]++{CLOSING}*+(?=\s|\Z))|(?<![。！？｡．])[。！？｡．]++{CLOSING}*+"
)
WORD = re.compile(r"[^\W_]")
BLANK = re.compile(r"\s*+")
BEGINNING = re.compile(rf"\s*+{OPENING}*+")
WORD_BEFORE = re.compile(r"(?<![^\W_.])[^\W_]+(?:\.[^\W_]+)*\Z")
MAX_LOOK_BACK = 40  # characters before a full stop that tell what it is

# A full stop behind one of these ends no sentence; behind the next not before a number.
NEVER_LAST = {
    *("mr", "mrs", "ms", "messrs", "dr", "prof", "hon", "st", "gen", "col", "capt", "lt", "sgt", "rev"),
    *("e.g", "i.e", "eg", "ie", "cf", "vs", "viz"),
}
BEFORE_NUMBER = {
    *("no", "nos", "art", "arts", "para", "paras", "p", "pp", "sec", "ch", "fig", "vol", "annex", "res"),
    *("c", "ca", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov"),
    "dec",
}
NUMBER = re.compile(r"[0-9]|[IVXLC]+\b")
# What a capital with a full stop is the number of, as in “Annex A.”; else it is an initial.
NUMBERED = re.compile(
    r"(?:annex|appendix|part|section|chapter|schedule|table|figure|group|option|phase"
    r"|plan|(?-i:[A-Z]{2,}))\s+\Z",
    re.IGNORECASE,
)
# Words that begin a sentence and no name: before one of these “U.N.” may be the last.
BEGINNERS = re.compile(
    r"(?:The|They|Their|This|These|Those|There|It|Its|He|She|We|In|On|At|For|A|An|As|All|Some|Many"
    r"|However|Such|Participants|Ministers|Officials|Delegates)\b"
)
ENUMERATOR = re.compile(r"\W*(?:[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,5})\W*\Z")

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Return the start and the end (after it) of each sentence of `text`, in order.

    They leave out nothing but white space. A sentence ends at a full stop, question or exclamation
    mark before what is no small letter; not behind an abbreviation or an initial, not inside a number
    or an address, and not where a line or a page breaks.
    """
    found: list[Span] = []
    start = BLANK.match(text).end()  # type: ignore[union-attr] # it matches nothing too
    for mark in END.finditer(text):
        if mark.start() < start or not ends(text, start, mark):
            continue
        if found and not WORD.search(text, start, mark.end()):
            start = found.pop()[0]  # marks alone, as in “. . .”, belong to what is before them
        found.append((start, mark.end()))
        start = BLANK.match(text, mark.end()).end()  # type: ignore[union-attr]
    if start < len(text):
        found.append((start, len(text.rstrip())))
    return found


def ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Return True if the `mark` at the end of words ends the sentence that begins at `start`."""
    if not mark["spaced"]:
        return True  # of a script without spaces
    following = BEGINNING.match(text, mark.end()).end()  # type: ignore[union-attr]
    if following == len(text):
        return True
    if text[following].islower():
        return False
    if not mark["spaced"].startswith("."):
        return True
    before = text[max(start, mark.start() - MAX_LOOK_BACK) : mark.start()]
    if mark.start() - start < MAX_LOOK_BACK and ENUMERATOR.match(before):
        return False  # the number of an item in a list
    word = WORD_BEFORE.search(before)
    if not word or mark["spaced"] != ".":
        return True
    if word[0].lower() in NEVER_LAST:
        return False
    if word[0].lower() in BEFORE_NUMBER:
        return not NUMBER.match(text, following)
    if "." in word[0] or (len(word[0]) == 1 and word[0].isupper()):  # U.N., p.m., an initial
        if "." not in word[0] and NUMBERED.search(before[: word.start()]):
            return True
        return bool(BEGINNERS.match(text, following))
    return True
