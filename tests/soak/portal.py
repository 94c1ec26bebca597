"""Portals to break: served in processes of their own, on a database of their own."""

import http.client
import os
import signal
import ssl
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from tests.benchmarks.run import ROOT, free_port, portal

PROXY = {"X-Forwarded-Proto": "https"}  # as a proxy in front says
STARTING = 180  # seconds that a portal has to start in, on a busy machine with a slow disk


def surroundings(folder, database=""):
    """The environment of a portal whose files are in `folder`, on that `database`; SQLite for ""."""
    own = {"VAR_DIR": str(folder), "DATABASE_URL": database, "ALLOWED_HOSTS": "127.0.0.1"}
    return os.environ | own | {"SECRET_KEY": "s" * 60, "SITE_URL": "http://127.0.0.1"}


def fill(environment, workshops):
    """Make the database of a portal, with so many made-up workshops beside the report."""
    settings = {"DJANGO_SETTINGS_MODULE": "baliportal.settings"}
    portal("fill", environment | settings, more=[str(workshops)])


@contextmanager
def serving(environment, workers=2, port=None):
    """Serve a portal with that many workers, on `port` or a free one; give its process and its port."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment | {"PORT": str(port), "WORKERS": str(workers)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        end = monotonic() + STARTING
        while get(port, "/readyz", **PROXY)[0] != 200:
            assert process.poll() is None, process.stderr.read()
            assert monotonic() < end, f"the portal is not ready after {STARTING} s"
            sleep(0.1)
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def get(port, path, timeout=10.0, tls=False, **headers):
    """Ask for a page: status (0 without an answer), headers, body. Any certificate will do for `tls`."""
    if tls:
        any_certificate = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(
            "127.0.0.1", port, timeout=timeout, context=any_certificate
        )
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b""
    finally:
        connection.close()


def timed(port, path):
    """Ask for a page: the seconds it took, and its status."""
    started = monotonic()
    status = get(port, path)[0]
    return monotonic() - started, status


def workers_of(process):
    """The processes that serve for `process`, as Linux tells them, each with its memory in MiB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    found = {}
    for child in map(int, children):
        status = Path(f"/proc/{child}/status").read_text()
        resident = next((line for line in status.splitlines() if line.startswith("VmRSS")), "0 0")
        if int(resident.split()[1]) > 30_000:  # the resource tracker is small
            found[child] = int(resident.split()[1]) // 1024
    return found


@contextmanager
def folder():
    """A folder for one portal, removed again."""
    with tempfile.TemporaryDirectory(prefix="soak-") as path:
        yield Path(path)


@contextmanager
def postgresql():
    """A PostgreSQL server of its own: give its address, and a function that sends it a signal."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="soak-pg-") as path:
        if as_user:
            subprocess.run(["chown", "postgres", path], check=True)
        data, port = f"{path}/data", free_port()

        def run(*command):
            subprocess.run([*as_user, *command], check=True, cwd="/", capture_output=True)

        def send(number):
            head = int(Path(f"{data}/postmaster.pid").read_text().split()[0])
            family = subprocess.run(
                ["pgrep", "-P", str(head)], capture_output=True, text=True
            ).stdout.split()
            for each in [head, *map(int, family)]:
                os.kill(each, number)

        options = f"-p {port} -k {path} -c listen_addresses=127.0.0.1 -c fsync=off"
        control = [f"{programs}/pg_ctl", "-D", data, "-w", "-l", f"{path}/log"]
        run(
            f"{programs}/initdb",
            "-D",
            data,
            "-U",
            "portal",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        run(*control, "-o", options, "start")
        try:
            yield (
                f"postgres://portal@127.0.0.1:{port}/postgres",
                send,
                lambda *more: run(*control, "-o", options, *more),
            )
        finally:
            subprocess.run([*as_user, *control, "-m", "immediate", "stop"], cwd="/", capture_output=True)
