"""A command that cannot do its work here ends in one sentence that says what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import connection

from reports.management.utility import ASKING_TOOLS, BEGINNING, OF_PUBLIC, TOOLS, WRITING_TOOLS
from tests.management.test_restoring import database

ROOT = Path(__file__).parent.parent.parent
RUN = """
import json, sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from reports.management.utility import Portal
told = {}
for name, *arguments in json.loads(sys.argv[1]):
    with redirect_stderr(StringIO()) as said, redirect_stdout(said):
        try:
            Portal(["manage.py", name, *arguments]).execute()
        except SystemExit as end:
            said.write(end.code if isinstance(end.code, str) else "")
    told[name] = said.getvalue()
print(json.dumps(told))
"""
# The least that a command is to be told, where that is not nothing.
ARGUMENTS = {
    "addstatictoken": ["editor"],
    "axes_reset_ip": ["192.0.2.1"],
    "axes_reset_ip_username": ["192.0.2.1", "editor"],
    "axes_reset_username": ["editor"],
    "loaddata": ["text"],
    "restore": ["none.zip"],
    "second_factor": ["editor"],
}
OURS = sorted(name for name, app in get_commands().items() if app not in TOOLS)


def told(folder, *commands, **more):
    """Run the commands in one process, with the variables `more` alone; what each said, by its name."""
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), "SECRET_KEY": "tests-only"}
    own |= {"DJANGO_SETTINGS_MODULE": "baliportal.settings", "ALLOWED_HOSTS": "testserver"}
    code = [sys.executable, "-c", RUN, json.dumps(commands)]
    done = subprocess.run(code, cwd=ROOT, env=own | more, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_command_on_a_database_without_tables_says_which_and_what_to_do(db, tmp_path):
    names = [name for name in [*OURS, "dumpdata"] if name not in BEGINNING]
    assert {"backup", "load_report", "verify", "public_role", "createsuperuser"} <= set(names)
    commands = [[name, *ARGUMENTS.get(name, [])] for name in names]
    with database(tmp_path, "portal_without") as address:
        said = told(tmp_path, *commands, DATABASE_URL=address)
        help_text = told(tmp_path, ["verify", "--help"], DATABASE_URL=address)["verify"]
    which = "SQLite file" if connection.vendor == "sqlite" else "PostgreSQL database portal_without_"
    for name in names:
        assert said[name].startswith(f"CommandError: The {which}"), name
        assert "has no tables of the portal." in said[name]
        assert "step 4 of README's “Deploy it”" in said[name]
        assert said[name].count("\n") == 1
    assert help_text.startswith("usage:")


def test_a_public_process_says_that_its_role_is_why_it_lacks_a_command(tmp_path):
    names = {*OURS, *WRITING_TOOLS} - OF_PUBLIC
    assert "createsuperuser" in names
    said = told(tmp_path, *([name, *ARGUMENTS.get(name, [])] for name in names), ROLE="public")
    for name in names:
        assert said[name].startswith("This process has ROLE=public, which only reads"), name
        assert f"`manage.py {name}`" in said[name]
        assert "run it with ROLE=desk or without ROLE" in said[name]
    assert "no issues" in told(tmp_path, ["check"], ROLE="public")["check"]


@pytest.mark.parametrize("role", ["", "public"])
def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path, role):
    name = "PUBLIC_DATABASE_URL" if role else "DATABASE_URL"
    own = {name: "postgres://portal:secret@127.0.0.1:1/none", "ROLE": role, "ALLOWED_HOSTS": "localhost"}
    commands = ["verify", *sorted(ASKING_TOOLS - WRITING_TOOLS if role else ASKING_TOOLS)]
    for command, said in told(tmp_path, *([command] for command in commands), **own).items():
        start = "CommandError: The PostgreSQL database none at 127.0.0.1:1 does not"
        assert said.startswith(start), command
        assert f"the password are right in {name}." in said
        assert "secret" not in said
        assert said.count("\n") == 1
