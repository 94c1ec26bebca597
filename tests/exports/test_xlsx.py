"""A workbook holds any words as they are, and says what it is."""

import io
import time
from datetime import date, datetime

import openpyxl
import pytest
from django.test import Client

from reports.exports.xlsx import cell_value
from reports.models import Block, DataVersion, Evidence, Pledge, Workshop
from tests.exports.downloaded import download, rows_of_xlsx
from tests.factories import make_block, make_record, make_report


def test_workbook_has_a_frozen_head_and_says_what_it_is(client, report):
    book = openpyxl.load_workbook(io.BytesIO(download(client, "/workshops.xlsx?host=thailand")[0]))
    assert book.sheetnames == ["Workshops", "About"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AG3"
    assert {cell.font.bold for cell in sheet[1]} == {True}
    assert all(cell.alignment.wrap_text for cell in sheet[2] if cell.value is not None)
    assert [c.number_format for c in sheet[2] if c.is_date] == ["yyyy-mm-dd"] * 2
    lines = [row for row in book["About"].iter_rows(values_only=True) if row[0]]
    about = dict(lines) | dict(lines[:8])  # its own lines come before the columns'
    assert about["filters"] == "Hosted by Thailand"
    assert about["rows"] == 2
    assert {cell.number_format for cell in book["About"]["B"][3:5]} == {"General"}
    assert [cell.value.date() for cell in book["About"]["B"] if cell.is_date] == [
        DataVersion.objects.current().date
    ]
    heights = [sheet.row_dimensions[line].height for line in (2, 3)]
    assert min(heights) > 15  # its quotes take more than a line
    assert about["data_version"] == 1
    assert about["address"].endswith("/workshops/?host=thailand")
    assert "by the report's own verb" in about["Hosted by"]
    assert about["Hosted by"].endswith("In CSV and JSON: hosts.")


@pytest.mark.parametrize("address", ["/workshops.xlsx", "/pledges.xlsx", "/index.xlsx"])
def test_workbook_has_labels_for_heads_and_prints_as_wide_as_a_page(client, report, address):
    columns = client.get(address.replace("xlsx", "json")).json()["columns"]
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, address)[0])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column["label"] for column in columns]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 by default
    assert sheet.print_title_rows == "$1:$1"


def test_addresses_in_a_workbook_are_links(client, report):
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "/workshops.xlsx")[0])).worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        for label in ("Address", "Addresses of the quotes"):
            cell = row[places[label] - 1]
            link = "#".join(filter(None, [cell.hyperlink.target, cell.hyperlink.location]))
            assert link == cell.value.split("; ")[0]
            assert link.startswith("http")


def test_more_addresses_than_a_sheet_can_link_are_text(client, report, monkeypatch):
    monkeypatch.setattr("reports.exports.xlsx.MAX_LINKS", 4)
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "/workshops.xlsx")[0])).worksheets[0]
    linked = [cell.row for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert linked == [2, 2, 3, 3]
    place = next(cell.column for cell in sheet[1] if cell.value == "Address")
    assert str(sheet.cell(5, place).value).startswith("http")


@pytest.mark.parametrize(
    "words", ["<r><t>x</t></r>", "<r></x>", "&<>\"'", " x ", "é 日 😀", "日\u0301本"]
)
def test_a_workbook_holds_any_words_as_they_are(client, report, words):
    block = make_block(make_report(), text="They gave money.")
    fields = {"slug": "f", "order": 1, "giver_written": "they", "state": "given", "purpose": words}
    make_record(block, Pledge, **fields)
    body = download(client, "/pledges.xlsx?giver=not-stated&sort=name")[0]
    found = [row["purpose"] for row in rows_of_xlsx(body)]
    assert words in [each.removesuffix(" ") if "<r>" in each else each for each in found]


@pytest.mark.parametrize("address", ["/workshops.xlsx", "/index.xlsx"])
def test_a_workbook_of_the_same_data_is_the_same_bytes(client, report, address):
    first = download(client, address)[0]
    time.sleep(1.1)  # it would tell the second that it was written in
    assert download(client, address)[0] == first


def test_a_workbook_that_fails_leaves_no_file_behind(report, monkeypatch, tmp_path):
    def fail(*args):
        raise OSError("no space left")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("reports.exports.xlsx.write_cell", fail)
    assert Client(raise_request_exception=False).get("/workshops.xlsx").status_code == 500
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["word ", "日", "😀", "e\u0301", "<r>"])
def test_a_cell_that_is_cut_says_so_and_where_the_whole_is(client, report, site, word):
    block = make_block(make_report(), text="They gave money.")
    fields = {"slug": "f", "order": 1, "giver_written": "they", "state": "given", "purpose": "x"}
    pledge = make_record(block, Pledge, **fields)
    # Written past the rules, which would read each long text many times.
    long = word * (4500 // len(word)) + block.text
    blocks = Block._base_manager.bulk_create(
        Block(report=block.report, kind=block.kind, order=n, key=f"p{n}", number=n, text=long)
        for n in range(2, 14)
    )
    Evidence._base_manager.bulk_create(
        Evidence(block=each, anchor="words", quote=long, pledge=pledge) for each in blocks
    )
    whole = "; ".join([block.text] + [long] * 12)
    found = next(
        row["quotes"]
        for row in rows_of_xlsx(download(client, "/pledges.xlsx?giver=not-stated")[0])
        if row["quotes"].startswith(block.text)
    )
    kept, _, said = found.partition(" … [")
    assert said == (
        f"Cut here: the whole has {len(whole):,} characters, and is in this list as CSV or JSON: "
        "https://reports.example.org/pledges.json]"
    )
    assert whole.startswith(kept)
    assert whole[len(kept)] != "\u0301"
    assert 32_000 < len(found.encode("utf-16-le")) / 2 <= 32_767
    rows = client.get("/pledges.json").json()["records"]
    assert whole in ["; ".join(row["quotes"]) for row in rows]


def test_a_text_that_just_fits_is_whole():
    for text in ("x" * 32_766, "😀" * 16_383, f"<r>{'x' * 32_759}</r>"):
        assert cell_value(text, "") == text
        assert len(cell_value(text + "x", "").encode("utf-16-le")) / 2 <= 32_767


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1582, 10, 4), date(1899, 12, 31)])
def test_a_day_before_1900_is_text(client, report, day):
    DataVersion.objects.update(date=day)
    Workshop.objects.filter(slug="malaysia-2002").update(earliest=day)
    body = download(client, "/workshops.xlsx")[0]
    about = openpyxl.load_workbook(io.BytesIO(body))["About"].iter_rows(values_only=True)
    assert dict(row[:2] for row in about)["data_date"] == day.isoformat()
    assert day.isoformat() in [row["earliest"] for row in rows_of_xlsx(body)]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 3, 1), date(2100, 12, 31), date.max])
def test_a_day_from_1900_on_is_a_day(client, report, day):
    Workshop.objects.filter(slug="malaysia-2002").update(latest=day)
    days = [row["latest"] for row in rows_of_xlsx(download(client, "/workshops.xlsx")[0])]
    assert datetime.combine(day, datetime.min.time()) in days
