"""Dates as exact as they are stated: the part of EDTF (ISO 8601-2:2019) that the portal keeps.

`2004`, `2004-06`, `2004-06-07`, the halves of a year `2004-40` and `2004-41`, and an interval of
two of the first three kinds, `2004-06-07/2004-06-08`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError

POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
YEARS = range(1900, 2101)  # what pictures, workbooks and every database can show
# First and last month of each half of a year (ISO 8601-2, 4.8: first and second semestral).
HALVES = {"40": (1, 6), "41": (7, 12)}


@dataclass(frozen=True)
class Edtf:
    """Stated date: its EDTF text, and the first and last day that it can mean."""

    text: str
    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `text` strictly; raises ValueError where it is not one of the forms kept here."""
        first, slash, second = text.partition("/")
        if not slash:
            return cls(text, *span(first))
        (earliest, end), (start, latest) = span(first, halves=False), span(second, halves=False)
        if not end < start:
            raise ValueError(f"{text}: an interval must end after it begins")
        return cls(text, earliest, latest)


def span(point: str, *, halves: bool = True) -> tuple[date, date]:
    """Return the first and last day of a year, month, day or (with `halves`) half year.

    Raises ValueError for anything else.
    """
    match = POINT.fullmatch(point)
    if not match:
        raise ValueError(f"{point}: not a year, month or day")
    year, month, day = match.groups()
    if int(year) not in YEARS:
        raise ValueError(f"{point}: not a year from {YEARS[0]} to {YEARS[-1]}")
    if day:
        return date.fromisoformat(point), date.fromisoformat(point)
    if not month:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    first, last = HALVES[month] if halves and month in HALVES else (int(month), int(month))
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def validate_edtf(text: str) -> None:
    """Raise ValidationError, with the forms that are allowed, where `text` is not one."""
    try:
        Edtf.parse(text)
    except ValueError:
        raise ValidationError(
            "“%(text)s” is not a date the portal can keep. Write 2004, 2004-06, 2004-06-07, "
            "2004-40 or 2004-41 (first or second half of 2004), or an interval such as "
            "2004-06-07/2004-06-08, of years from 1900 to 2100.",
            params={"text": text},
        ) from None
