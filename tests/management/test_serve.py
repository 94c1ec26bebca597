"""`manage.py serve` and the Makefile make a running portal of a fresh clone, and stop it."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from reports.management.commands import serve
from reports.management.commands.serve import NO_ADDRESS

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.xdist_group("serve")  # to prepare a portal is dear


def variables(tmp_path, **more):
    """The environment of a first start: nothing but a path and a folder for the portal's files."""
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), **more}


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder that two first starts at once have prepared."""
    folder = tmp_path_factory.mktemp("serve")
    command = [sys.executable, "manage.py", "serve", "--prepare"]
    both = [subprocess.Popen(command, cwd=ROOT, env=variables(folder)) for _ in range(2)]
    assert [each.wait(timeout=300) for each in both] == [0, 0]
    return folder


@pytest.fixture(scope="module")
def later(prepared):
    """A later start, on a database that others could read: when its files were made, and all it said."""
    (prepared / "var" / "portal.sqlite3").chmod(0o644)
    collected = (prepared / "var" / "static" / "staticfiles.json").stat().st_mtime_ns
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=variables(prepared, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        text = first_page(f"http://127.0.0.1:{port}/meetings/2004-brisbane-som/report/", process)
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    return SimpleNamespace(
        collected=collected, port=port, text=text, said=said, errors=errors, status=process.returncode
    )


def test_portal_starts_answers_and_stops(later):
    assert "Senior officials recommended that the Bali process continue" in later.text
    assert later.status == 0
    assert f"http://127.0.0.1:{later.port}/" in later.said
    assert "manage.py createsuperuser" in later.said
    assert later.errors == f"{NO_ADDRESS}\n"


def first_page(url, process):
    """The text of the page, as soon as the server answers."""
    for _ in range(150):
        try:
            return urllib.request.urlopen(url, timeout=5).read().decode()
        except OSError:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
    raise AssertionError("no answer in 15 seconds")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the worker as Linux tells it")
def test_a_download_whose_server_dies_does_not_pass_for_whole(prepared, tmp_path):
    """The length is sent first, so that curl exits with 18 where fewer bytes come than that."""
    folder = tmp_path / "var"
    shutil.copytree(prepared / "var", folder)
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database, database:
        # 18 quotes of 1 MB: more than the buffers of the two sockets can hold between them.
        database.execute(
            "update reports_evidence set quote = hex(zeroblob(500000)) where workshop_id is not null"
        )
    port, file, headers = free_port(), tmp_path / "cut.csv", tmp_path / "headers"
    address = f"http://127.0.0.1:{port}/workshops.csv"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=variables(tmp_path, PORT=str(port), WORKERS="1"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        first_page(f"http://127.0.0.1:{port}/about/", server)
        command = ["curl", "-s", "--limit-rate", "8M", "-D", headers, "-o", file, address]
        curl = subprocess.Popen(command)
        while not file.exists() or not file.stat().st_size:
            assert curl.poll() is None
            time.sleep(0.01)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        for worker in map(int, children):
            os.kill(worker, signal.SIGKILL)
        assert curl.wait(timeout=30) == 18
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # the worker that took the other's place too
        server.communicate()
    [length] = re.findall(r"(?im)^content-length: (\d+)", headers.read_text())
    assert 0 < file.stat().st_size < 17_000_000 < int(length)


def test_two_starts_at_once_make_one_portal(prepared):
    with closing(sqlite3.connect(prepared / "var" / "portal.sqlite3")) as database:
        assert database.execute("select count(*) from reports_dataversion").fetchone() == (1,)


def test_a_start_that_cannot_write_its_database_is_one_clear_line(monkeypatch):
    def make_ready():
        raise OperationalError("unable to open\ndatabase file")

    monkeypatch.setattr(serve, "alone", nullcontext)  # it would ask PostgreSQL for a lock
    monkeypatch.setattr(serve, "make_ready", make_ready)
    with pytest.raises(CommandError) as refused:
        call_command("serve", prepare=True)
    said = str(refused.value)
    assert said.startswith("The portal cannot be made ready (unable to open database file): see that")
    assert "\n" not in said


def test_a_later_start_collects_and_loads_nothing(prepared, later):
    mark = prepared / "var" / "static" / "staticfiles.json"
    assert mark.stat().st_mtime_ns == later.collected
    with closing(sqlite3.connect(prepared / "var" / "portal.sqlite3")) as database:
        assert database.execute("select count(*) from reports_dataversion").fetchone() == (1,)
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)


def test_the_files_are_for_the_user_of_the_portal_alone(prepared, later):
    var = prepared / "var"
    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    assert stat.S_IMODE((var / "portal.sqlite3").stat().st_mode) == 0o600
    assert not [path for path in (var / "static").iterdir() if path.name.startswith(".")]


def test_an_occupied_port_is_told_before_anything_is_made_ready(monkeypatch):
    monkeypatch.setattr(serve, "make_ready", lambda: pytest.fail("made ready"))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(CommandError) as refused:
            call_command("serve")
    said = str(refused.value)
    assert said.startswith("Cannot serve on 127.0.0.1 port")
    assert said.endswith("choose another, as in PORT=8001 make run")
    assert "\n" not in said


def test_too_old_a_python_is_one_clear_line(tmp_path):
    old = tmp_path / "oldpython"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.9.18 && exit\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    (tmp_path / "requirements.txt").write_text("")
    done = subprocess.run(["make", "run", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"This needs Python 3.11 or newer, and {old} is Python 3.9.18" in done.stdout
