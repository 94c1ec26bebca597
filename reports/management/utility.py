"""The command line of manage.py: what a command cannot do here is told before it begins."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, ManagementUtility, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from reports.text.white_space import make_single

# Of these none reads the portal's tables, but dumpdata; of ours, these two begin without any.
TOOLS = {"django.core", "django.contrib.staticfiles"}
BEGINNING = {"serve", "restore"}
OF_PUBLIC = {"serve", "verify"}  # what a public process can do, beside such tools
WRITING_TOOLS = {"createcachetable", "flush", "migrate"}
ASKING_TOOLS = {*WRITING_TOOLS, "inspectdb", "showmigrations", "sqlflush"}  # with tables or without

FIRST_TABLE = "reports_revision"  # of the first migration, and what each page reads first
NO_TABLES = (
    "{} has no tables of the portal. If it is not the one that you mean, run the command with the "
    "variables of the service, by the line in step 4 of README's “Deploy it”; if it is, start the "
    "portal once, the desk where roles are parted, which makes them: `manage.py serve`."
)
NO_ANSWER = (
    "{} does not answer ({}): see that it runs, and that its name, its role and the password are right "
    "in {}."
)
ONLY_READS = (
    "This process has ROLE=public, which only reads, so that `manage.py {}` cannot be run: run it with "
    "ROLE=desk or without ROLE, and with a DATABASE_URL that can write."
)


class Portal(ManagementUtility):
    """Django's command line, which refuses a command in a sentence where it must fail."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        app = get_commands().get(subcommand)
        reads = subcommand in OF_PUBLIC or (app in TOOLS and subcommand not in WRITING_TOOLS)
        if settings.configured and settings.ROLE == "public" and not reads:
            sys.exit(ONLY_READS.format(subcommand))
        command = super().fetch_command(subcommand)
        check: Callable[[], None] | None = None
        if (app not in TOOLS or subcommand == "dumpdata") and subcommand not in BEGINNING:
            check = require_tables
        elif subcommand in ASKING_TOOLS:
            check = require_answer
        if check:
            # Django asks for this once the arguments are read, so that --help needs no database.
            command.requires_migrations_checks = True
            command.check_migrations = check  # type: ignore[method-assign]
        return command


def require_tables() -> None:
    """Raise CommandError, with what to do, for a database without the portal's tables."""
    if not are_tables_there():
        raise CommandError(NO_TABLES.format(describe(connection)))


def require_answer() -> None:
    """Raise CommandError, with what to do, for a database that does not answer."""
    are_tables_there()


def are_tables_there() -> bool:
    """Return True if the database has the portal's tables.

    Raises CommandError, with what to do, where it does not answer.
    """
    try:
        return has_tables(connection)
    except DatabaseError as error:
        name = "PUBLIC_DATABASE_URL" if settings.ROLE == "public" else "DATABASE_URL"
        said = make_single(str(error))
        raise CommandError(NO_ANSWER.format(describe(connection), said, name)) from error


def has_tables(wrapper: Any) -> bool:
    """Return True if the database has the portal's tables, readable or not.

    Takes Django's wrapper of the connection.
    """
    catalogue = {"sqlite": "sqlite_master WHERE name", "postgresql": "pg_class WHERE relname"}
    if wrapper.vendor == "sqlite" and not Path(wrapper.settings_dict["NAME"]).exists():
        return False  # a public process makes no file
    with wrapper.cursor() as cursor:
        named = catalogue[wrapper.vendor]
        cursor.execute(f"SELECT 1 FROM {named} = %s", [FIRST_TABLE])  # noqa: S608 # of these two
        return cursor.fetchone() is not None


def describe(wrapper: Any) -> str:
    """Return in words which database it is, without a password, at the beginning of a sentence."""
    config = wrapper.settings_dict
    if wrapper.vendor == "sqlite":
        return f"The SQLite file {config['NAME']}"
    place = config["HOST"] or "this machine"
    port = f":{config['PORT']}" if config["PORT"] else ""
    return f"The PostgreSQL database {config['NAME']} at {place}{port}"
