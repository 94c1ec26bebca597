"""Connections to the database: every thread of a serving process only reads, but for the desk's."""

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS
from django.db.utils import ConnectionHandler


class ReadingConnection(sqlite3.Connection):
    """Connection to the SQLite file `database` that cannot write: not to it, nor to any other file.

    `query_only` alone is undone by a statement. ATTACH could open the file anew to write, and VACUUM
    INTO makes another.
    """

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(f"file:{quote(database)}?mode=ro", **options | {"uri": True})
        self.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self.execute("PRAGMA query_only=ON")


def wrapper_of(config: dict[str, Any]) -> Any:
    """Return a new wrapper of Django's for the database with these settings, not yet connected."""
    return ConnectionHandler({DEFAULT_DB_ALIAS: config}).create_connection(DEFAULT_DB_ALIAS)


def open_read_only(connections: ConnectionHandler, config: dict[str, Any]) -> Callable[[], None]:
    """Make `default` of Django's `connections` what `config` says, which only reads, in every thread.

    Returns a function that gives the thread which calls it a connection that writes, as `default` was
    before. Nothing else leads there: not the settings, nor a copy of a connection, nor a new thread.
    """
    before = connections.settings[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = wrapper_of(config).settings_dict
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]  # this thread's, which was made before

    def write() -> None:
        connections[DEFAULT_DB_ALIAS] = wrapper_of(before)

    return write
