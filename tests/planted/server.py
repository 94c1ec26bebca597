"""The portal with planted writes, served on a database of its own, and what that database holds."""

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
from django.db import connection

from tests.benchmarks.run import free_port

ROOT = Path(__file__).parent.parent.parent
PROXY = 'Forwarded: for="192.0.2.1";proto=https'
SECRETS = {
    "SECRET_KEY": "not-for-requests",
    "HTTP_PROXY": "http://proxy.example/",
    "REMOTE_USER": "root",
}
BESIDE = (".", "answers", "static", "portal.sqlite3-")
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
        self.url, self.public, self.var = "", "", var
        self.connection = sqlite3.connect(var / "portal.sqlite3")

    def state(self):
        """Return what differs after every write of another connection, and the files beside."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        return version, {path.name for path in self.var.iterdir() if not path.name.startswith(BESIDE)}


class PostgresDatabase:
    """A copy of the database with the fixtures loaded, at `url`; `public` is its address for reading."""

    def __init__(self, url, var):
        self.url, self.public, self.var = url, "", var
        self.connection = psycopg.connect(url, autocommit=True)

    def make_role(self, role):
        """Make a role that can only read, as README has it; return its address."""
        made = subprocess.run(
            [sys.executable, "manage.py", "public_role", "--name", role],
            cwd=ROOT,
            env=environment(self),
            capture_output=True,
            text=True,
            check=True,
        )
        self.connection.execute(made.stdout)
        self.connection.execute(f"ALTER ROLE {role} PASSWORD 'planted'")
        parts = urlsplit(self.url)
        host = parts.netloc.rpartition("@")[2]
        return parts._replace(netloc=f"{role}:planted@{host}").geturl()

    def state(self):
        """Return what differs after every write: each table's rows and who wrote them, and the rest."""
        ask = self.connection.execute
        rows = [
            f"SELECT '{name}', count(*), sum(xmin::text::bigint) FROM \"{name}\""
            for (name,) in ask(TABLES).fetchall()
        ]
        queries = (" UNION ALL ".join(rows), *CATALOGUE)
        return [sorted(map(repr, ask(query).fetchall())) for query in queries]


@contextmanager
def database(prepared, var):
    """Make a copy of the database with the fixtures loaded; remove it at the end.

    On PostgreSQL a role of the same name goes with it.
    """
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
        found.public = found.make_role(name)
        yield found
        found.connection.close()
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f"DROP ROLE IF EXISTS {name}")


def environment(database):
    """The environment of a portal on that database, with planted writes.

    It is behind a proxy that speaks TLS, with secrets among the variables of its processes.
    """
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.planted.settings",
        "DATABASE_URL": database.url,
        "PUBLIC_DATABASE_URL": database.public,
        "VAR_DIR": str(database.var),
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_TLS": "1",
        "PAGE_STORE": "no",
        "WORKERS": "2",
    }
    return os.environ | own | SECRETS


@contextmanager
def serving(variables):
    """Serve a portal in that environment; give its port."""
    port, said = free_port(), Path(variables["VAR_DIR"], ".said")
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=variables | {"PORT": str(port)},
            stdout=file,
            stderr=file,
        )
    try:
        while not get(port, "/readyz").startswith("The portal is ready"):
            assert process.poll() is None, said.read_text()
            sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def get(port, path):
    """The text at a path, as the proxy asks for it; that of an error too, and "" without an answer."""
    name, value = PROXY.split(": ")
    request = urllib.request.Request(f"http://127.0.0.1:{port}{quote(path)}", headers={name: value})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""
