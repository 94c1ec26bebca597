"""Lists and records as files: the same rows as the page, whole or not at all."""

import csv
import html
import io
import json
import re
import sqlite3
import threading
from datetime import datetime
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.db import connection
from django.shortcuts import resolve_url
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from reports import exports
from reports.columns import for_files
from reports.models import DataVersion, Matching, Meeting, Objective, Pledge, Workshop
from reports.snapshot import snapshot
from reports.views.lists import RecordList
from tests.conftest import make_block, make_meeting, make_record

LISTS = [
    "/meetings/",
    "/participants/?role=observer",
    "/workshops/",
    "/workshops/?host=thailand&host=malaysia&state=held",
    "/workshops/?host=nauru",
    "/recommendations/?standing=continue&sort=-name",
    "/pledges/",
    "/objectives/",
    "/experts-groups/",
    "/who-did-what/?beyond=yes",
]


def form(address, suffix):
    """The address of a list's file."""
    path, question, query = address.partition("?")
    return f"{path.rstrip('/')}.{suffix}{question}{query}"


def download(client, address):
    """The bytes of a file, and the response they came in."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert int(answer["Content-Length"]) == len(body)
    return body, answer


def rows_of_csv(body):
    """The rows of a CSV, read as an independent reader would."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(body):
    """The rows of the first sheet of a workbook, as dictionaries."""
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("address", LISTS)
def test_every_form_holds_the_rows_that_the_page_counts(client, report, address):
    page = client.get(address).content.decode()
    count = int(re.search(r'role="status"><strong>(\d+)', page)[1])
    in_csv = rows_of_csv(download(client, form(address, "csv"))[0])
    in_xlsx = rows_of_xlsx(download(client, form(address, "xlsx"))[0])
    in_json = json.loads(download(client, form(address, "json"))[0])
    assert len(in_csv) == len(in_xlsx) == len(in_json["records"]) == in_json["rows"] == count
    for one, two, three in zip(in_csv, in_xlsx, in_json["records"], strict=True):
        assert list(one) == list(two) == list(three)
        assert one["address"] == two["address"] == three["address"]
        for name, value in three.items():
            assert (one[name] == "") == (two[name] is None), name
            assert value not in ("", []) or one[name] == ""
            assert (value is None) <= (one[name] == ""), name


def test_every_row_carries_its_words_and_where_they_stand(client, report):
    for row in json.loads(download(client, "/workshops.json")[0])["records"]:
        assert len(row["quotes"]) == len(row["paragraphs"]) == len(row["paragraph_addresses"]) > 0
        for address in (row["address"], *row["paragraph_addresses"]):
            path = urlsplit(address)
            assert address.startswith("http://")
            page = client.get(path.path)
            assert page.status_code == 200
            assert not path.fragment or f'id="{path.fragment}"' in page.content.decode()


def test_values_are_typed_and_not_stated_is_null(client, report):
    found = {
        r["address"].split("/")[-2]: r
        for r in json.loads(download(client, "/pledges.json")[0])["records"]
    }
    assert found["japan-website-10000-usd"]["amount"] == 10000
    assert found["japan-website-10000-usd"]["giver"]["name"] == "Japan"
    assert found["australia-website-funding"]["amount"] is None
    sheet = {
        r["address"].split("/")[-2]: r for r in rows_of_xlsx(download(client, "/workshops.xlsx")[0])
    }
    assert sheet["malaysia-2002"]["earliest"] == datetime(2002, 1, 1)  # noqa: DTZ001
    assert sheet["malaysia-2002"]["number"] == 1
    assert sheet["thailand-2004-targeting"]["pilot"] is True
    assert sheet["malaysia-2002"]["pilot"] is None
    text = {r["address"].split("/")[-2]: r for r in rows_of_csv(download(client, "/workshops.csv")[0])}
    assert text["fiji-2004-refugee-protection"]["organisers"].count("; ") == 1
    assert (text["malaysia-2002"]["earliest"], text["malaysia-2002"]["date_edtf"]) == (
        "2002-01-01",
        "2002",
    )


def test_csv_is_rfc_4180_with_a_byte_order_mark(client, report):
    body, answer = download(client, "/workshops.csv")
    assert body.startswith(b"\xef\xbb\xbfdate_words,")
    assert body.count(b"\r\n") == 18
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_workbook_has_a_frozen_head_and_says_what_it_is(client, report):
    book = openpyxl.load_workbook(io.BytesIO(download(client, "/workshops.xlsx?host=thailand")[0]))
    assert book.sheetnames == ["Workshops", "About"]
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:AB3"
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
    assert "The report's own verb" in about["hosts"] or "by the report's own verb" in about["hosts"]


