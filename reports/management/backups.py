"""Backups: everything in the database in one file that says what is in it, and restoring it.

A backup is a zip of two members: what SQLite's backup API or `pg_dump -Fc` made, and `manifest.json`
with the engine, the release, the migrations, the rows of each table and the SHA-256 of the other.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader

from reports.exports.temporary import held
from reports.models.versions import new_mark

PORTAL = "Bali Process reports"  # in each manifest: a zip without it is none of ours
FORMAT = 1  # of the manifest; raised when an older portal could not read it any more
MANIFEST = "manifest.json"
MEMBERS = {"sqlite": "portal.sqlite3", "postgresql": "portal.dump"}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NAME = re.compile(r"portal-(\d{8}T\d{6}Z)\.zip")
TIME = "%Y%m%dT%H%M%SZ"
MARKED = "reports.0014_revision_mark"  # the migration since which the revision has a mark
PART = ".portal-backup-"  # how the names of unfinished files begin
DAYS, WEEKS, MONTHS = 7, 8, 12  # see `prune`

Counts = dict[str, int]


def default_folder() -> Path:
    """Return the folder of backups whose place is not named."""
    return settings.VAR_DIR / "backups"


def release() -> str:
    """Return the release of this code."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def make_backup(file: Path | None = None, folder: Path | None = None) -> tuple[Path, dict[str, Any]]:
    """Write everything in the database to `file`, or to one named by the time in `folder`.

    Returns the file and its manifest. It has its name only when it is whole and on the disk.
    """
    folder = file.parent if file else folder or default_folder()
    with working_in(folder):
        return write_backup(folder, file)


