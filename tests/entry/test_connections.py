"""Every thread reads, and one that is told to writes."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.utils import ConnectionHandler

from baliportal.entry.connections import ReadingConnection, open_read_only

WRITE = "CREATE TEMPORARY TABLE written (id integer)"  # waits for no other writer


@pytest.fixture
def opened(report):
    """Django's connections as a serving process has them, and the function that lets a thread write."""
    now = connection.settings_dict
    config = {name: now[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")}
    connections = ConnectionHandler({DEFAULT_DB_ALIAS: dict(now)})
    before = connections[DEFAULT_DB_ALIAS]
    options = settings.PUBLIC_DATABASE["OPTIONS"]
    write = open_read_only(connections, config | {"OPTIONS": options})
    assert connections[DEFAULT_DB_ALIAS] is not before
    yield connections, write
    connections.close_all()


def in_thread(call):
    """Return or raise what `call` does in a new thread."""
    said = []

    def run():
        try:
            said.append(call())
        except DatabaseError as error:
            said.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return said[0]


def execute(connections, statement):
    """Run a statement on this thread's connection, and close that."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            return bool(cursor.execute(statement))
    finally:
        connections[DEFAULT_DB_ALIAS].close()


def test_a_thread_reads_and_cannot_write(opened):
    connections, _ = opened
    for run in (in_thread, lambda call: call()):
        assert run(lambda: execute(connections, "SELECT 1")) is True
    assert isinstance(in_thread(lambda: execute(connections, WRITE)), DatabaseError)
    with pytest.raises(DatabaseError):
        execute(connections, WRITE)


def test_a_thread_that_is_told_to_writes_and_no_other(opened):
    connections, write = opened
    assert in_thread(lambda: write() or execute(connections, WRITE)) is True
    assert isinstance(in_thread(lambda: execute(connections, WRITE)), DatabaseError)


def test_what_the_settings_lead_to_reads(opened):
    connections, _ = opened
    connections[DEFAULT_DB_ALIAS] = connections.create_connection(DEFAULT_DB_ALIAS)
    with pytest.raises(DatabaseError):
        execute(connections, WRITE)
    connections[DEFAULT_DB_ALIAS] = connections[DEFAULT_DB_ALIAS].copy()
    with pytest.raises(DatabaseError):
        execute(connections, WRITE)


def test_a_file_with_any_name_is_opened_to_read_and_never_made(tmp_path):
    path = tmp_path / "a file%20?#.sqlite3"
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        ReadingConnection(str(path))
    assert not path.exists()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE made (id integer)")
    with closing(ReadingConnection(str(path))) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("made",)]
