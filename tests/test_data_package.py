"""The page about the data, and the whole data set as one package."""

import csv
import hashlib
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from frictionless import Package, system

from reports import package
from reports.models import RECORDS, Evidence, Meeting
from reports.rules import settled
from tests.benchmarks import synthetic


@pytest.fixture
def archive(client, report):
    """The package as downloaded."""
    answer = client.get("/data/package.zip")
    body = answer.content
    assert int(answer["Content-Length"]) == len(body)
    return zipfile.ZipFile(io.BytesIO(body))


def test_frictionless_finds_the_package_sound_with_its_keys(archive, tmp_path):
    archive.extractall(tmp_path)
    with system.use_context(trusted=True):
        found = Package(str(tmp_path / "datapackage.json")).validate()
    assert found.flatten(["type", "note"]) == []
    assert found.stats["tasks"] == len(package.tables())


def test_package_breaks_where_a_key_does(archive, tmp_path):
    archive.extractall(tmp_path)
    workshops = tmp_path / "data" / "workshops.csv"
    workshops.write_text(workshops.read_text().replace("malaysia-2002,", "nowhere-2002,", 1))
    described = tmp_path / "datapackage.json"
    described.write_text(re.sub(r'"(?:bytes|hash)": [^\n]+\n', "", described.read_text()))
    with system.use_context(trusted=True):
        assert "foreign-key" in {e[0] for e in Package(str(described)).validate().flatten(["type"])}


def test_every_published_record_is_in_it_with_its_evidence(archive):
    for model in (*RECORDS.values(), Evidence):
        with archive.open(f"data/{package.name(model)}.csv") as file:
            rows = list(csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")))
        assert len(rows) == model.objects.count()
        assert {row["id"] for row in rows} == {package.identity(row) for row in model.objects.all()}


def test_hashes_and_sizes_are_those_of_the_files(archive):
    described = json.loads(archive.read("datapackage.json"))
    assert described["version"] == "1"
    assert "licenses" not in described
    for resource in described["resources"]:
        content = archive.read(resource["path"])
        assert resource["bytes"] == len(content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()


def test_the_same_data_gives_the_same_bytes(client, report):
    first, second = (client.get("/data/package.zip").content for _ in range(2))
    assert first == second


def test_package_asks_as_often_however_many_rows(client, report, django_assert_num_queries):
    queries = len(package.tables()) + 3  # one a table; the version, the reports, their texts
    with django_assert_num_queries(queries):
        client.get("/data/package.zip")
    synthetic.fill(30, reports=3)
    with django_assert_num_queries(queries):
        client.get("/data/package.zip")


def test_a_draft_is_not_in_it(client, report):
    with settled():
        for meeting in Meeting.objects.all():
            meeting.published = False
            meeting.save()
    body = client.get("/data/package.zip").content
    archive = zipfile.ZipFile(io.BytesIO(body))
    for path in archive.namelist():
        if path != "datapackage.json":
            assert archive.read(path).count(b"\r\n") == 1, path


def test_report_as_text_is_the_report_numbered(client, report):
    answer = client.get("/meetings/2004-brisbane-som/report.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    for block in report.blocks.all():
        printed = f"{block.number}. " if block.number_printed else f"[{block.number}] "
        assert f"\n{printed if block.number else ''}{block.text}\n" in f"\n{text}"
    assert "\n[1] Australia and Indonesia co-chaired" in text


def test_examples_run_as_printed(live_server, report, settings, tmp_path):
    settings.SITE_URL = live_server.url
    page = html.unescape(live_server_page(live_server, "/data/"))
    shell, python, _ = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)
    environment = {"PATH": os.environ["PATH"]}
    subprocess.run(shell, shell=True, check=True, cwd=tmp_path, env=environment)
    with (tmp_path / "workshops.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["hosts"] for row in csv.DictReader(file)] == ["Thailand", "Thailand"]
    printed = subprocess.run(
        [sys.executable, "-c", python], check=True, capture_output=True, text=True, cwd=tmp_path
    ).stdout
    assert "March 2004 Identity management and document fraud" in printed


def live_server_page(live_server, path):
    """The page at `path` of the running server."""
    import urllib.request

    with urllib.request.urlopen(live_server.url + path) as answer:
        return answer.read().decode()


def test_data_page_describes_every_column(client, report):
    page = client.get("/data/").content.decode().split("<main")[1]
    assert page.count("<details") == 8
    for name in ("date_edtf", "paragraph_addresses", "times_hosted"[6:]):
        assert f"<code>{name}</code>" in page
