"""A list as a workbook: typed cells that are a pleasure to read, and a sheet that says what it is."""

import re
from contextlib import closing
from datetime import date
from functools import cache
from itertools import chain
from math import ceil
from tempfile import TemporaryDirectory

import xlsxwriter
from django.conf import settings
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellStringTuple, Worksheet

from reports.cells import cells
from reports.columns import Link
from reports.exports import NUMBERS, Export, joined

# Widths of a workbook's columns, in characters: by type, and of those that hold more.
WIDE = 44
WIDTHS = {"string": 20, "list": 26, "date": 12, "boolean": 9, "integer": 9, "number": 12}
WIDTHS |= {"quotes": 70, "address": 60, "paragraph_addresses": 70, "objectives": 60}
WIDTHS |= {"meeting": 30, "reported_by": 30, "subject": 30}
LINE, MOST_LINES = 15, 27  # points, and as many as a row can have


letters = cache(xl_col_to_name)


class Sheet(Worksheet):
    """A sheet that writes plain texts, which most cells are, in half the time.

    Each is one line of XML that XlsxWriter makes in a dozen calls. Should a later XlsxWriter not ask
    here any more, the workbook is the same and only takes longer.
    """

    def _write_cell(self, row, col, cell):
        text = cell.string if type(cell) is CellStringTuple else ""
        if not text.isprintable() or text.strip() != text or "_x" in text or not text:
            super()._write_cell(row, col, cell)  # what XML cannot hold as it is, and all else
            return
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        look = cell.format or self.col_info[col].column_format
        place, style = letters(col), look._get_xf_index()
        self.fh.write(f'<c r="{place}{row + 1}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>')


def write_xlsx(export: Export, file) -> None:
    """A sheet of typed cells under a frozen head, and a second that says what they are."""
    rows = cells(export.rows, export.columns, lambda column: plain)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with TemporaryDirectory() as folder, closing(rows):
        book = xlsxwriter.Workbook(file, options | {"tmpdir": folder})
        try:
            write_book(export, rows, book)
        finally:  # XlsxWriter leaves its files open where something fails
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def write_book(export, rows, book):
    """Write `export`, whose cells are lists of `rows`, into a new `book`."""
    book.set_properties({"title": export.heading, "comments": settings.SITE_URL})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", export.heading)[:31], Sheet)
    dress(book, sheet, export)
    widths = [width(column) for column in export.columns]
    for line, values in enumerate(chain.from_iterable(rows), start=1):
        sheet.set_row(line, height(values, widths))
        for place, value in enumerate(values):
            write_cell(sheet, line, place, value)
        # XlsxWriter keeps what it knows of a row, though that is written when the next one begins.
        sheet.row_info.pop(line - 1, None)
        sheet.row_sizes.pop(line - 1, None)
    write_about(book, export)
    book.close()


def plain(value):
    """The value of a column as one cell has it."""
    return joined(value) if type(value) is list else value


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
