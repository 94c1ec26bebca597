"""Tell a lock that somebody else holds, and a database that is away, from every other error of one."""

import sqlite3
from collections.abc import Iterator

# A writer holds the database, or a table of it. Extended codes have these as their lowest byte.
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# PostgreSQL, Appendix A: lock_not_available, deadlock_detected, serialization_failure.
SQLSTATES = {"55P03", "40P01", "40001"}

# No file, or no room on its disk; PostgreSQL's classes 08 (connection) and 57P (stopped).
SQLITE_AWAY = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}
SQLSTATES_AWAY = ("08", "57P")


def is_lock(error: BaseException | None) -> bool:
    """Return True if `error` comes of waiting in vain for somebody else who writes.

    Errors that it was raised from, or while handling, count too: Django wraps those of drivers, and
    its sessions make another of them.
    """
    return any(
        sqlite_code(each) in SQLITE_CODES or getattr(each, "sqlstate", None) in SQLSTATES
        for each in causes(error)
    )


def is_away(error: BaseException | None) -> bool:
    """Return True if `error` comes of a database that cannot be reached, read or written at all."""
    return any(
        sqlite_code(each) in SQLITE_AWAY
        or (getattr(each, "sqlstate", None) or "").startswith(SQLSTATES_AWAY)
        # psycopg's, before any answer
        or (hasattr(each, "pgconn") and getattr(each, "sqlstate", None) is None)
        for each in causes(error)
    )


def sqlite_code(error: BaseException) -> int:
    """Return the code of an error of SQLite, without what an extended one adds; else 0."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error`, and those that it was raised from or while handling."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