def write_backup(folder: Path, file: Path | None = None) -> tuple[Path, dict[str, Any]]:
    """Do what `make_backup` does; the caller works alone in `folder`."""
    member = MEMBERS[connection.vendor]
    with part(folder) as dump, part(folder) as made:
        counts = (dump_sqlite if connection.vendor == "sqlite" else dump_postgresql)(dump)
        manifest = {
            "portal": PORTAL,
            "format": FORMAT,
            "release": release(),
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "engine": connection.vendor,
            **counts,
            "members": {member: {"sha256": digest(dump), "bytes": dump.stat().st_size}},
        }
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.write(dump, member)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        with made.open("rb") as written:
            os.fsync(written.fileno())
        file = file or free_name(folder)
        made.replace(file)
        with suppress(OSError):  # Windows opens no folder
            handle = os.open(folder, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
    return file, manifest


def free_name(folder: Path) -> Path:
    """Return the name of a backup made now that no other in `folder` has."""
    now = datetime.now(UTC)
    while (file := folder / f"portal-{now:{TIME}}.zip").exists():
        now += timedelta(seconds=1)
    return file


def clear_unfinished(folder: Path) -> None:
    """Delete what a backup or a restore that was killed left in `folder`; not while one is at work."""
    if folder.is_dir():
        with suppress(BlockingIOError), working_in(folder, wait=False):
            pass


@contextmanager
def working_in(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Work alone in `folder`, made if missing, without what an earlier one left unfinished there.

    Raises BlockingIOError where another works there, and this one is not to `wait` for it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(folder, wait=wait):
        for left in folder.glob(f"{PART}*"):
            left.unlink()
        yield


@contextmanager
def part(folder: Path) -> Iterator[Path]:
    """Give an empty file in `folder`, for this user alone; removed again where it is still there."""
    handle, name = mkstemp(prefix=PART, dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for left in folder.glob(f"{Path(name).name}*"):  # SQLite's files beside it too
            left.unlink()


def dump_sqlite(dump: Path) -> dict[str, Any]:
    """Copy the database to `dump`, as of one moment; return what its rows and migrations are."""
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return {"rows": count_sqlite(copy), "migrations": migrations_of(copy.execute(MIGRATIONS))}


def dump_postgresql(dump: Path) -> dict[str, Any]:
    """Write `pg_dump -Fc` to `dump`; return what the rows and migrations are, of the same moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        postgresql("pg_dump", "-Fc", "-f", str(dump), f"--snapshot={moment}")
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 # a table's own name
            (rows[table],) = cursor.fetchone()
        cursor.execute(MIGRATIONS)
        return {"rows": rows, "migrations": migrations_of(cursor.fetchall())}


MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


def migrations_of(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return migrations as the manifest has them: the app, a full stop, the name."""
    return [f"{app}.{name}" for app, name in rows]


def count_sqlite(database: sqlite3.Connection) -> Counts:
    """Return the number of rows of each table of `database`."""
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    tables = [name for (name,) in database.execute(named)]
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 # its own
        for name in tables
    }


def postgresql(program: str, *arguments: str, database: bool = True) -> None:
    """Run a `program` of PostgreSQL's client, on the portal's database.

    Raises CommandError with what it says where it is not installed or fails.
    """
    if not shutil.which(program):
        raise CommandError(
            f"There is no {program} here: install PostgreSQL's client, not older than the server "
            "(on Debian, apt-get install postgresql-client)."
        )
    command, more = [program, *arguments], {}
    if database:
        made, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, ["-d"])
        command, more = [*command, *made[1:]], env or {}
    done = subprocess.run(command, env=os.environ | more, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{program} failed, and nothing was changed: {' '.join(done.stderr.split())}")


def digest(file: Path) -> str:
    """Return the SHA-256 of `file`."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_manifest(file: Path) -> dict[str, Any]:
    """Return the manifest of the backup `file`; raise CommandError for one that cannot be restored here.

    A damaged, foreign or newer one, and one of the other engine.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(MANIFEST))
            ours = manifest["portal"] == PORTAL
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}).") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise CommandError(f"{file} is damaged, or no backup: take another.") from error
    except (KeyError, TypeError, ValueError):
        ours = False
    if not ours:
        raise CommandError(f"{file} is no backup that this portal made: take one of `manage.py backup`.")
    known = known_migrations()
    newer = [name for name in manifest["migrations"] if name not in known]
    if manifest["format"] > FORMAT or newer:
        raise CommandError(
            f"{file} was made by release {manifest['release']}, which is newer than this one "
            f"({release()}): install that release, then restore."
            + (f" It has {', '.join(newer[:3])}." if newer else "")
        )
    if manifest["engine"] != connection.vendor:
        theirs, mine = ENGINES[manifest["engine"]], ENGINES[connection.vendor]
        raise CommandError(
            f"{file} is of {theirs}, and the database here is one of {mine}: if it is not the one "
            f"that you mean, set DATABASE_URL; if it is, restore into an empty {theirs} database, "
            "then move the data with dumpdata and loaddata, as README says under “Move it to the "
            "other database”."
        )
    return manifest


def known_migrations(*, steps: bool = False) -> set[str]:
    """Return the migrations of this release, as manifests have them.

    With `steps`, without those that replace others, and change nothing besides.
    """
    found = MigrationLoader(None).disk_migrations.items()
    return set(migrations_of(key for key, each in found if not (steps and each.replaces)))


def is_complete(manifest: dict[str, Any]) -> bool:
    """Return True unless the backup with that `manifest` lacks migrations of this release."""
    return known_migrations(steps=True) <= set(manifest["migrations"])


def restore(file: Path, grants: str) -> tuple[dict[str, Any], Path | None]:
    """Put the backup `file` in the place of all that is in the database, whole or not at all.

    On PostgreSQL `grants` is SQL that gives the tables the rights that they had. Returns the manifest
    and the backup that was made of what stood there; None where nothing did. Raises CommandError before
    anything is touched where the file is not fit.
    """
    manifest = read_manifest(file)
    folder = default_folder()
    with working_in(folder), part(folder) as dump:
        extract(file, manifest, dump)
        present = connection.introspection.table_names()
        kept = write_backup(folder)[0] if "django_migrations" in present else None
        if connection.vendor == "sqlite":
            restore_sqlite(manifest, dump)
        else:
            restore_postgresql(manifest, dump, grants)
    return manifest, kept


