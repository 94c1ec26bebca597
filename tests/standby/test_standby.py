"""The portal on two machines: the desk on a PostgreSQL primary, the public pages on a hot standby."""

import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from tests.benchmarks.run import free_port
from tests.clusters import PROGRAMS, Cluster
from tests.planted.server import ROOT
from tests.soak.desk import NAME, PASSWORD, Desk

pytestmark = [
    pytest.mark.django_db,  # so that there is a database to copy
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no standby"),
]
REPORT = "/meetings/2004-brisbane-som/report/"
PUBLIC = "portal_public"
# With a word of the index term that leads to the page, "Ministers".
TITLE = "Report to Ministers, as an editor named it"
ACCOUNT = """
INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active,
    first_name, last_name, email, date_joined)
VALUES (%s, %s, true, true, true, '', '', '', now())
"""


@pytest.fixture
def clusters(django_db_setup, prepared):
    """A primary that holds the fixtures, an editor and the public role, and a standby of it."""
    if PROGRAMS is None:
        said = "NO POSTGRESQL PROGRAMS: install Debian's postgresql to try standbys"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    with ExitStack() as undo:
        # pytest's own folders are closed to the user that runs PostgreSQL.
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="standby-")))
        folder.chmod(0o755)
        # Its own vacuums would hold back the one that the test asks for.
        primary = Cluster(folder / "primary", "autovacuum=off")
        standby = Cluster(folder / "standby", "max_standby_streaming_delay=100ms")
        undo.callback(stop_all, primary, standby)
        primary.make()
        primary.start()
        fill(primary, os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{prepared.database}")
        standby.make_standby_of(primary)
        standby.start()
        yield primary, standby


def stop_all(*clusters):
    """Stop those that run."""
    for cluster in clusters:
        with suppress(subprocess.CalledProcessError):
            cluster.stop()


def fill(cluster, source):
    """Copy the database at the address `source` into `cluster`; add an editor and the public role."""
    dump = subprocess.run([f"{PROGRAMS}/pg_dump", "-Ox", source], check=True, capture_output=True).stdout
    psql = [f"{PROGRAMS}/psql", "-qX", "-v", "ON_ERROR_STOP=1", cluster.address()]
    subprocess.run(psql, input=dump, check=True, capture_output=True)
    role = manage("public_role", "--name", PUBLIC, DATABASE_URL=cluster.address())
    subprocess.run(psql, input=role, check=True, capture_output=True)
    with psycopg.connect(cluster.address()) as writing:
        writing.execute(ACCOUNT, [NAME, make_password(PASSWORD)])


def surroundings(**variables):
    """The environment of a process of the portal."""
    own = {"DATABASE_URL": "", "SECRET_KEY": "tests-only", "ALLOWED_HOSTS": "127.0.0.1", "WORKERS": "1"}
    inherited = {name: value for name, value in os.environ.items() if name not in {"ROLE", "BEHIND_TLS"}}
    return inherited | own | {"SITE_URL": "http://127.0.0.1", "SECOND_FACTOR": "no"} | variables


def manage(*arguments, **variables):
    """Run a command of the portal; return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings(**variables), check=True, capture_output=True
    ).stdout


@contextmanager
def started(folder, **variables):
    """Start a process group of the portal with its files in `folder`; give its port and what it says."""
    folder.mkdir()
    port, said = free_port(), folder / "said"
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=surroundings(VAR_DIR=str(folder), PORT=str(port), **variables),
            stdout=file,
            stderr=file,
        )
    try:
        yield port, said
    finally:
        process.terminate()
        process.wait(20)


def ask(port, path):
    """Ask for a page: its status (0 without an answer), its Cache-Status, its text."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return answer.status, answer.headers.get("Cache-Status", ""), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, "", error.read().decode()
    except OSError:
        return 0, "", ""


def wait_until(true, what, seconds=20):
    """Ask until it is `true`; fail after so many seconds, saying `what` was waited for."""
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, what
        sleep(0.05)


def edit(port, title):
    """Log in to the desk and give the report another title, as a browser does."""
    desk, rows = Desk(port), "/admin/reports/report/"
    desk.log_in()
    status, _, page = desk.ask(rows)
    assert status == 200
    [row] = set(re.findall(r"/reports/report/(\d+)/change/", page))
    path = f"{rows}{row}/change/"
    assert {"title", "_reason"} <= set(desk.form(path))
    status, location, page = desk.save(path, "To see it arrive.", title=title)
    assert (status, location) == (302, rows), page


def crawl(port):
    """Ask for every page of the sitemap; return what did not answer 200, and how many there are."""
    pages = addresses(ask(port, "/sitemap.xml"))
    paths = [path for page in pages for path in addresses(ask(port, page))]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda path: ask(port, path)[0], paths))
    return {path: status for path, status in zip(paths, statuses, strict=True) if status != 200}, paths


