"""The SQL of the role that public pages read with, and what a role has too much."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.management.commands.public_role import find_faults, report_tables
from reports.management.commands.serve import warnings


def test_the_role_reads_the_reports_and_no_table_of_the_desk(db):
    tables = report_tables()
    assert "reports_evidence" in tables
    assert "reports_document" in tables  # the index of search
    assert all(name.startswith("reports_") for name in tables)
    assert set(tables) <= set(connection.introspection.table_names())


def test_the_command_refuses_what_it_cannot_make(db, capsys):
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
            call_command("public_role")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (writer,) = cursor.fetchone()
    for name, said in ((writer, "is the role that writes"), ("a role", "is no name of a role")):
        with pytest.raises(CommandError, match=said):
            call_command("public_role", name=name)
    call_command("public_role", name="portal_reader")
    assert "TO portal_reader;" in capsys.readouterr().out


def test_a_role_that_can_do_everything_is_told(db):
    if connection.vendor == "postgresql":
        assert find_faults(connection) == ["is a superuser"]


def test_the_start_says_what_keeps_a_public_page_from_writing(settings, monkeypatch):
    settings.KEEPER_EMAIL, settings.SERVICE = "keeper@example.org", False
    monkeypatch.delenv("PUBLIC_DATABASE_URL", raising=False)
    assert list(warnings()) == []  # a file of SQLite is opened to read
    settings.SERVICE = True
    (told,) = warnings()
    assert told.startswith("PUBLIC_DATABASE_URL is not set")
    settings.ROLE = "desk"
    assert list(warnings()) == []
