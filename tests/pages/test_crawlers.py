"""Crawlers find every published page in the sitemap, and robots.txt keeps them out of the rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.kinds import KINDS
from reports.models import Actor, DataVersion
from reports.pages.sitemap import Section, sections
from tests.addresses import REPORT, SITE
from tests.benchmarks import synthetic
from tests.factories import make_report
from tests.kinds.telling import ends
from tests.sitemap import crawl, paths, read

pytestmark = pytest.mark.usefixtures("site")


def test_sitemap_lists_every_published_page_once(report, reader, read_page):
    found = crawl(reader)
    addresses = [address for address, _ in found]
    assert len(addresses) == len(set(addresses)) > 150
    assert {address[: len(SITE) + 1] for address in addresses} == {f"{SITE}/"}
    listed = [address.removeprefix(SITE) for address in addresses]
    rows = [row for kind in KINDS if kind.pages for row in kind.model.objects.all()]
    of_rows = {row.get_absolute_url() for row in rows}
    of_rows |= {block.get_passage_url() for block in report.blocks.filter(kind="paragraph")}
    once = [path for path in listed if path not in of_rows]
    assert of_rows <= {*listed}
    assert len(once) == 20, once
    for path in {*once, *ends(listed)}:  # more of those of the rows in kinds/test_pages.py
        assert read_page(path).status_code == 200, path
    assert {"/", "/workshops/", "/about/", REPORT, f"{REPORT}19/", f"{REPORT}observers/"} <= {*listed}
    assert {"/participants/nauru/", "/participants/budapest-process/"} <= {*listed}
    assert not [path for path in listed if path.startswith(("/admin/", "/search/?"))]
    day = DataVersion.objects.current().date.isoformat()
    assert {changed for _, changed in found} == {None, day}
    assert {changed for _, changed in read(reader)} == {None, day}


def test_sitemap_is_an_index_of_sections_at_the_portal_s_own_address(client, report):
    answer = client.get("/sitemap.xml", headers={"host": "testserver"})
    assert b"testserver" not in answer.content
    assert [address for address, _ in read(client)] == [
        f"{SITE}/sitemap-{name}.xml" for name in sections()
    ]
    assert read(client, "/sitemap-pledges.xml")[0][0].startswith(f"{SITE}/pledges/")


def test_a_section_of_many_pages_has_them_all_in_the_index(client, reader, monkeypatch):
    whole = sorted(paths(reader))
    monkeypatch.setattr(Section, "limit", 7)
    entries = [address.removeprefix(SITE) for address, _ in read(client)]
    assert {"/sitemap-workshops.xml", "/sitemap-workshops.xml?p=2", "/sitemap-workshops.xml?p=3"} < {
        *entries
    }
    assert "/sitemap-workshops.xml?p=4" not in entries
    pieces = [[address for address, _ in read(client, entry)] for entry in entries]
    assert {len(piece) for piece in pieces} <= set(range(1, 8))
    assert sorted(address.removeprefix(SITE) for piece in pieces for address in piece) == whole


def test_a_sitemap_holds_at_most_50000_addresses(client, report, monkeypatch):
    assert Section.limit == 50_000
    monkeypatch.setattr("reports.pages.sitemap.slugs", lambda kind: [f"x-{n}" for n in range(50_001)])
    entries = [address.removeprefix(SITE) for address, _ in read(client)]
    assert {"/sitemap-pledges.xml", "/sitemap-pledges.xml?p=2"} < {*entries}
    assert len(read(client, "/sitemap-pledges.xml?p=2")) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sitemap.xml?p=1", 200),
        ("/sitemap.xml?p=2", 404),
        ("/sitemap.xml?p=", 404),
        ("/sitemap.xml?x=1", 200),
        ("/sitemap-pledges.xml?p=1", 200),
        ("/sitemap-pledges.xml?x=1", 200),
        ("/sitemap-pledges.xml?p=2", 404),
        ("/sitemap-pledges.xml?p=0", 404),
        ("/sitemap-pledges.xml?p=-1", 404),
        ("/sitemap-pledges.xml?p=x", 404),
        ("/sitemap-pledges.xml?p=" + "9" * 5000, 404),
        ("/sitemap-pledges.xml?p=%00", 404),
        ("/sitemap-nothing.xml", 404),
        ("/sitemap-.xml", 404),
    ],
)
def test_a_page_of_a_sitemap_that_is_not_there_is_not_found(client, report, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert (status == 200) == answer["Content-Type"].startswith("application/xml")


@pytest.mark.parametrize(
    "address",
    ["/", "/about/", "/data/", REPORT, f"{REPORT}19/", "/objectives/return/", "/search/", "/pledges/"],
)
def test_a_page_means_the_same_with_a_parameter_that_it_does_not_know(client, reader, address):
    plain, asked = reader.get(address), client.get(f"{address}?p=2&x=%00&page=1")
    assert plain.status_code == asked.status_code == 200
    canonical = f'<link rel="canonical" href="{SITE}{address}">'
    assert canonical in plain.content.decode()
    assert canonical in asked.content.decode()


# The package is another, in exports/test_package.py.
@pytest.mark.parametrize(
    "address", [f"{REPORT}19.bib", "/workshops/thailand-2004-targeting.json", "/robots.txt"]
)
def test_a_file_of_one_thing_is_the_same_with_a_parameter(client, reader, address):
    assert client.get(f"{address}?p=2&x=1").content == reader.get(address).content


def test_sitemap_has_no_draft_and_no_empty_section(client, empty):
    make_report("2005-secret", published=False)
    assert [address for address, _ in read(client)] == [f"{SITE}/sitemap-pages.xml"]
    assert "2005-secret" not in client.get("/sitemap-meetings.xml").content.decode()
    assert Actor.objects.count() == 0


def test_sitemap_costs_as_many_queries_however_many_pages(client, report, django_assert_num_queries):
    names = ["/sitemap.xml", *(f"/sitemap-{name}.xml" for name in sections())]
    costs = {}
    for name in names:
        with CaptureQueriesContext(connection) as queries:
            client.get(name)
        costs[name] = len(queries)
    synthetic.fill(6, reports=2)
    for name, cost in costs.items():
        assert cost <= (24 if name == "/sitemap.xml" else 8), (name, cost)
        with django_assert_num_queries(cost):
            client.get(name)


def test_robots_keeps_crawlers_out_of_desk_search_and_quotes_only(client, report):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().split("\n")
    assert [each for each in lines if each.startswith("Disallow")] == [
        "Disallow: /admin/",
        "Disallow: /search/?",
        "Disallow: /quote/?",
        "Disallow: /quote.json",
    ]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
