"""Read settings from the environment, strictly: a wrong value stops the start with its remedy."""

import json
import logging
import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from baliportal.entry.connections import ReadingConnection


class LogLine(logging.Formatter):
    """Formatter of one line a record, with the time in UTC.

    What a client sent amiss has no traceback: it is no fault of the portal's.
    """

    converter = time.gmtime  # type: ignore[assignment] # as its own documentation has it
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        if record.name.startswith("django.security"):
            record.exc_info = record.exc_text = None
        return super().format(record)


class JsonLine(logging.Formatter):
    """Formatter of the audit log: the `facts` of a record as one line of JSON, in ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(record.__dict__["facts"])


FLAGS = {"1": True, "true": True, "yes": True, "on": True}
FLAGS |= {"0": False, "false": False, "no": False, "off": False, "": False}


def flag(name: str, *, default: bool = False) -> bool:
    """Return the environment variable `name` as true or false; the `default` when unset.

    Raises ImproperlyConfigured for any word outside the listed ones: `DEBUG=yess` is a slip, and
    neither answer to it is safe to guess.
    """
    value = os.environ.get(name, "").strip()
    try:
        return FLAGS[value.lower()] if value else default
    except KeyError:
        raise ImproperlyConfigured(
            f"{name}={value} is neither yes nor no: set {name} to 1, true, yes or on, "
            "or to 0, false, no or off."
        ) from None


def number(name: str, default: int, low: int, high: int) -> int:
    """Return the environment variable `name` as a whole number from `low` to `high`, else `default`.

    Raises ImproperlyConfigured for anything else.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(
            f"{name}={value} is not a whole number from {low} to {high}: "
            f"set {name} to one, or leave it out for {default}."
        )
    return int(value)


def origin(name: str, default: str) -> str:
    """Return the environment variable `name` as a site's address without a path, else `default`.

    Raises ImproperlyConfigured for anything but a scheme, a host and perhaps a port.
    """
    value = os.environ.get(name, "").strip().rstrip("/") or default
    if not re.fullmatch(r"https?://[\w.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?", value):
        raise ImproperlyConfigured(
            f"{name}={value} is not the address of a site: write it with its scheme and without "
            "a path, as in https://reports.example.org"
        )
    return value


def contact(value: str) -> str:
    """Return whom to write to as an address with its scheme: of mail, or of a page; "" for "".

    Raises ImproperlyConfigured for anything else.
    """
    value = value.strip()
    if re.fullmatch(r"[^\s@:]+@[\w.-]+", value):
        return f"mailto:{value}"
    if value and not re.fullmatch(r"mailto:[^\s@:]+@[\w.-]+|https://[\w.-]+\S*", value):
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT={value} is no address to write to: give one of mail, as in "
            "security@example.org, or of a page, as in https://example.org/security"
        )
    return value


def comma_list(name: str) -> list[str]:
    """Return the environment variable `name` as a list, split at commas; empty when unset."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


ROLES = ("", "public", "desk")


def role() -> str:
    """Return ROLE: whether a process answers public pages alone, the desk alone, or “” for both.

    Raises ImproperlyConfigured for another word, and for a public process that is told how to write.
    """
    value = os.environ.get("ROLE", "").strip()
    if value not in ROLES:
        raise ImproperlyConfigured(
            f"ROLE={value} is not a role: set ROLE to public or desk, or leave it out for both in one."
        )
    if value == "public" and os.environ.get("DATABASE_URL", "").strip():
        raise ImproperlyConfigured(
            "DATABASE_URL is set where ROLE=public: a public process must hold no address that can "
            "write. Leave DATABASE_URL out, and name one that can only read in PUBLIC_DATABASE_URL."
        )
    return value


def database(var: Path) -> dict[str, Any]:
    """Return Django's database settings from DATABASE_URL; without it, an SQLite file in `var`.

    Raises ImproperlyConfigured for an address that is not one of SQLite or PostgreSQL.
    """
    url = os.environ.get("DATABASE_URL", "").strip() or sqlite_url(var)
    config = database_at("DATABASE_URL", url)
    if config["ENGINE"].endswith("postgresql"):
        return config
    keep_private(Path(config["NAME"]))
    # Tests run on a file too: in memory there is no reading beside a writer.
    return config | {"OPTIONS": SQLITE_WRITING, "TEST": {"NAME": str(var / "test.sqlite3")}}


def public_database(var: Path) -> dict[str, Any]:
    """Return Django's settings of the same database as public requests open it: only to read.

    PUBLIC_DATABASE_URL has a role of PostgreSQL that can do no more, or a standby; without it, the
    address is that of DATABASE_URL. Raises ImproperlyConfigured for an address that is not one.
    """
    own = os.environ.get("PUBLIC_DATABASE_URL", "").strip()
    writing = os.environ.get("DATABASE_URL", "").strip() or sqlite_url(var)
    config = database_at("PUBLIC_DATABASE_URL" if own else "DATABASE_URL", own or writing)
    both = own and role() != "public"
    if both and config["ENGINE"] != database_at("DATABASE_URL", writing)["ENGINE"]:
        raise ImproperlyConfigured(
            "PUBLIC_DATABASE_URL and DATABASE_URL are of two kinds of database: name the same database "
            "in both, or leave PUBLIC_DATABASE_URL out."
        )
    if config["ENGINE"].endswith("sqlite3"):
        return config | {"OPTIONS": SQLITE_READING}
    options = config["OPTIONS"]
    return config | {"OPTIONS": options | {"options": f"{options['options']} {READ_ONLY}"}}


def sqlite_url(var: Path) -> str:
    """Return the address of the SQLite file that is used where none is named."""
    return f"sqlite:///{var / 'portal.sqlite3'}"


def database_at(name: str, url: str) -> dict[str, Any]:
    """Return Django's settings of the database at `url`, which the variable `name` holds.

    Raises ImproperlyConfigured for an address that is not one of SQLite or PostgreSQL.
    """
    config: dict[str, Any] = {}
    with suppress(ValueError):
        config |= dj_database_url.parse(url)
    engine = config.get("ENGINE", "").rpartition(".")[2]
    if engine not in {"sqlite3", "postgresql"} or not config["NAME"]:
        raise ImproperlyConfigured(
            f"{name} is not a database address that this portal can use: write "
            "postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:////FOLDER/FILE, "
            "with %40 for an @ inside a password."
        )
    if engine == "sqlite3":
        return config
    options = POSTGRESQL_OPTIONS | ({} if is_here(config["HOST"]) else TLS) | config.get("OPTIONS", {})
    return config | POSTGRESQL | {"OPTIONS": options}


def is_here(host: str) -> bool:
    """Return True if the `host` of a database is this machine: none, a socket's folder, a loopback."""
    return not host or host.startswith(("/", "127.")) or host in {"localhost", "::1"}


