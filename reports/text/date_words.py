"""Read a date as people write it, no more exact than the words: “7–8 June 2004”, “late 2004”."""

import re
from calendar import month_name

from reports.text.dates import NUMBERS
from reports.text.edtf import Edtf

EXAMPLES = (
    "“7 June 2004”, “7–8 June 2004”, “June to July 2004”, “late 2004”, “second half of 2004”, “2004-06”"
)
MONTH = rf"(?P<month{{n}}>{'|'.join(sorted(NUMBERS, key=len, reverse=True))})\.?"  # the longest first
DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?"
YEAR = r"(?P<year{n}>\d{{4}})"
# A part of a month or a year that EDTF has no form for: the smallest that is certain is the whole.
VAGUE = r"(?:mid-|(?:early|late|mid)(?:\s+in)?|(?:the\s+)?(?:beginning|middle|end|course)\s+of)\s*"
BEFORE = re.compile(rf"^(?:(?:in|on|during|from|between)\s+)?(?:the\s+)?(?:{VAGUE})?", re.IGNORECASE)
# One point, with what a point of an interval may leave to the other.
POINTS = [
    rf"{YEAR}-(?P<number{{n}}>\d{{{{2}}}})-(?P<date{{n}}>\d{{{{2}}}})",
    rf"{YEAR}-(?P<number{{n}}>\d{{{{2}}}})",
    rf"{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}",
    rf"{MONTH}\s+{DAY},?\s+{YEAR}",
    rf"{MONTH},?\s+{YEAR}",
    rf"{DAY}\s+(?:of\s+)?{MONTH}",
    rf"{MONTH}\s+{DAY}",
    rf"{DAY},?\s+{YEAR}",
    YEAR,
    MONTH,
    DAY,
]
PATTERNS = [re.compile(point.format(n=""), re.IGNORECASE) for point in POINTS]
# Between two points: a word with blanks around it; or a dash, which a date has inside too.
WORD_BETWEEN = re.compile(r"\s+(?:to|until|till|and|through|[-–—])\s+|\s*[–—]\s*", re.IGNORECASE)
HYPHEN_BETWEEN = re.compile(r"(?<=\d|[a-z])-(?=\d|[a-z])", re.IGNORECASE)
HALF = re.compile(
    rf"(?P<which>first|second|1st|2nd)\s+half\s+(?:of\s+)?{YEAR.format(n='')}", re.IGNORECASE
)
QUARTER = re.compile(
    rf"(?P<which>first|second|third|fourth|last)\s+quarter\s+(?:of\s+)?{YEAR.format(n='')}",
    re.IGNORECASE,
)
QUARTERS = {"first": (1, 3), "second": (4, 6), "third": (7, 9), "fourth": (10, 12), "last": (10, 12)}


def read_date(words: str) -> Edtf:
    """Return the date that `words` state, as exact as they are and no more.

    Raises ValueError, with examples, where they state none that the portal can keep.
    """
    said = BEFORE.sub("", " ".join(words.split()), count=1).strip(" ,.;")
    for text in read_forms(said, words):
        try:
            return Edtf.parse(text)
        except ValueError:
            continue
    raise ValueError(f"“{words}” could not be read as a date. Write it as in {EXAMPLES}.")


def read_forms(said: str, words: str) -> list[str]:
    """Return the EDTF texts that `said` may mean, the likeliest first."""
    if half := HALF.fullmatch(said):
        return [f"{half['year']}-{40 if half['which'].lower() in ('first', '1st') else 41}"]
    if quarter := QUARTER.fullmatch(said):
        first, last = QUARTERS[quarter["which"].lower()]
        return [f"{quarter['year']}-{first:02}/{quarter['year']}-{last:02}"]
    if point := read_point(said):
        return [write(point), words.strip()]
    found = []
    for between in (WORD_BETWEEN, HYPHEN_BETWEEN):
        for match in between.finditer(said):
            first_words = BEFORE.sub("", said[: match.start()], count=1)
            last_words = BEFORE.sub("", said[match.end() :], count=1)
            if interval := read_interval(first_words, last_words):
                found.append(interval)
    return [*found, words.strip()]


def read_point(said: str) -> dict[str, str] | None:
    """Return the year, month and day of one date, those that it states; None where it is none."""
    for pattern in PATTERNS:
        if match := pattern.fullmatch(said):
            found = {name: value for name, value in match.groupdict().items() if value}
            if "month" in found:
                found["month"] = f"{NUMBERS[found['month'].lower()]:02}"
            if "number" in found:
                found["month"] = found.pop("number")
            if "date" in found:
                found["day"] = found.pop("date")
            return found
    return None


def read_interval(first_words: str, last_words: str) -> str:
    """Return the EDTF text from one date to another, each with what it leaves to the other; or ""."""
    first, last = read_point(first_words), read_point(last_words)
    if not first or not last:
        return ""
    if "day" in first and "month" in first and set(last) == {"day", "year"}:
        last["month"] = first["month"]
    if "day" in first and set(last) == {"day"} and "month" in first:  # “June 7-8” before a year
        last["month"] = first["month"]
    first = {"year": last.get("year", "")} | first
    if "day" in last and "month" in last:
        if "day" not in first:
            return ""
        first = {"month": last["month"]} | first
    if "day" in first and "day" not in last:
        return ""
    return f"{write(first)}/{write(last)}" if "year" in last and first["year"] else ""


def write(point: dict[str, str]) -> str:
    """Return the EDTF text of one date; "" where it has no year."""
    if not point.get("year") or ("day" in point and "month" not in point):
        return ""
    parts = [
        point["year"],
        point.get("month"),
        point.get("day", "").zfill(2) if "day" in point else None,
    ]
    return "-".join(part for part in parts if part)


def say_span(date: Edtf) -> str:
    """Return the first and the last day that `date` can mean, in words."""
    first, last = (
        f"{day.day} {month_name[day.month]} {day.year}" for day in (date.earliest, date.latest)
    )
    return f"on {first}" if first == last else f"from {first} to {last}"
