"""Read the years, months and days that a date has in words, and compare them with its EDTF form."""

import re
from dataclasses import dataclass

from reports.text.edtf import HALVES, Edtf

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | {
    **{name[:3]: number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
# A small letter begins no month here: “it may be held in March”.
MAY_BE_NO_MONTH = {"may", "march", "mar"}
HALF_WORDS = {"first": "40", "1st": "40", "second": "41", "2nd": "41", "last": "41"}
# Words that say no other time than the numbers and months beside them do.
PLAIN = {
    *("of", "the", "in", "on", "from", "to", "and", "until", "between", "through", "till", "a", "at"),
    *("early", "mid", "middle", "late", "end", "beginning", "start", "half", "first", "second", "last"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
# What is dated by another time is told by none of the numbers: “a year after June 2004”.
RELATIVE = {
    *("after", "before", "following", "since", "prior", "preceding", "previous", "next", "later"),
    *("earlier", "ago", "within", "by"),
}
# 2003-04, 7/6/04 and 06.2004 can each be read in several ways.
AMBIGUOUS = re.compile(
    r"(?<!\d)(?:\d{4}[-/.–]\d{1,2}(?!\d)|\d{1,2}[-/.–]\d{1,2}[-/.–]\d{2,4}|\d{1,2}[-/.]\d{4})", re.ASCII
)
PIECE = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*")
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.ASCII)
YEAR = re.compile(r"(?:19\d\d|20\d\d|2100)\Z", re.ASCII)


@dataclass
class Words:
    """The parts of a date that were read from its words, in their order.

    `whole` is True if every word was understood: then what is not named is not said.
    """

    years: list[int]
    months: list[int]
    days: list[int]
    half: str  # the EDTF number of a half of a year, or ""
    whole: bool


def read_words(words: str) -> Words | None:
    """Return the parts of the date that `words` say; None where they cannot be read."""
    pieces = PIECE.findall(words)
    if AMBIGUOUS.search(words) or RELATIVE.intersection(piece.lower() for piece in pieces):
        return None
    found = Words([], [], [], "", whole=True)
    for place, piece in enumerate(pieces):
        small = piece.lower()
        day = DAY.fullmatch(small)
        following = [each.lower() for each in pieces[place + 1 : place + 2]]
        if YEAR.match(piece):
            found.years.append(int(piece))
        elif small in HALF_WORDS and following == ["half"]:
            found.half = HALF_WORDS[small]
        elif day and 1 <= int(day[1]) <= 31:
            found.days.append(int(day[1]))
        elif small in NUMBERS and not (small in MAY_BE_NO_MONTH and piece == small):
            found.months.append(NUMBERS[small])
        elif small not in PLAIN:
            found.whole = False
    return found


def find_contradiction(words: str, edtf: str) -> str:
    """Return how a date's `words` and its valid `edtf` contradict each other, a sentence; "" if not.

    What the words say and cannot be read is left alone, and so is an EDTF form that says less.
    """
    said = read_words(words)
    if said is None:
        return ""
    Edtf.parse(edtf)  # or ValueError
    points = [point.split("-") for point in edtf.split("/")]
    half = points[0][1] if len(points[0]) == 2 and points[0][1] in HALVES else ""
    parts = [
        ("year", said.years, [int(point[0]) for point in points]),
        ("month", said.months, [int(point[1]) for point in points if len(point) > 1 and not half]),
        # Numbers beside words that were not understood need be no days: “the 2nd meeting”.
        ("day", said.days if said.whole else [], [int(point[2]) for point in points if len(point) > 2]),
    ]
    for name, named, stated in parts:
        ends = {named[0], named[-1]} if named else set()
        whole = said.whole and len(stated) == len(points)
        if named and stated and not (set(stated) == ends if whole else set(stated) <= set(named)):
            return f"The words say the {name} {join(named)}, the EDTF form {join(stated)}."
        if stated and not named and said.whole and name != "year":  # which no EDTF form is without
            return f"The words say no {name}, the EDTF form {join(stated)}: it may not be more exact."
    if half and said.half and half != said.half:
        return f"The words say another half of the year than the EDTF form {edtf}."
    if half and any(not HALVES[half][0] <= month <= HALVES[half][1] for month in said.months):
        return f"The words say the month {join(said.months)}, which is not in the half year {edtf}."
    return ""


def join(numbers: list[int]) -> str:
    """Return the different `numbers` as one text: 7 and 8."""
    return " and ".join(map(str, dict.fromkeys(numbers)))
