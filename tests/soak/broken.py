"""A portal to break, and the editors who work in it while it is broken."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from time import monotonic, sleep

import django
import psycopg

from tests.benchmarks.run import ROOT, free_port
from tests.soak.portal import get, postgresql, surroundings

LIMIT = 180  # seconds within which a portal must answer again by itself, on a busy machine


class Portal:
    """A portal to break: its files, its database, the server in front of it, and its editors."""

    def __init__(self, path, database, send, cluster):
        self.var, self.temporary, self.kept = path / "var", path / "tmp", path / "kept"
        for each in (self.var, self.temporary, self.kept):
            each.mkdir()
        self.log = self.kept / "log"  # a pipe that nobody reads would hold the server up when it is full
        self.database, self.send, self.cluster = database, send, cluster
        self.port, self.server, self.commands = free_port(), None, []
        self.environment = surroundings(self.var, database) | {
            "TMPDIR": str(self.temporary),
            "SECOND_FACTOR": "no",
            "PORT": str(self.port),
            "WORKERS": "1",
        }

    def command(self, *arguments, **more):
        """Start `manage.py`, in the process group of the server where that runs."""
        group = self.server.pid if self.server else 0
        started = [sys.executable, "manage.py", *arguments]
        own = {"cwd": ROOT, "env": self.environment | more, "process_group": group}
        with self.log.open("w") as log:
            return subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=log, **own)

    def run(self, *arguments, **more):
        """Run `manage.py` to its end; the seconds that it took."""
        started = monotonic()
        process = self.command(*arguments, **more)
        assert process.wait() == 0, self.log.read_text()
        return monotonic() - started

    def start(self):
        """Start the server; the seconds until it answers. Nothing else is done for it."""
        started = monotonic()
        self.server = self.command("serve")
        self.await_answer(started)
        return monotonic() - started

    def await_answer(self, started):
        """Wait until a page that asks the database answers; exit where that takes too long."""
        while get(self.port, "/readyz")[0] != 200 or get(self.port, "/objectives/")[0] != 200:
            ended = self.server.poll() is not None
            if ended or monotonic() - started > LIMIT:
                said = self.log.read_text() if ended else f"no answer within {LIMIT} s"
                sys.exit(f"The portal does not come up by itself: {said}")
            sleep(0.05)

    def stop(self):
        """End what is left at the end."""
        if self.server:
            self.kill()

    def kill(self, *processes):
        """Kill the server and all that runs in its group, or `processes` with theirs."""
        victims = [*processes, *([self.server] if self.server else [])]
        for each in victims:
            with suppress(ProcessLookupError):
                os.killpg(each.pid if each is self.server else os.getpgid(each.pid), signal.SIGKILL)
        for each in victims:
            each.wait()
        self.server = None

    def put(self, name, source="portal"):
        """Copy the database `source` to that `name`; nobody has either open."""
        if self.database:
            with psycopg.connect(self.address("postgres"), autocommit=True) as own:
                own.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                own.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
            return
        for file in self.place(name).parent.glob(f"{self.place(name).name}*"):
            file.unlink()
        for file in self.place(source).parent.glob(f"{self.place(source).name}*"):
            shutil.copy(file, self.place(name).parent / file.name.replace(source, name))

    def place(self, name):
        """Return the SQLite file of that name."""
        return (self.var if name == "portal" else self.kept) / f"{name}.sqlite3"

    def address(self, name):
        """Return the DATABASE_URL of the database of that name."""
        server = self.database.rpartition("/")[0]
        return f"{server}/{name}" if server else f"sqlite:///{self.place(name)}"


class Work:
    """Editors at the desk of a portal: what they sent, and what was acknowledged."""

    def __init__(self, soak):
        self.desks, self.keys, self.port = soak.desks, soak.keys, soak.portal.port
        self.numbers, self.published = soak.numbers, soak.published
        self.sent, self.acknowledged = defaultdict(set), defaultdict(set)
        self.answers, self.pages, self.unanswered, self.slowest = Counter(), [], 0, 0.0
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.go_on, args=[name]) for name in self.keys]
        self.threads.append(threading.Thread(target=self.read))

    def go_on(self, name):
        """Edit again and again until told to stop, or until nobody has answered for some seconds."""
        desk, silent = self.desks[name], 0
        while not self.stop.is_set() and silent < 100:
            number, started = next(self.numbers), monotonic()
            self.sent[name].add(number)
            try:
                status, location, page = getattr(self, name)(desk, number)
            except OSError:
                silent += 1
                self.unanswered += 1
                self.slowest = max(self.slowest, monotonic() - started)
                sleep(0.05)
                continue
            silent, self.slowest = 0, max(self.slowest, monotonic() - started)
            self.answers[status] += 1
            if status == 302 and "/login/" not in location:
                self.acknowledged[name].add(number)
            else:
                self.pages.append(page)
                if status == 403:
                    with suppress(OSError):
                        desk.log_in()

    def read(self):
        """Take files, each made anew after each edit, until told to stop."""
        while not self.stop.is_set():
            for path in ("/workshops.xlsx", "/data/package.zip", "/findings.csv"):
                if not self.stop.is_set():
                    get(self.port, path)
            sleep(0.2)

    def record(self, desk, number):
        """Give an objective another name, and its quote the words for it."""
        words = f"hall {number % 400}"
        page = f"/admin/reports/objective/{self.keys['record']}/change/"
        return desk.save(page, f"Soak {number}", **{"name": words, "evidence-0-quote": words})

    def text(self, desk, number):
        """Correct a paragraph and the quote from it at once."""
        sound = import_module("tests.soak.sound")
        changes = {"text": sound.TEXT.format(number), "evidence-0-quote": sound.QUOTE.format(number)}
        page = f"/admin/reports/block/{self.keys['text']}/change/"
        return desk.save(page, f"Soak {number}", **changes)

    def publishing(self, desk, number):
        """Publish a report, or take it off where it is published."""
        page = f"/admin/reports/report/{self.keys['publishing']}/change/"
        self.published[number] = not desk.form(page).get("published")
        published = {"published": "on" if self.published[number] else None}
        return desk.save(page, f"Soak {number}", **published)

    @contextmanager
    def going_on(self):
        """Have the editors work until the end of the block, which begins with a save acknowledged."""
        for each in self.threads:
            each.start()
        try:
            started = monotonic()
            while not self.acknowledged and monotonic() - started < LIMIT:
                sleep(0.01)
            yield
        finally:
            self.stop.set()
            for each in self.threads:
                each.join()


@contextmanager
def broken_portal(engine, path, within=None):
    """Set up a portal on that `engine` in `path`, and Django for it: give both it and the checks.

    `within` is the folder of PostgreSQL's data.
    """
    with ExitStack() as stack:
        database, send, cluster = "", None, None
        if engine == "postgresql":
            address, send, cluster = stack.enter_context(postgresql("on", within))
            with psycopg.connect(address, autocommit=True) as own:
                own.execute("CREATE DATABASE portal TEMPLATE template0 ENCODING 'UTF8'")
            database = f"{address.rpartition('/')[0]}/portal"
        portal = Portal(path, database, send, cluster)
        stack.callback(portal.stop)
        os.environ |= portal.environment | {"DJANGO_SETTINGS_MODULE": "baliportal.settings"}
        django.setup()
        yield portal, import_module("tests.soak.sound")
