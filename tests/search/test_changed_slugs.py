"""A changed slug of any kind of record leads on, in addresses of its own and in filters."""

import pytest

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.lists.columns import absolute
from reports.models import Actor, OtherName
from tests.factories import make_report
from tests.search.test_addresses import location, rename
from tests.sitemap import read


def test_every_kind_with_pages_has_documents_that_know_its_address():
    assert [kind.name for kind in KINDS if kind.pages and not kind.search] == []


@pytest.mark.parametrize(
    ("model", "slug"),
    [
        ("meeting", "2004-brisbane-som"),
        ("workshop", "malaysia-2002"),
        ("actor", "samoa"),
        ("finding", None),
        ("recommendation", None),
        ("pledge", None),
        ("objective", "return"),
        ("outcome", "returns-checklist"),
        ("expertsgroup", "aheg-ii"),
        ("presentation", None),
    ],
)
def test_a_changed_slug_leads_on_with_all_that_stands_below_it(client, report, model, slug):
    (kind,) = (kind for kind in KINDS if kind.name == model)
    row = kind.model.objects.get(slug=slug) if slug else kind.model.objects.published().first()
    old = row.get_absolute_url()
    rename(row, "quite-another")
    new = row.get_absolute_url()
    assert location(client, old) == new
    if model == "workshop":  # the middleware, and the view of all citations, know of no model
        assert location(client, old[:-1]) == new
        assert location(client, f"{old}?x=1&y=%C3%A9") == f"{new}?x=1&y=%C3%A9"
    for suffix in ("json", *(("bib", "ris", "csl.json") if model == "workshop" else ())):
        address = f"{new[:-1]}.{suffix}"
        assert location(client, f"{old[:-1]}.{suffix}?version=1") == f"{address}?version=1"
        answer = client.get(address)
        assert answer.status_code == 200
        assert old not in answer.text
    if model == "workshop":  # a page is of the same row as its JSON
        assert client.get(new).status_code == 200
    listed = {address for address, _ in read(client, f"/sitemap-{kind.page_path or kind.path}.xml")}
    assert absolute(new) in listed
    assert absolute(old) not in listed


def test_a_former_slug_leads_on_for_ever_though_it_is_also_a_name(client, report):
    actor = Actor.objects.get(slug="thailand")
    rename(actor, "kingdom-of-thailand")
    assert location(client, "/participants/thailand/") == "/participants/kingdom-of-thailand/"
    actor = Actor.objects.get(slug="iom")
    assert client.get("/participants/IOM/").status_code == 302  # another name, as before


def assert_leads_on(client, old, new):
    """Assert that the list or file at `old` leads to itself with `new` in its query."""
    answer = client.get(old)
    assert answer.status_code == 301
    assert new in answer["Location"]
    assert answer["Location"].startswith(old.partition("?")[0])
    assert client.get(answer["Location"]).status_code == 200


def test_a_filter_by_a_former_slug_of_an_actor_leads_on(client, report):
    row = Actor.objects.get(slug="malaysia")
    row.name = row.name + "n Federation"  # or it would be found by its name
    with deferred_checks():
        rename(row, "new")
        OtherName.objects.create(actor=row, name="Malaysia", kind="short")
        OtherName._base_manager.filter(name="Malaysia").update(slug="nothing")
    assert_leads_on(client, "/workshops/?host=thailand&host=malaysia", "host=thailand&host=new")
    assert_leads_on(client, "/workshops.csv?host=malaysia&version=1", "host=new&version=1")
    assert_leads_on(client, "/workshops.bib?host=malaysia", "host=new")


def test_a_filter_by_a_former_slug_of_a_meeting_leads_on(client, empty):
    rename(make_report().meeting, "new")
    for path in ("/pledges/", "/index/", "/index.csv"):
        assert_leads_on(client, f"{path}?meeting=2005-test-som", "meeting=new")
