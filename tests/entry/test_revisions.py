"""The state of the data is known at each request, and a database that is away is known to be."""

import os
import sqlite3
import time

import pytest
from psycopg.errors import InsufficientPrivilege

from baliportal.entry import revisions
from baliportal.entry.revisions import EMPTY, PostgresRevisions, SQLiteRevisions, State

TABLE = "CREATE TABLE reports_revision (id integer primary key, mark text, number integer)"


@pytest.fixture
def file(tmp_path):
    """A database in WAL mode with a revision, and a connection that writes to it."""
    path = tmp_path / "a file%20?#.sqlite3"  # what an address would take apart
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute(TABLE)
    writer.execute("INSERT INTO reports_revision VALUES (1, 'a', 1)")
    yield str(path), writer
    writer.close()


def test_a_file_is_never_behind_what_another_connection_wrote(file):
    path, writer = file
    known = SQLiteRevisions(path)
    for number in range(2, 300):
        writer.execute("UPDATE reports_revision SET number = ?", [number])
        assert known.current() == State("a", number)
        if number % 50 == 0:
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if number % 70 == 0:
            writer.execute("VACUUM")
    assert not known.away


def test_a_write_that_is_not_committed_is_none(file):
    path, writer = file
    known = SQLiteRevisions(path)
    assert known.current() == State("a", 1)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE reports_revision SET number = 2")
    assert known.current() == State("a", 1)
    writer.execute("ROLLBACK")
    assert known.current() == State("a", 1)


def test_a_restored_file_has_another_state(file, tmp_path):
    path, writer = file
    known = SQLiteRevisions(path)
    assert known.current() == State("a", 1)
    other = sqlite3.connect(tmp_path / "backup.sqlite3", isolation_level=None)
    other.execute(TABLE)
    other.execute("INSERT INTO reports_revision VALUES (1, 'b', 1)")
    other.backup(writer)
    other.close()
    assert known.current() == State("b", 1)


def test_a_file_that_is_not_there_is_away_and_is_found_when_it_comes(tmp_path):
    path = tmp_path / "portal.sqlite3"
    known = SQLiteRevisions(str(path))
    assert (known.current(), known.away) == (EMPTY, True)
    assert not path.exists()  # or an empty one would look like a portal without data
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute(TABLE)
    assert (known.current(), known.away) == (EMPTY, False)
    writer.close()


class Connection:
    """A connection to a server that says this state, or fails."""

    def __init__(self, server):
        self.server = server

    def execute(self, statement):
        if self.server.get("fails"):
            raise self.server["fails"]
        self.server["asked"] = self.server.get("asked", 0) + 1
        return self

    def fetchone(self):
        return self.server["row"]

    def close(self):
        return


@pytest.fixture
def server(monkeypatch):
    """A server, and what asks it, without its threads."""
    server = {"row": ("a", 1)}
    known = PostgresRevisions({})
    monkeypatch.setattr(known, "connect", lambda: Connection(server))
    known.threads = [None]
    known.refresh()
    return server, known


def test_a_server_is_asked_again_only_when_its_answer_is_old(server, monkeypatch):
    server, known = server
    server["row"] = ("a", 2)
    assert known.current() == State("a", 1)
    monkeypatch.setattr(revisions, "monotonic", lambda: time.monotonic() + 2)
    assert known.current() == State("a", 2)  # though the thread that asks had no turn
    assert not known.away


def test_a_server_that_fails_is_away_until_it_answers(server):
    server, known = server
    server["fails"] = OSError("no answer")
    assert (known.refresh(), known.away) == (State("a", 1), True)
    asked = server["asked"]
    assert known.current() == State("a", 1)
    assert server["asked"] == asked  # nobody waits for it but the thread
    server["fails"] = None
    assert (known.refresh(), known.away) == (State("a", 1), True)
    with known.lock:
        known.ask()  # as the thread does
    assert (known.refresh(), known.away) == (State("a", 1), False)


def test_a_server_that_refuses_the_role_is_told_with_what_mends_it(server, caplog):
    server, known = server
    for error in (OSError("no answer"), InsufficientPrivilege("permission denied")):
        server["fails"] = error
        for _ in range(2):
            with known.lock:
                known.ask()
    assert known.away
    assert known.refused
    first, second = (record.getMessage() for record in caplog.records)  # each once
    assert first.endswith("no answer")
    assert "permission denied" in second
    assert "manage.py public_role" in second


def test_a_question_without_an_answer_is_away(server, monkeypatch):
    _, known = server
    known.asked = time.monotonic()
    assert not known.away
    monkeypatch.setattr(revisions, "monotonic", lambda: time.monotonic() + 2)
    assert known.away


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="asks the server under test")
def test_the_server_under_test_says_its_state(report):
    from django.conf import settings

    known = PostgresRevisions(settings.DATABASES["default"])
    known.threads = [None]
    known.refresh()
    assert not known.away
    assert known.current() != EMPTY
    known.connection.close()
