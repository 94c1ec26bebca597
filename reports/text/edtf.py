"""Dates exactly as far as they are stated: the part of EDTF (ISO 8601-2:2019) that the portal keeps.

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
HALVES = {40: (1, 6), 41: (7, 12)}  # ISO 8601-2, 4.8: first and second semestral


@dataclass(frozen=True)
class Edtf:
    """One stated date: its EDTF text, and the first and last day that it can mean."""

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
    year, month, day = (int(part) if part else None for part in match.groups())
    if day is not None:
        return date(year, month, day), date(year, month, day)
    first, last = HALVES.get(month, (month, month)) if halves else (month, month)
    if month is None:
        first, last = 1, 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def validate_edtf(text: str) -> None:
    """Raise ValidationError, with the forms that are allowed, where `text` is not one."""
    try:
        Edtf.parse(text)
    except ValueError:
        raise ValidationError(
            "“%(text)s” is not a date the portal can keep. Write 2004, 2004-06, 2004-06-07, "
            "2004-40 or 2004-41 (first or second half of 2004), or an interval such as "
            "2004-06-07/2004-06-08.",
            params={"text": text},
        ) from None
