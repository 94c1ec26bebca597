"""The data moves between the engines and stays the same, versions included."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from reports.management.commands.serve import FIXTURES

ROOT = Path(__file__).parent.parent.parent
DUMP = ["dumpdata", "reports", "--natural-foreign", "--natural-primary"]
DUMP += ["--exclude", "reports.revision", "--indent", "1"]


@pytest.fixture(autouse=True)
def on_postgresql():
    """Skip the test on SQLite: only the PostgreSQL run has both engines."""
    if connection.vendor != "postgresql":
        pytest.skip("the PostgreSQL run moves data both ways")


@contextmanager
def postgresql_database(name, template="template1"):
    """The address of a new database on the server under test, a copy of `template`, dropped afterwards.

    Its `name` is followed by the process, since each worker of pytest may make one.
    """
    name = f"{name}_{os.getpid()}"
    with connection._nodb_cursor() as cursor:  # of no test's transaction
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
    try:
        yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


# Several commands in one process, as a start takes longer than most of them.
RUN = """
import json, sys
from django.core.management import execute_from_command_line
for arguments in json.loads(sys.argv[1]):
    execute_from_command_line(["manage.py", *arguments])
"""


def manage(url, *commands):
    """Run commands of the portal on the database at `url`, one after the other; what they printed."""
    return subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "baliportal.settings"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_data_moves_both_ways(transactional_db, tmp_path):
    with postgresql_database("portal_moving") as there:
        here = f"sqlite:///{tmp_path / 'a.sqlite3'}"
        back = f"sqlite:///{tmp_path / 'b.sqlite3'}"
        dump = tmp_path / "portal.json"
        # A second version, so that there is a history to carry along.
        change = "from reports.models import *; m = Meeting.objects.first(); m.delegates = 9; m.save()"
        first = manage(
            here,
            ["migrate", "-v0"],
            ["loaddata", "-v0", *FIXTURES],
            ["shell", "-v0", "-c", change],
            DUMP,
        )
        assert [row["model"] for row in json.loads(first)].count("reports.dataversion") == 2
        last = first
        for url in (there, back):
            dump.write_text(last)
            last = manage(url, ["migrate", "-v0"], ["loaddata", "-v0", str(dump)], DUMP)
            assert json.loads(last) == json.loads(first)
