"""The public pages: what they say, what they send along, and what they refuse."""

import html
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client

from reports.models import RECORDS, DataVersion, Evidence, Meeting
from reports.rules import settled
from reports.snapshot import snapshot
from reports.views.errors import csrf_failure
from tests.conftest import make_meeting

REPORT = "/meetings/2004-brisbane-som/report/"
PAGES = ["/", "/meetings/", "/meetings/2004-brisbane-som/", REPORT, "/about/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_with_the_headers_and_without_a_cookie(client, report, address):
    answer = client.get(address)
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
def test_page_names_itself_and_the_data_version(client, report, address):
    text = client.get(address).content.decode()
    assert text.count("<h1") == 1
    assert 'href="#main-content"' in text
    version = DataVersion.objects.current()
    assert f"Data version {version.number}, {version.date:%-d %B %Y}" in text


def test_titles_tell_the_pages_apart(client, report):
    titles = {re.search("<title>(.*?)</title>", client.get(p).content.decode())[1] for p in PAGES}
    assert len(titles) == len(PAGES)


@pytest.mark.parametrize(
    "address", [*PAGES, "/workshops/?host=thailand", "/pledges/several-countries-contributions/"]
)
def test_a_link_to_a_page_shows_its_own_title_and_words(client, report, settings, address):
    text = client.get(address).content.decode()
    said = dict(re.findall('<meta property="og:([a-z:_]+)" content="([^"]*)">', text))
    named = {name: html.unescape(value) for name, value in said.items()}
    title = html.unescape(re.search("<title>(.*?)</title>", text)[1])
    assert title == f"{named['title']} · Bali Process reports"
    assert named["url"] == settings.SITE_URL + address
    described = re.search('<meta name="description" content="([^"]*)">', text)[1]
    assert html.unescape(described) == named["description"] != ""
    assert finders.find(named["image"].removeprefix(f"{settings.SITE_URL}/static/"))


@pytest.mark.parametrize("address", PAGES)
def test_each_page_has_one_search_box(client, report, address):
    assert client.get(address).content.decode().count("<search") == 1


def test_home_shows_one_record_with_its_very_words(client, report):
    text = client.get("/").content.decode()
    specimen = text.split('class="specimen"')[1].split("</section>")[0]
    evidence = Evidence.objects.filter(pledge__amount__gt=0).order_by("pledge__order", "pk").first()
    assert f"<mark>{evidence.quote}</mark>" in specimen
    assert f'href="{evidence.get_absolute_url()}"' in specimen
    assert f'href="{evidence.pledge.get_absolute_url()}"' in specimen


def test_a_meeting_s_page_counts_what_its_report_records(client, report):
    text = client.get(report.get_absolute_url()).content.decode()
    for kind in ("objectives", "workshops", "recommendations", "pledges"):
        count = getattr(report, kind).count()
        assert f'<a href="/{kind}/?meeting={report.slug}">{count}</a>' in text


@pytest.mark.parametrize("address", [*PAGES, "/nowhere/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_writing_to_a_public_page_is_refused(client, report, address, method):
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "This page can only be read" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_report_holds_every_block_to_the_letter_and_in_order(client, report):
    text = client.get(REPORT).content.decode()
    found = re.findall(r'<div class="para[^"]*" id="([^"]+)">(.*?)</(?:h[23]|p)>', text)
    shown = {key: html.unescape(re.sub("<a .*?</a>|<[^>]+>", "", inner)).strip() for key, inner in found}
    assert list(shown.items()) == list(report.blocks.order_by("order").values_list("key", "text"))


def test_report_numbers_its_paragraphs_and_contents(client, report):
    text = client.get(REPORT).content.decode()
    assert [f'id="p{n}"' in text for n in range(1, 28)] == [True] * 27
    assert ">[1]</a>" in text
    assert "printed without its number" in text
    for words, span in [("Introduction", "1–5"), ("Part II: future directions", "15–23")]:
        assert re.search(f'">{words}</a> <span class="kind">{span}<', text)


def test_a_draft_is_nowhere(client, report):
    with settled():
        for meeting in Meeting.objects.all():
            meeting.published = False
            meeting.save()
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code == (404 if "brisbane" in address else 200)
        assert "Brisbane" not in answer.content.decode().split("<main")[1].split("</main")[0]
    for model in RECORDS.values():
        for record in model.objects.all():
            path = record.get_absolute_url().partition("#")[0]
            said = client.get(path).content.decode()
            assert client.get(path).status_code == 404 or "Brisbane" not in said.split("<main")[1]


def test_about_says_whose_site_it_is(client, report, settings):
    text = client.get("/about/").content.decode()
    assert "not the Bali Process’s own site" in text
    assert report.source_sha256 in text
    assert "not stated by whoever runs this copy" in text
    settings.KEEPER_NAME, settings.OFFICIAL = "The Keeper <Ltd>", True
    text = client.get("/about/").content.decode()
    assert "a site of the Bali Process itself" in text
    assert "The Keeper &lt;Ltd&gt;" in text


def test_not_found_is_in_dress(client, report):
    answer = client.get("/meetings/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.urls("tests.broken_urls")
@pytest.mark.parametrize(("address", "status"), [("/fail/", 500), ("/suspect/", 400)])
def test_errors_are_in_dress(report, address, status):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert '<header class="bar">' in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_stray_host_name_is_a_400_in_dress(client, report):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()


def test_a_form_without_its_token_says_that_nothing_was_saved(rf, report):
    answer = csrf_failure(rf.post("/admin/"))
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()


@pytest.mark.urls("tests.broken_urls")
def test_a_public_request_cannot_write_on_its_connection(written):
    answer = Client(raise_request_exception=False).get("/write/")
    assert answer.status_code == 500
    assert not Meeting.objects.exists()
    make_meeting("2009-after")  # the connection writes again once the request is over


def test_a_snapshot_neither_writes_nor_moves(written):
    with pytest.raises(DatabaseError), snapshot():
        make_meeting()
    with snapshot():
        assert connection.in_atomic_block
        assert not Meeting.objects.exists()
    with transaction.atomic():
        make_meeting()
    assert Meeting.objects.count() == 1
