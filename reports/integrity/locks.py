"""Tell a lock, a full disk and a database that is away from every other error of a database."""

import errno
import sqlite3
from collections.abc import Iterator

# A writer holds the database, or a table of it. Extended codes have these as their lowest byte.
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# PostgreSQL, Appendix A: lock_not_available, deadlock_detected, serialization_failure.
SQLSTATES = {"55P03", "40P01", "40001"}

# PostgreSQL: disk_full. SQLite has a second code for a file beside the database, which it maps.
SQLITE_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
SQLSTATE_NO_ROOM = "53100"
ERRNO_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}  # of a file

# No file, or no room on its disk; PostgreSQL's classes 08 (connection), 57P (stopped) and 53 (no room,
# memory or connection left), and 42501: the role may not read, as when its rights were taken away.
SQLITE_AWAY = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}
SQLSTATES_AWAY = ("08", "57P", "53", "42501")


def is_lock(error: BaseException | None) -> bool:
    """Return True if `error` comes of waiting in vain for somebody else who writes.

    Errors that it was raised from, or while handling, count too: Django wraps those of drivers, and
    its sessions make another of them.
    """
    return any(
        sqlite_code(each) in SQLITE_CODES or getattr(each, "sqlstate", None) in SQLSTATES
        for each in causes(error)
    )


def is_full(error: BaseException | None) -> bool:
    """Return True if `error` comes of a disk that has no room for what was to be written."""
    return any(
        getattr(each, "sqlite_errorcode", 0) in SQLITE_NO_ROOM
        or getattr(each, "sqlstate", None) == SQLSTATE_NO_ROOM
        or (isinstance(each, OSError) and each.errno in ERRNO_NO_ROOM)
        for each in causes(error)
    )


def is_away(error: BaseException | None) -> bool:
    """Return True if `error` comes of a database that cannot be reached, read or written at all.

    Or of a disk without room.
    """
    return is_full(error) or any(
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
