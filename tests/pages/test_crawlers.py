"""Crawlers find every published page in the sitemap, and robots.txt keeps them out of the rest."""

import xml.etree.ElementTree as ET

import pytest

from reports.kinds import KINDS
from reports.models import RECORDS, DataVersion
from tests.addresses import REPORT, SITE
from tests.factories import make_report

pytestmark = pytest.mark.usefixtures("site")


def test_sitemap_lists_every_published_page_once(client, report):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = ET.fromstring(answer.content).findall(f"{space}url")
    addresses = [each.find(f"{space}loc").text for each in found]
    assert len(addresses) == len(set(addresses)) > 150
    actors = [address for address in addresses if "/participants/" in address]
    for address in {*addresses} - {*actors[1:]} | {*actors[::6]}:  # the rest in kinds/test_pages.py
        assert address.startswith(f"{SITE}/")
        assert client.get(address.removeprefix(SITE)).status_code == 200, address
    paths = {address.removeprefix(SITE) for address in addresses}
    models = [kind.model for kind in KINDS if kind.pages and kind.model in RECORDS.values()]
    rows = [row for model in models for row in model.objects.all()]
    assert {row.get_absolute_url() for row in rows} <= paths
    assert {"/", "/workshops/", "/about/", REPORT, f"{REPORT}19/", f"{REPORT}observers/"} <= paths
    assert {"/participants/nauru/", "/participants/budapest-process/"} <= paths
    assert not [path for path in paths if path.startswith(("/admin/", "/search/?"))]
    days = {
        each.find(f"{space}lastmod").text for each in found if each.find(f"{space}lastmod") is not None
    }
    assert days == {DataVersion.objects.current().date.isoformat()}


def test_sitemap_has_no_draft_and_costs_few_queries(client, report, django_assert_max_num_queries):
    make_report("2005-secret", published=False)
    with django_assert_max_num_queries(24):  # one a kind of row, of part, and of name
        text = client.get("/sitemap.xml").content.decode()
    assert "2005-secret" not in text


def test_robots_keeps_crawlers_out_of_desk_and_search_only(client, report):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().split("\n")
    assert [each for each in lines if each.startswith("Disallow")] == [
        "Disallow: /admin/",
        "Disallow: /search/?",
    ]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
