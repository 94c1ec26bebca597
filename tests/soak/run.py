"""Break the portal and say what became of its readers: `make soak`. Bounded; outside `make test`.

Each scenario prints its figures, and fails where a promise of the entry is broken. Name some of them
to run these alone, as in `python -m tests.soak.run crowd edits`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from tests.benchmarks.run import free_port
from tests.soak.portal import (
    ROOT,
    fill,
    folder,
    get,
    postgresql,
    proxy,
    say,
    serving,
    surroundings,
    timed,
    workers_of,
)

REPORT = "/meetings/2004-brisbane-som/report/"
PAGES = (REPORT, "/", "/workshops/?host=thailand", "/participants/thailand/")
MEMORY = 200  # MiB that a worker may have after all of it
LARGE = 10_000  # made-up workshops, whose file is of some megabytes
EDITS = """
import os, sys, time, django
django.setup()
from reports.integrity.checks import deferred_checks
from reports.integrity.comparing import marked
from reports.models import Objective
row = Objective.objects.get(slug="return")
for line in sys.stdin:
    row.name = f"edit {line.strip()}"
    with deferred_checks():  # with the words for it, which no quote has
        row.save()
        for quote in row.evidence.all():
            lines = (f"Name: {row.name}", f"Quote: {quote.quote}")
            quote.confirmed = "\\n".join(marked(line, quote) for line in lines)
            quote.save()
    print(line.strip(), flush=True)
"""


def check(held, text):
    """Say `text`, and stop where it does not hold."""
    say(f"  {'ok ' if held else 'NOT'} {text}")
    if not held:
        sys.exit(1)


def percentile(values, share):
    """The value that that share of `values` does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def each_database():
    """Yield the name and the address of each database that there is; "" for SQLite."""
    yield "SQLite", ""
    with postgresql() as (address, _, _):
        yield "PostgreSQL", address


def crowd():
    """200 slow posts to the log-in, 200 slow readers of a large file, 1,100 idle connections."""
    with folder() as path, ExitStack() as stack:
        environment = surroundings(path)
        fill(environment, LARGE)
        process, port = stack.enter_context(serving(environment))
        for page in PAGES:
            get(port, page)
        size = len(get(port, "/workshops.csv", 60)[2])
        say(f"  a file of {size:,} bytes")
        open_sockets = []

        def connect(words):
            try:
                made = socket.create_connection(("127.0.0.1", port), timeout=5)
                made.sendall(words)
                open_sockets.append(made)
            except OSError:
                return

        post = b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na"
        slow = b"GET /workshops.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        alone = [timed(port, page) for _ in range(50) for page in PAGES]
        for _ in range(200):
            connect(post)
            connect(slow)
        for _ in range(1_100):
            connect(b"")
        sleep(1)
        beside = [timed(port, page) for _ in range(100) for page in PAGES]
        say(f"  {len(open_sockets)} connections held open")
        taken = [seconds for seconds, _ in beside]
        say(f"  alone p99 {1000 * percentile([s for s, _ in alone], 0.99):.0f} ms")
        check(all(status == 200 for _, status in beside), "every page answered")
        check(
            percentile(taken, 0.99) < 0.25,
            f"a page's p99 beside them is {1000 * percentile(taken, 0.99):.0f} ms, under 250",
        )
        sleep(25)  # longer than the time that a body has
        late = [timed(port, page) for _ in range(25) for page in (*PAGES, "/healthz")]
        check(
            all(status == 200 and seconds < 0.25 for seconds, status in late),
            f"half a minute later the slowest page takes {1000 * max(late)[0]:.0f} ms",
        )
        seconds, status = timed(port, "/admin/login/")
        check(status == 200, f"the log-in page itself answered in {seconds:.2f} s")
        most = max(workers_of(process).values())
        check(most < MEMORY, f"the largest worker has {most} MiB, under {MEMORY}")
        for each in open_sockets:
            each.close()


def killed():
    """`kill -9` of a worker: pages go on, and a worker takes its place."""
    with folder() as path, serving(surroundings(path), workers=2) as (process, port):
        for page in PAGES:
            get(port, page)
        before = workers_of(process)
        os.kill(next(iter(before)), signal.SIGKILL)
        started, lost, after_a_second = monotonic(), 0, 0
        while monotonic() - started < 10:
            if timed(port, REPORT)[1] != 200:
                lost += 1
                after_a_second += monotonic() - started > 1
            sleep(0.01)
        say(f"  {lost} pages unanswered in the first second")
        check(not after_a_second, "none unanswered after it")
        check(len(workers_of(process)) == len(before), "as many workers as before")


