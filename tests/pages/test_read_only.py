"""A public request only reads, from one state of the data."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from reports.models import Meeting
from reports.snapshot import snapshot
from tests.addresses import PAGES
from tests.factories import make_report


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/"])
def test_writing_to_a_public_page_is_refused(client, report, address):
    for method in ("post", "put", "patch", "delete", "options"):
        answer = getattr(client, method)(address)
        assert answer.status_code == 405, method
        assert answer["Allow"] == "GET, HEAD", method
        assert "This page can only be read" in answer.content.decode(), method
        assert "default-src 'none'" in answer["Content-Security-Policy"], method


@pytest.mark.urls("tests.pages.broken_urls")
def test_a_public_request_cannot_write_on_its_connection(written):
    answer = Client(raise_request_exception=False).get("/write/")
    assert answer.status_code == 500
    assert not Meeting.objects.exists()
    make_report("2009-after")  # the connection writes again once the request is over


def test_a_snapshot_neither_writes_nor_moves(written):
    with pytest.raises(DatabaseError), snapshot():
        make_report()
    with snapshot():
        assert connection.in_atomic_block
        assert not Meeting.objects.exists()
    with transaction.atomic():
        make_report()
    assert Meeting.objects.count() == 1