def extract(file: Path, manifest: dict[str, Any], dump: Path) -> None:
    """Write the dump in the backup `file` to `dump`; raise CommandError where it is damaged."""
    member = MEMBERS[manifest["engine"]]
    try:
        with zipfile.ZipFile(file) as archive, archive.open(member) as source, dump.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        whole = digest(dump) == manifest["members"][member]["sha256"]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError):
        whole = False
    if not whole:
        raise CommandError(f"{file} is damaged: its {member} is not what was written. Take another.")


def restore_sqlite(manifest: dict[str, Any], dump: Path) -> None:
    """Copy `dump` into the live file by SQLite's backup API: one transaction, seen by who has it open.

    A file put in its place would take over the log of the old one.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(dump)) as source:
        compare(manifest["rows"], count_sqlite(source))
        with source:
            source.execute(remark(manifest))
        # Of its own: Django's is set to wait for nobody longer than an editor may.
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60)) as live:
            live.execute("PRAGMA synchronous=FULL")
            source.backup(live)


def remark(manifest: dict[str, Any]) -> str:
    """Return SQL that gives the restored data a new mark, as what was kept of them before is old."""
    if MARKED not in manifest["migrations"]:  # that migration gives it one
        return ""
    return f"UPDATE reports_revision SET mark = '{new_mark()}'"  # noqa: S608 # our own hexadecimal


def compare(told: Counts, found: Counts) -> None:
    """Raise CommandError that names the tables which have not the rows that the manifest tells."""
    wrong = [name for name in sorted({*told, *found}) if told.get(name) != found.get(name)]
    if wrong:
        raise CommandError(
            "Nothing was changed: there are other rows than the manifest tells: "
            + ", ".join(f"{name} {found.get(name)}, told {told.get(name)}" for name in wrong)
        )


def restore_postgresql(manifest: dict[str, Any], dump: Path, grants: str) -> None:
    """Replace the tables by those of `dump` in one transaction, counted and granted before it ends."""
    with part(dump.parent) as script:
        # First to a file: a part of it would be as good as all to psql.
        arguments = ("--no-owner", "--no-acl", "-f", str(script), str(dump))
        postgresql("pg_restore", *arguments, database=False)
        tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
        # Each page reads the revision first: once none does, none holds a table that is to go.
        hold = "LOCK TABLE reports_revision; " if "reports_revision" in tables else ""
        drop = f"{hold}DROP TABLE {tables} CASCADE; " if tables else ""
        counted = " ".join(
            f'IF (SELECT count(*) FROM "{name}") <> {number} '  # noqa: S608 # of our manifest
            f"THEN RAISE EXCEPTION 'there are other rows of {name} than the manifest tells'; END IF;"
            for name, number in manifest["rows"].items()
        )
        postgresql(
            *("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"),
            *("-c", f"SET lock_timeout = '60s'; {drop}", "-f", str(script)),
            *("-c", f"SET search_path = public; DO $$ BEGIN {counted} END $$"),
            *("-c", remark(manifest), "-c", grants),
        )


def prune(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups in `folder` that the rule lets go, and return them.

    Every one of the last 7 days is kept, then the newest of each week for 8 weeks, then the newest of
    each month for 12 months. Other files are left alone.
    """
    made = {}
    for file in folder.iterdir():
        if named := NAME.fullmatch(file.name):
            made[file] = datetime.strptime(named[1], TIME).replace(tzinfo=UTC)
    kept: set[object] = set()
    gone = []
    for file in sorted(made, key=made.__getitem__, reverse=True):
        age, (year, week, _) = now - made[file], made[file].isocalendar()
        month = (made[file].year, made[file].month)
        if age <= timedelta(days=DAYS):
            continue
        if age <= timedelta(weeks=WEEKS):
            place: object = ("week", year, week)
        elif age <= timedelta(days=31 * MONTHS):
            place = ("month", *month)
        else:
            place = None
        if place is None or place in kept:
            file.unlink()
            gone.append(file)
        else:
            kept.add(place)
    return gone
