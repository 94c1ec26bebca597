"""Measure the portal with 10,000 workshops, beside Datasette, and a search: `make bench`.

Prints tables for SQLite, and the same for PostgreSQL where TEST_DATABASE_URL names a server. Nothing
here passes or fails, as a machine is not always equally quick. Everything made is removed again.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from time import monotonic, perf_counter, sleep
from urllib.parse import urlsplit, urlunsplit

from tests.benchmarks import datasette, files, rates
from tests.benchmarks.pages import PAGES
from tests.benchmarks.portal import REQUESTS, SECONDS, WORKSHOPS

ROOT = Path(__file__).parent.parent.parent
STARTING = 60  # seconds that a server has to start in


def main():
    """Measure on each database that there is, and print the tables."""
    started = monotonic()
    with TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "portal.sqlite3"
        environment = surroundings(folder)
        say(f"{WORKSHOPS:,} made-up workshops; at most {REQUESTS} requests of each page, milliseconds.")
        portal("fill", environment)
        datasette.prepare(path)
        port = free_port()
        with serving(datasette.command(path, port), port, environment):
            table("SQLite", environment, port)
            searches("SQLite", environment)
            if server := os.environ.get("TEST_DATABASE_URL"):
                with database(server) as address:
                    environment = surroundings(folder, address)
                    portal("fill", environment)
                    table("PostgreSQL", environment, port)
                    searches("PostgreSQL", environment)
            else:
                say("\nNot measured on PostgreSQL: set TEST_DATABASE_URL to do so.")
    whole_lists()
    stored_answers()
    say(f"\nTook {monotonic() - started:.0f} s.")


def table(engine, environment, other):
    """Print the costs on one engine, beside those of Datasette on the port `other`."""
    inside = json.loads(portal("measure", environment))
    port = free_port()
    served = environment | {"PORT": str(port), "WORKERS": "1", "PAGE_STORE": "no"}  # made anew
    with serving([sys.executable, "manage.py", "serve"], port, served):
        outside = {page.path: both(page, port, other) for page in PAGES}
    say(f"\n{engine:<16}|     without a server     |         over HTTP, median")
    say(f"{'':<16}| median  least  processor | portal  Datasette  portal/Datasette")
    for page in PAGES:
        middle, least, processor = inside[page.path]
        mine, theirs = outside[page.path]
        say(
            f"{page.what:<16}| {middle:6.0f} {least:6.0f} {processor:10.0f} "
            f"| {mine:6.0f} {theirs:10.0f} {mine / theirs:17.2f}"
        )


def searches(engine, environment):
    """Print what searching costs on one engine, beside that engine's own search of the same texts."""
    say(f"\n{engine + ', a search':<33}|  hits  median  least   page |  hits  engine | portal/engine")
    medians = []
    for query, costs in json.loads(portal("search", environment)).items():
        mine, page, theirs = (median(costs[name]) for name in ("search", "page", "engine"))
        medians.append(mine)
        say(
            f"{query:<33}| {costs['hits']:5} {mine:7.1f} {min(costs['search']):6.1f} {page:6.1f} "
            f"| {costs['others']:5} {theirs:7.1f} | {mine / theirs:13.2f}"
        )
    say(f"A search with its highlights: at most {max(medians):.1f} ms, typically {median(medians):.1f}.")


def whole_lists():
    """Print what a list of very many rows costs as a file, on each database that there is."""
    say(f"\n{files.ROWS:,} made-up workshops as a file; at most {files.MEMORY} MiB above idle.")
    with TemporaryDirectory(prefix="bench-") as folder:
        file_table("SQLite", surroundings(folder))
        if server := os.environ.get("TEST_DATABASE_URL"):
            with database(server) as address:
                file_table("PostgreSQL", surroundings(folder, address))


def stored_answers():
    """Print how many requests a second a kept answer of the portal is good for, beside other servers."""
    if lacking := rates.missing():
        say(f"\nKept answers not measured: install {' and '.join(lacking)}.")
        return
    say(f"\nRequests a second, medians of {rates.ROUNDS} rounds in turns; ratios with their spread.")
    say(f"{'':<38}| nginx   bare   kept  fresh | kept/bare         kept/nginx")
    with TemporaryDirectory(prefix="bench-") as folder:
        stored_table("SQLite", folder, surroundings(folder))
        if server := os.environ.get("TEST_DATABASE_URL"):
            with database(server) as address:
                stored_table("PostgreSQL", folder, surroundings(folder, address))


