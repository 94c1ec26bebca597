"""A file holds the same rows as its page, with their words, in every form."""

import json
import re
import sqlite3
import threading
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.db import connection

from reports.exports.files import json_value, record_values
from reports.kinds import KINDS
from reports.lists.columns import ADDRESS, EVIDENCE, absolute
from reports.models import (
    DataVersion,
    Evidence,
    Meeting,
    Objective,
    ObjectiveLink,
    Pledge,
    Recommendation,
    Workshop,
)
from reports.snapshot import snapshot
from tests.addresses import SITE
from tests.exports.downloaded import LISTS, download, form, rows_of_csv, rows_of_xlsx
from tests.factories import make_block, make_record, make_report, make_verb


@pytest.mark.parametrize("address", LISTS)
def test_every_form_holds_the_rows_that_the_page_counts(reader, address):
    page = reader.get(address).content.decode()
    count = int(re.search(r'role="status"><strong>(\d+)', page)[1])
    in_csv = rows_of_csv(download(reader, form(address, "csv"))[0])
    in_xlsx = rows_of_xlsx(download(reader, form(address, "xlsx"))[0])
    in_json = json.loads(download(reader, form(address, "json"))[0])
    assert len(in_csv) == len(in_xlsx) == len(in_json["records"]) == in_json["rows"] == count
    for one, two, three in zip(in_csv, in_xlsx, in_json["records"], strict=True):
        assert list(one) == list(two) == list(three)
        assert one["address"] == two["address"] == three["address"]
        for name, value in three.items():
            assert (one[name] == "") == (two[name] is None), name
            assert value not in ("", []) or one[name] == ""
            assert (value is None) <= (one[name] == ""), name


def test_every_row_carries_its_words_and_where_they_stand(reader):
    pages = {}
    for row in json.loads(download(reader, "/workshops.json")[0])["records"]:
        assert len(row["quotes"]) == len(row["paragraphs"]) == len(row["paragraph_addresses"]) > 0
        for address in (row["address"], *row["paragraph_addresses"]):
            path = urlsplit(address)
            assert address.startswith(f"{SITE}/")
            if path.path not in pages:
                page = reader.get(path.path)
                assert page.status_code == 200
                pages[path.path] = page.content.decode()
            assert not path.fragment or f'id="{path.fragment}"' in pages[path.path]


def test_values_are_typed_and_not_stated_is_null(reader):
    found = {
        r["address"].split("/")[-2]: r
        for r in json.loads(download(reader, "/pledges.json")[0])["records"]
    }
    assert found["japan-website-10000-usd"]["amount"] == 10000
    assert found["japan-website-10000-usd"]["giver"]["name"] == "Japan"
    assert found["australia-website-funding"]["amount"] is None
    sheet = {
        r["address"].split("/")[-2]: r for r in rows_of_xlsx(download(reader, "/workshops.xlsx")[0])
    }
    assert sheet["malaysia-2002"]["earliest"] == datetime(2002, 1, 1)  # noqa: DTZ001
    assert sheet["malaysia-2002"]["number"] == 1
    assert sheet["thailand-2004-targeting"]["pilot"] is True
    assert sheet["malaysia-2002"]["pilot"] is None
    text = {r["address"].split("/")[-2]: r for r in rows_of_csv(download(reader, "/workshops.csv")[0])}
    assert text["fiji-2004-refugee-protection"]["organisers"].count("; ") == 1
    assert (text["malaysia-2002"]["earliest"], text["malaysia-2002"]["date_edtf"]) == (
        "2002-01-01",
        "2002",
    )


def test_a_formula_in_the_data_is_text_in_every_form(client, empty):
    block = make_block(make_report(), text="They gave =1+1 and Ünïcode.")
    fields = {"slug": "f", "order": 1, "giver_written": "=1+1", "state": "given", "purpose": "Ünïcode"}
    make_record(block, Pledge, "=1+1", **fields)
    row = next(r for r in rows_of_csv(download(client, "/pledges.csv")[0]) if "/f/" in r["address"])
    assert (row["giver_written"], row["purpose"]) == ("'=1+1", "Ünïcode")
    row = next(r for r in rows_of_xlsx(download(client, "/pledges.xlsx")[0]) if "/f/" in r["address"])
    assert (row["giver_written"], row["purpose"]) == ("=1+1", "Ünïcode")
    assert row["quotes"] == "=1+1"


