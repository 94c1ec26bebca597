"""Lists of the desk answer each search, order and filter, at a cost that does not grow with rows."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.models import RECORDS, SERVING_KEYS, DataVersion, Objective, ObjectiveLink
from tests.admin.desk import SITE, failing, url
from tests.factories import make_report

# Enough for a query for each row to be seen, beside those of a list.
FEW = 12


@pytest.fixture(scope="module")
def two_reports(kept_for_module):
    """A second report and data version beside those of the fixtures, so that there is a choice."""
    DataVersion.objects.rise()
    make_report()


def answer_and_queries(client, page):
    """An answer, and the number of queries that it takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page)
    assert answer.status_code == 200, page
    return answer, len(queries)


def by_each(whole):
    """The end of the address of a list searched, sorted by all columns, and by each of its filters.

    `whole` is the list. It is sorted downwards: what a database can turn round, it can take as it is.
    """
    yield "?q=thailand"
    listed = whole.context["cl"]
    columns = range(1, len(listed.model_admin.list_display) + 1)
    yield f"?o={'.'.join(f'-{number}' for number in columns)}"
    found = re.findall(r'<li>\s*<a href="(\?[^"]+)"', whole.text)
    by_field = {link.partition("=")[0]: html.unescape(link) for link in found}
    last = [[*each.choices(listed)][-1]["query_string"] for each in listed.filter_specs]
    yield from dict.fromkeys([*by_field.values(), *last])


def test_a_list_asks_as_many_queries_for_one_row_as_for_a_hundred(
    two_reports, report, admin_client, monkeypatch
):
    def check(model):
        desk, page = SITE[model], url(model, "changelist")
        assert model.objects.count() > 1
        monkeypatch.setattr(desk, "list_per_page", 100)
        whole, number = answer_and_queries(admin_client, page)
        monkeypatch.setattr(desk, "list_per_page", FEW)  # whose cells are those of the whole list
        pages = [f"{page}{end}" for end in by_each(whole)]
        assert len(pages) >= 2 + bool(desk.list_filter)
        many = {each: answer_and_queries(admin_client, each)[1] for each in pages}
        assert max(many.values()) < FEW, many
        monkeypatch.setattr(desk, "list_per_page", 1)
        # Session, user, count (twice), rows; a prefetch; a query for each filter by another table.
        assert answer_and_queries(admin_client, page)[1] == number <= 9

    assert failing(check) == {}


def test_a_search_that_finds_nothing_says_so(two_reports, report, admin_client):
    def check(model):
        assert SITE[model].search_help_text
        found = admin_client.get(url(model, "changelist"), {"q": "no-such 1"})
        assert found.status_code == 200
        assert found.context["cl"].result_count == 0

    assert failing(check) == {}


@pytest.mark.parametrize("name", SERVING_KEYS)
def test_a_link_to_an_objective_is_found_by_what_serves_it(report, admin_client, name):
    record = RECORDS[name].objects.first()
    link, _ = ObjectiveLink.objects.get_or_create(objective=Objective.objects.first(), **{name: record})
    words = getattr(record, "name", "") or record.purpose
    answer = admin_client.get(url(ObjectiveLink, "changelist"), {"q": words})
    assert link in answer.context["cl"].result_list
