"""Keep the test database as it is with the fixtures loaded, for all runs of the same code.

To migrate and to load them takes as long as hundreds of tests. What is kept goes by a digest of all
that it is made by and from, so that a change of any of it has both done anew.
"""

import hashlib
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path

import django
from django.db import DatabaseError, connection

ROOT = Path(__file__).parent.parent
SOURCES = (
    "reports/**/*.py",
    "baliportal/**/*.py",
    "fixtures/*",
    "requirements.txt",
    "tests/prepared.py",
)


def digest():
    """A name of the state that the code of today makes."""
    found = hashlib.sha256(f"{sys.version} {django.VERSION}".encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern) if path.is_file()):
        found.update(f"\n{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


class Prepared:
    """Kept copy of the database under test: a file in `folder`, or another PostgreSQL database."""

    def __init__(self, folder):
        self.digest = digest()
        self.file = Path(folder, f"{self.digest}.sqlite3")
        self.prefix = f"prepared_{connection.settings_dict['NAME']}_"  # of those of this project
        self.database = self.prefix + self.digest

    def restore(self, sender, connection, **kwargs):
        """Fill the database of SQLite that `connection` has just made."""
        if self.file.exists():
            with closing(sqlite3.connect(self.file)) as kept:
                kept.backup(connection.connection)

    def is_kept(self):
        """True if PostgreSQL can copy the state."""
        return self.database in self.databases()

    def databases(self):
        """The names of the PostgreSQL databases that were kept."""
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix]
            )
            return {name for (name,) in cursor.fetchall()}

    def keep(self):
        """Keep the state of the database under test, and no older one."""
        if connection.vendor == "sqlite":
            for old in self.file.parent.glob("*.sqlite3"):
                old.unlink(missing_ok=True)
            part = self.file.with_suffix(f".{id(self)}")  # another worker may do the same
            with closing(sqlite3.connect(part)) as kept:
                connection.connection.backup(kept)
            part.replace(self.file)
            return
        test = connection.settings_dict["NAME"]
        connection.close()
        with suppress(DatabaseError), connection._nodb_cursor() as cursor:  # another worker did so
            for old in self.databases() - {self.database}:
                cursor.execute(f'DROP DATABASE "{old}"')
            cursor.execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{test}"')
