"""A whole list as a file: CSV, XLSX or JSON, from the columns that its page has."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil

import xlsxwriter
from django.conf import settings
from django.db.models import Model

from reports.columns import Column, Link, absolute

BOM = "\ufeff"
FORMULA = frozenset("=+-@\t\r")
NUMBERS = (int, float, Decimal)
# Widths of a workbook's columns, in characters: by type, and of those that hold more.
WIDE = 44
WIDTHS = {"string": 20, "list": 26, "date": 12, "boolean": 9, "integer": 9, "number": 12}
WIDTHS |= {"quotes": 70, "address": 60, "paragraph_addresses": 70, "objectives": 60}
WIDTHS |= {"meeting": 30, "reported_by": 30, "subject": 30}
LINE, MOST_LINES = 15, 27  # points, and as many as a row can have


@dataclass
class Export:
    """A list to be written: what it is, in words and in numbers, and its rows.

    `filters` are pairs of a filter and a value as read; `rows` are records from a `for_listing`
    queryset; `version` is the DataVersion that they were read at, or None.
    """

    kind: str
    heading: str
    filters: list[tuple[str, str]]
    address: str
    columns: tuple[Column, ...]
    rows: Iterable
    count: int
    version: Model | None

    @property
    def about(self) -> list[tuple[str, object]]:
        """What a file says of itself: pairs of a name and a value."""
        return [
            ("title", self.heading),
            ("filters", "; ".join(f"{name}: {value}" for name, value in self.filters) or "none"),
            ("address", absolute(self.address)),
            ("rows", self.count),
            ("data_version", self.version.number if self.version else None),
            ("data_date", self.version.date if self.version else None),
            ("source", "Read out of the report by the portal's editors; nothing is claimed beyond it."),
            ("not_stated", "An empty cell (null in JSON) means that the report does not state it."),
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
    return "; ".join([value if type(value) is str else str(value) for value in values])


def write_csv(export: Export, file) -> None:
    """RFC 4180 in UTF-8; a byte order mark, by which Excel knows it (Python: utf-8-sig)."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow(column.name for column in export.columns)
    gets = [column.get for column in export.columns]
    for record in export.rows:
        writer.writerow([cell(get(record)) for get in gets])
    text.detach()


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


JSON = json.JSONEncoder(ensure_ascii=False, default=structured)


def write_json(export: Export, file) -> None:
    """What the file is, what its columns mean, and its rows, one a line."""
    head = dict(export.about) | {"columns": dictionary(export.columns)}
    text = json.dumps(head, ensure_ascii=False, default=str, indent=1)
    file.write(text.removesuffix("\n}").encode() + b',\n "records": [')
    gets = [(column.name, column.get) for column in export.columns]
    start = "\n  "
    for record in export.rows:
        row = {name: (value := get(record)) or (None if value == "" else value) for name, get in gets}
        file.write((start + JSON.encode(row)).encode())
        start = ",\n  "
    file.write(b"\n ]\n}\n")


def dictionary(columns: tuple[Column, ...]) -> list[dict]:
    """What each column is called and means."""
    return [
        {"name": each.name, "label": each.label, "type": each.type, "description": each.description}
        for each in columns
    ]


def write_xlsx(export: Export, file) -> None:
    """A sheet of typed cells under a frozen head, and a second that says what they are."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"title": export.heading, "comments": settings.SITE_URL})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", export.heading)[:31])
    dress(book, sheet, export)
    gets = [column.get for column in export.columns]
    widths = [width(column) for column in export.columns]
    for line, record in enumerate(export.rows, start=1):
        values = [joined(value) if type(value) is list else value for value in [g(record) for g in gets]]
        sheet.set_row(line, height(values, widths))
        for place, value in enumerate(values):
            write_cell(sheet, line, place, value)
        # XlsxWriter keeps what it knows of a row, though that is written when the next one begins.
        sheet.row_info.pop(line - 1, None)
        sheet.row_sizes.pop(line - 1, None)
    write_about(book, export)
    book.close()


def width(column):
    """The width of a column in characters, with room for its name and the button of its filter."""
    held = WIDTHS.get(column.name) or (WIDE if column.main else WIDTHS[column.type])
    return max(held, len(column.name) + 4)


def height(values, widths):
    """The height of a row in points, so that its longest text shows: not every program sees to it."""
    texts = zip(values, widths, strict=True)
    lines = max([len(value) / width for value, width in texts if type(value) is str], default=1)
    return LINE * min(ceil(lines * 1.15), MOST_LINES)  # words leave room at the ends of lines


def dress(book, sheet, export):
    """The head of the sheet of rows, the widths and looks of its columns, and how it prints."""
    looks = {"text_wrap": True, "valign": "top"}
    text = book.add_format(looks)
    day = book.add_format(looks | {"num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format(looks | {"align": "right", "indent": 1})
    of_type = {"date": day, "integer": number, "number": number}
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for place, column in enumerate(export.columns):
        sheet.set_column(place, place, width(column), of_type.get(column.type, text))
        sheet.write_string(0, place, column.name, head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, export.count, len(export.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.repeat_rows(0)


def write_about(book, export):
    """The sheet that says what the file is and what its columns mean."""
    looks = {"text_wrap": True, "valign": "top", "align": "left"}
    day = book.add_format(looks | {"num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "valign": "top"})
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 24, head)
    sheet.set_column(1, 1, 90, book.add_format(looks))
    sheet.fit_to_pages(1, 0)
    lines = [*export.about, ("", ""), ("column", "meaning")]
    lines += [(each.name, f"{each.label}. {each.description}") for each in export.columns]
    for line, (name, value) in enumerate(lines):
        sheet.set_row(line, height([value], [90]))
        sheet.write_string(line, 0, name)
        write_cell(sheet, line, 1, value, day)


def write_cell(sheet, line, place, value, day=None):
    """One typed cell, a date in the look `day`; none at all where nothing is stated."""
    kind = type(value)
    if kind is str:
        if value.startswith("<r>") and value.endswith("</r>"):
            value += " "  # or XlsxWriter would take it for its own XML
        if value:
            sheet.write_string(line, place, value[:32767])  # as much as a cell holds
    elif kind is bool:
        sheet.write_boolean(line, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, day)
    elif isinstance(value, NUMBERS):
        sheet.write_number(line, place, value)
    elif value is not None:
        write_cell(sheet, line, place, value.value if kind is Link else str(value))


FORMS = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}
