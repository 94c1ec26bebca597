"""Lists of the desk answer each search, order and filter, at a cost that does not grow with rows."""

import html
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from reports.models import RECORDS, SERVING_KEYS, DataVersion, Objective, ObjectiveLink, Workshop
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
    """The ends of the addresses of a list searched, and by each of its filters. `whole` is the list."""
    yield "?q=thailand"
    listed = whole.context["cl"]
    found = re.findall(r'<li>\s*<a href="(\?[^"]+)"', whole.text)
    by_field = {link.partition("=")[0]: html.unescape(link) for link in found}
    last = [[*each.choices(listed)][-1]["query_string"] for each in listed.filter_specs]
    yield from dict.fromkeys([*by_field.values(), *last])


def by_all_columns(listed):
    """The end of the address of a list sorted by all columns.

    It is sorted downwards: what a database can turn round, it can take as it is.
    """
    columns = range(1, len(listed.model_admin.list_display) + 1)
    return f"?o={'.'.join(f'-{number}' for number in columns)}"


def rows_and_queries(request, model, end):
    """The rows and the filters of the list of `model` at an address with that end, and its queries."""
    request.GET = QueryDict(end.removeprefix("?"))
    with CaptureQueriesContext(connection) as queries:
        listed = SITE[model].get_changelist_instance(request)
        shown = [*listed.result_list], [[*each.choices(listed)] for each in listed.filter_specs]
    return *shown, len(queries)


def test_a_list_asks_as_many_queries_for_one_row_as_for_a_hundred(
    two_reports, report, admin_client, monkeypatch
):
    def check(model):
        desk, page = SITE[model], url(model, "changelist")
        assert model.objects.count() > 1
        monkeypatch.setattr(desk, "list_per_page", 100)
        whole, number = answer_and_queries(admin_client, page)
        # What a search or a filter chooses: its cells are those of the whole list.
        monkeypatch.setattr(desk, "list_per_page", FEW)
        ends = [*by_each(whole)]
        assert len(ends) >= 1 + bool(desk.list_filter)
        many = {end: rows_and_queries(whole.wsgi_request, model, end)[-1] for end in ends}
        assert max(many.values()) <= number, (number, many)
        monkeypatch.setattr(desk, "list_per_page", 1)
        # Session, user, count (twice), rows; a prefetch; a query for each filter by another table.
        sorted_page = f"{page}{by_all_columns(whole.context['cl'])}"
        assert answer_and_queries(admin_client, sorted_page)[1] == number <= 9

    assert failing(check) == {}


def test_a_search_that_finds_nothing_says_so(two_reports, report, admin_client):
    def check(model):
        assert SITE[model].search_help_text
        assert rows_and_queries(request, model, "?q=no-such+1")[0] == []

    found = admin_client.get(url(Workshop, "changelist"), {"q": "no-such 1"})
    assert found.status_code == 200
    assert "0 workshops" in found.text
    request = found.wsgi_request
    assert failing(check) == {}


@pytest.mark.parametrize("name", SERVING_KEYS)
def test_a_link_to_an_objective_is_found_by_what_serves_it(report, admin_client, name):
    record = RECORDS[name].objects.first()
    link, _ = ObjectiveLink.objects.get_or_create(objective=Objective.objects.first(), **{name: record})
    words = getattr(record, "name", "") or record.purpose
    answer = admin_client.get(url(ObjectiveLink, "changelist"), {"q": words})
    assert link in answer.context["cl"].result_list
