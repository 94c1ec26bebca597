"""Measure the portal in a process of its own, since its settings are read once from the environment.

`python -m tests.benchmarks.portal fill` makes the database; `measure` prints the time of each page
without a server in between, as JSON; `search` that of a search, after adding to the database.
"""

import json
import sys
from contextlib import suppress
from importlib import import_module
from statistics import median
from time import perf_counter, process_time

import django

from tests.benchmarks.pages import PAGES

WORKSHOPS = 10_000
REQUESTS = 9  # of each page, at most
SECONDS = 4  # for each page, at most: then the rest of its requests are left out


def fill(workshops=WORKSHOPS):
    """Make the empty database and the static files ready to serve, and add made-up workshops."""
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks import synthetic

    call_command("serve", prepare=True)
    if int(workshops):
        synthetic.fill(int(workshops))
    if connection.vendor == "postgresql":  # what its autovacuum does within minutes
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure():
    """Measure each of PAGES, by path: the median milliseconds, the least, and the least of this
    process's own processor time, which another process on the machine does not add to."""
    from django.test import Client

    import_module("baliportal.wsgi")  # what it sets for a whole process
    client, taken = Client(SERVER_NAME="127.0.0.1"), {page.path: [] for page in PAGES}
    for path in taken:
        assert client.get(path).status_code == 200, path  # and warm
    for _ in range(REQUESTS):
        for path, times in taken.items():
            if sum(wall for wall, _ in times) < SECONDS * 1000:
                times.append(timed(lambda path=path: client.get(path)))
    return {
        path: [median(wall for wall, _ in times), *map(min, zip(*times, strict=True))]
        for path, times in taken.items()
    }


def search():
    """Measure searches: the figures of `tests.benchmarks.searching`."""
    from tests.benchmarks import searching

    return searching.compare()


def timed(act):
    """The milliseconds that `act` takes: on the clock, and of this process's processor time."""
    wall, processor = perf_counter(), process_time()
    act()
    return (perf_counter() - wall) * 1000, (process_time() - processor) * 1000


if __name__ == "__main__":
    django.setup()
    with suppress(BrokenPipeError):
        sys.stdout.write(
            json.dumps({"fill": fill, "measure": measure, "search": search}[sys.argv[1]](*sys.argv[2:]))
        )
