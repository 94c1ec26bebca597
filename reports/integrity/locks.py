"""Tell a lock that somebody else holds from every other error of a database."""

import sqlite3

# A writer holds the database, or a table of it. Extended codes have these as their lowest byte.
SQLITE_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# PostgreSQL, Appendix A: lock_not_available, deadlock_detected, serialization_failure.
SQLSTATES = {"55P03", "40P01", "40001"}


def is_lock(error: BaseException | None) -> bool:
    """Return True if `error` comes of waiting in vain for somebody else who writes.

    Errors that it was raised from, or while handling, count too: Django wraps those of drivers, and
    its sessions make another of them.
    """
    while error is not None:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in SQLITE_CODES or getattr(error, "sqlstate", None) in SQLSTATES:
            return True
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return False
