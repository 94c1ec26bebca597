"""No write that is planted in a public request gets through, on a real server."""

import psycopg
import pytest
from django.db import connection

from tests.planted.deeds import DEEDS, REFUSED, REMAINING
from tests.planted.server import ROLE, database, environment, get, serving
from tests.planted.urls import WAYS

pytestmark = pytest.mark.django_db  # so that there is a database to copy

# Ways and deeds are tried together where they could differ: each deed in the view and past it, and
# each way with a few deeds.
TRIED = [
    *((way, deed) for deed in DEEDS for way in ("in_view", "in_body")),
    *(
        (way, deed)
        for way in WAYS
        if way not in {"in_view", "in_body"}
        for deed in ("create", "session", "INSERT", "COMMIT, INSERT", *list(DEEDS)[15:17])
    ),
]


def written(where, found, tried, prefix=""):
    """Those of the ways and deeds `tried` at the port `where` that change what the database holds."""
    through, before = [], found.state()
    for way, deed in tried:
        print(way, deed, get(where, f"{prefix}/planted/{way}/{deed}/"))
        after = found.state()
        if after != before:
            through.append((way, deed))
        before = after
    return through


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker, prepared, tmp_path_factory):
    """A database of its own; on PostgreSQL with the role that only reads."""
    with django_db_blocker.unblock(), database(prepared, tmp_path_factory.mktemp("planted")) as found:
        yield found


def test_no_planted_write_gets_through(found):
    with serving(environment(found)) as port:
        assert written(port, found, TRIED) == []
        desk = [("in_body", deed) for deed in DEEDS]
        assert written(port, found, desk, "/admin") == desk  # on a connection that writes, all would
