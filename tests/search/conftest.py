"""Fixtures for tests that search the same data many times."""

import pytest

from reports.search.query import ActorNames


@pytest.fixture
def names_read_once(report, monkeypatch):
    """Read once the names of actors, which each search reads, for the searches of a test."""
    known = ActorNames()
    monkeypatch.setattr("reports.search.query.ActorNames", lambda: known)
