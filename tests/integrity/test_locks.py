"""A lock, a database that is away, and every other error of one are told apart."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import OperationalError

from reports.integrity.locks import is_away, is_full, is_lock


def of_sqlite(code):
    """An error of SQLite of that `code`, as Django raises it."""
    error = sqlite3.OperationalError("an error")
    error.sqlite_errorcode = code
    return wrapped(error)


def wrapped(error):
    """The `error` of a driver, as Django raises it."""
    try:
        raise OperationalError("an error") from error
    except OperationalError as found:
        return found


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_CANTOPEN),
        of_sqlite(sqlite3.SQLITE_FULL),
        of_sqlite(sqlite3.SQLITE_IOERR | 3 << 8),
        wrapped(psycopg.OperationalError("connection refused")),
        wrapped(psycopg.errors.AdminShutdown()),
        wrapped(psycopg.errors.ConnectionFailure()),
        wrapped(psycopg.errors.InsufficientPrivilege()),
    ],
)
def test_a_database_that_cannot_be_reached_is_away(error):
    assert is_away(error)
    assert not is_lock(error)


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), True),
        (of_sqlite(sqlite3.SQLITE_IOERR_SHMSIZE), True),
        (wrapped(psycopg.errors.DiskFull()), True),
        (wrapped(OSError(errno.ENOSPC, "No space left on device")), True),
        (of_sqlite(sqlite3.SQLITE_IOERR | 3 << 8), False),
        (wrapped(psycopg.errors.AdminShutdown()), False),
        (wrapped(OSError(errno.EACCES, "Permission denied")), False),
    ],
)
def test_a_full_disk_is_told_from_other_errors(error, full):
    assert is_full(error) == full
    assert is_away(error) == (full or not isinstance(error.__cause__, OSError))
    assert not is_lock(error)


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(sqlite3.SQLITE_READONLY),  # a public request that would write
        wrapped(psycopg.errors.LockNotAvailable()),
        wrapped(psycopg.errors.ReadOnlySqlTransaction()),
        wrapped(psycopg.errors.UniqueViolation()),
        ZeroDivisionError(),
        None,
    ],
)
def test_another_error_is_none_of_a_database_that_is_away(error):
    assert not is_away(error)
