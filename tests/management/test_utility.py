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

pytestmark = pytest.mark.xdist_group("utility")  # two tests ask one process

ROOT = Path(__file__).parent.parent.parent
RUN = """
import json, sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from reports.management.utility import Portal
told = {}
for command in json.loads(sys.argv[1]):
    with redirect_stderr(StringIO()) as said, redirect_stdout(said):
        try:
            Portal(["manage.py", *command.split()]).execute()
        except SystemExit as end:
            said.write(end.code if isinstance(end.code, str) else "")
    told[command] = said.getvalue()
print(json.dumps(told))
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
# What asks the database in a public process too.
PUBLIC_ASKING = ["verify", *sorted(ASKING_TOOLS - WRITING_TOOLS)]


def in_full(names):
    """The commands by those names, each with the least that it is to be told."""
    return {name + ARGUMENTS.get(name, ""): name for name in names}


def told(folder, commands, **more):
    """Run the commands in one process, with the variables `more` alone; what each said."""
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), "SECRET_KEY": "tests-only"}
    own |= {"DJANGO_SETTINGS_MODULE": "baliportal.settings", "ALLOWED_HOSTS": "testserver"}
    code = [sys.executable, "-c", RUN, json.dumps([*commands])]
    done = subprocess.run(code, cwd=ROOT, env=own | more, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_a_command_on_a_database_without_tables_says_which_and_what_to_do(db, tmp_path):
    names = [name for name in [*OURS, "dumpdata"] if name not in BEGINNING]
    assert {"backup", "load_report", "verify", "public_role", "createsuperuser"} <= set(names)
    with database(tmp_path, "portal_without") as address:
        said = told(tmp_path, [*in_full(names), "verify --help"], DATABASE_URL=address)
    assert said.pop("verify --help").startswith("usage:")
    which = "SQLite file" if connection.vendor == "sqlite" else "PostgreSQL database portal_without_"
    for command, text in said.items():
        assert text.startswith(f"CommandError: The {which}"), command
        assert "has no tables of the portal." in text
        assert "step 4 of README's “Deploy it”" in text
        assert text.count("\n") == 1


@pytest.fixture(scope="module")
def said_in_public(tmp_path_factory):
    """Return what each command says in a public process, whose database does not answer."""
    commands = [*in_full({*OURS, *WRITING_TOOLS} - OF_PUBLIC), *PUBLIC_ASKING, "check"]
    own = {"PUBLIC_DATABASE_URL": NOWHERE, "ROLE": "public", "ALLOWED_HOSTS": "localhost"}
    return told(tmp_path_factory.mktemp("public"), commands, **own)


def test_a_public_process_says_that_its_role_is_why_it_lacks_a_command(said_in_public):
    commands = in_full({*OURS, *WRITING_TOOLS} - OF_PUBLIC)
    assert "createsuperuser" in commands
    for command, name in commands.items():
        said = said_in_public[command]
        assert said.startswith("This process has ROLE=public, which only reads"), name
        assert f"`manage.py {name}`" in said
        assert "run it with ROLE=desk or without ROLE" in said
    assert "no issues" in said_in_public["check"]


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path, said_in_public):
    own = {"DATABASE_URL": NOWHERE, "ALLOWED_HOSTS": "localhost"}
    here = told(tmp_path, ["verify", *sorted(ASKING_TOOLS)], **own)
    there = {command: said_in_public[command] for command in PUBLIC_ASKING}
    for name, told_each in (("DATABASE_URL", here), ("PUBLIC_DATABASE_URL", there)):
        for command, said in told_each.items():
            start = "CommandError: The PostgreSQL database none at 127.0.0.1:1 does not"
            assert said.startswith(start), (name, command)
            assert f"the password are right in {name}." in said
            assert "secret" not in said
            assert said.count("\n") == 1
