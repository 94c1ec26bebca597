"""A file is answered whole or not at all, under a name that tells its filters."""

import errno
import html
import json
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from reports.exports.views import FORMS
from tests.exports.downloaded import download, rows_of_csv


def test_the_page_offers_every_form_with_its_filters(reader):
    page = reader.get("/workshops/?host=thailand&sort=-name").content.decode()
    for suffix in ("csv", "xlsx", "json"):
        assert f'href="/workshops.{suffix}?host=thailand&amp;sort=-name"' in page


def test_the_name_of_a_file_tells_kind_filters_and_version(reader):
    _, answer = download(reader, "/workshops.csv?host=thailand&state=held")
    assert (
        answer["Content-Disposition"]
        == 'attachment; filename="workshops_host-thailand_state-held_v1.csv"'
    )


def test_a_filtered_list_is_called_the_same_everywhere(reader):
    query = "?host=malaysia&host=thailand&state=held"
    words = "Hosted by Malaysia or Thailand; State Held"
    assert json.loads(download(reader, f"/workshops.json{query}")[0])["filters"] == words
    page = reader.get(f"/workshops/{query}").content.decode()
    assert f"<title>Workshops: {words}" in page
    assert re.search(rf"Workshops: {words} \(\d+ rows\)", html.unescape(page))  # its citation


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


def test_no_name_leads_away_from_what_means_nothing(client, report):
    answer = client.get("/workshops.csv?host=Burma&hots=x")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "hots"


def test_any_name_leads_to_the_address(client, report):
    answer = client.get("/workshops.csv?host=Burma&state=held")
    assert (answer.status_code, answer["Location"]) == (302, "/workshops.csv?host=myanmar&state=held")


@pytest.mark.parametrize(
    "address", ["/nothing.csv", "/about.csv", "/workshops/nothing.json", "/search.csv"]
)
def test_what_has_no_file_is_not_found(client, report, address):
    assert client.get(address).status_code == 404


RECORDS = """
/workshops/malaysia-2002 /participants/thailand /pledges/japan-website-10000-usd /objectives/return
/recommendations/report-after-a-year /experts-groups/aheg-i /meetings/2004-brisbane-som
/outcomes/returns-checklist /presentations/iom-website
"""


@pytest.mark.parametrize("address", RECORDS.split())
def test_a_record_is_json_with_links(reader, address):
    found = reader.get(f"{address}.json").json()
    assert found["links"]["page"].endswith(f"{address}/")
    for link in found["links"].values():
        assert reader.get(urlsplit(link).path).status_code == 200
    assert found.get("evidence") or found["records"]
    assert found["data_version"] == 1


def test_an_error_while_writing_is_a_500_and_no_short_file(report, monkeypatch):
    def fail(value):
        raise OSError("no space left")

    monkeypatch.setattr("reports.exports.rows.CHUNK", 5)  # so that more rows are asked for already
    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr("reports.exports.files.csv_cell", fail)
        answer = client.get("/workshops.csv")
    assert answer.status_code == 500
    assert not answer.streaming
    assert len(rows_of_csv(download(client, "/workshops.csv")[0])) == 18


def test_a_large_file_is_not_compressed_so_that_its_length_holds(client, report, monkeypatch):
    monkeypatch.setattr("reports.exports.views.MEMORY", 100)  # as if it were a large one
    answer = client.get("/workshops.csv", headers={"accept-encoding": "gzip, br"})
    assert answer.streaming
    assert not answer.has_header("Content-Encoding")
    assert int(answer["Content-Length"]) == len(b"".join(answer.streaming_content)) > 100


def test_a_file_on_a_full_disk_is_told_so_as_busy(report, monkeypatch):
    def full(listing, file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(FORMS, "csv", ("text/csv; charset=utf-8", full))
    answer = Client(raise_request_exception=False).get("/workshops.csv")
    assert answer.status_code == 503
    assert answer["Retry-After"]
