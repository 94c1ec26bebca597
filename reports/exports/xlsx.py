"""XLSX files: a sheet of typed cells that is a pleasure to read, and a sheet that says what it is."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.exports.files import NUMBERS, about, file_rows, joined
from reports.exports.temporary import temporary_folder
from reports.lists import AnyListing, Column, absolute
from reports.models import DataVersion
from reports.text.cuts import whole_character_before

# Widths of a workbook's columns, in characters: by type, and of those that hold more.
MAIN_WIDTH = 44
WIDTHS = {"string": 20, "list": 26, "date": 12, "boolean": 9, "integer": 9, "number": 12}
WIDTHS |= {"quotes": 70, "address": 60, "paragraph_addresses": 70, "objectives": 60}
WIDTHS |= {"meeting": 30, "reported_by": 30, "subject": 30}
LINE_HEIGHT, MAX_LINES = 15, 27  # of a row: points a line, and as many lines as it can have
MAX_CELL_LENGTH = 32_766  # UTF-16 units that a cell holds, but one for the space of `write_cell`
ADDRESSES = ("address", "paragraph_addresses", "page")  # columns of them
# Of a sheet, each of which XlsxWriter keeps in memory; characters of one.
MAX_LINKS, MAX_LINK_LENGTH = 20_000, 2_079
FIRST_YEAR = 1900  # of the dates that a workbook can count
FIRST_DAY = date(1980, 1, 1)  # that a workbook can have been made on, as its zip has it
CUT = " … [Cut here: the whole has {length:,} characters, and is in this list as CSV or JSON: {address}]"


def write_xlsx(listing: AnyListing, file: IO[bytes]) -> None:
    """Write a sheet of typed cells under a frozen head, and a second that says what they are."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with temporary_folder() as folder:
        book = xlsxwriter.Workbook(file, options | {"tmpdir": folder})
        try:
            write_book(listing, book)
        finally:  # XlsxWriter leaves its files open where something fails
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def write_book(listing: AnyListing, book: Workbook) -> None:
    """Write all rows of `listing` into a new `book`."""
    heading, columns = listing.kind.heading, listing.kind.file_columns
    version = DataVersion.objects.current()
    # The day of the data, not the moment of writing: the same data gives the same bytes.
    made = datetime.combine(max(version.date, FIRST_DAY) if version else FIRST_DAY, time.min)
    book.set_properties({"title": heading, "comments": settings.SITE_URL, "created": made})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", heading)[:31])
    write_head(book, sheet, columns)
    sheet.autofilter(0, 0, listing.filters.count, len(columns) - 1)
    widths = [column_width(column) for column in columns]
    whole = absolute(f"/{listing.kind.path}.json")
    linked = [place for place, column in enumerate(columns) if column.name in ADDRESSES]
    most = MAX_LINKS // max(len(linked), 1)
    link = book.add_format({"text_wrap": True, "valign": "top", "font_color": "blue", "underline": 1})
    for line, row in enumerate(file_rows(listing), start=1):
        values = [cell_value(value, whole) for value in row]
        sheet.set_row(line, row_height(values, widths))
        for place, value in enumerate(values):
            if place in linked and line <= most and value:
                write_link(sheet, line, place, str(value), link)
            else:
                write_cell(sheet, line, place, value)
        # XlsxWriter keeps what it knows of a row, though that is written when the next one begins.
        sheet.row_info.pop(line - 1, None)
        sheet.row_sizes.pop(line - 1, None)
    write_about(book, listing)
    book.close()


def column_width(column: Column) -> int:
    """Return the width of a column in characters: of what it holds, and of each word of its label."""
    held = WIDTHS.get(column.name) or (MAIN_WIDTH if column.main else WIDTHS[column.type])
    return max(held, *(len(word) + 4 for word in column.label.split()))


def row_height(values: Sequence[Any], widths: Sequence[int]) -> int:
    """Return the height of a row in points, so that its longest text shows: not all programs do that."""
    texts = zip(values, widths, strict=True)
    lines = max([len(value) / width for value, width in texts if isinstance(value, str)], default=1)
    return LINE_HEIGHT * min(ceil(lines * 1.15), MAX_LINES)  # words leave room at the ends of lines


def write_head(book: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Write the head of the sheet of rows; set the widths and formats of its columns, and its print."""
    wrapped = {"text_wrap": True, "valign": "top"}
    text = book.add_format(wrapped)
    day = book.add_format(wrapped | {"num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format(wrapped | {"align": "right", "indent": 1})
    formats = {"date": day, "integer": number, "number": number}
    head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    lines = max(ceil(len(column.label) / (column_width(column) - 3)) for column in columns)
    sheet.set_row(0, LINE_HEIGHT * (lines + 1))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column_width(column), formats.get(column.type, text))
        sheet.write_string(0, place, column.label, head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)  # inches
    sheet.fit_to_pages(1, 0)  # as wide as a page, and as many pages as it takes
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def write_about(book: Workbook, listing: AnyListing) -> None:
    """Write the sheet that says what the file is and what its columns mean."""
    wrapped = {"text_wrap": True, "valign": "top", "align": "left"}
    day = book.add_format(wrapped | {"num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "valign": "top"})
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 24, head)
    sheet.set_column(1, 1, 90, book.add_format(wrapped))
    sheet.fit_to_pages(1, 0)
    lines = [*about(listing).items(), ("", ""), ("column", "meaning")]
    lines += [
        (each.label, f"{each.description} In CSV and JSON: {each.name}.")
        for each in listing.kind.file_columns
    ]
    whole = absolute(f"/{listing.kind.path}.json")
    for line, (name, said) in enumerate(lines):
        value = cell_value(said, whole)
        sheet.set_row(line, row_height([value], [90]))
        sheet.write_string(line, 0, name)
        write_cell(sheet, line, 1, value, day)


def cell_value(value: Any, whole: str) -> Any:
    """Return the value of a column as a cell can hold it: text, a number, a date, a bool or None.

    A workbook counts days from 1900: an earlier date is text. A text that is too long ends in a
    sentence that says so, how long it is, and its address as a whole.
    """
    if value is None or isinstance(value, NUMBERS):
        return value
    if isinstance(value, date):
        return value if value.year >= FIRST_YEAR else value.isoformat()
    text = joined(value) if isinstance(value, list) else str(value)
    if utf16_length(text) <= MAX_CELL_LENGTH:
        return text
    said = CUT.format(length=len(text), address=whole)
    kept = text.encode("utf-16-le")[: 2 * (MAX_CELL_LENGTH - utf16_length(said))]
    return text[: whole_character_before(text, len(kept.decode("utf-16-le", "ignore")))] + said


def utf16_length(text: str) -> int:
    """Return the length of `text` as a workbook counts it, in which an emoji is two characters."""
    return len(text.encode("utf-16-le")) // 2


def write_link(sheet: Worksheet, line: int, place: int, text: str, style: Format) -> None:
    """Write addresses as a link to the first of them: a cell has one."""
    first = text.partition("; ")[0]
    if len(first) > MAX_LINK_LENGTH:
        write_cell(sheet, line, place, text)
    else:
        sheet.write_url(line, place, first, style, text)


def write_cell(sheet: Worksheet, line: int, place: int, value: Any, day: Format | None = None) -> None:
    """Write one value of `cell_value`, a date in the format `day`; none at all where none is stated."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, day)
    elif isinstance(value, NUMBERS):
        sheet.write_number(line, place, value)
    else:
        if value.startswith("<r>") and value.endswith("</r>"):
            value += " "  # or XlsxWriter would take it for its own XML
        sheet.write_string(line, place, value)
