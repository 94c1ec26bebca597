"""Fill the disk in mid save and mid export, and see that nothing is half written and that it heals.

A part of `make soak`; `python -m tests.soak.full postgresql` does it alone. Only root can mount a disk.
With SQLite the whole portal is on the small disk, its temporary files too; else PostgreSQL's data are.
"""

import sqlite3
import sys
from collections import Counter
from contextlib import ExitStack, closing, suppress
from time import monotonic, sleep

from tests.soak.broken import LIMIT, Work, broken_portal
from tests.soak.kills import Soak
from tests.soak.portal import fill, folder, get, say, tmpfs

LARGE = 10_000  # made-up workshops, whose files are of some megabytes
EXPORTS = ("/workshops.csv", "/workshops.xlsx", "/workshops.json", "/data/package.zip")
SIZE = {"sqlite": 192, "postgresql": 512}  # MiB of the disk
FULL = "disk is full"
SAVES = 12  # refused, before there is room again


def fill_disk(path):
    """Write to a file in `path` until there is no room left."""
    with (path / "filler").open("ab", buffering=0) as filler, suppress(OSError):
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while True:
                    filler.write(bytes(size))


def exports(port):
    """Ask for each large file: how often which status was answered; a 200 is whole."""
    found = Counter()
    for path in EXPORTS:
        status, headers, body = get(port, path, 120)
        whole = status != 200 or len(body) == int(headers.get("content-length", -1))
        found[status if whole else "cut"] += 1
    return found


class FullDisk(Soak):
    """Saves and exports while the disk fills, is full, and has room again."""

    def saves(self, disk):
        """Fill the disk beside editors who save; tell what a save on the full disk is answered."""
        self.work = "full"
        before, work = self.serve(), Work(self)
        with work.going_on():
            sleep(1)
            fill_disk(disk)
            if not self.portal.database:  # SQLite's log has room of its own: take that too
                with closing(sqlite3.connect(self.portal.place("portal"))) as own:
                    own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                fill_disk(disk)
            started = monotonic()
            while work.answers.total() - work.answers[302] < SAVES and monotonic() - started < LIMIT:
                sleep(0.1)
        say(f"  saves while the disk fills: {dict(work.answers)}, no answer {work.unanswered}")
        if work.answers[500]:
            self.faults.append("a save was answered with 500")
        told = [page for page in work.pages if FULL in page]
        if not told:
            self.faults.append("no save was told that the disk is full")
        say(f"  told so with what was typed: {sum('Soak ' in page for page in told)} of {len(told)}")
        found = exports(self.portal.port)
        say(f"  exports on the full disk: {dict(found)}")
        if set(found) - {200, 503}:
            self.faults.append(f"exports were answered with {dict(found)}")
        (disk / "filler").unlink()
        return before, work

    def heal(self, before, work):
        """See that all goes on by itself when there is room again, and that nothing is lost."""
        started, again = monotonic(), Work(self)
        with again.going_on():
            self.took[self.work].append(monotonic() - started)
        if not again.acknowledged or self.took[self.work][-1] > LIMIT:
            self.faults.append(f"no save was taken within {LIMIT} s of room")
        for name in work.sent:
            work.sent[name] |= again.sent[name]
            work.acknowledged[name] |= again.acknowledged[name]
        found = exports(self.portal.port)
        if set(found) != {200}:
            self.faults.append(f"exports with room again were answered with {dict(found)}")
        self.check(before, work)
        self.table[self.work]["kills"] += 1


def main(engine):
    """Do it on that `engine`."""
    say(f"{engine}: a full disk in mid save and mid export")
    with ExitStack() as stack:
        disk = stack.enter_context(tmpfs(SIZE[engine]))
        own = disk if engine == "sqlite" else stack.enter_context(folder())
        portal, sound = stack.enter_context(broken_portal(engine, own, within=disk))
        fill(portal.environment, LARGE)
        soak = FullDisk(portal, sound, 1)
        soak.prepare_data()
        soak.heal(*soak.saves(disk))
        soak.tell()


if __name__ == "__main__":
    main(sys.argv[1])
