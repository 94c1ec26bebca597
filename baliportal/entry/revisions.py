"""Revisions: which state of the data the database is in, known at every request at next to no cost."""

import logging
import mmap
import os
import sqlite3
import threading
from time import monotonic, sleep
from typing import Any, NamedTuple

from baliportal.entry.connections import ReadingConnection, wrapper_of
from baliportal.entry.pools import cut_socket

logger = logging.getLogger("baliportal.entry")

STATEMENT = "SELECT mark, number FROM reports_revision WHERE id = 1"
POLL = 0.5  # seconds between two questions to PostgreSQL
TOO_OLD = 1.0  # seconds after which an answer is not relied on
HEADER = 96  # bytes of the header of SQLite's file -shm: two copies of 48
HUNG = 2.0  # seconds that PostgreSQL may take to answer
REFUSED = "InsufficientPrivilege"  # psycopg's name of the error
MENDED_BY = (
    ". Public pages are “try again” (503) until a superuser runs the SQL that `manage.py public_role` "
    "prints, with --name and the role of PUBLIC_DATABASE_URL."
)


class State(NamedTuple):
    """A state of the data: its mark, which no other state has, and its revision."""

    mark: str
    number: int


EMPTY = State("", 0)  # before anything was written


class SQLiteRevisions:
    """The state of an SQLite file, asked for at each request: never behind.

    Its one connection stays open as long as the process, so that the files beside a database in WAL
    mode exist, without which it cannot be read from a full or read-only disk.

    Every commit of any process changes the header of the file `-shm` (the “WAL-index” of SQLite's
    file format), which is looked at in memory: a PRAGMA gives the interpreter's lock away, and of
    sixteen requests at once fifteen would wait for it. Only where the header has changed is the
    database asked.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.lock = threading.Lock()
        self.connection: sqlite3.Connection | None = None
        self.header: mmap.mmap | None = None
        self.seen = b""
        self.state = EMPTY
        self.away = self.refused = False

    def current(self) -> State:
        """Return the state as of now; the last one known, with `away` on, where none can be read."""
        header = self.header
        if header is not None and header[:HEADER] == self.seen and not self.away:
            return self.state
        return self.refresh()

    def refresh(self) -> State:
        """Ask the database, and return the state."""
        with self.lock:
            try:
                if self.connection is None:
                    self.connection = self.connect()
                seen = self.header[:HEADER] if self.header is not None else b""
                row = self.connection.execute(STATEMENT).fetchone()
                self.state, self.seen = State(*row) if row else EMPTY, seen
                self.away = False
            except (sqlite3.Error, OSError, ValueError):
                self.away, self.connection = True, None
            return self.state

    def connect(self) -> sqlite3.Connection:
        """Return a connection that only reads, and map the header where the database has one."""
        connection = ReadingConnection(self.path, check_same_thread=False, timeout=1)
        connection.execute(STATEMENT).fetchone()  # opens the files beside it
        if self.header is None and connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            # Never closed: a process that closes a file loses all the locks it has on it.
            handle = os.open(f"{self.path}-shm", os.O_RDONLY)
            self.header = mmap.mmap(handle, HEADER, access=mmap.ACCESS_READ)
        return connection


class PostgresRevisions:
    """The state of a PostgreSQL database, asked for twice a second by a thread of its own.

    A standby refuses LISTEN, so that nothing is told by itself; the process that writes says so to
    `refresh`. The connection is cut where the server does not answer: a frozen one answers no timeout.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.lock = threading.Lock()
        self.connection: Any = None
        self.asked = 0.0  # when the question under way was asked; 0.0 where none is
        self.heard = 0.0  # when the last answer came
        self.began = 0.0  # when the question was asked that it answered
        self.failed = ""  # the kind of error that the last question met, where it had no answer
        self.state = EMPTY
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads, in the process that serves; once."""
        with self.lock:
            if not self.threads:
                self.threads = [
                    threading.Thread(target=each, daemon=True, name=f"revision-{each.__name__}")
                    for each in (self.poll, self.watch)
                ]
                for thread in self.threads:
                    thread.start()
                self.ask()

    def current(self) -> State:
        """Return the state as last heard of, which is at most TOO_OLD seconds ago; else ask now."""
        if not self.threads:
            self.start()
        if monotonic() - self.heard > TOO_OLD and not self.away and self.lock.acquire(blocking=False):
            try:  # the thread that asks has not had its turn
                self.ask()
            finally:
                self.lock.release()
        return self.state

    @property
    def away(self) -> bool:
        """True where the last question had no answer, or the one under way has none yet."""
        asked = self.asked
        return bool(self.failed or (asked and monotonic() - asked > TOO_OLD))

    @property
    def refused(self) -> bool:
        """True where the database answers, and does not let the role read."""
        return self.failed == REFUSED

    def refresh(self) -> State:
        """Return the state of no earlier than now; the last one known where the database is away.

        One question is for all who wait for it, and nobody waits long.
        """
        now = monotonic()
        if not self.away and self.lock.acquire(timeout=POLL):
            try:
                if self.began < now:
                    self.ask()
            finally:
                self.lock.release()
        return self.state

    def ask(self) -> None:
        """Ask the database; the caller holds the lock."""
        self.asked = monotonic()
        try:
            if self.connection is None:
                self.connection = self.connect()
            row = self.connection.execute(STATEMENT).fetchone()
            self.state, self.heard = State(*row) if row else EMPTY, monotonic()
            self.began, self.failed = self.asked, ""
        except Exception as error:
            kind = type(error).__name__
            if kind != self.failed:
                told = MENDED_BY if kind == REFUSED else ""
                logger.warning("The database does not say its revision: %s%s", error, told)
            self.failed = kind
            if self.connection is not None:
                self.connection.close()
            self.connection = None
        finally:
            self.asked = 0.0

    def connect(self) -> Any:
        """Return a connection for this alone."""
        import psycopg

        said = wrapper_of(self.settings).get_connection_params()
        return psycopg.connect(**said | {"autocommit": True, "connect_timeout": 2})

    def poll(self) -> None:
        """Ask for ever."""
        while True:
            sleep(POLL)
            with self.lock:
                self.ask()

    def watch(self) -> None:
        """Cut the connection for ever, whenever the server does not answer."""
        while True:
            sleep(POLL)
            if self.asked and monotonic() - self.asked > HUNG and self.connection is not None:
                cut_socket(self.connection)


def revisions_of(settings: dict[str, Any]) -> "SQLiteRevisions | PostgresRevisions":
    """Return what knows the revision of the database with these Django `settings`."""
    if settings["ENGINE"].endswith("sqlite3"):
        return SQLiteRevisions(str(settings["NAME"]))
    return PostgresRevisions(settings)
