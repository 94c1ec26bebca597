"""A backup has everything, is made beside editors who write, and is restored whole or not at all."""

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.management import backups
from tests.management.test_moving import RUN, postgresql_database

ROOT = Path(__file__).parent.parent.parent
# The delegates and the title are what editors change here: every quote is found right as saying so.
EDITOR = """
from django.contrib.auth.models import User
User(username="editor").save()
"""
EDIT = """
from reports.integrity.checks import deferred_checks
from reports.integrity.comparing import marked
from reports.models import Meeting
meeting = Meeting.objects.get(slug="2004-brisbane-som")
meeting.delegates = 9
with deferred_checks():
    meeting.save()
    for quote in meeting.evidence.all():
        quote.confirmed = marked("Delegates as stated: 9", quote)
        quote.save()
"""
STATE = """
from django.contrib.auth.models import User
from reports.models import DataVersion, Meeting, Revision
print(User.objects.count(), Meeting.objects.get(slug="2004-brisbane-som").delegates)
print(DataVersion.objects.current().number, Revision.objects.current())
"""
MARK = "from reports.models import Revision; print(Revision.objects.state()[0])"
PAIR = """
from reports.models import Report
report = Report.objects.first()
print(report.title, report.meeting.delegates)
"""
# A thread that edits while the main one makes a backup: each edit is two rows that agree.
BESIDE = """
import sys, threading
from pathlib import Path
from django.db import connection, transaction
from reports.integrity.checks import deferred_checks
from reports.management.backups import make_backup
from reports.integrity.comparing import line_of, marked
from reports.models import Evidence, Meeting, Report
began, stop = threading.Event(), threading.Event()
def edit():
    report, count = Report.objects.get(meeting__slug="2004-brisbane-som"), 100
    meeting = report.meeting
    while not stop.is_set():
        count += 1
        with deferred_checks():
            meeting.delegates, report.title = count, f"Report to Ministers {count}"
            meeting.save()
            report.save()
            for quote in Evidence.objects.filter(meeting=meeting):
                own = line_of(Evidence._meta.get_field("quote"), quote.quote)
                lines = [own, f"Delegates as stated: {count}"]
                quote.confirmed = "\\n".join(marked(line, quote) for line in lines)
                quote.save()
        began.set()
    connection.close()
    print("edits", count - 100)
editor = threading.Thread(target=edit)
editor.start()
began.wait(60)
make_backup(Path(sys.argv[1]))
stop.set()
editor.join()
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup, django_db_blocker, prepared):
    """A portal with an account, an edit and a backup of it: its folder, its address, its backup."""
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            shutil.copyfile(prepared.file, folder / "portal.sqlite3")
            yield edit(folder, f"sqlite:///{folder / 'portal.sqlite3'}")
        else:
            with postgresql_database("portal_backups", prepared.database) as address:
                yield edit(folder, address)


def edit(folder, address):
    """Change the portal of `folder` at `address`, which has the fixtures, and make its backup."""
    manage(
        (folder, address),
        ["shell", "-v0", "-c", EDITOR],
        ["shell", "-v0", "-c", EDIT],
        ["backup", str(folder / "whole.zip")],
    )
    return folder, address


def surroundings(place):
    """The environment of the commands of the portal at `place`."""
    folder, address = place
    own = {"VAR_DIR": str(folder), "DATABASE_URL": address}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "baliportal.settings"}


def manage(place, *commands, code=0):
    """Run commands of the portal at `place` in one process; what they printed, errors too."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands)],
        cwd=ROOT,
        env=surroundings(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def script(place, code, *arguments):
    """Run `code` in the portal at `place`; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments],
        cwd=ROOT,
        env=surroundings(place),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


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


def test_everything_comes_back(place):
    folder, _ = place
    file = folder / "whole.zip"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before, mark = script(place, STATE), script(place, MARK)
    script(place, "from django.contrib.auth.models import User; User.objects.all().delete()")
    script(place, EDIT.replace("9", "8"))
    assert script(place, STATE) != before
    said = manage(place, ["restore", str(file)])
    assert ("manage.py public_role" in said) == (connection.vendor == "postgresql")
    assert "older release" not in said
    assert script(place, STATE) == before
    assert script(place, MARK) != mark  # what is served changes
    assert "Every record is sound" in said
    kept = Path(said.split("is kept in ")[1].splitlines()[0].rstrip("."))
    manage(place, ["restore", str(kept)])
    assert script(place, STATE).split()[1] == "8"
    manage(place, ["restore", str(file)])
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
import sys
from django.core.management import CommandError, call_command
for file in sys.argv[1:]:
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
    before = script(place, STATE + MARK)
    said = script(place, REFUSED, *map(str, files)).splitlines()
    for line, words in zip(said, [*wrong.values(), *["is damaged, or no backup"] * 4], strict=True):
        assert words in line
    assert script(place, STATE + MARK) == before


def test_a_backup_beside_an_editor_is_of_one_moment(place, tmp_path):
    file = tmp_path / "beside.zip"
    assert int(script(place, BESIDE, str(file)).split()[1]) > 0
    manage(place, ["restore", str(file)])
    one, two = script(place, PAIR).split()[-2:]
    assert one == two
    manage(place, ["restore", str(place[0] / "whole.zip")])


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(place, tmp_path):
    script(place, EDIT.replace("9", "7"))
    seen = set()
    for wait in (1.5, 2.5):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "restore", str(place[0] / "whole.zip")],
            cwd=ROOT,
            env=surroundings(place),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        seen.add(script(place, STATE).split()[1])
    assert seen <= {"7", "9"}
    assert "Every record is sound" in manage(place, ["verify"])
    manage(place, ["restore", str(place[0] / "whole.zip")])
    assert not list(place[0].rglob(f"{backups.PART}*"))


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
    for hours in range(0, 24 * 500, 12):
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


def test_without_its_programs_postgresql_is_told(db, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match=r"There is no pg_dump here: install PostgreSQL's client"):
        backups.postgresql("pg_dump")
