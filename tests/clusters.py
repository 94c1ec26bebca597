"""PostgreSQL clusters of their own: a primary, and a streaming hot standby of it."""

import os
import subprocess
from pathlib import Path

from tests.benchmarks.run import free_port

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
PROGRAMS = FOUND[-1].parent if FOUND else None
# PostgreSQL refuses to run as root.
AS_POSTGRES = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()


class Cluster:
    """PostgreSQL server whose files are in `folder`, on a free port; `settings` are its own."""

    def __init__(self, folder, *settings):
        self.folder, self.port = folder, free_port()
        own = (f"-p {self.port}", f"-k {folder}", "-c listen_addresses=127.0.0.1", "-c fsync=off")
        self.options = " ".join([*own, *(f"-c {each}" for each in settings)])
        folder.mkdir()
        if AS_POSTGRES:
            subprocess.run(["chown", "postgres", folder], check=True)

    def run(self, program, *arguments):
        """Run a program of PostgreSQL's on its files; raise CalledProcessError where it fails."""
        command = [*AS_POSTGRES, f"{PROGRAMS}/{program}", "-D", f"{self.folder}/data", *arguments]
        subprocess.run(command, cwd="/", check=True, capture_output=True)

    def make(self):
        """Make it empty."""
        self.run("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def make_standby_of(self, primary):
        """Make it a copy of the cluster `primary` that follows it, as README has it."""
        self.run("pg_basebackup", "-R", "-c", "fast", "-d", primary.address("portal", ""))

    def start(self):
        """Start it, and wait until it answers."""
        self.run("pg_ctl", "-w", "-l", f"{self.folder}/log", "-o", self.options, "start")

    def stop(self):
        """Stop it at once, as a machine that fails."""
        self.run("pg_ctl", "-m", "immediate", "stop")

    def address(self, role="portal", database="postgres"):
        """Return its address for `role`."""
        return f"postgres://{role}@127.0.0.1:{self.port}/{database}"
