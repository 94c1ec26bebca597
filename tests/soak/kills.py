"""Kill everything in the midst of work, again and again, and see that nothing is lost.

A part of `make soak`; `python -m tests.soak.kills sqlite 200 7` does it alone: 200 kills on SQLite, at
moments that follow from the seed 7; `… sqlite 40 7 load upgrade` kills in these works alone. It prints a
line for each kill, then a table.
"""

import random
import signal
import sys
from collections import Counter, defaultdict
from itertools import count
from time import monotonic, sleep

from tests.soak.broken import Work, broken_portal
from tests.soak.desk import Desk
from tests.soak.portal import folder, get, say

OLDER = "0013_index"  # the migration of `reports` that an older database was left at
# Takes a database back to it; a new one is made past all the steps between.
GO_BACK = f"""
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
steps = MigrationExecutor(connection)
steps.loader.replace_migrations = False
steps.loader.build_graph()
steps.migrate([("reports", "{OLDER}")])
"""
# Of twenty kills, how many fall into which work.
SHARES = {
    "sqlite": {"edits": 9, "backup": 4, "restore": 3, "load": 1, "upgrade": 3},
    "postgresql": {"edits": 7, "postmaster": 3, "backup": 3, "restore": 3, "load": 1, "upgrade": 3},
}
MEANING = {
    "edits": "edits and publishing",
    "backup": "a backup beside edits",
    "restore": "a restore",
    "load": "`load_report` of a release's data",
    "upgrade": "an upgrade (migrations)",
    "postmaster": "PostgreSQL itself, in mid save",
    "full": "a full disk in mid save and mid export",
}


