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
from tests.clusters import Cluster

STARTING = 180  # seconds that a portal has to start in, on a busy machine with a slow disk


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


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
    with tempfile.TemporaryFile("w+") as said:  # a pipe that nobody reads would hold it up when full
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment | {"PORT": str(port), "WORKERS": str(workers)},
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            end = monotonic() + STARTING
            while get(port, "/readyz")[0] != 200:
                assert process.poll() is None, said.seek(0) or said.read()
                assert monotonic() < end, f"the portal is not ready after {STARTING} s"
                sleep(0.1)
            yield process, port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


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
def tmpfs(size):
    """A disk of that many MiB in memory, for root alone: give the folder where it is."""
    with folder() as path:
        made = ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=0755", "soak", str(path)]
        subprocess.run(made, check=True)
        try:
            yield path
        finally:
            sleep(0.5)
            subprocess.run(["umount", "-l", str(path)], check=False)


@contextmanager
def postgresql(fsync="off", within=None):
    """A PostgreSQL server of its own: its address, a function that signals it, and its Cluster.

    `fsync` is on where what it wrote must outlast its end; `within` is the folder of its data.
    """
    with tempfile.TemporaryDirectory(prefix="soak-pg-", dir=within) as path:
        Path(path).chmod(0o755)  # PostgreSQL has a user of its own
        cluster = Cluster(Path(path) / "cluster", f"fsync={fsync}")

        def send(number):
            head = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
            if number == signal.SIGKILL:
                os.kill(head, signal.SIGSTOP)  # no new child meanwhile
            family = subprocess.run(
                ["pgrep", "-P", str(head)], capture_output=True, text=True
            ).stdout.split()
            for each in [*map(int, family), head]:
                with suppress(ProcessLookupError):
                    os.kill(each, number)
            end = monotonic() + STARTING
            # Until its parent has taken note, a second one takes it for alive.
            while number == signal.SIGKILL and Path(f"/proc/{head}").exists() and monotonic() < end:
                sleep(0.1)

        cluster.make()
        cluster.start()
        try:
            yield cluster.address(), send, cluster
        finally:
            with suppress(subprocess.CalledProcessError):  # it may have been stopped
                cluster.stop()


@contextmanager
def proxy(path, ports):
    """Run nginx with the settings in `deploy/nginx.conf`, on the `ports` by those that stand there."""
    key, certificate = path / "key.pem", path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2"]
    subprocess.run(command, check=True, capture_output=True)
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for stated, used in {
        **{f"127.0.0.1:{port} max": f"127.0.0.1:{ports[port]} max" for port in (8001, 8002)},
        "listen 80;": f"listen 127.0.0.1:{ports[80]};",
        "listen 443 ssl": f"listen 127.0.0.1:{ports[443]} ssl",
        "/etc/ssl/reports.example.org.pem": str(certificate),
        "/etc/ssl/reports.example.org.key": str(key),
    }.items():
        assert stated in text, stated
        text = text.replace(stated, used)
    user = "user root;" if os.geteuid() == 0 else ""  # may read the folder
    settings = path / "nginx.conf"
    settings.write_text(
        f"{user} daemon off; pid {path}/nginx.pid; error_log {path}/nginx.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{text}\n}}\n"
    )
    process = subprocess.Popen(["nginx", "-c", str(settings), "-p", str(path)])
    try:
        while get(ports[443], "/healthz", tls=True)[0] != 200:
            assert process.poll() is None
            sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()
