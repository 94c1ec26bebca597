"""Deeds: ways to write to the database, each a function of a connection, and each for good."""

from contextlib import suppress
from datetime import date
from secrets import randbelow, token_hex

from django.conf import settings
from django.db import connection

from reports.models import DataVersion, OtherName, Revision

SEQUENCE = "reports_dataversion_id_seq"


def number():
    """A number of a data version that no other has."""
    return 10 + randbelow(10**9)


def insert():
    """A statement that writes a row."""
    return f"INSERT INTO reports_dataversion (number, date) VALUES ({number()}, '2004-06-08')"


def raw(*statements):
    """A deed of statements, each tried whatever became of the last.

    In them {insert} stands for one that writes, and {name} for a new name.
    """

    def deed(connection):
        first = None
        with connection.cursor() as cursor:
            for statement in statements:
                full = statement.replace("{insert}", insert()).replace("{name}", token_hex(8))
                try:
                    cursor.execute(full)
                    if cursor.description:
                        cursor.fetchall()
                except Exception as error:
                    first = first or error
        if first:
            raise first

    return deed


def begun(*statements):
    """A deed in a transaction of its own that asks to write, after the end of the request's."""
    return raw("COMMIT", "BEGIN READ WRITE", *statements, "COMMIT")


def on_driver(*statements):
    """A deed past Django, on the driver's own connection."""

    def deed(connection):
        connection.ensure_connection()
        for statement in statements:
            with suppress(Exception):
                connection.connection.execute(statement.replace("{insert}", insert()))

    return deed


def create(connection):
    DataVersion.objects.create(number=number(), date=date(2004, 6, 8))


def update(connection):
    Revision.objects.rise()


def delete(connection):
    OtherName.objects.filter(pk=OtherName.objects.first().pk).delete()


def bulk_create(connection):
    DataVersion.objects.bulk_create([DataVersion(number=number(), date=date(2004, 6, 8))])


def session(connection):
    from django.contrib.sessions.backends.db import SessionStore

    SessionStore().create()


def account(connection):
    from django.contrib.auth.models import User

    User.objects.create(username=token_hex(8))


def attach(connection):
    """Open the database's file a second time, to write."""
    file = settings.VAR_DIR / "portal.sqlite3"
    raw(
        "COMMIT",
        "PRAGMA query_only=OFF",
        f"ATTACH 'file:{file}?mode=rw' AS other",
        insert().replace("INTO ", "INTO other."),
        "DETACH other",
    )(connection)


def attach_a_new_file(connection):
    raw(
        "COMMIT",
        "PRAGMA query_only=OFF",
        f"ATTACH '{settings.VAR_DIR / token_hex(8)}' AS new",
        "CREATE TABLE new.planted AS SELECT 1",
        "DETACH new",
    )(connection)


def vacuum_into(connection):
    file = settings.VAR_DIR / token_hex(8)
    raw("COMMIT", "PRAGMA query_only=OFF", f"VACUUM INTO '{file}'")(connection)


def pragma(connection):
    raw("PRAGMA query_only=OFF", f"PRAGMA user_version={number()}")(connection)


def copy(connection):
    statement = "COPY reports_dataversion (number, date) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        rows.write_row((number(), date(2004, 6, 8)))


def copy_begun(connection):
    for deed in (raw("COMMIT", "BEGIN READ WRITE"), copy, raw("COMMIT")):
        deed(connection)


