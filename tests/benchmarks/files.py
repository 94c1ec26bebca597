"""Measure a whole list of 100,000 rows as a file, beside a bare CSV of its table.

`python -m tests.benchmarks.files fill` makes the database, and `bare` prints the seconds that its
table of workshops takes as CSV without a portal: no words, no hosts, no addresses; `change` has each
file made anew.
"""

import csv
import http.client
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter

import django

ROWS = 100_000
LIST = "/workshops"  # the widest of the lists, in columns and in what belongs to a row
WARM = "/experts-groups"
# Seconds to the first byte: 2.8 times what the longer code before 0.1.0 took, on the quicker database.
LIMITS = {"csv": 5.3, "json": 5.9, "xlsx": 28}
TIMES = {"csv": 5, "json": 5, "xlsx": 1}  # that each is fetched: the quick ones differ by a quarter
MEMORY = 25  # MiB above idle


def fill():
    """Make the database, with made-up workshops up to that many rows."""
    from django.core.management import call_command
    from django.db import connection

    from reports.models import Workshop
    from tests.benchmarks.synthetic import Maker

    call_command("serve", prepare=True)
    Maker().make(ROWS - Workshop.objects.count())
    if connection.vendor == "postgresql":  # what its autovacuum does within minutes
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def bare():
    """Print the seconds that the rows of the table take as CSV, by the driver and `csv` alone."""
    from django.db import connection, transaction
    from django.db.backends.utils import CursorWrapper

    started = perf_counter()
    with TemporaryFile("w", newline="") as file, transaction.atomic():
        connection.ensure_connection()
        named = {"name": "bare"} if connection.vendor == "postgresql" else {}
        with CursorWrapper(connection.create_cursor(**named), connection) as cursor:
            cursor.execute("SELECT * FROM reports_workshop ORDER BY latest, id")
            while rows := cursor.fetchmany(1000):
                csv.writer(file).writerows(rows)
    sys.stdout.write(str(perf_counter() - started))


def change():
    """Count one more change of the data, so that no file of before is sent again."""
    from reports.models import Revision

    Revision.objects.rise()


def costs(port, server, change):
    """Measure each form: the median of seconds to the first byte, the most, the median to the last,
    bytes, and the most MiB that the worker took more than before the file was asked for.

    `server` is the process of a server with one worker on `port`; `change` changes its data.
    """
    found = {}
    for form in LIMITS:
        fetch(port, f"{WARM}.{form}")
        fetch(port, f"{WARM}.{form}")
        taken = []
        for _ in range(TIMES[form]):
            change()
            taken.append(measured(port, form, only_child(server.pid)))
        first, whole, size, more = zip(*taken, strict=True)
        found[form] = median(first), max(first), median(whole), size[0], max(more)
    return found


def measured(port, form, worker):
    """Seconds to the first byte and to the last, bytes, and MiB that the process `worker` took more."""
    Path(f"/proc/{worker}/clear_refs").write_text("5")  # its peak begins anew, proc(5)
    idle = memory(worker, "VmRSS")
    return *fetch(port, f"{LIST}.{form}"), memory(worker, "VmHWM") - idle


def fetch(port, path):
    """Seconds to the first byte and to the last, and bytes; fails where the file is not whole."""
    started = perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    answer = connection.getresponse()
    first, size = perf_counter() - started, 0
    while part := answer.read(1 << 20):
        size += len(part)
    connection.close()
    if answer.status != 200 or size != int(answer.headers["Content-Length"]):
        raise SystemExit(f"{path} answers {answer.status} with {size} bytes.")
    return first, perf_counter() - started, size


def only_child(pid):
    """The one process that the process `pid` has started."""
    (child,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def memory(pid, name):
    """A figure of the process `pid`, such as VmRSS, in MiB."""
    return int(Path(f"/proc/{pid}/status").read_text().split(f"{name}:")[1].split()[0]) / 1024


if __name__ == "__main__":
    django.setup()
    {"fill": fill, "bare": bare, "change": change}[sys.argv[1]]()