def downloads():
    """300 downloads of the package at once: made once, and memory stays flat."""
    with folder() as path, ExitStack() as stack:
        environment = surroundings(path)
        fill(environment, LARGE)
        process, port = stack.enter_context(serving(environment, workers=1))
        get(port, REPORT)
        (idle,) = workers_of(process).values()
        get(port, "/data/package.zip", 120)
        (before,) = workers_of(process).values()
        say(f"  memory of the worker {idle} MiB idle, {before} MiB after it made the package")
        answers = []
        started = monotonic()
        threads = [
            threading.Thread(target=lambda: answers.append(get(port, "/data/package.zip", 120)))
            for _ in range(300)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        (after,) = workers_of(process).values()
        bodies = {body for status, _, body in answers if status == 200}
        size = len(next(iter(bodies), b""))
        check(
            len(bodies) == 1 and all(status == 200 for status, _, _ in answers),
            f"300 answers of the same {size:,} bytes in {monotonic() - started:.1f} s",
        )
        check(after < MEMORY, f"memory {after} MiB after them, under {MEMORY}")


def edits(number=1_000, rate=20):
    """A thousand edits at twenty a second, two servers of two workers: no reader sees an old page."""
    for name, database in each_database():
        with folder() as path, ExitStack() as stack:
            environment = surroundings(path, database)
            ports = [stack.enter_context(serving(environment))[1] for _ in range(2)]
            editor = subprocess.Popen(
                [sys.executable, "-c", EDITS],
                cwd=ROOT,
                env=environment | {"DJANGO_SETTINGS_MODULE": "baliportal.settings"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stale, worst, next_at = 0, 0.0, monotonic()
            for edit in range(number):
                editor.stdin.write(f"{edit}\n")
                editor.stdin.flush()
                editor.stdout.readline()
                saved = monotonic()
                for port in ports:
                    wanted = f"Edit {edit}".encode()
                    first = True
                    while wanted not in get(port, "/objectives/return/")[2]:
                        stale += first
                        first = False
                        worst = max(worst, monotonic() - saved)
                        if monotonic() - saved > 5:
                            break
                next_at += 1 / rate
                sleep(max(0.0, next_at - monotonic()))
            editor.stdin.close()
            editor.wait()
            text = f"{name}: {number} edits, {stale} reads behind, at most {worst:.2f} s behind"
            check(stale == 0 if name == "SQLite" else worst < 1.2, text)


def stopped():
    """PostgreSQL stopped, then frozen: what is kept goes on, the rest is a 503, and all heals."""
    with postgresql() as (address, send, cluster), folder() as path, ExitStack() as stack:
        _, port = stack.enter_context(serving(surroundings(path, address), workers=1))
        get(port, REPORT)
        for fault, other in (("stopped", "/outcomes/"), ("frozen", "/pledges/")):
            if fault == "stopped":
                cluster.stop()
            else:
                send(signal.SIGSTOP)
            sleep(4)
            seconds, status = timed(port, REPORT)
            marked = get(port, REPORT)[1].get("cache-status", "")
            check(
                status == 200 and "database-away" in marked,
                f"{fault}: a kept page answers in {1000 * seconds:.0f} ms, marked",
            )
            seconds, status = timed(port, other)
            check(status == 503, f"{fault}: one that is not kept is a 503 in {seconds:.2f} s")
            for page in ("/robots.txt", "/static/css/site.css", "/healthz"):
                check(get(port, page)[0] == 200, f"{fault}: {page} answers")
            check(get(port, "/readyz", 20)[0] == 503, f"{fault}: /readyz says so")
            if fault == "stopped":
                cluster.start()
            else:
                send(signal.SIGCONT)
            started = monotonic()
            while get(port, other)[0] != 200 and monotonic() - started < 30:
                sleep(0.1)
            check(
                get(port, "/outcomes/")[0] == 200,
                f"{fault}: healed in {monotonic() - started:.1f} s",
            )


def full():
    """A disk that is full under SQLite: every page goes on, kept or not; needs root for a disk."""
    with disk() as (path, _), serving(surroundings(path), workers=1) as (_, port):
        get(port, REPORT)
        with (path / "filler").open("wb", buffering=0) as filler, suppress(OSError):
            while True:
                filler.write(bytes(4096))
        every_page(port, "full")
        (path / "filler").unlink()
        check(get(port, "/presentations/")[0] == 200, "healed")


def readonly():
    """A disk that turns read-only under SQLite, as Linux does after a fault; needs root for a disk."""
    with disk() as (path, device), serving(surroundings(path), workers=1) as (_, port):
        get(port, REPORT)
        Path(f"/sys/fs/ext4/{device.name}/trigger_fs_error").write_text("soak")
        try:
            (path / "written").write_text("")
        except OSError as error:
            say(f"  writing there: {error.strerror}")
        else:
            check(False, "the disk is read-only")
        every_page(port, "read-only")
        seconds, status = timed(port, "/admin/login/")
        check(status == 200, f"read-only: the log-in page answers in {seconds:.2f} s")


def every_page(port, fault):
    """See that every page answers, kept or not."""
    for page in (*PAGES, "/outcomes/", "/robots.txt", "/search/?q=website", "/workshops.xlsx"):
        check(get(port, page)[0] == 200, f"{fault}: {page} answers")


@contextmanager
def disk():
    """A disk of 64 MiB in a file: give the folder where it is, and its device."""
    with folder() as path:
        image, mounted = path / "image", path / "disk"
        with image.open("wb") as file:
            file.truncate(64 << 20)
        mounted.mkdir()
        subprocess.run(["mkfs.ext4", "-q", image], check=True)
        subprocess.run(["mount", "-o", "loop,errors=remount-ro", image, mounted], check=True)
        found = subprocess.run(
            ["findmnt", "-no", "SOURCE", mounted], check=True, capture_output=True, text=True
        )
        try:
            yield mounted, Path(found.stdout.strip())
        finally:
            sleep(0.5)
            subprocess.run(["umount", "-l", mounted], check=False)


def restarted():
    """Two process groups behind nginx, each restarted in turn: no reader goes without an answer."""
    if not shutil.which("nginx"):
        say("  left out: there is no nginx")
        return
    with folder() as path, ExitStack() as stack:
        environment = surroundings(path) | {"BEHIND_TLS": "1"}
        ports = {8001: free_port(), 8002: free_port(), 443: free_port(), 80: free_port()}
        groups = [
            stack.enter_context(serving(environment, port=port)) for port in (ports[8001], ports[8002])
        ]
        stack.enter_context(proxy(path, ports))
        answers, done = [], threading.Event()

        def read():
            while not done.is_set():
                answers.extend(get(ports[443], page, tls=True)[0] for page in PAGES)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for each in readers:
            each.start()
        for process, port in groups:
            sleep(2)
            process.terminate()
            process.wait()
            stack.enter_context(serving(environment, port=port))
        sleep(2)
        done.set()
        for each in readers:
            each.join()
        lost = sum(status != 200 for status in answers)
        check(not lost and len(answers) > 100, f"{lost} of {len(answers):,} pages unanswered")
        check(
            get(ports[80], "/")[1].get("Location", "").startswith("https://"),
            "plain http leads to https",
        )


def kills():
    """`kill -9` of everything in mid work, KILLS times (200) on each database: nothing is lost."""
    number, seed = os.environ.get("KILLS", "200"), os.environ.get("SEED", "1")
    alone("kills", number, seed)


def full_saves():
    """A full disk in mid save and mid export, on each database: nothing is half, and it heals."""
    alone("full")


def alone(module, *arguments):
    """Run a `module` of the soak on each database, in processes of its own; stop where it fails."""
    for engine in ("sqlite", "postgresql"):
        command = [sys.executable, "-m", f"tests.soak.{module}", engine, *arguments]
        done = subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        check(done.returncode == 0, f"{engine}: all was sound")


SCENARIOS = [crowd, killed, restarted, downloads, full, readonly, stopped, edits, kills, full_saves]
NEED_ROOT = [full, readonly, full_saves]


def main():
    """Run the scenarios that the command line names, or all."""
    chosen = [each for each in SCENARIOS if each.__name__ in sys.argv[1:]] or SCENARIOS
    for each in chosen:
        say(f"{each.__name__}: {each.__doc__.splitlines()[0]}")
        if each in NEED_ROOT and os.geteuid():
            say("  left out: only root can mount a disk")
        else:
            each()


if __name__ == "__main__":
    main()
