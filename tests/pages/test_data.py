"""The page about the data describes every column, and its examples run as printed."""

import csv
import html
import os
import re
import subprocess
import sys
import urllib.request

import pytest

BETWEEN = "-- the next example --"


def test_data_page_describes_every_column(reader):
    page = reader.get("/data/").content.decode().split("<main")[1]
    assert page.count("<details") == 12
    for name in ("date_edtf", "paragraph_addresses", "times_hosted"[6:]):
        assert f"<code>{name}</code>" in page


def test_examples_run_as_printed(live_server, report, settings, tmp_path):
    settings.SITE_URL = live_server.url
    page = html.unescape(live_server_page(live_server, "/data/"))
    found = re.findall(r'aria-label="Example of ([^"]+)"\s*><code>(.*?)</code></pre>', page, re.S)
    examples = dict(found)
    environment = {"PATH": os.environ["PATH"]}
    for name in ("CSV with curl", "text and citation"):
        subprocess.run(examples[name], shell=True, check=True, cwd=tmp_path, env=environment)
    with (tmp_path / "workshops.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["hosts"] for row in csv.DictReader(file)] == ["Thailand", "Thailand"]
    assert "Senior officials" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert (tmp_path / "report.bib").read_text(encoding="utf-8").startswith("@")
    expected = {
        "CSV with Python": "March 2004 Identity management and document fraud",
        "JSON with Python": "March 2004 Identity management and document fraud ['",
        "one record": "May 2004",
        "the package": "thailand-2004-targeting",
    }
    # One process for all, since to start one takes longer than an example; each has names of its own.
    each_alone = f"import sys\nfor example in sys.argv[1:]: exec(example, {{}}); print({BETWEEN!r})"
    *printed, _ = subprocess.run(
        [sys.executable, "-c", each_alone, *(examples[name] for name in expected)],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    ).stdout.split(BETWEEN)  # fmt: skip
    for (name, said), words in zip(expected.items(), printed, strict=True):
        assert said in words, name
    assert 'pandas.read_json(address, typ="series")["records"]' in examples["JSON with pandas"]
    assert "pandas.read_excel(address)" in examples["Excel with pandas"]


@pytest.mark.parametrize("name", ["workshops", "pledges", "participants", "who-did-what", "index"])
def test_json_has_the_shape_that_pandas_reads(reader, name):
    """`pandas.read_json(…, typ="series")` takes one object; a frame takes records of the same names."""
    answer = reader.get(f"/{name}.json").json()
    assert isinstance(answer, dict)
    names = [column["name"] for column in answer["columns"]]
    assert answer["records"]
    assert {tuple(record) for record in answer["records"]} == {tuple(names)}


def test_the_columns_that_the_pandas_examples_name_are_there(reader):
    columns = reader.get("/workshops.json").json()["columns"]
    assert {"date_words", "name", "hosts"} <= {column["name"] for column in columns}
    assert {"Date", "Workshop", "Hosted by"} <= {column["label"] for column in columns}


def live_server_page(live_server, path):
    """The page at `path` of the running server."""
    with urllib.request.urlopen(live_server.url + path) as answer:
        return answer.read().decode()
