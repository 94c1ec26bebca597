"""The role of PostgreSQL that public pages read with, whose address is PUBLIC_DATABASE_URL."""

import re
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

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
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
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

SUPERUSER = "is a superuser"
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
        parser.add_argument("--name", default="portal_public", help="The name of the role.")

    def handle(self, *, name: str, **options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles: a file of SQLite is opened to read as it is.")
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
            raise CommandError(f"{name} is no name of a role: use small letters, digits and _.")
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_user, current_schema()")
            database, owner, schema = cursor.fetchone()
        if name == owner:
            raise CommandError(f"{name} is the role that writes: give the public's another name.")
        self.stdout.write(
            STATEMENTS.format(
                role=name,
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
    return sorted(model._meta.db_table for model in models)


def find_faults(wrapper: Any) -> list[str]:
    """Return what the role can do too much or too little that a connection to PostgreSQL is of.

    Takes Django's wrapper of the connection.
    """
    with wrapper.cursor() as cursor:
        cursor.execute(FAULTS, {"tables": report_tables(), "functions": list(FUNCTIONS)})
        faults = [fault for (fault,) in cursor.fetchall()]
    return faults[:1] if SUPERUSER in faults else faults
