"""One command from a fresh clone to a running portal; `make run` calls it."""

import hashlib
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import DatabaseError, connection

from baliportal import env
from baliportal.entry.connections import wrapper_of
from baliportal.entry.files import Files
from reports.exports.temporary import clear_left, held
from reports.management.backups import clear_unfinished, default_folder
from reports.management.commands.public_role import find_faults
from reports.management.shipped import FIXTURES, note_settled, rows_in_words
from reports.management.utility import describe, has_tables
from reports.models import LoadedRow, Meeting
from reports.text.white_space import make_single

START_LOCK = 20040607  # a number of the portal's own, for starts on one PostgreSQL database
# How glibc gives memory back: pieces of a file on their way to many clients go at once, and the many
# threads share two heaps. With its defaults a worker kept 50 to 100 MiB after 300 downloads at once.
MEMORY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
OTHER_DATA = (
    "This release ships {} otherwise than last loaded, to be taken or kept: `manage.py load_report` "
    "lists them."
)
NO_ADDRESS = (
    "KEEPER_EMAIL is not set: readers who find an error are told no address to write to. To be told of "
    "errors, set it, and KEEPER_NAME too, as in KEEPER_EMAIL=keeper@example.org"
)
NO_TLS = (
    "BEHIND_TLS is not set: passwords, cookies and reports go over the network for all to read and "
    "change. Put the portal behind a proxy that speaks TLS, and set BEHIND_TLS=1 (README, Deploy it)."
)
NO_PUBLIC_ROLE = (
    "PUBLIC_DATABASE_URL is not set: public requests use the role that writes, and are kept from it by "
    "read-only transactions alone, which a fault in a page could undo. `manage.py public_role` prints "
    "the SQL of a role that can only read."
)
WRONG_ROLE = (
    "The role of PUBLIC_DATABASE_URL {}. `manage.py public_role --name {}`, run with the variables of "
    "the desk, prints the SQL that mends it, to be run again after each release."
)
NO_TABLES = (
    "{} has no tables of the portal yet: pages are “try again” (503) until the desk (ROLE=desk) is "
    "started on it, which makes them, and then, with PostgreSQL, the SQL of `manage.py public_role` "
    "is run."
)


class Command(BaseCommand):
    """Migrate, load the fixtures into an empty portal, collect static files, serve with granian."""

    help = "Prepares the database and the static files, then serves the portal."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare", action="store_true", help="Stop before serving: for a service manager."
        )

    def handle(self, *, prepare: bool, **options: object) -> None:
        host = os.environ.get("HOST", "").strip() or "127.0.0.1"
        port = env.number("PORT", 8000, 1, 65535)
        workers = env.number("WORKERS", 2, 1, 64)
        if not prepare:
            require_free(host, port)
        try:
            with alone():
                left = make_ready()
            told = list(warnings())
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"The portal cannot be made ready ({make_single(str(error))}): see that the disk has "
                "room and that the database answers, then start again."
            ) from error
        if left:
            told.append(OTHER_DATA.format(rows_in_words(left)))
        for line in told:
            self.stderr.write(line)
        if prepare:
            return
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"The portal is at http://{shown}:{port}/ (Ctrl-C stops it).")
        if settings.ROLE != "public":
            self.stdout.write(
                "To make an editor's account, in another window with the same variables: "
                f"{os.path.relpath(sys.executable)} manage.py createsuperuser, then /admin/"
            )
        self.stdout.flush()
        for name, value in MEMORY.items():
            os.environ.setdefault(name, value)
        os.execv(sys.executable, [sys.executable, "-m", "granian", *arguments(host, port, workers)])  # noqa: S606


def make_ready() -> int:
    """Migrate, load the fixtures into an empty portal, collect the static files, clear what is left.

    Returns how many rows of the fixtures are other than last loaded and wait to be taken. A public
    process cannot write: its database is made ready where the desk's is.
    """
    left = 0
    if settings.ROLE != "public":
        call_command("migrate", verbosity=0)
        if not Meeting.objects.exists() and not LoadedRow.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=0)
        else:
            left = len(note_settled())
        clear_unfinished(default_folder())
    if settings.HASHED_STATIC:
        collect()
    Files(settings.ANSWERS_DIR).clear()
    clear_left()
    return left


def warnings() -> Iterator[str]:
    """Yield what the keeper should know of this start, a sentence or two each."""
    if not settings.KEEPER_EMAIL:
        yield NO_ADDRESS
    if settings.SERVICE and env.is_open(settings.ALLOWED_HOSTS) and not settings.BEHIND_TLS:
        yield NO_TLS
    with closing(wrapper_of(settings.PUBLIC_DATABASE)) as public:
        if settings.ROLE == "public" and not has_tables(public):
            yield NO_TABLES.format(describe(public))
        elif settings.ROLE == "desk" or not settings.SERVICE:
            return
        elif not os.environ.get("PUBLIC_DATABASE_URL"):
            yield NO_PUBLIC_ROLE
        elif faults := find_faults(public):
            more = f", and {len(faults) - 3} more" if len(faults) > 3 else ""
            told = "; it ".join(faults[:3]) + more
            yield WRONG_ROLE.format(told, settings.PUBLIC_DATABASE["USER"])


@contextmanager
def alone() -> Iterator[None]:
    """Hold back other starts on the same files or the same database until this one is ready."""
    with held(settings.VAR_DIR, wait=True):
        if connection.vendor != "postgresql" or settings.ROLE == "public":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")  # a first start takes its time
            cursor.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
            cursor.execute("RESET lock_timeout")
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [START_LOCK])


def arguments(host: str, port: int, workers: int) -> list[str]:
    """Return granian's command line: HTTP/1 only, and many threads, which hold slow clients cheaply.

    What asks the database runs in the few threads of the entry's pools.
    """
    return [
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "256"),
        *("--backpressure", "8000", "--http1-header-read-timeout", "10000"),
        *("--http", "1", "--no-ws", "--log-level", "error"),  # it warns of so many threads
        *("--respawn-failed-workers", "--respawn-interval", "0.1"),
        *("--workers-kill-timeout", "5"),  # one that is still starting may not hear Ctrl-C
        "baliportal.wsgi:application",
    ]


def require_free(host: str, port: int) -> None:
    """Raise CommandError, with what to do, where nothing can listen on `host` and `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot serve on {host} port {port} ({error.strerror}): stop what uses it, "
                "or choose another, as in PORT=8001 make run"
            ) from None


def collect() -> None:
    """Collect the static files where they differ from those collected last."""
    mark, sources = settings.VAR_DIR / f".{settings.STATIC_ROOT.name}-sources", fingerprint()
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if not collected.exists() or not mark.exists() or mark.read_text() != sources:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        mark.write_text(sources)


def fingerprint() -> str:
    """Return a digest that differs whenever a static file of the portal or the admin does."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))  # noqa: PTH116
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
