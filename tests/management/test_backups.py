"""A backup has everything, is made beside editors who write, and is restored whole or not at all."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.management import backups
from tests.management.test_moving import postgresql_database

pytestmark = [
    pytest.mark.django_db,  # so that there is a database to copy
    pytest.mark.xdist_group("backups"),
]

ROOT = Path(__file__).parent.parent.parent
# Steps of one process, as a start takes longer than most of them: code, or a command of the portal.
# Each has a connection of its own; code finds in `told` what the steps before it printed. To look for
# garbage would be a quarter of a migration, and another quarter at the end.
RUN = """
import gc, json, os, sys
from contextlib import redirect_stdout
from io import StringIO
import django
from django.core.management import execute_from_command_line
from django.db import connections
gc.disable()
django.setup()
told = []
for step in json.loads(sys.argv[1]):
    with redirect_stdout(StringIO()) as said:
        if isinstance(step, str):
            exec(step, {"told": told})
        else:
            execute_from_command_line(["manage.py", *step])
    connections.close_all()
    told.append(said.getvalue())
print(json.dumps(told), flush=True)
os._exit(0)
"""
# What verbs mean is what editors change here, as nothing else is checked or indexed with it.
EDITOR = """
from django.contrib.auth.models import User
User(username="editor").save()
"""
EDIT = """
from reports.models import Verb
verb = Verb.objects.get(slug="agreed")
verb.meaning = "9"
verb.save()
"""
STATE = """
from django.contrib.auth.models import User
from reports.models import DataVersion, Revision, Verb
print(User.objects.count(), Verb.objects.get(slug="agreed").meaning)
print(DataVersion.objects.current().number, Revision.objects.current())
"""
MARK = "from reports.models import Revision; print(Revision.objects.state()[0])"
PAIR = """
from reports.models import Verb
print(*Verb.objects.filter(slug__in=["agreed", "asked"]).values_list("meaning", flat=True))
"""
# A thread that edits while the main one makes a backup: each edit is two rows that agree.
BESIDE = """
import threading
from pathlib import Path
from django.db import connection, transaction
from reports.management.backups import make_backup
from reports.models import Verb
began, stop = threading.Event(), threading.Event()
def edit():
    verbs, count = Verb.objects.filter(slug__in=["agreed", "asked"]), 0
    while not stop.is_set():
        count += 1
        with transaction.atomic():
            for verb in verbs:
                verb.meaning = f"{count}"
                verb.save()
        began.set()
    connection.close()
    print("edits", count)
editor = threading.Thread(target=edit)
editor.start()
began.wait(60)
make_backup(Path(file))
stop.set()
editor.join()
"""


# As the command does, without its look at every record of what is restored.
RESTORE = """
from pathlib import Path
from reports.management.backups import restore
from reports.management.commands.public_role import find_readers, grants
restore(Path(file), grants(find_readers()))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup, django_db_blocker, prepared):
    """A portal with an account, an edit and a backup of it: its folder, its address, its backup.

    Tests change copies of it.
    """
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock(), copied(folder, prepared.file, prepared.database) as place:
        run(place, EDITOR, EDIT, ["backup", str(folder / "whole.zip")])
        yield place


@pytest.fixture
def copy(place, tmp_path):
    """A copy of that portal, with its backup."""
    folder, address = place
    shutil.copyfile(folder / "whole.zip", tmp_path / "whole.zip")
    database = address.rpartition("/")[2]
    with copied(tmp_path, folder / "portal.sqlite3", database) as copy:
        yield copy


@contextmanager
def copied(folder, file, database):
    """A portal in `folder` on a copy of the database in `file`, or of that name on PostgreSQL."""
    if connection.vendor == "sqlite":
        shutil.copyfile(file, folder / "portal.sqlite3")
        yield folder, f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    with postgresql_database(f"portal_{folder.name[:30]}", database) as address:
        yield folder, address


