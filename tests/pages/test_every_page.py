"""Every public page has the headers, the title, the data version and the search box."""

import html
import re

import pytest
from django.contrib.staticfiles import finders

from reports.integrity.checks import deferred_checks
from reports.models import RECORDS, DataVersion, Report
from tests.addresses import PAGES


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_with_the_headers_and_without_a_cookie(read_page, address):
    answer = read_page(address)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self';")
    assert "connect-src 'self'" in policy  # or a browser's auditor cannot read robots.txt
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    text = answer.content.decode()
    scripts = re.findall("<script[^>]*>", text)  # data for machines, nothing that runs
    assert set(scripts) <= {'<script type="application/ld+json">'}
    assert " style=" not in text


@pytest.mark.parametrize("address", PAGES)
def test_page_names_itself_and_the_data_version(read_page, address):
    text = read_page(address).content.decode()
    assert text.count("<h1") == 1
    assert 'href="#main_content"' in text
    version = DataVersion.objects.current()
    assert f"Data version {version.number}, {version.date:%-d %B %Y}" in text


def test_titles_tell_the_pages_apart(read_page):
    titles = {re.search("<title>(.*?)</title>", read_page(p).content.decode())[1] for p in PAGES}
    assert len(titles) == len(PAGES)


@pytest.mark.parametrize(
    "address", [*PAGES, "/workshops/?host=thailand", "/pledges/several-countries-contributions/"]
)
def test_a_link_to_a_page_shows_its_own_title_and_words(read_page, settings, address):
    text = read_page(address).content.decode()
    said = dict(re.findall('<meta property="og:([a-z:_]+)" content="([^"]*)">', text))
    named = {name: html.unescape(value) for name, value in said.items()}
    title = html.unescape(re.search("<title>(.*?)</title>", text)[1])
    assert title == f"{named['title']} · Bali Process reports"
    assert named["url"] == settings.SITE_URL + address
    described = re.search('<meta name="description" content="([^"]*)">', text)[1]
    assert html.unescape(described) == named["description"] != ""
    assert finders.find(named["image"].removeprefix(f"{settings.SITE_URL}/static/"))


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_one_search_box(read_page, address):
    assert read_page(address).content.decode().count("<search") == 1


def test_a_draft_is_nowhere(client, report):
    with deferred_checks():
        for each in Report.objects.all():
            each.published = False
            each.save()
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == (410 if "brisbane" in address else 200)
        assert "Brisbane" not in answer.content.decode().split("<main")[1].split("</main")[0]
    shown = []  # of each kind the first and the last page: what is public is asked alike for all
    for model in RECORDS.values():
        assert not model.objects.published().exists(), model
        paths = [record.get_absolute_url().partition("#")[0] for record in model.objects.all()]
        shown += [*paths[:1], *paths[-1:]]
    for path in {*shown, "/participants/thailand/"}:  # which has a part in nearly everything
        answer = client.get(path)
        said = answer.content.decode()
        assert answer.status_code == 410 or "Brisbane" not in said.split("<main")[1], path