ANY = {
    "create": create,
    "update": update,
    "delete": delete,
    "bulk_create": bulk_create,
    "session": session,
    "account": account,
    "INSERT": raw("{insert}"),
    "INSERT RETURNING": raw("{insert} RETURNING id"),
    "index of search": raw("UPDATE reports_document SET heading = '{name}'"),
    "CREATE TABLE": raw("CREATE TABLE planted_{name} (id integer)"),
    "COMMIT, INSERT": raw("COMMIT", "{insert}"),
    "ROLLBACK, INSERT": raw("ROLLBACK", "{insert}"),
    "COMMIT, BEGIN, INSERT, COMMIT": raw("COMMIT", "BEGIN", "{insert}", "COMMIT"),
    "the driver's connection": on_driver("{insert}", "COMMIT"),
}
SQLITE = {
    "PRAGMA query_only=OFF, INSERT": raw("PRAGMA query_only=OFF", "{insert}"),
    "PRAGMA query_only=OFF, COMMIT, INSERT": raw("PRAGMA query_only=OFF", "COMMIT", "{insert}"),
    "PRAGMA query_only=OFF on the driver": on_driver(
        "COMMIT", "PRAGMA query_only=OFF", "{insert}", "COMMIT"
    ),
    "PRAGMA user_version": pragma,
    "ATTACH of the file": attach,
    "ATTACH of a new file": attach_a_new_file,
    "VACUUM INTO": vacuum_into,
}
POSTGRESQL = {
    "SET TRANSACTION READ WRITE": raw("SET TRANSACTION READ WRITE", "{insert}"),
    "BEGIN READ WRITE": begun("{insert}"),
    "SET SESSION CHARACTERISTICS": raw(
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE", "COMMIT", "{insert}", "COMMIT"
    ),
    "set_config": raw(
        "SELECT set_config('default_transaction_read_only', 'off', false)",
        "COMMIT",
        "{insert}",
        "COMMIT",
    ),
    "BEGIN READ WRITE on the driver": on_driver("COMMIT", "BEGIN READ WRITE", "{insert}", "COMMIT"),
    "nextval": raw(f"SELECT nextval('{SEQUENCE}')"),
    "nextval begun": begun(f"SELECT nextval('{SEQUENCE}')"),
    "setval begun": begun(f"SELECT setval('{SEQUENCE}', (random() * 1e9)::bigint + 1000)"),
    "lo_create": raw("SELECT lo_create(0)"),
    "lo_create begun": begun("SELECT lo_create(0)"),
    "lo_from_bytea begun": begun("SELECT lo_from_bytea(0, 'planted')"),
    "COPY": copy,
    "COPY begun": copy_begun,
    "WITH INSERT": begun("WITH made AS ({insert} RETURNING id) SELECT * FROM made"),
    "DO": begun("DO $$ BEGIN {insert}; END $$"),
    "EXPLAIN ANALYZE": begun("EXPLAIN ANALYZE {insert}"),
    "TRUNCATE": begun("TRUNCATE reports_formeraddress", "{insert}"),
    "CREATE TABLE begun": begun("CREATE TABLE planted_{name} (id integer)"),
    "GRANT": begun("GRANT INSERT ON reports_dataversion TO CURRENT_USER", "{insert}"),
}
OWN = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
DEEDS = ANY | OWN
# What is refused, and would leave nothing to see or last for the connection alone.
REFUSED = {
    "a temporary table": begun("CREATE TEMPORARY TABLE reports_meeting AS SELECT 1"),
    "COPY TO PROGRAM": raw("COPY (SELECT 1) TO PROGRAM 'cat >/dev/null'"),
    "COPY FROM a file": raw("COPY reports_dataversion FROM '/etc/hostname'"),
    "hashes of passwords": raw("SELECT password FROM auth_user"),
    "sessions": raw("SELECT * FROM django_session"),
    "versions": raw("SELECT * FROM reversion_version"),
    "a lock on rows": begun("SELECT * FROM reports_meeting FOR UPDATE"),
    "a lock on a table": begun("LOCK TABLE reports_meeting IN EXCLUSIVE MODE"),
    "a message in the log": raw("SELECT pg_logical_emit_message(false, 'planted', 'x')"),
    "another role": raw("SET ROLE pg_write_all_data"),
}
# What no right takes from a role of PostgreSQL, see docs/security.md.
REMAINING = {
    "NOTIFY": raw("COMMIT", "NOTIFY planted"),
    "an advisory lock": raw("SELECT pg_advisory_xact_lock(1)"),
    "ALTER ROLE on itself": begun("ALTER ROLE CURRENT_USER SET application_name = 'planted'"),
}
EVERY = DEEDS | REFUSED | REMAINING
