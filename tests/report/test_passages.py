"""The report is read whole and in pieces, plain and marked, to the letter."""

import html
import re

import pytest

from reports.models import Block, DataVersion, Objective
from tests.addresses import REPORT
from tests.factories import make_block, make_record, make_report
from tests.reading import get


def texts(source):
    """The texts of the paragraphs shown, by key, marks taken out."""
    shown = re.findall(r'<div class="para[^"]*" id="([^"]+)">\s*<p[^>]*>(.*?)</p>', source, re.S)
    return {
        key: html.unescape(re.sub("(?s)<a class=.*?</a>|<[^>]+>", "", inner)).strip()
        for key, inner in shown
    }


@pytest.mark.parametrize("piece", ["", "plain/"])
def test_whole_report_is_exact_with_and_without_marks(client, report, piece):
    source, _ = get(client, REPORT + piece)
    kinds = ["title", "paragraph"]
    assert texts(source) == dict(report.blocks.filter(kind__in=kinds).values_list("key", "text"))
    assert ("<mark" in source) == (piece == "")
    assert ('class="rests"' in source) == (piece == "")


def test_report_holds_every_block_to_the_letter_and_in_order(client, report):
    text = client.get(REPORT).content.decode()
    found = re.findall(r'<div class="para[^"]*" id="([^"]+)">(.*?)</(?:h[23]|p)>', text, re.S)
    shown = {
        key: html.unescape(re.sub("(?s)<a .*?</a>|<[^>]+>", "", inner)).strip() for key, inner in found
    }
    assert list(shown.items()) == list(report.blocks.order_by("order").values_list("key", "text"))


def test_report_numbers_its_paragraphs_and_contents(client, report):
    text = client.get(REPORT).content.decode()
    assert [f'id="p{n}"' in text for n in range(1, 28)] == [True] * 27
    assert ">[1]</a>" in text
    assert "printed without its number" in text
    for words, span in [("Introduction", "1–5"), ("Part II: future directions", "15–23")]:
        assert re.search(rf'">{words}</a>\s+<span class="kind">{span}<', text)


def test_report_as_text_is_the_report_numbered(client, report):
    answer = client.get("/meetings/2004-brisbane-som/report.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    for block in report.blocks.all():
        printed = f"{block.number}. " if block.number_printed else f"[{block.number}] "
        assert f"\n{printed if block.number else ''}{block.text}\n" in f"\n{text}"
    assert "\n[1] Australia and Indonesia co-chaired" in text


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
    assert "Japan (pledged): US$10,000 for the upkeep and management of the website" in words
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
    report = make_report(title="Report")
    block = make_block(report, text="one two three four")
    for order, quote in enumerate(["one two three", "two three four"], start=1):
        make_record(block, Objective, quote, slug=f"o{order}", order=order, name=quote)
    source, _ = get(client, f"{report.get_absolute_url()}1/")
    assert '<mark id="p1.o1">one <mark id="p1.o2" class="split">two three</mark></mark>' in source
    assert '<mark class="more"> four</mark>' in source
    assert texts(source) == {"p1": "one two three four"}


def test_a_report_without_numbers_says_so(client, report):
    report = make_report(title="Report")
    words = get(client, f"{report.get_absolute_url()}3/", 404)[1]
    assert "has no numbered paragraphs: there is no “3”." in words
