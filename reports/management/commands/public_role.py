"""The role of PostgreSQL that public pages read with, whose address is PUBLIC_DATABASE_URL."""

import os
import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from reports.models import LoadedRow

DEFAULT = "portal_public"
# PostgreSQL keeps some names for itself; others would need quotes wherever they are written.
NAME = re.compile(r"(?!pg_|(?:none|public)$)[a-z_][a-z0-9_]{0,62}")

# Every role may call these: large objects, in which it could keep bytes, and messages of the log.
FUNCTIONS = (
    "lo_creat",
    "lo_create",
    "lo_from_bytea",
    "lo_import",
    "lo_open",
    "lo_put",
    "lo_truncate",
    "lo_truncate64",
    "lo_unlink",
    "lowrite",
    "pg_logical_emit_message",
)

STATEMENTS = """\
BEGIN;
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{name}') THEN
        CREATE ROLE {role} LOGIN;
    END IF;
END $$;
ALTER ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
ALTER ROLE {role} SET default_transaction_read_only = on;

-- What every role may do by default, this one too.
REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC, {role};
GRANT CREATE, USAGE ON SCHEMA {schema} TO {owner};
REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role};
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {role};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {role};
DO $$ DECLARE function regprocedure; BEGIN
    FOR function IN SELECT oid FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN ({functions})
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, {role}', function);
    END LOOP;
END $$;

-- What public pages read: the reports. No account, session or version of the desk.
GRANT CONNECT ON DATABASE {database} TO {role};
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT ON {tables} TO {role};
COMMIT;
-- Then give it a password, in psql: \\password {role}
"""

READERS = """
SELECT quote_ident(rolname), relname FROM pg_class, aclexplode(relacl) AS given
JOIN pg_roles ON pg_roles.oid = given.grantee
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
AND given.grantee <> relowner AND privilege_type = 'SELECT'
UNION
SELECT quote_ident(rolname), name FROM pg_roles, unnest(%(tables)s::text[]) AS name
WHERE rolname = %(public)s AND rolname <> current_user
"""
# Of those of the tables that there are: an older release has fewer.
GRANT = """\
DO $$ DECLARE name text; BEGIN
    FOREACH name IN ARRAY ARRAY[{tables}] LOOP
        IF to_regclass(name) IS NOT NULL THEN
            EXECUTE format('GRANT SELECT ON %s TO %s', name, {role});
        END IF;
    END LOOP;
END $$;
"""

SUPERUSER, UNREAD = "is a superuser", "cannot read "
FAULTS = """
SELECT 'is a superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
UNION ALL
SELECT 'cannot read ' || name FROM unnest(%(tables)s::text[]) AS name
    WHERE NOT COALESCE(has_table_privilege(to_regclass(quote_ident(name)), 'SELECT'), false)
UNION ALL
SELECT 'can read ' || relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND relname <> ALL (%(tables)s::text[]) AND has_any_column_privilege(oid, 'SELECT')
UNION ALL
SELECT 'can write to ' || relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'f')
    AND (has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        OR has_any_column_privilege(oid, 'INSERT, UPDATE, REFERENCES'))
UNION ALL
SELECT 'can move the sequence ' || relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace
    AND CASE WHEN relkind = 'S' THEN has_sequence_privilege(oid, 'USAGE, UPDATE') END
UNION ALL
SELECT 'can make tables' WHERE has_schema_privilege(current_schema(), 'CREATE')
    OR has_database_privilege(current_database(), 'CREATE, TEMPORARY')
UNION ALL
SELECT 'can call ' || oid::regprocedure FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND proname = ANY (%(functions)s::text[])
    AND has_function_privilege(oid, 'EXECUTE')
"""


class Command(BaseCommand):
    """Print the SQL that makes the role; run again, it mends one that has too much or too little."""

    help = "Prints the SQL of a role of PostgreSQL that can read the reports and do nothing else."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--name",
            help="The name of the role, which is also the user in PUBLIC_DATABASE_URL. Without it, the "
            f"one there; where that is not set, {DEFAULT}.",
        )

    def handle(self, *, name: str | None, **options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError(
                "Only PostgreSQL has roles: a file of SQLite is opened to read as it is. In service, "
                "set its variables first, DATABASE_URL among them."
            )
        if name is None:
            name = settings.PUBLIC_DATABASE["USER"] if os.environ.get("PUBLIC_DATABASE_URL") else DEFAULT
        if not NAME.fullmatch(name):
            raise CommandError(
                f"“{name}” is no name that this role can have: use small letters, digits and _, first "
                "no digit and no pg_, and the same name in PUBLIC_DATABASE_URL, as in --name "
                "portal_public"
            )
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_database(), current_user, current_schema(), quote_ident(%s)", [name]
            )
            database, owner, schema, role = cursor.fetchone()
        if name == owner:
            raise CommandError(f"{name} is the role that writes: give the public's another name.")
        self.stdout.write(
            STATEMENTS.format(
                name=name,
                role=role,
                database=quote(database),
                owner=quote(owner),
                schema=quote(schema),
                functions=", ".join(f"'{each}'" for each in FUNCTIONS),
                tables=", ".join(map(quote, report_tables())),
            )
        )


def report_tables() -> list[str]:
    """Return the names of the tables that public pages read."""
    models = apps.get_app_config("reports").get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if model is not LoadedRow)


def find_faults(wrapper: Any) -> list[str]:
    """Return what the role can do too much or too little that a connection to PostgreSQL is of.

    Takes Django's wrapper of the connection.
    """
    with wrapper.cursor() as cursor:
        cursor.execute(FAULTS, {"tables": report_tables(), "functions": list(FUNCTIONS)})
        faults = [fault for (fault,) in cursor.fetchall()]
    unread = [fault for fault in faults if fault.startswith(UNREAD)]
    if len(unread) == len(report_tables()):
        faults = [f"{UNREAD}any table of the reports", *(each for each in faults if each not in unread)]
    return faults[:1] if SUPERUSER in faults else faults


def find_readers() -> dict[str, list[str]]:
    """Return the tables that other roles may read, by role, and those that the public's has to.

    None on SQLite, which has no roles.
    """
    readers: dict[str, list[str]] = {}
    if connection.vendor == "postgresql":
        names = {"tables": report_tables(), "public": settings.PUBLIC_DATABASE["USER"]}
        with connection.cursor() as cursor:
            cursor.execute(READERS, names)
            for role, table in cursor.fetchall():
                readers.setdefault(role, []).append(table)
    return readers


def grants(readers: dict[str, list[str]]) -> str:
    """Return SQL that lets each role read its tables, as far as there are such tables."""

    def literal(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    quote = connection.ops.quote_name
    return "".join(
        GRANT.format(role=literal(role), tables=", ".join(literal(quote(table)) for table in tables))
        for role, tables in readers.items()
    )


def give(readers: dict[str, list[str]]) -> None:
    """Let each role read its tables."""
    with connection.cursor() as cursor:
        cursor.execute(grants(readers))