@pytest.mark.parametrize("address", LISTS)
def test_a_file_is_the_same_however_many_rows_are_read_at_a_time(client, reader, monkeypatch, address):
    whole = download(reader, form(address, "json"))[0]
    monkeypatch.setattr("reports.exports.rows.CHUNK", 2)
    monkeypatch.setattr("reports.exports.rows.MAX_ROWS_KEPT", 1)  # forgotten, and found again
    assert download(client, form(address, "json"))[0] == whole


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_file_says_of_a_row_what_django_does(reader, kind):
    listed = json.loads(download(reader, form(f"/{kind.path}/", "json"))[0])["records"]
    columns = [each for each in kind.file_columns if each not in (ADDRESS, *EVIDENCE)]
    rows = kind.model.objects.published().with_page_data()
    said = [
        record_values(columns, row) | {ADDRESS.name: absolute(row.get_absolute_url())} for row in rows
    ]
    plain = json.loads(json.dumps(said, default=json_value))
    assert {row["address"]: row for row in plain} == {
        row["address"]: {each.name: row[each.name] for each in (*columns, ADDRESS)} for row in listed
    }
    assert len(plain) == len(listed) > 0


def test_every_column_is_described():
    for kind in KINDS:
        names = [column.name for column in kind.file_columns]
        assert len(names) == len(set(names))
        assert all(column.description for column in kind.file_columns)


def test_queries_do_not_grow_with_rows(client, report, django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as small:
        download(client, "/workshops.csv")
    block = report.blocks.get(key="p19")
    fields = {"report": report, "kind": "workshop", "state": "held"}
    workshops = Workshop._base_manager.bulk_create(
        Workshop(slug=f"w{n}", order=n, name=f"w {n}", **fields) for n in range(101, 131)
    )
    Evidence._base_manager.bulk_create(
        Evidence(block=block, anchor=each.slug, quote=block.text, workshop=each) for each in workshops
    )
    with django_assert_max_num_queries(len(small)):
        assert len(rows_of_csv(download(client, "/workshops.csv")[0])) == 48


def test_many_rows_that_are_pointed_to_are_read_in_batches(client, report, monkeypatch):
    objective = Objective.objects.get(slug="return")
    made = Recommendation._base_manager.bulk_create(
        Recommendation(report=report, slug=f"r{n}", order=n, name=f"thing {n}", verb=make_verb("agreed"))
        for n in range(200, 213)
    )
    ObjectiveLink._base_manager.bulk_create(
        ObjectiveLink(objective=objective, recommendation=each) for each in made
    )
    # What a statement takes at most, on SQLite 32,766: Django asks in as many statements as it needs.
    monkeypatch.setattr(type(connection.features), "max_query_params", 12)
    if connection.vendor == "sqlite":
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 12)
    try:
        assert len(rows_of_csv(download(client, "/objectives.csv")[0])) == 10
    finally:
        if connection.vendor == "sqlite":
            connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)


def test_a_record_of_a_draft_is_in_no_file_of_what_it_serves(client, report):
    draft = make_report("2006-draft", published=False)
    fields = {
        "slug": "secret",
        "order": 1,
        "kind": "workshop",
        "state": "held",
        "name": "secret workshop",
    }
    hidden = Workshop.objects.create(report=draft, **fields)
    objective = Objective.objects.get(slug="information-sharing")
    before = client.get("/objectives/").content
    ObjectiveLink.objects.create(objective=objective, workshop=hidden)
    assert client.get("/objectives/").content == before
    for address in ("/objectives.json", "/objectives.csv", "/objectives/information-sharing.json"):
        assert b"ecret" not in download(client, address)[0]


def test_a_file_made_while_another_edits_is_of_one_version(written):
    report = make_report()
    make_report("2006-other")

    def edit():
        other = Meeting.objects.get(slug="2006-other")
        other.slug = "2006-edited"
        other.save()
        connection.close()

    with snapshot():
        before = DataVersion.objects.current().number
        editor = threading.Thread(target=edit)
        editor.start()
        editor.join(10)
        assert not editor.is_alive()  # the reader does not lock the editor out
        assert DataVersion.objects.current().number == before
        assert Meeting.objects.filter(slug="2006-other").exists()
    assert DataVersion.objects.current().number == before + 1
    assert Meeting.objects.filter(slug="2006-edited").exists()
    assert report.published
