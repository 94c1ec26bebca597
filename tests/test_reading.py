"""Reading the report: whole and in pieces, plain and marked, and what is read from it."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from reports.models import RECORDS, Actor, Block, DataVersion, Evidence, Objective
from tests.conftest import make_block, make_meeting, make_record

REPORT = "/meetings/2004-brisbane-som/report/"


def get(client, url, status=200):
    """The main part of the page at `url`, as HTML and as words."""
    answer = client.get(url)
    assert answer.status_code == status, url
    source = answer.content.decode().split("<main")[1].split("</main")[0]
    return source, " ".join(html.unescape(re.sub("<[^>]+>", " ", source)).split())


def texts(source):
    """The texts of the paragraphs shown, by key, marks taken out."""
    shown = re.findall(r'<div class="para[^"]*" id="([^"]+)"><p[^>]*>(.*?)</p>', source, re.S)
    return {
        key: html.unescape(re.sub("<a class=.*?</a>|<[^>]+>", "", inner)).strip() for key, inner in shown
    }


@pytest.mark.parametrize("piece", ["", "plain/"])
def test_whole_report_is_exact_with_and_without_marks(client, report, piece):
    source, _ = get(client, REPORT + piece)
    kinds = ["title", "paragraph"]
    assert texts(source) == dict(report.blocks.filter(kind__in=kinds).values_list("key", "text"))
    assert ("<mark" in source) == (piece == "")
    assert ('class="rests"' in source) == (piece == "")


def test_every_paragraph_has_a_page_of_its_own(client, report):
    for block in report.blocks.all():
        source, _ = get(client, block.get_passage_url())
        assert block.text in html.unescape(re.sub("<[^>]+>", "", source)), block
        assert f'href="{block.get_absolute_url()}"' in source


def test_paragraph_page_leads_on_and_back(client, report):
    source, words = get(client, f"{REPORT}19/")
    assert f'href="{REPORT}18/" rel="prev"' in source
    assert f'href="{REPORT}20/" rel="next"' in source
    assert f'href="{REPORT}#p19"' in source
    assert "Japan: US$10,000, the upkeep and management of the website" in words
    assert "Paragraph 19. " in words
    assert f"Data version {DataVersion.objects.current().number}," in words


def test_range_shows_its_paragraphs_and_no_other(client, report):
    source, words = get(client, f"{REPORT}14-16/")
    assert list(texts(source)) == ["p14", "p15", "p16"]
    assert "Paragraphs 14 to 16" in words


@pytest.mark.parametrize(
    "piece", ["0", "28", "16-14", "1-28", "14-", "p14", "nowhere", "9" * 50, "1-2-3"]
)
def test_a_number_that_does_not_exist_is_told_what_does(client, report, piece):
    _, words = get(client, f"{REPORT}{piece}/", 404)
    assert f"has paragraphs 1 to 27: there is no “{piece}”." in words


def test_unnumbered_text_has_addresses_of_its_own(client, report):
    for key in ("observers", "participating", "part-ii", "work-completed", "title-1"):
        source, _ = get(client, f"{REPORT}{key}/")
        assert Block.objects.get(key=key).text in html.unescape(re.sub("<[^>]+>", "", source))


def test_thirty_six_participants_are_one_group_that_folds(client, report):
    source, _ = get(client, REPORT)
    assert '<summary>Participants <span class="count">38</span></summary>' in source


def test_crossing_quotes_are_both_marked_and_the_text_stays(client, report):
    meeting = make_meeting(report_title="Report")
    block = make_block(meeting, text="one two three four")
    for order, quote in enumerate(["one two three", "two three four"], start=1):
        make_record(block, Objective, quote, slug=f"o{order}", order=order, name=quote)
    source, _ = get(client, f"{meeting.get_report_url()}1/")
    assert '<mark id="p1-o1">one <mark id="p1-o2" class="split">two three</mark></mark>' in source
    assert '<mark class="more"> four</mark>' in source
    assert texts(source) == {"p1": "one two three four"}


def test_a_report_without_numbers_says_so(client, report):
    meeting = make_meeting(report_title="Report")
    words = get(client, f"{meeting.get_report_url()}3/", 404)[1]
    assert "has no numbered paragraphs: there is no “3”." in words


def test_an_error_in_any_record_or_passage_is_reported_with_address_quote_and_version(
    client, report, settings
):
    settings.KEEPER_EMAIL = "keeper@example.org"
    settings.SITE_URL = "https://reports.example.org"
    records = [row for model in RECORDS.values() for row in model.objects.all()]
    addresses = {row.get_absolute_url() for row in records}  # some are a line on a page
    addresses |= {address.partition("#")[0] for address in addresses}
    addresses |= {block.get_passage_url() for block in report.blocks.all()}
    assert len(addresses) > 150
    told = []
    for path in {address.partition("#")[0] for address in addresses}:
        for mail in re.findall(r'href="(mailto:[^"]+)"', get(client, path)[0]):
            mail = urlsplit(html.unescape(mail))
            body = parse_qs(mail.query)["body"][0]
            assert mail.path == "keeper@example.org"
            assert "\r\nData version: 1\r\n" in body
            assert "Quote: “" in body or path.startswith("/participants/")
            told.append(re.match(r"Address: https://reports\.example\.org(\S+)\r\n", body)[1])
    assert set(told) == {address.partition("#meetingrole")[0] for address in addresses}
    pages = [address for address in told if "#" not in address]
    assert len(pages) == len(set(pages))


def test_without_a_keeper_an_error_leads_to_who_keeps_it(client, report):
    source, _ = get(client, f"{REPORT}19/")
    assert '<a href="/about/#keeper">Report an error</a>' in source
    assert 'id="keeper"' in get(client, "/about/")[0]


# What is read from it


def test_coverage_checks_the_report_against_its_records(client, report):
    source, words = get(client, "/meetings/2004-brisbane-som/coverage/")
    assert "Countries 47 47 they agree" in words
    assert "Organisations 9 9 they agree" in words
    unused = re.search(r"No record rests on: (.*?)\.</p>", source, re.S)[1]
    named = re.findall(r'href="[^"]+#([^"]+)"', unused)
    assert named == [b.key for b in report.blocks.order_by("order") if not b.evidence.exists()]
    assert "p4" in named
    assert "p19" not in named


def test_coverage_counts_each_record_of_a_piece_once(client, report):
    _, words = get(client, "/meetings/2004-brisbane-som/coverage/")
    quotes = Evidence.objects.filter(block__key="p8").select_related(*RECORDS)
    records = {(each.kind, each.record.pk) for each in quotes}
    assert len(records) < len(quotes)  # or there would be nothing to see
    assert f" para 8 {len(records)} {len(quotes)} experts group 1, workshops 8" in words


def test_coverage_says_so_where_they_differ(client, report):
    report.countries = 48
    report.save()
    assert "Countries 48 47 they differ" in get(client, "/meetings/2004-brisbane-som/coverage/")[1]


def who(client, url="/who-did-what/"):
    """The rows of who did what: a dictionary of numbers by column, by name."""
    source, _ = get(client, url)
    heads = [
        re.sub("<[^>]+>|[↑↓]", "", h).strip()
        for h in re.findall(r'<th scope="col".*?</th>', source, re.S)
    ]
    found = {}
    for row in re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", source, re.S):
        cells = [re.sub("<[^>]+>", "", c).strip() for c in re.split(r"</t[hd]>", row)]
        found[cells[0]] = dict(zip(heads[1:], cells[1:], strict=False))
    return found


def test_who_did_what_is_what_a_reader_counts(client, report):
    rows = who(client)
    expected = {
        "Australia": {
            "Attended": 1,
            "Co-chaired": 1,
            "Co-hosted": 2,
            "Hosted": 1,
            "Organised": 1,
            "Held": 1,
        }
        | {"Presented": 2, "Pledged": 1},
        "Thailand": {"Attended": 1, "Coordinated": 1, "Hosted": 2, "Held": 1},
        "Fiji": {"Attended": 1, "Hosted": 1, "Organised": 1, "Presented": 1},
        "Afghanistan": {"Attended": 1, "Offered": 1},
        "Budapest process": {"Organised": 1},
        "Nauru": {"Attended": 1},
    }
    for name, deeds in expected.items():
        stated = {k: int(v) for k, v in rows[name].items() if k != "Kind" and v != "0"}
        assert stated == deeds, name


def test_who_did_what_sorts_and_narrows_to_more_than_attending(client, report):
    rows = who(client, "/who-did-what/?beyond=yes&sort=-hosted")
    assert list(rows)[:2] == ["Malaysia", "Thailand"]
    assert "Nauru" not in rows
    assert (
        len(rows) + len(who(client, "/who-did-what/?beyond=not-stated"))
        == Actor.objects.published().count()
    )


def test_every_number_leads_to_as_many_rows(client, report):
    source, _ = get(client, "/who-did-what/")
    links = set(re.findall(r'<td[^>]*>\s*<a href="(/[^"]+\?[^"]+)">(\d+)</a>', source))
    assert len(links) > 60
    for address, count in sorted(links)[::5]:
        found = re.search(r'role="status"><strong>(\d+) of', get(client, html.unescape(address))[0])
        assert found[1] == count, address
    for address in set(
        re.findall(r'<a href="(/participants/[^"?]+)#(?:meetingrole|presentation)"', source)
    ):
        assert client.get(address).status_code == 200


def test_objectives_say_what_came_of_each_and_whose_reading_it_is(client, report):
    source, words = get(client, "/objectives/")
    assert "Which records serve which objective is the editors’ reading." in words
    assert 'href="/workshops/australia-2004-returns/"' in source
    assert "none matched" in words
