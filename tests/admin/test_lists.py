"""Lists of the desk answer each search, order and filter, at a cost that does not grow with rows."""

import html
import re

import pytest

from reports.models import RECORDS, SERVING_KEYS, DataVersion, Objective, ObjectiveLink
from tests.admin.desk import SITE, every_model, url
from tests.admin.test_costs import count_queries
from tests.factories import make_report


@pytest.fixture(scope="module")
def two_reports(kept_for_module):
    """A second report and data version beside those of the fixtures, so that there is a choice."""
    DataVersion.objects.rise()
    make_report()


def changelists(client, model):
    """The addresses of the list of `model`: whole, searched, sorted both ways, by each filter once."""
    desk, page = SITE[model], url(model, "changelist")
    columns = range(1, len(desk.list_display) + 1)
    yield page
    yield f"{page}?q=thailand"
    for sign in ("", "-"):
        yield f"{page}?o={'.'.join(f'{sign}{number}' for number in columns)}"
    whole = client.get(page)
    found = re.findall(r'<li>\s*<a href="(\?[^"]+)"', whole.text)
    by_field = {link.partition("=")[0]: html.unescape(link) for link in found}
    listed = whole.context["cl"]
    last = [[*each.choices(listed)][-1]["query_string"] for each in listed.filter_specs]
    yield from (f"{page}{link}" for link in dict.fromkeys([*by_field.values(), *last]))


@every_model
def test_a_list_asks_as_many_queries_for_one_row_as_for_a_hundred(
    two_reports, report, admin_client, model, monkeypatch
):
    monkeypatch.setattr(SITE[model], "list_per_page", 100)
    pages = list(changelists(admin_client, model))
    assert len(pages) >= 4 + bool(SITE[model].list_filter)
    assert model.objects.count() > 1
    many = {page: count_queries(admin_client, page) for page in pages}
    assert max(many.values()) < 12, many
    monkeypatch.setattr(SITE[model], "list_per_page", 1)
    whole, searched = (count_queries(admin_client, page) for page in pages[:2])
    # Session, user, count (twice), rows; a prefetch; a query for each filter by another table.
    assert whole == many[pages[0]] <= 9
    assert abs(searched - many[pages[1]]) <= 1  # whom only other rows point to


@every_model
def test_a_search_that_finds_nothing_says_so(two_reports, report, admin_client, model):
    assert SITE[model].search_help_text
    found = admin_client.get(url(model, "changelist"), {"q": "no-such 1"})
    assert found.status_code == 200
    assert found.context["cl"].result_count == 0


@pytest.mark.parametrize("name", SERVING_KEYS)
def test_a_link_to_an_objective_is_found_by_what_serves_it(report, admin_client, name):
    record = RECORDS[name].objects.first()
    link, _ = ObjectiveLink.objects.get_or_create(objective=Objective.objects.first(), **{name: record})
    words = getattr(record, "name", "") or record.purpose
    answer = admin_client.get(url(ObjectiveLink, "changelist"), {"q": words})
    assert link in answer.context["cl"].result_list
