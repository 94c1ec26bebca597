"""The benchmarks measure sound data, and pages that exist."""

import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.db.models import Count, Q

from reports.integrity.verify import find_faults
from reports.kinds.workshops import WorkshopFilterSet
from reports.lists.facets import Facet
from reports.lists.listing import PAGE_SIZE
from reports.models import Document, Workshop
from reports.models.workshops import Role
from reports.report.references import read_reference
from tests.benchmarks import datasette, pages, searching, synthetic


@pytest.fixture(scope="module")
def made_up(kept_for_module):
    """Add 30 made-up workshops in three reports to the fixtures."""
    synthetic.fill(30, reports=3)


@pytest.fixture
def made(made_up, report):
    """The fixtures with the made-up workshops."""


def test_made_up_data_is_sound(made):
    assert list(find_faults()) == []


def test_made_up_data_has_the_shapes_that_cost(made):
    workshops = Workshop.objects.exclude(report__meeting__slug="2004-brisbane-som").annotate(
        hosts=Count("roles", filter=Q(roles__role="host"))
    )
    assert workshops.count() == 30
    assert set(workshops.values_list("hosts", flat=True)) == {0, 1, 2}
    assert {len(edtf) for edtf in workshops.values_list("date_edtf", flat=True)} == {0, 4, 7, 10}
    assert workshops.values("report").distinct().count() == 3


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.what)
def test_every_page_that_is_measured_is_there(client, made, page, monkeypatch):
    monkeypatch.setattr("reports.lists.listing.PAGE_SIZE", 1)
    path = page.path.replace(f"page={pages.PAGE}", "page=40")
    assert client.get(path).status_code == 200


def test_searching_is_measured_beside_an_engine_that_finds_the_same(made, monkeypatch):
    monkeypatch.setattr(searching, "DOCUMENTS", 600)
    monkeypatch.setattr(searching, "REPORTS", 3)
    monkeypatch.setattr(searching, "ROUNDS", 1)
    # Else it would lead to a place, and not to a page with a number of results.
    assert [query for query in searching.QUERIES if read_reference(query).places] == []
    monkeypatch.setattr(searching, "QUERIES", ("the of", "burma", '"identity management"'))
    found = searching.compare()
    assert 600 <= Document.objects.count() < 700
    assert found['"identity management"']["hits"] == found['"identity management"']["others"] > 10
    assert all(
        len(costs[name]) == 1 for costs in found.values() for name in ("search", "page", "engine")
    )


def test_datasette_shows_and_counts_as_much_as_the_portal():
    facets = [each for each in WorkshopFilterSet.base_filters.values() if isinstance(each, Facet)]
    assert len(facets) == len(datasette.PLAIN + datasette.LISTS)
    assert tuple(Role.values) == datasette.PARTS
    assert PAGE_SIZE == pages.ROWS


def test_datasette_has_its_view_of_the_tables(tmp_path):
    path = tmp_path / "portal.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        for model in apps.get_app_config("reports").get_models():
            columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
            connection.execute(f"CREATE TABLE {model._meta.db_table} ({columns})")
    datasette.prepare(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM workshops").fetchall() == []
