"""A command that cannot do its work here ends in one sentence that says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.core.management import get_commands
from django.db import connection

from reports.management.utility import ASKING_TOOLS, BEGINNING, TOOLS
from tests.management.test_restoring import database
from tests.project.test_settings import SERVICE

ROOT = Path(__file__).parent.parent.parent
# To free all of it at the end would take as long as a command.
RUN = """
import json, os, sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from reports.management.utility import Portal
told = {}
for command in json.loads(sys.argv[1]):
    with redirect_stderr(StringIO()) as said, redirect_stdout(said):
        try:
            Portal(["manage.py", *command.split(maxsplit=2)]).execute()
        except SystemExit as end:
            said.write(end.code if isinstance(end.code, str) else "")
    told[command] = said.getvalue()
print(json.dumps(told), flush=True)
os._exit(0)
"""
# The least that a command is to be told, where that is not nothing.
ARGUMENTS = {
    "addstatictoken": " editor",
    "axes_reset_ip": " 192.0.2.1",
    "axes_reset_ip_username": " 192.0.2.1 editor",
    "axes_reset_username": " editor",
    "loaddata": " text",
    "restore": " none.zip",
    "second_factor": " editor",
}
OURS = sorted(name for name, app in get_commands().items() if app not in TOOLS)
NOWHERE = "postgres://portal:secret@127.0.0.1:1/none"


def in_full(names):
    """The commands by those names, each with the least that it is to be told."""
    return {name + ARGUMENTS.get(name, ""): name for name in names}


def told(folder, commands, **more):
    """Run the commands in one process, with the variables `more` alone; what each said."""
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var")}
    own |= {"DJANGO_SETTINGS_MODULE": "baliportal.settings"}
    code = [sys.executable, "-c", RUN, json.dumps([*commands])]
    done = subprocess.run(code, cwd=ROOT, env=own | more, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_command_on_a_database_without_tables_says_which_and_what_to_do(db, tmp_path):
    names = [name for name in [*OURS, "dumpdata"] if name not in BEGINNING]
    assert {"backup", "load_report", "verify", "public_role", "createsuperuser"} <= set(names)
    with database(tmp_path, "portal_without") as address:
        own = SERVICE | {"DATABASE_URL": address}
        said = told(tmp_path, [*in_full(names), "verify --help"], **own)
    assert said.pop("verify --help").startswith("usage:")
    which = "SQLite file" if connection.vendor == "sqlite" else "PostgreSQL database portal_without_"
    for command, text in said.items():
        assert text.startswith(f"CommandError: The {which}"), command
        assert "has no tables of the portal." in text
        assert "step 4 of README's “Deploy it”" in text
        assert text.count("\n") == 1


def test_service_settings_start_and_a_database_that_does_not_answer_is_told(tmp_path):
    own = SERVICE | {"DATABASE_URL": NOWHERE}
    said = told(tmp_path, ["check", "serve --prepare", "verify", *sorted(ASKING_TOOLS)], **own)
    assert "no issues" in said.pop("check")
    started = said.pop("serve --prepare")
    assert started.startswith("CommandError: The portal cannot be made ready (")
    assert started.count("\n") == 1
    assert_no_answer(said, "DATABASE_URL")


def assert_no_answer(said, name):
    """Assert that each command has told of a database that does not answer, without its password."""
    for command, text in said.items():
        start = "CommandError: The PostgreSQL database none at 127.0.0.1:1 does not"
        assert text.startswith(start), command
        assert f"the password are right in {name}." in text
        assert "secret" not in text
        assert text.count("\n") == 1