def test_the_name_of_a_file_tells_kind_filters_and_version(client, report):
    _, answer = download(client, "/workshops.csv?host=thailand&state=held")
    assert (
        answer["Content-Disposition"]
        == 'attachment; filename="workshops_host-thailand_state-held_v1.csv"'
    )


@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(report, nasty):
    assert exports.cell(nasty) == f"'{nasty}"
    assert exports.cell(-5) == "-5"


@given(
    st.lists(
        st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from('",;\r\n ='))),
        min_size=2,
    )
)
@example(["a", "a,b", 'a"b', "a\rb", "a\nb", "", " ", ";"])
def test_a_line_of_csv_is_as_the_library_writes_it(values):
    line = io.StringIO(newline="")
    csv.writer(line).writerow([exports.cell(value) for value in values])
    assert ",".join(map(exports.as_csv, values)) + "\r\n" == line.getvalue()


def test_a_formula_in_the_data_is_text_in_every_form(client, report):
    block = make_block(make_meeting(), text="They gave =1+1 and Ünïcode.")
    fields = {"slug": "f", "order": 1, "giver_written": "=1+1", "state": "given", "purpose": "Ünïcode"}
    make_record(block, Pledge, "=1+1", **fields)
    row = next(r for r in rows_of_csv(download(client, "/pledges.csv")[0]) if "/f/" in r["address"])
    assert (row["giver_written"], row["purpose"]) == ("'=1+1", "Ünïcode")
    row = next(r for r in rows_of_xlsx(download(client, "/pledges.xlsx")[0]) if "/f/" in r["address"])
    assert (row["giver_written"], row["purpose"]) == ("=1+1", "Ünïcode")
    assert row["quotes"] == "=1+1"


@pytest.mark.parametrize("words", ["<r><t>x</t></r>", "<r></x>", "&<>\"'", " x ", "é 日 😀"])
def test_a_workbook_holds_any_words_as_they_are(client, report, words):
    block = make_block(make_meeting(), text="They gave money.")
    fields = {"slug": "f", "order": 1, "giver_written": "they", "state": "given", "purpose": words}
    make_record(block, Pledge, **fields)
    body = download(client, "/pledges.xlsx?giver=not-stated&sort=name")[0]
    found = [row["purpose"] for row in rows_of_xlsx(body)]
    assert words in [each.removesuffix(" ") if "<r>" in each else each for each in found]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    ("query", "parameter"),
    [("hots=thailand", "hots"), ("state=dreamt", "state"), ("page=2", "page"), ("sort=colour", "sort")],
)
def test_what_means_nothing_is_refused_with_a_problem(client, report, suffix, query, parameter):
    answer = client.get(f"/workshops.{suffix}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == 400
    assert [each["parameter"] for each in said["errors"]] == [parameter]


def test_any_name_leads_to_the_address(client, report):
    answer = client.get("/workshops.csv?host=Burma&state=held")
    assert (answer.status_code, answer["Location"]) == (302, "/workshops.csv?host=myanmar&state=held")


@pytest.mark.parametrize(
    "address", ["/nothing.csv", "/about.csv", "/workshops/nothing.json", "/search.csv"]
)
def test_what_has_no_file_is_not_found(client, report, address):
    assert client.get(address).status_code == 404


def test_the_page_offers_every_form_with_its_filters(client, report):
    page = client.get("/workshops/?host=thailand&sort=-name").content.decode()
    for suffix in ("csv", "xlsx", "json"):
        assert f'href="/workshops.{suffix}?host=thailand&amp;sort=-name"' in page


RECORDS = """
/workshops/malaysia-2002 /participants/thailand /pledges/japan-website-10000-usd /objectives/return
/recommendations/report-after-a-year /experts-groups/aheg-i /meetings/2004-brisbane-som
"""


@pytest.mark.parametrize("address", RECORDS.split())
def test_a_record_is_json_with_links(client, report, address):
    found = client.get(f"{address}.json").json()
    assert found["links"]["page"].endswith(f"{address}/")
    for link in found["links"].values():
        assert client.get(urlsplit(link).path).status_code == 200
    assert found.get("evidence") or found["records"]
    assert found["data_version"] == 1


def test_an_error_while_writing_is_a_500_and_no_short_file(report, monkeypatch):
    def fail(value):
        raise OSError("no space left")

    monkeypatch.setattr("reports.cells.CHUNK", 5)  # so that more rows are asked for already
    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr(exports, "cell", fail)
        answer = client.get("/workshops.csv")
    assert answer.status_code == 500
    assert not answer.streaming
    assert len(rows_of_csv(download(client, "/workshops.csv")[0])) == 17


@pytest.mark.parametrize("address", LISTS)
def test_a_file_is_the_same_however_many_rows_are_read_at_a_time(client, report, monkeypatch, address):
    whole = download(client, form(address, "json"))[0]
    monkeypatch.setattr("reports.cells.CHUNK", 2)
    monkeypatch.setattr("reports.sources.KEPT", 1)  # forgotten, and found again
    assert download(client, form(address, "json"))[0] == whole


@pytest.mark.parametrize("view", RecordList.__subclasses__(), ids=lambda view: view.__name__)
def test_a_file_says_of_a_row_what_django_does(client, report, view):
    address = resolve_url(f"reports:{view.model._meta.model_name}-list")
    listed = json.loads(download(client, form(address, "json"))[0])["records"]
    columns = [each for each in for_files(view.filters.columns) if each.reads != "evidence"]
    said = [exports.facts(columns, row) for row in view.model.objects.published().for_listing()]
    plain = json.loads(json.dumps(said, default=exports.structured))
    assert {row["address"]: row for row in plain} == {
        row["address"]: {each.name: row[each.name] for each in columns} for row in listed
    }
    assert len(plain) == len(listed) > 0


def test_a_large_file_is_not_compressed_so_that_its_length_holds(client, report, monkeypatch):
    monkeypatch.setattr("reports.views.exports.MEMORY", 100)  # as if it were a large one
    answer = client.get("/workshops.csv", headers={"accept-encoding": "gzip, br"})
    assert answer.streaming
    assert not answer.has_header("Content-Encoding")
    assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content)) > 100


