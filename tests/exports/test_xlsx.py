"""A workbook holds any words as they are, and says what it is."""

import io
import time
from datetime import date, datetime

import openpyxl
import pytest
from django.test import Client

from reports.exports.xlsx import cell_value
from reports.integrity.checks import deferred_checks
from reports.models import Block, DataVersion, Evidence, Pledge, Workshop
from tests.exports.downloaded import download, rows_of_xlsx
from tests.factories import make_block, make_record, make_report


def test_workbook_has_a_frozen_head_and_says_what_it_is(reader):
    book = openpyxl.load_workbook(io.BytesIO(download(reader, "/workshops.xlsx?host=thailand")[0]))
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
def test_workbook_has_labels_for_heads_and_prints_as_wide_as_a_page(reader, address):
    columns = reader.get(address.replace("xlsx", "json")).json()["columns"]
    sheet = openpyxl.load_workbook(io.BytesIO(download(reader, address)[0])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column["label"] for column in columns]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 by default
    assert sheet.print_title_rows == "$1:$1"


def test_addresses_in_a_workbook_are_links(reader):
    sheet = openpyxl.load_workbook(io.BytesIO(download(reader, "/workshops.xlsx")[0])).worksheets[0]
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


def make_pledges(purposes):
    """Make a pledge for each of `purposes`, in a report that is all there is; return its paragraph."""
    block = make_block(make_report(), text="They gave money.")
    with deferred_checks():
        for order, purpose in enumerate(purposes, 1):
            fields = {"slug": f"f{order}", "order": order, "giver_written": "they", "state": "given"}
            make_record(block, Pledge, purpose=purpose, **fields)
    return block


def test_a_workbook_holds_any_words_as_they_are(client, empty):
    words = ["<r><t>x</t></r>", "<r></x>", "&<>\"'", " x ", "é 日 😀", "日\u0301本"]
    make_pledges(words)
    found = [row["purpose"] for row in rows_of_xlsx(download(client, "/pledges.xlsx")[0])]
    assert [each.removesuffix(" ") if "<r>" in each else each for each in found] == words


def test_a_workbook_of_the_same_data_is_the_same_bytes(client, reader):
    first = {address: download(reader, address)[0] for address in ("/workshops.xlsx", "/index.xlsx")}
    time.sleep(1.01 - time.time() % 1)  # it would tell the second that it was written in
    assert [address for address in first if download(client, address)[0] != first[address]] == []


def test_a_workbook_that_fails_leaves_no_file_behind(report, monkeypatch, tmp_path):
    def fail(*args):
        raise OSError("no space left")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("reports.exports.xlsx.write_cell", fail)
    assert Client(raise_request_exception=False).get("/workshops.xlsx").status_code == 500
    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_is_cut_says_so_and_where_the_whole_is(client, empty, site):
    words = ["word ", "日", "😀", "e\u0301", "\u0301e", "<r>"]  # cut before and within a letter
    block = make_pledges(words)
    # Written past the rules, which would read each long text many times.
    longs = {word: word * (4500 // len(word)) + block.text for word in words}
    blocks = Block._base_manager.bulk_create(
        Block(report=block.report, kind=block.kind, order=n, key=f"p{n}", number=n, text=longs[word])
        for n, word in enumerate(words * 12, 2)
    )
    pledges = {pledge.purpose: pledge for pledge in Pledge.objects.all()}
    Evidence._base_manager.bulk_create(
        Evidence(block=each, anchor=f"words-{each.number}", quote=each.text, pledge=pledges[word])
        for word, each in zip(words * 12, blocks, strict=True)
    )
    rows = rows_of_xlsx(download(client, "/pledges.xlsx")[0])
    listed = client.get("/pledges.json").json()["records"]
    for word, row, in_json in zip(words, rows, listed, strict=True):
        whole, found = "; ".join([block.text] + [longs[word]] * 12), row["quotes"]
        kept, _, said = found.partition(" … [")
        assert said == (
            f"Cut here: the whole has {len(whole):,} characters, and is in this list as CSV or JSON: "
            "https://reports.example.org/pledges.json]"
        ), word
        assert whole.startswith(kept), word
        assert whole[len(kept)] != "\u0301"
        assert 32_000 < len(found.encode("utf-16-le")) / 2 <= 32_767, word
        assert "; ".join(in_json["quotes"]) == whole, word


def test_a_text_that_just_fits_is_whole():
    for text in ("x" * 32_766, "😀" * 16_383, f"<r>{'x' * 32_759}</r>"):
        assert cell_value(text, "") == text
        assert len(cell_value(text + "x", "").encode("utf-16-le")) / 2 <= 32_767


def days_of_workshops(client, field, days):
    """Give a workshop of its own each of `days` in `field`; return a workbook of them, and its days."""
    workshops = Workshop.objects.order_by("slug")
    for workshop, day in zip(workshops, days, strict=False):
        Workshop.objects.filter(pk=workshop.pk).update(**{field: day})
    body = download(client, "/workshops.xlsx")[0]
    return body, {row[field] for row in rows_of_xlsx(body)}


def test_a_day_before_1900_is_text(client, report):
    days = [date(1, 1, 1), date(1582, 10, 4), date(1899, 12, 31)]
    DataVersion.objects.update(date=days[-1])
    body, found = days_of_workshops(client, "earliest", days)
    about = openpyxl.load_workbook(io.BytesIO(body))["About"].iter_rows(values_only=True)
    assert dict(row[:2] for row in about)["data_date"] == "1899-12-31"
    assert {day.isoformat() for day in days} <= found


def test_a_day_from_1900_on_is_a_day(client, report):
    days = [date(1900, 1, 1), date(1900, 3, 1), date(2100, 12, 31), date.max]
    _, found = days_of_workshops(client, "latest", days)
    assert {datetime.combine(day, datetime.min.time()) for day in days} <= found
