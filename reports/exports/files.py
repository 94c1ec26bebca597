"""CSV and JSON files of a whole list, from the columns that its page has."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db.models import Model, QuerySet

from reports.exports.rows import export_rows
from reports.lists.columns import Column, Link, absolute, dictionary
from reports.lists.listing import Listing
from reports.models import DataVersion

BOM = "\ufeff"
SOURCE = (
    "Read out of the report by the portal's editors, each row with the words that it rests on. "
    "Objectives are the editors' matching, and earliest and latest days follow from the date: the "
    "report states neither."
)
UNSTATED = "An empty cell (null in JSON) means that no value is stated or recorded; it is never 0 or no."
FORMULA = frozenset("=+-@\t\r")
NUMBERS = (int, float, Decimal)


@dataclass
class Export:
    """A list to be written: what it is, in words and in numbers, and its rows.

    `filters` say in words what was asked for; `records` is a queryset, in order; `version` is the
    DataVersion that they were read at, or None.
    """

    kind: str
    heading: str
    filters: str
    address: str
    columns: tuple[Column, ...]
    records: QuerySet
    count: int
    version: DataVersion | None

    @property
    def about(self) -> list[tuple[str, Any]]:
        """What a file says of itself: pairs of a name and a value."""
        return [
            ("title", self.heading),
            ("filters", self.filters or "none"),
            ("address", absolute(self.address)),
            ("rows", self.count),
            ("data_version", self.version.number if self.version else None),
            ("data_date", self.version.date if self.version else None),
            ("source", SOURCE),
            ("not_stated", UNSTATED),
        ]

    def rows(self) -> Iterator[list[Any]]:
        """Yield the values of each row, in the order of the columns."""
        return export_rows(self.records, self.columns)

    def file_name(self, form: str) -> str:
        """Return kind, filters and data version, in safe characters: workshops_host-thailand_v1.csv."""
        query = self.address.partition("?")[2].replace("=", "-").replace("&", "_")
        version = f"v{self.version.number}" if self.version else "v0"
        safe = re.sub(r"[^A-Za-z0-9_-]+", "-", query)[:120].strip("-_")
        return "_".join(filter(None, [self.kind, safe, version])) + f".{form}"


def export_of(listing: Listing) -> Export:
    """Return the export of all rows of `listing`."""
    return Export(
        kind=listing.kind.path,
        heading=listing.kind.heading,
        filters=listing.description,
        address=listing.address(),
        columns=listing.kind.file_columns,
        records=listing.ordered_queryset,
        count=listing.ordered_queryset.count(),
        version=DataVersion.objects.current(),
    )


def csv_cell(value: Any) -> str:
    """Return the value of a column as the text of a CSV cell, which no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, NUMBERS):
        return str(value)
    text = joined(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in FORMULA else text


def joined(values: Iterable[Any]) -> str:
    """Return several values as the text of one cell."""
    return "; ".join(map(str, values))


def write_csv(export: Export, file: IO[bytes]) -> None:
    """Write RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it (Python: utf-8-sig)."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(column.name for column in export.columns)
    writer.writerows(map(csv_cell, row) for row in export.rows())
    text.detach()


def json_value(value: Any) -> Any:
    """Return the value of a column for JSON, where that does not know it: a row is name and address."""
    if isinstance(value, Model | Link):
        return {"name": str(value), "address": absolute(value.get_absolute_url())}
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON.")


ENCODER = json.JSONEncoder(ensure_ascii=False, default=json_value)


def write_json(export: Export, file: IO[bytes]) -> None:
    """Write what the file is, what its columns mean, and its rows, one a line."""
    head = dict(export.about) | {"columns": dictionary(export.columns)}
    text = json.dumps(head, ensure_ascii=False, default=str, indent=1)
    file.write(text.removesuffix("\n}").encode() + b',\n "records": [')
    names = [column.name for column in export.columns]
    between = "\n  "
    for row in export.rows():
        record = {name: None if value == "" else value for name, value in zip(names, row, strict=True)}
        file.write((between + ENCODER.encode(record)).encode())
        between = ",\n  "
    file.write(b"\n ]\n}\n")


def record_values(columns: Iterable[Column], record: Any) -> dict[str, Any]:
    """Return what `columns` say of `record`, by name, for JSON; None for what is not stated."""
    found = {}
    for column in columns:
        value = column.get(record)
        # A number that links to its rows is a number here.
        value = value.value if column.link and isinstance(value, Link) else value
        found[column.name] = None if value == "" else value
    return found
