"""The whole data set is one package, which an independent validator finds sound."""

import csv
import hashlib
import io
import json
import re
import sys
import zipfile
from datetime import date

import pytest
from frictionless import Package, system

from reports.exports import package
from reports.integrity.checks import deferred_checks
from reports.integrity.verify import guarded_models
from reports.models import RECORDS, DataVersion, Evidence, Report
from tests.benchmarks import synthetic


@pytest.fixture
def archive(read_page):
    """The package as downloaded."""
    answer = read_page("/data/package.zip")
    body = answer.content
    assert int(answer["Content-Length"]) == len(body)
    return zipfile.ZipFile(io.BytesIO(body))


@pytest.fixture
def validator(monkeypatch):
    """Let frictionless read a package wherever it is.

    What it validates with would load a reader of IRIs, for half a second, which it never asks.
    """
    monkeypatch.setitem(sys.modules, "rfc3987_syntax", None)
    with system.use_context(trusted=True):
        yield


@pytest.mark.usefixtures("validator")
def test_frictionless_finds_the_package_sound_with_its_keys(archive, tmp_path):
    archive.extractall(tmp_path)
    found = Package(str(tmp_path / "datapackage.json")).validate()
    assert found.flatten(["type", "note"]) == []
    assert found.stats["tasks"] == len(guarded_models())


@pytest.mark.usefixtures("validator")
def test_package_breaks_where_a_key_does(archive, tmp_path):
    archive.extractall(tmp_path)
    workshops = tmp_path / "data" / "workshops.csv"
    workshops.write_text(workshops.read_text().replace("malaysia-2002,", "nowhere-2002,", 1))
    described = tmp_path / "datapackage.json"
    described.write_text(re.sub(r'"(?:bytes|hash)": [^\n]+\n', "", described.read_text()))
    roles = Package(str(described)).get_resource("workshop_roles")  # which point to workshops
    assert "foreign-key" in {e[0] for e in roles.validate().flatten(["type"])}


def test_every_published_record_is_in_it_with_its_evidence(archive):
    for model in (*RECORDS.values(), Evidence):
        with archive.open(f"data/{package.table_name(model)}.csv") as file:
            rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")))
        stored = model.objects.select_related()  # with the rows that its identity is of
        assert len(rows) == len(stored)
        assert {row["id"] for row in rows} == {package.identity(row) for row in stored}


def test_hashes_and_sizes_are_those_of_the_files(archive):
    described = json.loads(archive.read("datapackage.json"))
    assert described["version"] == "1"
    assert "licenses" not in described
    for resource in described["resources"]:
        content = archive.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_the_same_data_gives_the_same_bytes_whatever_is_asked(client, read_page):
    asked = client.get("/data/package.zip?p=2&x=1").content
    assert asked == read_page("/data/package.zip").content


def test_package_asks_as_often_however_many_rows(client, report, django_assert_num_queries):
    # Two a table, its names and its rows; the version, the reports, their texts; who is stated, all
    # actors, their names, and the texts that may name the others.
    queries = 2 * len(guarded_models()) + 7
    with django_assert_num_queries(queries):
        client.get("/data/package.zip")
    synthetic.fill(6, reports=1)
    with django_assert_num_queries(queries):
        client.get("/data/package.zip")


def test_a_draft_is_not_in_it(client, report):
    with deferred_checks():
        for each in Report.objects.all():
            each.published = False
            each.save()
    body = client.get("/data/package.zip").content
    archive = zipfile.ZipFile(io.BytesIO(body))
    for path in archive.namelist():
        if path != "datapackage.json":
            assert archive.read(path).count(b"\r\n") == 1, path


CLOCKS = {
    date(1, 1, 1): (1980, 1, 1),
    date(1970, 1, 1): (1980, 1, 1),
    date(1979, 12, 31): (1980, 1, 1),
    date(2026, 11, 24): (2026, 11, 24),
    date(2108, 1, 1): (2107, 12, 31),
    date.max: (2107, 12, 31),
}


def test_any_clock_makes_a_package(client, empty):
    DataVersion.objects.rise()  # of no rows, which have nothing of the day
    for day, of_entries in CLOCKS.items():
        DataVersion.objects.update(date=day)
        with zipfile.ZipFile(io.BytesIO(client.get("/data/package.zip").content)) as archive:
            assert {entry.date_time[:3] for entry in archive.infolist()} == {of_entries}, day
            created = json.loads(archive.read("datapackage.json"))["created"]
        assert created == f"{day}T00:00:00Z"


@pytest.mark.parametrize("day", [min(CLOCKS), max(CLOCKS)])  # the others have no more than these
def test_any_clock_makes_every_other_file(client, empty, day):
    DataVersion.objects.rise()
    DataVersion.objects.update(date=day)
    lists = [f"/workshops.{form}" for form in ("csv", "xlsx", "json", "bib", "ris", "csl.json")]
    for address in ("/", "/data/", *lists):
        assert client.get(address).status_code == 200, address
    for address in ("/sitemap.xml", "/sitemap-pages.xml"):
        assert f"<lastmod>{day}</lastmod>" in client.get(address).content.decode()


def test_an_empty_portal_has_a_package_without_a_day(client, empty):
    with zipfile.ZipFile(io.BytesIO(client.get("/data/package.zip").content)) as archive:
        assert "created" not in json.loads(archive.read("datapackage.json"))