def addresses(answer):
    """The paths that a page of the sitemap names."""
    assert answer[0] == 200
    return re.findall(r"<loc>http://127\.0\.0\.1(/[^<]*)</loc>", answer[2])


def long_read_is_cut(primary, standby, feedback):
    """Read for long on the standby while the primary cleans up behind edits; True where it is cut."""
    count = "SELECT count(*), min(title) FROM reports_report"
    with (
        psycopg.connect(standby.address(), autocommit=True) as setting,
        psycopg.connect(primary.address(), autocommit=True) as writing,
        psycopg.connect(standby.address(PUBLIC)) as reading,
    ):
        setting.execute(f"ALTER SYSTEM SET hot_standby_feedback = {feedback}")
        setting.execute("SELECT pg_reload_conf()")
        held = "SELECT backend_xmin IS NOT NULL FROM pg_stat_replication"
        wait_until(lambda: writing.execute(held).fetchone() == (feedback == "on",), "the feedback")
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before = reading.execute(count).fetchone()
        seen = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        try:
            for _ in range(5):  # a page that is being written at that moment is not cleaned
                writing.execute("UPDATE reports_report SET title = title")
                writing.execute("VACUUM reports_report")
                [end] = writing.execute("SELECT pg_current_wal_lsn()").fetchone()
                wait_until(lambda end=end: setting.execute(seen, [end]).fetchone()[0], "the standby")
                assert reading.execute(count).fetchone() == before
        except psycopg.OperationalError:
            return True
        finally:
            with suppress(psycopg.OperationalError):
                reading.rollback()
    return False


def test_the_public_stays_on_a_standby_whatever_else_stops(clusters, tmp_path):
    primary, standby = clusters
    desk = started(tmp_path / "desk", ROLE="desk", DATABASE_URL=primary.address())
    public = started(tmp_path / "public", ROLE="public", PUBLIC_DATABASE_URL=standby.address(PUBLIC))
    with public as (port, said):
        assert long_read_is_cut(primary, standby, "off")  # so that the next line says something
        assert not long_read_is_cut(primary, standby, "on")
        with desk as (desk_port, _):
            both = (port, desk_port)
            wait_until(lambda: all(ask(each, "/readyz")[0] == 200 for each in both), "the start")
            assert TITLE not in ask(port, REPORT)[2]
            edit(desk_port, TITLE)
            wait_until(lambda: TITLE in ask(port, REPORT)[2], "the edit")
        assert "PUBLIC_DATABASE_URL" not in said.read_text()  # its role is right on a standby too
        assert ask(desk_port, "/healthz")[0] == 0
        failed, paths = crawl(port)
        assert failed == {}
        assert len(paths) > 100

        primary.stop()
        assert ask(port, "/search/?q=smuggling")[:2] == (200, "")
        assert ask(port, "/readyz")[0] == 200

        standby.stop()
        wait_until(lambda: "database-away" in ask(port, REPORT)[1], "the standby is found away")
        assert TITLE in ask(port, REPORT)[2]
        status, _, text = ask(port, "/search/?q=trafficking")
        assert status == 503
        assert "try again in a few" in text

        standby.start()  # without its primary
        wait_until(lambda: ask(port, REPORT)[:2] == (200, ""), "the standby is found again")
        assert ask(port, "/search/?q=trafficking")[0] == 200