def run(place, *steps):
    """Take the steps in one process of the portal at `place`; what each printed."""
    folder, address = place
    own = {"VAR_DIR": str(folder), "DATABASE_URL": address}
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(steps)],
        cwd=ROOT,
        env=os.environ | own | {"DJANGO_SETTINGS_MODULE": "baliportal.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def changed(file, target, change):
    """Write the backup `file` to `target` with its manifest and dump as `change` makes them."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(manifest, members)
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return target


def test_everything_comes_back(place, copy):
    folder, _ = copy
    file = folder / "whole.zip"
    assert stat.S_IMODE((place[0] / "whole.zip").stat().st_mode) == 0o600
    kept = "file = told[5].split('is kept in ')[1].splitlines()[0].rstrip('.')\n"
    before, mark, *_, changed, said, after, new, _, back = run(
        copy,
        STATE,
        MARK,
        "from django.contrib.auth.models import User; User.objects.all().delete()",
        EDIT.replace("9", "8"),
        STATE,
        ["restore", str(file)],
        STATE,
        MARK,
        kept + RESTORE,
        STATE,
    )
    assert changed != before
    assert ("manage.py public_role" in said) == (connection.vendor == "postgresql")
    assert "older release" not in said
    assert after == before
    assert new != mark  # what is served changes
    assert "Every record is sound" in said
    assert back == changed
    assert not list(folder.rglob(f"{backups.PART}*"))


def wrong_sum(manifest, members):
    (member,) = manifest["members"].values()
    member["sha256"] = "0" * 64


def newer(manifest, members):
    manifest["migrations"].append("reports.9999_later")


def foreign(manifest, members):
    manifest["portal"] = "another"


def other_engine(manifest, members):
    manifest["engine"] = "postgresql" if manifest["engine"] == "sqlite" else "sqlite"


def other_rows(manifest, members):
    manifest["rows"]["reports_workshop"] += 1


REFUSED = """
from django.core.management import CommandError, call_command
for file in files:
    try:
        call_command("restore", file)
    except CommandError as error:
        print(error)
"""


def test_what_is_not_fit_is_refused_before_anything_is_touched(place, tmp_path):
    file = place[0] / "whole.zip"
    wrong = {
        wrong_sum: "is damaged",
        newer: "newer than this one",
        foreign: "no backup that this portal made",
        other_engine: "with dumpdata and loaddata",
        other_rows: "than the manifest tells",
    }
    files = [changed(file, tmp_path / f"{each.__name__}.zip", each) for each in wrong]
    whole = file.read_bytes()
    for length in (0, 100, len(whole) // 2, len(whole) - 1):
        cut = tmp_path / f"cut-{length}.zip"
        cut.write_bytes(whole[:length])
        files.append(cut)
    with zipfile.ZipFile(file) as archive:
        begin = archive.getinfo("manifest.json").header_offset
    spoilt = range(begin + 60, begin + 200, 10)  # bytes of the compressed manifest
    for number in spoilt:
        file = tmp_path / f"spoilt-{number}.zip"
        file.write_bytes(whole[:number] + bytes([whole[number] ^ 0xFF]) + whole[number + 1 :])
        files.append(file)
    refused = f"files = {[*map(str, files)]}\n{REFUSED}"
    before, said, after = run(place, STATE + MARK, refused, STATE + MARK)
    told = [*wrong.values(), *["is damaged, or no backup"] * (4 + len(spoilt))]
    for line, words in zip(said.splitlines(), told, strict=True):
        assert words in line
    assert after == before


def test_a_backup_beside_an_editor_is_of_one_moment(copy):
    file = f"file = {str(copy[0] / 'beside.zip')!r}\n"
    edits, _, pair = run(copy, file + BESIDE, file + RESTORE, PAIR)
    assert int(edits.split()[1]) > 0
    one, two = pair.split()
    assert one == two


# Restores of a backup over a later state, each killed a while later than the one before: at a part of
# the time that the one which made that state took, and the last past all of it.
KILLED = """
import os, signal
from time import perf_counter, sleep
from django.core.management import call_command
from django.db import connections
for part in (0.1, 0.3, 0.5, 0.7, 0.9, 1.5):
    file, began = later, perf_counter()
    exec(restore_here)
    wait = part * (perf_counter() - began)
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            os.setpgid(0, 0)
            call_command("restore", whole)
        finally:
            os._exit(0)
    os.setpgid(child, child)
    sleep(wait)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    exec(state)
"""


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(copy):
    whole, later = (str(copy[0] / name) for name in ("whole.zip", "later.zip"))
    names = {"whole": whole, "later": later, "restore_here": RESTORE, "state": STATE}
    killed = f"globals().update({names})\n{KILLED}"
    edited, seen, said, _, state = run(
        copy,
        EDIT.replace("9", "7"),
        ["backup", later],
        STATE,
        killed,
        ["verify"],
        f"file = {whole!r}\n{RESTORE}",
        STATE,
    )[2:]
    lines = seen.splitlines()
    found = {"\n".join(lines[n : n + 2]) + "\n" for n in range(0, len(lines), 2)}
    assert found <= {edited, state}
    assert (edited.split()[1], state.split()[1]) == ("7", "9")
    assert "Every record is sound" in said
    assert not list(copy[0].rglob(f"{backups.PART}*"))


def test_what_a_kill_left_is_cleared_at_the_start_but_not_from_one_at_work(tmp_path):
    left, whole = tmp_path / f"{backups.PART}left", tmp_path / "portal-20261126T030000Z.zip"
    with backups.working_in(tmp_path):
        for file in (left, whole):
            file.touch()
        backups.clear_unfinished(tmp_path)
        assert left.exists()
    backups.clear_unfinished(tmp_path)
    assert list(tmp_path.iterdir()) == [whole]
    backups.clear_unfinished(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_the_rule_of_pruning(tmp_path):
    now = datetime(2026, 11, 26, 3, tzinfo=UTC)
    for hours in (*range(0, 24 * 9, 12), *range(24 * 9, 24 * 400, 24)):
        (tmp_path / f"portal-{now - timedelta(hours=hours):{backups.TIME}}.zip").touch()
    for other in ("portal-20200101T000000Z.zip.old", "mine.zip"):
        (tmp_path / other).touch()
    backups.prune(tmp_path, now)
    left = sorted(tmp_path.iterdir())
    assert {"portal-20200101T000000Z.zip.old", "mine.zip"} <= {file.name for file in left}
    ages = [
        (now - datetime.strptime(file.name, f"portal-{backups.TIME}.zip").replace(tzinfo=UTC)).days
        for file in left
        if backups.NAME.fullmatch(file.name)
    ]
    assert len([age for age in ages if age < 7]) == 14
    assert 7 <= len([age for age in ages if 7 < age < 56]) <= 8
    assert 10 <= len([age for age in ages if age > 56]) <= 12
    assert max(ages) <= 372
    before = len(left)
    assert backups.prune(tmp_path, now) == []
    assert len(list(tmp_path.iterdir())) == before


def test_a_backup_without_room_says_so_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    # What a transaction of a test holds cannot be copied: the disk is full when it is packed.
    for engine in backups.ENGINES:
        monkeypatch.setattr(backups, f"dump_{engine}", lambda dump: dump.write_bytes(b"copied") and {})
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(CommandError, match=r"No backup was made .*has room"):
        call_command("backup", str(tmp_path / "a.zip"))
    assert list(tmp_path.iterdir()) == []


def test_without_its_programs_postgresql_is_told(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match=r"There is no pg_dump here: install PostgreSQL's client"):
        backups.postgresql("pg_dump")
