"""A whole list as a file: CSV, XLSX or JSON, from the columns that its page has."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model, QuerySet

from reports.cells import cells
from reports.columns import Column, Link, absolute

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

    `filters` say in words what was asked for; `rows` is a queryset, in order;
    `version` is the DataVersion that they were read at, or None.
    """

    kind: str
    heading: str
    filters: str
    address: str
    columns: tuple[Column, ...]
    rows: QuerySet
    count: int
    version: Model | None

    @property
    def about(self) -> list[tuple[str, object]]:
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

    def file_name(self, form: str) -> str:
        """Kind, filters and data version, in safe characters: workshops_host-thailand_v1.csv."""
        query = self.address.partition("?")[2].replace("=", "-").replace("&", "_")
        version = f"v{self.version.number}" if self.version else "v0"
        safe = re.sub(r"[^A-Za-z0-9_-]+", "-", query)[:120].strip("-_")
        return "_".join(filter(None, [self.kind, safe, version])) + f".{form}"


def cell(value):
    """The value of a column as the text of a CSV cell, which no spreadsheet takes for a formula."""
    kind = type(value)
    if kind is list:
        value = joined(value)
    elif value is None:
        return ""
    elif kind is bool:
        return "true" if value else "false"
    elif kind is not str:
        value = str(value)
        if issubclass(kind, NUMBERS):
            return value
    return f"'{value}" if value[:1] in FORMULA else value


def joined(values):
    """Several values in one cell."""
    return "; ".join(map(str, values))


def as_csv(value):
    """The value of a column as it stands in a CSV: `cell`, quoted by RFC 4180 where it must be."""
    text = cell(value)
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def write_csv(export: Export, file) -> None:
    """RFC 4180 in UTF-8; a byte order mark, by which Excel knows it (Python: utf-8-sig).

    Not by csv.writer, which would look at each character of cells that rows have alike.
    """
    names = [column.name for column in export.columns]
    file.write(f"{BOM}{','.join(names)}\r\n".encode())
    for lines in cells(export.rows, export.columns, lambda column: as_csv):
        file.write("".join([",".join(line) + "\r\n" for line in lines]).encode())


def structured(value):
    """The value of a column for JSON, where that does not know it: a row is its name and its address."""
    if isinstance(value, Model):
        return {"name": str(value), "address": absolute(value.get_absolute_url())}
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return value.value if isinstance(value, Link) else value.isoformat()


def facts(columns: Iterable[Column], record) -> dict:
    """What `columns` say of `record`, by name, for JSON; None for what is not stated."""
    return {each.name: value if (value := each.get(record)) != "" else None for each in columns}


quoted = json.encoder.encode_basestring  # a text as JSON
JSON = json.JSONEncoder(ensure_ascii=False, default=structured)


def encoded(value):
    """The value of a column as JSON; null for what is not stated."""
    if type(value) is str:
        return quoted(value) if value else "null"
    if type(value) is list:
        return f"[{', '.join([encoded(each) for each in value])}]"
    if isinstance(value, Model):
        return encoded_row(value)
    return JSON.encode(value)


def encoded_row(row):
    """As `structured`, in a third of the time."""
    return f'{{"name": {quoted(str(row))}, "address": {quoted(absolute(row.get_absolute_url()))}}}'


def named(column):
    """What makes of a value of `column` its name and the value as JSON."""
    name = f"{quoted(column.name)}: "
    return lambda value: name + encoded(value)


def write_json(export: Export, file) -> None:
    """What the file is, what its columns mean, and its rows, one a line."""
    head = dict(export.about) | {"columns": dictionary(export.columns)}
    text = json.dumps(head, ensure_ascii=False, default=str, indent=1)
    file.write(text.removesuffix("\n}").encode() + b',\n "records": [')
    comma = ""
    for lines in cells(export.rows, export.columns, named):
        file.write((comma + ",".join(["\n  {" + ", ".join(line) + "}" for line in lines])).encode())
        comma = ","
    file.write(b"\n ]\n}\n")


def dictionary(columns: tuple[Column, ...]) -> list[dict]:
    """What each column is called and means."""
    return [
        {"name": each.name, "label": each.label, "type": each.type, "description": each.description}
        for each in columns
    ]