class Soak:
    """The kills on one database, and what was found after each."""

    def __init__(self, portal, sound, seed):
        self.portal, self.sound, self.random = portal, sound, random.Random(seed)
        self.numbers, self.published, self.checked = count(1), {}, set()
        self.table, self.took, self.faults = defaultdict(Counter), defaultdict(list), []
        self.slowest = 0.0  # of the answers to the editors, in seconds
        self.known = {"portal": [], "older": []}  # faults of verify in data that nobody broke

    def prepare(self):
        """Make the portal's data, an older database, and a backup; measure how long each work takes."""
        portal = self.portal
        portal.run("serve", "--prepare")
        self.prepare_data()
        portal.put("fresh")
        portal.put("older")
        portal.run("shell", "-c", GO_BACK, DATABASE_URL=portal.address("older"))
        self.whole = portal.kept / "whole.zip"
        self.lasting = {"backup": portal.run("backup", str(self.whole))}
        self.restored = self.sound.state()
        self.lasting["restore"] = portal.run("restore", str(self.whole))
        self.sound.make_outdated()
        portal.put("outdated")
        self.outdated = self.sound.contents()
        self.lasting["load"] = portal.run("load_report", "--take", "safe")
        self.loaded = self.sound.contents()
        portal.put("portal", "older")
        self.lasting["upgrade"] = portal.run("serve", "--prepare")
        self.known["older"] = self.sound.verify()
        self.upgraded = self.sound.state(), self.sound.contents()
        portal.put("portal", "fresh")
        for name, seconds in self.lasting.items():
            say(f"  {name} alone takes {seconds:.1f} s")

    def prepare_data(self):
        """Make the rows that the editors edit."""
        self.sound.prepare()
        self.keys = self.sound.keys()
        self.desks = {name: Desk(self.portal.port) for name in self.keys}

    def go(self, number, only):
        """Kill so many times, in each kind of work or in `only` some."""
        shares = SHARES["postgresql" if self.portal.database else "sqlite"]
        works = [
            work for work, share in shares.items() for _ in range(share) if work in (only or shares)
        ]
        works = (works * (number // len(works) + 1))[:number]
        self.random.shuffle(works)
        works.sort(key=lambda work: work == "upgrade")  # which are on a database of their own
        for turn, work in enumerate(works, start=1):
            before, started = len(self.faults), monotonic()
            self.work = work
            getattr(self, work)()
            found = self.faults[before:]
            say(
                f"  {turn:3} {work}: up in {self.took[work][-1]:.1f} s, "
                f"all in {monotonic() - started:.1f}, a save {self.slowest:.1f} at most"
            )
            for fault in found:
                say(f"    NOT {fault}")
            self.table[work]["kills"] += 1
            if found:
                self.portal.kill()
                self.portal.put("portal", "fresh")

    def serve(self):
        """See that the portal serves: the state of its data."""
        if self.portal.server is None:
            self.portal.start()
        return self.sound.state()

    def edits(self):
        """Kill everything while editors save and publish."""
        before = self.serve()
        work = Work(self)
        with work.going_on():
            sleep(self.random.uniform(0, 3))
            self.portal.kill()
            work.stop.set()
        self.up()
        self.check(before, work)

    def postmaster(self):
        """Kill PostgreSQL in mid save, and start it again: the portal has run all the while."""
        before = self.serve()
        work = Work(self)
        with work.going_on():
            sleep(self.random.uniform(0, 3))
            self.portal.send(signal.SIGKILL)
            work.stop.set()
        started = monotonic()
        self.portal.cluster.start()
        self.portal.await_answer(started)
        self.took[self.work].append(monotonic() - started)
        self.check(before, work)

    def up(self):
        """Start the portal again, as a service manager does, and note how long it takes."""
        self.took[self.work].append(self.portal.start())

    def check(self, before, work=None, known="portal"):
        """Compare what is stored with what was acknowledged, and look for whatever is not sound."""
        sound, faults, table = self.sound, self.faults, self.table[self.work]
        now = sound.state()
        for name, row in now["last"].items():
            done, earlier = now["done"][name], before["done"][name]
            if done[: len(earlier)] != earlier:
                faults.append(f"{name}: the history has lost what it had")
            if done:
                wanted = sound.wanted(name, done[-1], self.published.get(done[-1]))
                if row != wanted:
                    table["half"] += 1
                    faults.append(f"{name}: {row} is stored, the history has {wanted}")
            if work:
                self.slowest = max(self.slowest, work.slowest)
                new = set(done[len(earlier) :])
                lost = work.acknowledged[name] - new
                table["acknowledged"] += len(work.acknowledged[name])
                table["unanswered but whole"] += len(new - work.acknowledged[name])
                table["lost"] += len(lost)
                if lost:
                    faults.append(f"{name}: the acknowledged {sorted(lost)} are lost")
                if made_up := new - work.sent[name]:
                    faults.append(f"{name}: {sorted(made_up)} were never sent")
        if now["revision"] < before["revision"] or now["data_version"] < before["data_version"]:
            faults.append(f"the counters went back: {before} {now}")
        faults += [fault for fault in sound.verify() if fault not in self.known[known]]
        faults += sound.history()
        faults += sound.files(self.portal.var, self.portal.temporary, self.checked)
        faults += self.served(now)

    def served(self, now):
        """Return a sentence for each page that does not show what is stored."""
        port, last = self.portal.port, now["last"]
        shown = {
            "/objectives/soak-hall/": (200, last["record"][0][1:]),
            f"/meetings/{self.sound.EDITED}/report/": (200, last["text"][1]),
        }
        toggled = f"/meetings/{self.sound.TOGGLED}/report/"
        shown[toggled] = (200, "Meeting") if last["publishing"] else (404, "")
        found = []
        for path, (status, words) in shown.items():
            answer, _, page = get(port, path, 60)
            if (404 if answer == 410 else answer) != status or words not in page.decode():
                found.append(f"{path} is answered with {answer}, and does not show {words!r}")
            elif status == 200 and f"ata version {now['data_version']}" not in page.decode():
                found.append(f"{path} is not of data version {now['data_version']}")
        return found

    def backup(self):
        """Kill everything while a backup is made beside editors who save."""
        before = self.serve()
        work = Work(self)
        with work.going_on():
            command = self.portal.command("backup")
            sleep(self.random.uniform(0.3, 1.5 * self.lasting["backup"]))
            self.portal.kill(command)
            work.stop.set()
        self.up()
        self.check(before, work)

    def restore(self):
        """Kill everything while a backup is restored: the old or the new is there, whole."""
        before = self.serve()
        kept = len(list(self.portal.var.glob("backups/*.zip")))
        command = self.portal.command("restore", str(self.whole))
        sleep(self.random.uniform(0.3, 1.1 * self.lasting["restore"]))
        self.portal.kill(command)
        self.up()
        now = self.sound.state()
        if now["done"] == before["done"]:
            self.check(before)
        else:
            self.table[self.work]["done before the kill"] += 1
            self.check(self.restored)
            if now["done"] != self.restored["done"] or now["last"] != self.restored["last"]:
                self.faults.append("neither what was there nor the backup is there")
            if len(list(self.portal.var.glob("backups/*.zip"))) == kept:
                self.faults.append("what was replaced is kept nowhere")

    def load(self):
        """Kill `load_report` while it takes some hundred rows: all of them are taken, or none."""
        portal, sound = self.portal, self.sound
        portal.kill()
        portal.put("live")
        portal.put("portal", "outdated")
        portal.start()
        before = sound.state()
        command = portal.command("load_report", "--take", "safe")
        sleep(self.random.uniform(0.5, 1.1 * self.lasting["load"]))
        portal.kill(command)
        self.up()
        self.check(before)
        found = sound.contents()
        self.table[self.work]["done before the kill"] += found == self.loaded
        if found not in (self.outdated, self.loaded):
            self.table[self.work]["half"] += 1
            self.faults.append("neither the older rows nor those of the release are there")
        portal.run("load_report", "--take", "safe")
        if sound.contents() != self.loaded:
            self.faults.append("load_report does not come to the end of one that nobody killed")
        portal.kill()
        portal.put("portal", "live")

    def upgrade(self):
        """Kill the start of this release on a database of an older one."""
        self.portal.kill()
        self.portal.put("portal", "older")
        command = self.portal.command("serve", "--prepare")
        sleep(self.random.uniform(0.5, 1.1 * self.lasting["upgrade"]))
        self.portal.kill(command)
        self.up()
        self.check(self.upgraded[0], known="older")
        if (self.sound.state(), self.sound.contents()) != self.upgraded:
            self.faults.append("the upgraded database is not that of an upgrade that nobody killed")
        self.portal.kill()

    def tell(self):
        """Print the table, and exit where a fault was found."""
        for work, numbers in self.table.items():
            took = sorted(self.took[work]) or [0.0]
            rest = ", ".join(f"{name} {number}" for name, number in numbers.items())
            say(f"  {MEANING[work]}: {rest}; up in {took[len(took) // 2]:.1f} s, at most {took[-1]:.1f}")
        say(f"  the slowest save was answered, or cut off, after {self.slowest:.1f} s")
        for fault in self.faults:
            say(f"  NOT {fault}")
        if self.faults:
            sys.exit(1)


def main(engine, number, seed, only):
    """Kill `number` times on that `engine`, at moments that follow from the `seed`."""
    say(f"{engine}: {number} kills, seed {seed}")
    signal.signal(signal.SIGTERM, lambda *args: sys.exit("cut off"))
    with folder() as path, broken_portal(engine, path) as (portal, sound):
        soak = Soak(portal, sound, seed)
        soak.prepare()
        try:
            soak.go(number, only)
        finally:  # of what was done, where it was cut off too
            soak.tell()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