# Write-ahead log: a reader never waits for the editor. FULL: a commit waits until the log is on the
# disk, so that a save that was acknowledged is there after a power loss too.
# A writer begins IMMEDIATE, so that it waits its turn up to 5 s and is not refused midway; readers
# begin DEFERRED (reports.snapshot), or they would lock the editor out. 4 MB of pages are kept for each
# connection: a large file reads the same ones for many rows.
SQLITE_WRITING = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-4000;"
    ),
}
SQLITE_READING = {
    "factory": ReadingConnection,
    "timeout": 5,
    "init_command": "PRAGMA cache_size=-4000;",
}
# Persistent connections, each asked once per request whether it still stands.
POSTGRESQL = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# A writer waits as long for another as with SQLite; `?options=` in DATABASE_URL says otherwise.
POSTGRESQL_OPTIONS = {"options": "-c lock_timeout=5s"}
# A role that can write may undo this by a statement: PUBLIC_DATABASE_URL is what holds.
READ_ONLY = "-c default_transaction_read_only=on"
# The password and the data go over a network; `?sslmode=` in the address says otherwise.
TLS = {"sslmode": "require"}


def keep_private(file: Path) -> None:
    """Make `file`, empty where there is none, for this user alone: it holds the passwords' hashes.

    The files that SQLite puts beside its database get the same rights. What cannot be changed, as on
    a disk that is only read, stays as it is.
    """
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, 0o600))
        file.chmod(0o600)


def writable_dir(default: Path) -> Path:
    """Return the folder of the portal's own files (VAR_DIR), made when missing and proved writable.

    One that is made here is for this user alone.

    Raises ImproperlyConfigured when it cannot be made or written in.
    """
    path = Path(os.environ.get("VAR_DIR", "").strip() or default).absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot write in the folder {path} ({error.strerror}): "
            "make it writable for this user, or name another one in VAR_DIR."
        ) from None
    return path


def audit_handler(file: str) -> dict[str, Any]:
    """Return Django's settings of the handler of the audit log: into `file`; for "" to stderr.

    The file is for this user alone, and may be moved away by a rotation of logs.

    Raises ImproperlyConfigured when it cannot be written.
    """
    if not file.strip():
        return {"class": "logging.StreamHandler", "formatter": "json"}
    path = Path(file.strip()).absolute()
    if path.is_dir():
        raise ImproperlyConfigured(
            f"AUDIT_LOG={file.strip()} is a folder: name a file in it, as in "
            f"AUDIT_LOG={path / 'audit.log'}"
        )
    keep_private(path)
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(
            f"Cannot write the audit log {path}: make its folder writable for this user, or name "
            "another file in AUDIT_LOG."
        )
    return {"class": "logging.handlers.WatchedFileHandler", "filename": path, "formatter": "json"}


NEW_KEY = "This makes one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
OWN_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}  # the last is Django's, in tests


def is_open(hosts: list[str]) -> bool:
    """Return True if the `hosts` that the portal answers to have one that others can ask for."""
    return not OWN_HOSTS.issuperset(hosts)


def require_safe_service(hosts: list[str], key: str) -> None:
    """Refuse settings under which a portal in service, at these `hosts`, could be deceived.

    Raises ImproperlyConfigured for a host name of any kind, and for a `key` that can be guessed where
    others than this machine ask.
    """
    if "*" in hosts:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS=* lets any host name pass for the portal's: with a service database, name "
            "its own, with commas between them, as in ALLOWED_HOSTS=reports.example.org"
        )
    if is_open(hosts) and (len(key) < 50 or len(set(key)) < 5):
        raise ImproperlyConfigured(
            "SECRET_KEY is too short, or of too few different characters: who guesses it can pass for "
            f"an editor. Set it to 50 or more random characters. {NEW_KEY}"
        )


def secret_key(path: Path, *, service: bool) -> str:
    """Return SECRET_KEY from the environment, or a random one made once in the file `path`.

    A public process signs nothing, and gets a random one of its own.

    Raises ImproperlyConfigured when `service` is true and none is set: several machines serving one
    database must share a key, so none is invented for them.
    """
    value = os.environ.get("SECRET_KEY", "")
    if role() == "public":
        return secrets.token_urlsafe(50)
    if value:
        return value
    if service:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set: with a service database it must be, to 50 or more random "
            f"characters kept from everyone. {NEW_KEY}"
        )
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii")
