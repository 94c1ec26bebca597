"""CSV and JSON files of a whole list, from the columns that its page has."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from reports.exports.rows import export_rows
from reports.index.listing import IndexListing
from reports.lists import AnyListing, Column, Link, absolute, dictionary
from reports.models import Actor, DataVersion, Record

BOM = "\ufeff"
SOURCE = (
    "Read out of the reports by the portal's editors, each row with the words that it rests on. Which "
    "record serves which objective is the editors' matching, and earliest and latest days follow from "
    "the date and its meeting: no report states either."
)
UNSTATED = "An empty cell (null in JSON) means that no value is stated or recorded; it is never 0 or no."
ZONE = "The date of a data version is in UTC (Coordinated Universal Time)."
FORMULA = frozenset("=+-@\t\r")  # a spreadsheet takes a text that begins so for a formula
NUMBERS = (int, float, Decimal)


def file_rows(listing: AnyListing) -> Iterable[Sequence[Any]]:
    """Return the values of the columns of a file for each row of `listing`, in its order."""
    if isinstance(listing, IndexListing):
        return listing.file_rows()
    return export_rows(listing.ordered_queryset, listing.kind.file_columns)  # type: ignore[attr-defined]


def about(listing: AnyListing) -> dict[str, Any]:
    """Return what a file of `listing` says of itself, by name."""
    version = DataVersion.objects.current()
    return {
        "title": listing.kind.heading,
        "filters": listing.description or "none",
        "address": absolute(listing.address()),
        "rows": listing.filters.count,
        "data_version": version.number if version else None,
        "data_date": version.date if version else None,
        "data_date_zone": ZONE,
        "source": listing.source or SOURCE,
        "not_stated": UNSTATED,
    }


def file_name(listing: AnyListing, form: str) -> str:
    """Return kind, filters and data version, in safe characters: workshops_host-thailand_v1.csv."""
    query = listing.address().partition("?")[2].replace("=", "-").replace("&", "_")
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", query)[:120].strip("-_")
    version = DataVersion.objects.current()
    number = f"v{version.number if version else 0}"
    return "_".join(filter(None, [listing.kind.path, safe, number])) + f".{form}"


def csv_cell(value: Any) -> str:
    """Return the value of a column as the text of a CSV cell, which no spreadsheet runs as a formula."""
    if isinstance(value, str):  # as most are
        return f"'{value}" if value[:1] in FORMULA else value
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, NUMBERS):
        return f"{value:f}".removesuffix(".00") if isinstance(value, Decimal) else str(value)
    return csv_cell(joined(value) if isinstance(value, list) else str(value))


def joined(values: Iterable[Any]) -> str:
    """Return several values as the text of one cell."""
    return "; ".join(map(str, values))


def write_csv(listing: AnyListing, file: IO[bytes]) -> None:
    """Write RFC 4180 in UTF-8 with a byte order mark, by which Excel knows it (Python: utf-8-sig)."""
    columns = listing.kind.file_columns
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(column.name for column in columns)
    writer.writerows(map(csv_cell, row) for row in file_rows(listing))
    text.detach()


def json_value(value: Any) -> Any:
    """Return the value of a column for JSON, where that does not know it: a row is name and address."""
    if isinstance(value, Link | Actor | Record):
        return {"name": str(value), "address": absolute(value.get_absolute_url())}
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON.")


ENCODER = json.JSONEncoder(ensure_ascii=False, default=json_value)


def write_json(listing: AnyListing, file: IO[bytes]) -> None:
    """Write what the file is, what its columns mean, and its rows, one a line."""
    columns = listing.kind.file_columns
    head = about(listing) | {"columns": dictionary(columns)}
    text = json.dumps(head, ensure_ascii=False, default=str, indent=1)
    file.write(text.removesuffix("\n}").encode() + b',\n "records": [')
    names = [column.name for column in columns]
    between = "\n  "
    for row in file_rows(listing):
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
