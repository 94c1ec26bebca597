"""The SQL of the role that public pages read with, and what a role has too much."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.management.commands.public_role import find_faults, report_tables
from reports.management.commands.serve import warnings
from tests.management.test_restoring import database


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
    no_name = "is no name that this role can have: use small letters, digits and _"
    wrong = ("a role", "", "Portal_Public", 'a"b', "pg_reader", "public", "none", "1a", "a" * 64)
    for name, said in ((writer, "is the role that writes"), *((name, no_name) for name in wrong)):
        with pytest.raises(CommandError, match=said):
            call_command("public_role", name=name)
    call_command("public_role", name="portal_reader")
    assert "TO portal_reader;" in capsys.readouterr().out
    call_command("public_role", name="user")
    assert 'CREATE ROLE "user" LOGIN' in capsys.readouterr().out


def test_the_role_is_the_one_of_the_public_address(db, settings, monkeypatch, capsys):
    if connection.vendor == "sqlite":
        pytest.skip("only PostgreSQL has roles")
    monkeypatch.delenv("PUBLIC_DATABASE_URL", raising=False)
    call_command("public_role")
    assert "CREATE ROLE portal_public LOGIN" in capsys.readouterr().out
    monkeypatch.setenv("PUBLIC_DATABASE_URL", "postgres://reader@localhost/portal")
    settings.PUBLIC_DATABASE = settings.PUBLIC_DATABASE | {"USER": "reader"}
    call_command("public_role")
    assert "CREATE ROLE reader LOGIN" in capsys.readouterr().out


def test_a_role_that_can_do_everything_is_told(db):
    if connection.vendor == "postgresql":
        assert find_faults(connection) == ["is a superuser"]


def test_a_role_without_any_rights_is_told_in_a_word(db):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE nobody_{os.getpid()}; SET LOCAL ROLE nobody_{os.getpid()}")
        faults = find_faults(connection)
        assert faults[0] == "cannot read any table of the reports"
        assert [each for each in faults if each.startswith("cannot")] == faults[:1]


def test_a_public_start_says_that_its_database_has_no_tables(db, settings, tmp_path):
    settings.KEEPER_EMAIL, settings.ALLOWED_HOSTS, settings.ROLE = "keeper@example.org", [], "public"
    with database(tmp_path, "portal_bare") as address:
        name = address.rpartition("/")[2] if connection.vendor == "postgresql" else tmp_path / "none"
        settings.PUBLIC_DATABASE = settings.PUBLIC_DATABASE | {"NAME": str(name), "CONN_MAX_AGE": 0}
        (told,) = warnings()
    assert f"{name} " in told
    assert "has no tables of the portal yet" in told
    assert "until the desk (ROLE=desk) is started on it" in told


def test_the_start_says_what_keeps_a_public_page_from_writing(settings, monkeypatch):
    settings.KEEPER_EMAIL, settings.SERVICE = "keeper@example.org", False
    monkeypatch.delenv("PUBLIC_DATABASE_URL", raising=False)
    assert list(warnings()) == []  # a file of SQLite is opened to read
    settings.SERVICE = True
    (told,) = warnings()
    assert told.startswith("PUBLIC_DATABASE_URL is not set")
    settings.ROLE = "desk"
    assert list(warnings()) == []
