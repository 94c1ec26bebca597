"""The page about the data describes every column, and its examples run as printed."""

import csv
import html
import os
import re
import subprocess
import sys
import urllib.request


def test_data_page_describes_every_column(client, report):
    page = client.get("/data/").content.decode().split("<main")[1]
    assert page.count("<details") == 12
    for name in ("date_edtf", "paragraph_addresses", "times_hosted"[6:]):
        assert f"<code>{name}</code>" in page


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
    with urllib.request.urlopen(live_server.url + path) as answer:
        return answer.read().decode()
