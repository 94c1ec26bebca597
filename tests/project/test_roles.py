"""A process that answers public pages alone has nothing of the desk, and the other way round."""

import io
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from baliportal.entry.app import Entry
from baliportal.entry.setup import security_headers
from tests.project.test_settings import load, start

ROOT = Path(__file__).parent.parent.parent
OF_THE_DESK = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "axes",
    "reversion",
    "baliportal.desk",
    "baliportal.door",
    "reports.admin",
)
LOADED = f"""
import sys, baliportal.wsgi
from django.urls import get_resolver
list(map(str, get_resolver().url_patterns))
found = [name for name in sys.modules if name.startswith({OF_THE_DESK!r})]
print(found, baliportal.wsgi.application.desk)
"""


def test_a_public_process_loads_nothing_of_the_desk(tmp_path):
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DEBUG": "1", "ROLE": "public"}
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] None"
    assert all(map(find_spec, OF_THE_DESK))  # they are the names of what there is


def test_a_public_process_needs_no_key_and_makes_no_file(tmp_path):
    variables = {
        "ROLE": "public",
        "PUBLIC_DATABASE_URL": "postgres://portal_public@localhost/none",
        "ALLOWED_HOSTS": "reports.example.org",
    }
    assert start(tmp_path, **variables) == (0, "")
    found = load(tmp_path, **variables)
    assert (found.SERVICE, found.DATABASES["default"]["USER"]) == (True, "portal_public")
    assert len(found.SECRET_KEY) > 50
    assert load(tmp_path, ROLE="public").SERVICE is False
    assert {path.name for path in (tmp_path / "var").iterdir()} == {"static-public"}


def ask(path, **more):
    """The status and the text of an entry's answer."""
    said = []
    entry = Entry(
        lambda environ, start: pytest.fail("asked Django"),
        None,
        None,
        known=frozenset(),
        is_host=lambda host: True,
        error_page=None,
        security_headers=security_headers(),
        is_static=None,
        **more,
    )
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_HOST": "h", "wsgi.input": io.BytesIO()}
    environ["wsgi.url_scheme"] = "http"
    body = entry(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(body).decode()


def test_a_process_of_the_desk_says_where_the_pages_are():
    status, text = ask("/workshops/", elsewhere="https://reports.example.org")
    assert status == "404 Not Found"
    assert "The pages of the portal are at https://reports.example.org" in text
    assert ask("/healthz", elsewhere="https://reports.example.org")[0] == "200 OK"