def test_queries_do_not_grow_with_rows(client, report, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as small:
        download(client, "/workshops.csv")
    meeting = make_meeting()
    for n in range(1, 31):
        block = make_block(meeting, n, text=f"Workshop {n} was held.")
        fields = {"slug": f"w{n}", "order": n, "kind": "workshop", "state": "held", "name": f"w {n}"}
        make_record(block, Workshop, **fields)
    with django_assert_max_num_queries(len(small)):
        assert len(rows_of_csv(download(client, "/workshops.csv")[0])) == 47


def test_a_file_made_while_another_edits_is_of_one_version(written):
    meeting = make_meeting()
    make_meeting("2006-other")

    def edit():
        other = Meeting.objects.get(slug="2006-other")
        other.delegates = 99
        other.save()
        connection.close()

    with snapshot():
        before = DataVersion.objects.current().number
        editor = threading.Thread(target=edit)
        editor.start()
        editor.join(10)
        assert not editor.is_alive()  # the reader does not lock the editor out
        assert DataVersion.objects.current().number == before
        assert Meeting.objects.get(slug="2006-other").delegates is None
    assert DataVersion.objects.current().number == before + 1
    assert Meeting.objects.get(slug="2006-other").delegates == 99
    assert meeting.published


def test_every_column_is_described():
    for view in RecordList.__subclasses__():
        names = [column.name for column in for_files(view.filters.columns)]
        assert len(names) == len(set(names))
        assert all(column.description for column in view.filters.columns)


def test_a_filtered_list_is_called_the_same_everywhere(client, report):
    query = "?host=malaysia&host=thailand&state=held"
    words = "Hosted by Malaysia or Thailand; State Held"
    assert json.loads(download(client, f"/workshops.json{query}")[0])["filters"] == words
    page = client.get(f"/workshops/{query}").content.decode()
    assert f"<title>Workshops: {words}" in page
    assert re.search(rf"Workshops: {words} \(\d+ rows\)", html.unescape(page))  # its citation


def test_a_record_of_a_draft_is_in_no_file_of_what_it_serves(client, report):
    draft = make_meeting("2006-draft", published=False)
    fields = {
        "slug": "secret",
        "order": 1,
        "kind": "workshop",
        "state": "held",
        "name": "secret workshop",
    }
    hidden = Workshop.objects.create(meeting=draft, **fields)
    objective = Objective.objects.get(slug="information-sharing")
    before = client.get("/objectives/").content
    Matching.objects.create(objective=objective, workshop=hidden)
    assert client.get("/objectives/").content == before
    for address in ("/objectives.json", "/objectives.csv", "/objectives/information-sharing.json"):
        assert b"ecret" not in download(client, address)[0]


def test_many_rows_that_are_pointed_to_are_one_parameter(client, report):
    assert Matching.objects.count() > 12
    if connection.vendor == "sqlite":  # which takes 32,766 at most, and PostgreSQL twice as many
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 12)
    try:
        assert len(rows_of_csv(download(client, "/objectives.csv")[0])) == 10
    finally:
        if connection.vendor == "sqlite":
            connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)


def test_a_workbook_that_fails_leaves_no_file_behind(report, monkeypatch, tmp_path):
    def fail(*args):
        raise OSError("no space left")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("reports.workbook.write_cell", fail)
    assert Client(raise_request_exception=False).get("/workshops.xlsx").status_code == 500
    assert list(tmp_path.iterdir()) == []
