"""Snapshot: one unchanging view of the database for a whole page or file, that cannot write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Read inside as of one moment; a statement that writes raises a database error.

    Inside a transaction that is already open (a test's, a command's) it adds nothing.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    reading = sqlite_reading if connection.vendor == "sqlite" else postgresql_reading
    with reading(connection), transaction.atomic(using=using):
        yield


@contextmanager
def sqlite_reading(connection: Any) -> Iterator[None]:
    """Open a DEFERRED transaction, which takes no lock from the editor, under PRAGMA query_only."""
    raw, mode = connection.connection, connection.transaction_mode
    (before,) = raw.execute("PRAGMA query_only").fetchone()
    raw.execute("PRAGMA query_only=ON")
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = mode
        raw.execute(f"PRAGMA query_only={before}")


@contextmanager
def postgresql_reading(connection: Any) -> Iterator[None]:
    """Read REPEATABLE READ READ ONLY: set on the driver, so that it goes with BEGIN at no cost."""
    from psycopg import IsolationLevel

    raw = connection.connection
    before = raw.isolation_level, raw.read_only
    raw.isolation_level, raw.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        yield
    finally:
        if not raw.closed:
            raw.isolation_level, raw.read_only = before
