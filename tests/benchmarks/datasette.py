"""Serve the portal's own SQLite file with Datasette, in its quickest settings and without its limits."""

import sqlite3
import sys
from contextlib import closing
from urllib.parse import urlencode

from tests.benchmarks.pages import ROWS

PARTS = (
    *("host", "organiser", "organised-with", "developer", "held-by", "would-hold", "planned-by"),
    "offered-by",
)
PLAIN = ("state", "kind", "year", "experts_group", "reach", "meeting", "speaker")
LISTS = (*(part.replace("-", "_") for part in PARTS), "who", "objective")
# Its limits are of a shared public server, where it would show no facets rather than wait.
SETTINGS = {
    "sql_time_limit_ms": 60_000,
    "facet_time_limit_ms": 60_000,
    "max_returned_rows": 10_000,
    "default_facet_size": 100,
    "suggest_facets": "off",
}


def prepare(path):
    """Add to the SQLite file at `path` the view that Datasette needs to have the same facets as the
    portal: the workshops, with the actors of each part as a JSON array."""
    some = "(SELECT json_group_array({table}.slug) FROM {rows} WHERE {where}) AS {name}"
    actors = "reports_workshoprole r JOIN reports_actor a ON a.id = r.actor_id"
    arrays = [
        some.format(
            table="a", rows=actors, where=f"r.workshop_id = w.id AND r.role = '{part}'", name=name
        )
        for part, name in zip(PARTS, LISTS, strict=False)
    ]
    arrays.append(some.format(table="DISTINCT a", rows=actors, where="r.workshop_id = w.id", name="who"))
    linked = "reports_objectivelink x JOIN reports_objective o ON o.id = x.objective_id"
    arrays.append(some.format(table="o", rows=linked, where="x.workshop_id = w.id", name=LISTS[-1]))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE VIEW workshops AS SELECT w.id, w.name, w.date_words, w.latest, w.state, w.kind, "
            "substr(w.earliest, 1, 4) AS year, g.slug AS experts_group, w.reach, m.slug AS meeting, "
            "a.slug AS speaker, "
            f"{', '.join(arrays)} FROM reports_workshop w "
            "JOIN reports_report r ON r.id = w.report_id JOIN reports_meeting m ON m.id = r.meeting_id "
            "LEFT JOIN reports_expertsgroup g ON g.id = w.group_id "
            "LEFT JOIN reports_actor a ON a.id = w.speaker_id WHERE r.published"
        )


def command(path, port):
    """The command that serves the SQLite file at `path` on `port` of this machine."""
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    return [sys.executable, "-m", "datasette", str(path), "--port", str(port), *settings]


def address(page, database):
    """The path in Datasette of a `Page`, where the file is called `database`."""
    query = [*page.query.items()]
    if page.table == "workshops":
        query += [("_size", ROWS), ("_sort", "latest")]
        query += [("_facet", name) for name in PLAIN] + [("_facet_array", name) for name in LISTS]
    else:
        query += [("_size", "max")]
    return f"/{database}/{page.table}?{urlencode(query)}"
