"""A backup of an older release is brought up to this one, and the public's role reads as before."""

from contextlib import contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.db import connection

from baliportal.middleware import STATES, Snapshot
from reports.management.commands.restore import EMPTY
from reports.models import Revision
from reports.models.versions import RevisionQuerySet
from tests.management.test_backups import copied, run
from tests.management.test_moving import postgresql_database
from tests.planted.server import PostgresDatabase

pytestmark = [
    pytest.mark.django_db,  # so that there is a database to copy
    pytest.mark.xdist_group("restoring"),
]

# A portal of release 0.1.0: an account, and a meeting whose report has a title and a paragraph.
OLD = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
made = MigrationExecutor(connection)
made.loader.replace_migrations = False
made.loader.build_graph()
oldest = ("reports", "0001_schema")
others = [leaf for leaf in made.loader.graph.leaf_nodes() if leaf[0] != "reports"]
apps = made.migrate([oldest, *others]).apps
User, Revision, Meeting, Block, Evidence = (
    apps.get_model(*name.split("."))
    for name in ("auth.User", "reports.Revision", "reports.Meeting", "reports.Block", "reports.Evidence")
)
User.objects.create(username="editor")
Revision.objects.create(pk=1, number=7)
meeting = Meeting.objects.create(
    slug="2005-older-som", kind="senior-officials", name="Senior Officials Meeting",
    published=True, report_title="Statement",
)
title = Block.objects.create(
    meeting=meeting, order=1, key="title-1", kind="title", text="A Meeting of Senior Officials"
)
part = Block.objects.create(meeting=meeting, order=2, key="part-i", kind="part", text="Part I")
Block.objects.create(
    meeting=meeting, part=part, order=3, key="p1", kind="paragraph", number=1, text="They met."
)
Evidence.objects.create(meeting=meeting, block=title, quote=title.text, anchor="meeting")
"""
GO_ON = """
from django.db import connection
connection.settings_dict["NAME"] = {!r}
"""
SEEN = """
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from reports.models import Revision
settings.ALLOWED_HOSTS = ["testserver"]
answer = Client().get("/meetings/2005-older-som/report/")
print(User.objects.count(), len(Revision.objects.state()[0]), b"They met." in answer.content)
"""
FAULTS = """
from django.conf import settings
from baliportal.entry.connections import wrapper_of
from reports.management.commands.public_role import find_faults
print(*find_faults(wrapper_of(settings.PUBLIC_DATABASE)) or ["none"], sep="\\n")
"""
DROP = """
from django.db import connection
tables = connection.introspection.table_names()
connection.cursor().execute(f"DROP TABLE {', '.join(tables)} CASCADE")
"""


@contextmanager
def database(folder, name):
    """The address of an empty database, of the engine under test."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    with postgresql_database(name) as address:
        yield address


@pytest.fixture(scope="module")
def older(tmp_path_factory, django_db_setup, django_db_blocker, prepared):
    """The backup of a portal of release 0.1.0, and what is said and seen where it is restored."""
    old, now = (tmp_path_factory.mktemp(name) for name in ("older", "now"))
    file = str(now / "older.zip")
    with (
        django_db_blocker.unblock(),
        database(old, "portal_older") as first,
        copied(now, prepared.file, prepared.database) as (_, second),
    ):
        go_on = GO_ON.format(urlsplit(second).path[1:])  # with the other database
        steps = (OLD, ["backup", file], go_on, ["restore", file], SEEN)
        *_, said, seen = run((now, first), *steps)
    return SimpleNamespace(file=file, said=said, seen=seen)


def test_a_backup_of_the_first_release_is_restored_and_migrated(older):
    assert "It is of an older release" in older.said
    assert "Every record is sound" in older.said
    assert older.seen.split() == ["1", "32", "True"]


def test_who_could_read_may_read_what_is_restored(prepared, tmp_path, older, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("only PostgreSQL has roles")
    role = "portal_restored"
    try:
        with copied(tmp_path, prepared.file, prepared.database) as place:
            folder, address = place
            made = PostgresDatabase(address, folder)
            public = made.make_role(role)
            made.connection.close()
            # Its rights tell which role it is; where no table is left, PUBLIC_DATABASE_URL does.
            [said] = run(place, ["restore", older.file])
            assert f"May read it, as before: {role}." in said
            assert EMPTY not in said
            monkeypatch.setenv("PUBLIC_DATABASE_URL", public)
            faults, _, said, left = run(place, FAULTS, DROP, ["restore", older.file], FAULTS)
            assert faults == left == "none\n"
            assert f"May read it, as before: {role}.\n{EMPTY}" in said
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP ROLE IF EXISTS {role}")


def test_a_page_that_waited_for_a_restore_begins_anew(report, rf, monkeypatch):
    before = iter([("", 0)])  # what a snapshot older than the tables sees
    state = RevisionQuerySet.state
    monkeypatch.setattr(RevisionQuerySet, "state", lambda rows: next(before, None) or state(rows))
    seen = []
    Snapshot(lambda request: None)(rf.get("/", **{STATES: seen}))
    assert seen == [Revision.objects.state()]
    assert seen[0][0]
