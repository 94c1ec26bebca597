"""The portal with planted writes, served on a database of its own, and what that database holds."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.parse import quote, urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from tests.benchmarks.run import free_port

ROOT = Path(__file__).parent.parent.parent
ROLE = "portal_planted"
BESIDE = {"answers", "static", "portal.sqlite3-wal", "portal.sqlite3-shm"}
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
# All that a database holds but its rows: tables, sequences, large objects, rights.
CATALOGUE = (
    "SELECT relname, relkind, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "SELECT sequencename, last_value FROM pg_sequences",
    "SELECT oid FROM pg_largeobject_metadata",
)


class SQLiteDatabase:
    """A copy of the file with the fixtures loaded, in the folder `var`."""

    def __init__(self, var):
        self.url, self.var = "", var
        self.connection = sqlite3.connect(var / "portal.sqlite3")

    def state(self):
        """What differs after every write of another connection, and the files beside."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        return version, {path.name for path in self.var.iterdir() if path.name not in BESIDE}


class PostgresDatabase:
    """A copy of the database with the fixtures loaded, at `url`."""

    def __init__(self, url, var):
        self.url, self.var = url, var
        self.connection = psycopg.connect(url, autocommit=True)

    def state(self):
        """All that the database holds, as a digest."""
        found, ask = hashlib.sha256(), self.connection.execute
        rows = [
            f"SELECT '{name}', md5(string_agg(t::text, '\n' ORDER BY t::text)) FROM \"{name}\" AS t"
            for (name,) in ask(TABLES).fetchall()
        ]
        for query in (" UNION ALL ".join(rows), *CATALOGUE):
            found.update(repr(sorted(map(repr, ask(query).fetchall()))).encode())
        return found.hexdigest()


@contextmanager
def database(prepared, var):
    """Make a copy of the database with the fixtures loaded; remove it at the end."""
    if connection.vendor == "sqlite":
        shutil.copy(prepared.file, var / "portal.sqlite3")
        found = SQLiteDatabase(var)
        yield found
        found.connection.close()
        return
    name = f"planted_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{prepared.database}"')
    url = os.environ["DATABASE_URL"]
    try:
        found = PostgresDatabase(urlsplit(url)._replace(path=f"/{name}").geturl(), var)
        yield found
        found.connection.close()
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(database, **more):
    """The environment of a portal on that database, with planted writes."""
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.planted.settings",
        "DATABASE_URL": database.url,
        "VAR_DIR": str(database.var),
        "SECRET_KEY": "tests-only",
        "ALLOWED_HOSTS": "127.0.0.1",
        "PAGE_STORE": "no",
        "WORKERS": "1",
    }
    return {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | own | more


@contextmanager
def serving(variables):
    """Serve a portal in that environment; give its port and what it said as it began."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=variables | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while not get(port, "/readyz").startswith("The portal is ready"):
            assert process.poll() is None, process.stderr.read()
            sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate()


def get(port, path):
    """The text at a path; that of an error too, and "" without an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{quote(path)}", timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""
