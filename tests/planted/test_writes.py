"""No write that is planted in a public request gets through, on a real server."""

import pytest
from django.db import connection

from tests.planted.deeds import DEEDS, OWN, REFUSED, REMAINING
from tests.planted.server import get
from tests.planted.urls import WAYS

pytestmark = [
    pytest.mark.django_db,  # so that there is a database to copy
    pytest.mark.xdist_group("planted"),
]

# Each deed in the view and past it, and each other way with deeds that could differ there.
EACH_WAY = ("create", "session", "INSERT", "COMMIT, INSERT", *list(OWN)[:2])
TRIED = [(way, deed) for deed in DEEDS for way in ("in_view", "in_body")]
TRIED += [(way, deed) for way in WAYS if way not in {"in_view", "in_body"} for deed in EACH_WAY]


def plant(port, tried, found, prefix=""):
    """Ask for each way and deed `tried`; those that changed what the database holds."""
    through, before = [], found.state()
    for way, deed in tried:
        said = get(port, f"{prefix}/planted/{way}/{deed}/")
        assert way != "in_body" or "\n<html" not in said, said  # it was tried
        after = found.state()
        if after != before:
            through.append((way, deed))
        before = after
    return through


def test_no_planted_write_gets_through(found, port):
    assert plant(port, TRIED, found) == []
    desk = [("in_body", deed) for deed in DEEDS]
    assert plant(port, desk, found, "/admin") == desk  # each writes where a connection can
    if connection.vendor == "postgresql":
        assert "PUBLIC_DATABASE_URL" not in (found.var / ".said").read_text()  # its role is right
        said = {deed: get(port, f"/planted/in_body/{deed}/") for deed in REFUSED | REMAINING}
        assert {deed for deed, text in said.items() if text == "done"} == set(REMAINING)