def stored_table(engine, folder, environment):
    """Print the rates on one engine."""
    portal("fill", environment)
    command = [sys.executable, "manage.py", "serve"]
    kept, fresh = ({"PORT": str(free_port()), "WORKERS": "1", "PAGE_STORE": on} for on in ("yes", "no"))
    with (
        serving(command, int(kept["PORT"]), environment | kept),
        serving(command, int(fresh["PORT"]), environment | fresh),
    ):
        for path in rates.PAGES:
            headers = rates.prepare(folder, kept["PORT"], path)
            ports = {"nginx": free_port(), "bare": free_port()}
            bare = environment | {"PYTHONPATH": str(folder)}
            with (
                serving(
                    rates.nginx_command(folder, ports["nginx"], headers), ports["nginx"], environment
                ),
                serving(rates.bare_command(ports["bare"]), ports["bare"], bare),
            ):
                addresses = {name: f"http://127.0.0.1:{port}/page" for name, port in ports.items()}
                addresses |= {
                    "kept": f"http://127.0.0.1:{kept['PORT']}{path}",
                    "fresh": f"http://127.0.0.1:{fresh['PORT']}{path}",
                }
                found = rates.compare(addresses)
            numbers = " ".join(f"{median(each):6.0f}" for each in found.values())
            say(
                f"{engine + ', ' + path:<38.38}| {numbers} "
                f"| {rates.ratio(found['kept'], found['bare'])} "
                f"{rates.ratio(found['kept'], found['nginx'])}"
            )


def file_table(engine, environment):
    """Print the costs of each form on one engine, beside a bare CSV of the table."""
    portal("fill", environment, "files")
    bare = float(portal("bare", environment, "files"))
    port = free_port()
    served = environment | {"PORT": str(port), "WORKERS": "1"}
    with serving([sys.executable, "manage.py", "serve"], port, served) as server:
        found = files.costs(port, server, lambda: portal("change", environment, "files"))
    say(f"{engine:<10} (bare CSV of the table: {bare:.1f} s)")
    say(f"{'':<8}first byte, s   most  limit  whole, s")
    for form, (first, most, whole, size, more) in found.items():
        say(
            f"  {form:<5} {first:13.1f} {most:6.1f} {files.LIMITS[form]:6} {whole:9.1f} "
            f"{size / 2**20:5.0f} MiB, memory +{max(more, 0):.0f} MiB, "
            f"{first / bare:.1f} times the bare CSV"
        )


def both(page, port, other):
    """The median milliseconds of `page` from the portal on `port` and from Datasette on `other`, asked
    in turns."""
    sides = ((port, page.path), (other, datasette.address(page, "portal")))
    taken = ([], [])
    for side in sides:
        fetch(*side)  # warm
    for _ in range(REQUESTS):
        for times, side in zip(taken, sides, strict=True):
            if sum(times) < SECONDS * 1000:
                times.append(fetch(*side))
    return [median(times) for times in taken]


def fetch(port, path):
    """The milliseconds that one whole answer takes; fails where it is none."""
    started = perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTING)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} on port {port} answers {answer.status}.")
    return (perf_counter() - started) * 1000


def portal(act, environment, module="portal", more=()):
    """Run `act` of that module of the benchmarks in these surroundings, and return what it prints."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", act, *more]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def surroundings(folder, address=""):
    """The environment of a portal with its files in `folder` and its database at `address`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "baliportal.settings",
        "VAR_DIR": str(folder),
        "DATABASE_URL": address,
        "SECRET_KEY": "for-the-benchmark-only",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


@contextmanager
def serving(command, port, environment):
    """Run `command`, a server on `port`, until the end of the block; begin when it answers."""
    with TemporaryFile("w+") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            if not answers(server, port):
                log.seek(0)
                raise SystemExit(f"Nothing answers on port {port}.\n{log.read()}")
            yield server
        finally:
            server.terminate()
            server.wait()


def answers(server, port):
    """Wait until something listens on `port`: true, or false where `server` ends or takes too long."""
    end = monotonic() + STARTING
    while monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        sleep(0.1)
    return False


def free_port():
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def database(server):
    """Make a database on the PostgreSQL `server` until the end of the block, and give its address."""
    import psycopg

    name = f"bench_portal_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def say(line):
    """Print `line` at once, for whoever waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
