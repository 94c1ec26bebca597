"""The report is read whole and in pieces, plain and marked, to the letter."""

import html
import re

import pytest

from reports.models import Block, DataVersion, Objective
from reports.report.passages import WordsLink, find_blocks, passages, words_link
from tests.addresses import REPORT
from tests.factories import make_block, make_record, make_report
from tests.kinds.telling import telling
from tests.reading import get, piece_of


def texts(source):
    """The texts of the paragraphs shown, by key, marks taken out."""
    shown = re.findall(r'<div class="para[^"]*" id="([^"]+)">\s*<p[^>]*>(.*?)</p>', source, re.S)
    return {
        key: html.unescape(re.sub("(?s)<a class=.*?</a>|<[^>]+>", "", inner)).strip()
        for key, inner in shown
    }


@pytest.mark.parametrize("piece", ["", "plain/"])
def test_whole_report_is_exact_with_and_without_marks(reader, report, piece):
    source, _ = get(reader, REPORT + piece)
    kinds = ["title", "paragraph"]
    assert texts(source) == dict(report.blocks.filter(kind__in=kinds).values_list("key", "text"))
    assert ('<span id="p19.' in source) == (piece == "")
    assert "<mark" not in source
    assert ('class="rests"' in source) == (piece == "")


def test_report_holds_every_block_to_the_letter_and_in_order(reader, report):
    text = reader.get(REPORT).content.decode()
    found = re.findall(r'<div class="para[^"]*" id="([^"]+)">(.*?)</(?:h[23]|p)>', text, re.S)
    shown = {
        key: html.unescape(re.sub('(?s)<a class="no.*?</a>|<[^>]+>', "", inner)).strip()
        for key, inner in found
    }
    assert list(shown.items()) == list(report.blocks.order_by("order").values_list("key", "text"))


def test_report_numbers_its_paragraphs_and_contents(reader):
    text = reader.get(REPORT).content.decode()
    assert [f'id="p{n}"' in text for n in range(1, 28)] == [True] * 27
    assert ">[1] </a>" in text
    assert "printed without its number" in text
    for words, span in [("Introduction", "1–5"), ("Part II: future directions", "15–23")]:
        assert re.search(rf'">{words}</a>\s+<span class="kind">{span}<', text)


def test_report_as_text_is_the_report_numbered(reader, report):
    answer = reader.get("/meetings/2004-brisbane-som/report.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    for block in report.blocks.all():
        printed = f"{block.number}. " if block.number_printed else f"[{block.number}] "
        assert f"\n{printed if block.number else ''}{block.text}\n" in f"\n{text}"
    assert "\n[1] Australia and Indonesia co-chaired" in text


def test_every_paragraph_has_a_page_of_its_own(reader, report):
    blocks = report.blocks.all()
    for block in blocks:
        assert [*find_blocks(report, block.piece)] == [block]
    for block in telling(blocks):
        source, _ = get(reader, block.get_passage_url())
        assert block.text in html.unescape(re.sub("<[^>]+>", "", source)), block
        assert f'href="{block.get_absolute_url()}"' in source


def test_paragraph_page_leads_on_and_back(reader):
    source, words = get(reader, f"{REPORT}19/")
    assert f'href="{REPORT}18/" rel="prev"' in source
    assert f'href="{REPORT}20/" rel="next"' in source
    assert f'href="{REPORT}#p19"' in source
    assert "Japan (pledged): US$10,000 for the upkeep and management of the website" in words
    assert "Paragraph 19. " in words
    assert f"Data version {DataVersion.objects.current().number}," in words


def test_range_shows_its_paragraphs_and_no_other(reader):
    source, words = get(reader, f"{REPORT}14-16/")
    assert list(texts(source)) == ["p14", "p15", "p16"]
    assert "Paragraphs 14 to 16" in words


@pytest.mark.parametrize(
    "piece", ["0", "28", "16-14", "1-28", "14-", "p14", "nowhere", "9" * 50, "1-2-3"]
)
def test_a_number_that_does_not_exist_is_told_what_does(reader, piece):
    _, words = get(reader, f"{REPORT}{piece}/", 404)
    assert f"has paragraphs 1 to 27: there is no “{piece}”." in words


def test_unnumbered_text_has_addresses_of_its_own(reader):
    for key in ("observers", "participating", "part-ii", "work-completed", "title-1"):
        source, _ = get(reader, f"{REPORT}{key}/")
        assert Block.objects.get(key=key).text in html.unescape(re.sub("<[^>]+>", "", source))


def test_participants_are_one_group_that_folds_beside_their_paragraph_alone(reader):
    source, _ = get(reader, f"{REPORT}participating/")
    assert '<summary>Participants <span class="count">38</span></summary>' in source


def records_of(source, key):
    """The addresses of the records beside a piece of the report: open, and folded behind “n more”."""
    rests = piece_of(source, key).partition('<div class="rests"')[2].partition('class="further"')
    return [re.findall('<a href="([^"]+)"', part) for part in (rests[0], rests[2])]


def test_the_margin_holds_three_records_at_most_and_the_rest_are_folded(reader, report):
    source, _ = get(reader, REPORT)
    shown = {}
    for passage in passages(report.blocks.all()):
        key, records = passage.block.key, [each for group in passage.groups for each in group.records]
        beside, folded = shown[key] = records_of(source, key)
        assert beside + folded == [record.get_absolute_url() for record in records], key
        if not passage.beside:
            assert folded == []  # one fold for all of them
        else:
            assert len(beside) <= 3
            said = f"<summary>{len(folded)} more</summary>"
            assert (said in piece_of(source, key)) == bool(folded), key
    assert [len(shown[key][0]) for key in ("p8", "p9", "p19")] == [3, 3, 3]
    assert len(shown["p8"][1]) > 30


def test_of_records_with_one_quote_the_text_leads_to_the_one_that_states_most(reader):
    source, _ = get(reader, f"{REPORT}19/")
    (words,) = re.findall(r'<span id="p19.japan-website-10000-usd">(.*?)</a>', source)
    assert words.startswith('<a href="/pledges/japan-website-10000-usd/"')


def test_each_text_link_is_a_record_beside_its_paragraph(reader, report):
    source, _ = get(reader, REPORT)
    for key in report.blocks.values_list("key", flat=True):
        linked = set(re.findall('<a href="([^"]+)" tabindex="-1"', piece_of(source, key)))
        assert linked <= {address for part in records_of(source, key) for address in part}, key


def test_every_paragraph_has_its_tools(reader, report):
    source, _ = get(reader, REPORT)
    for block in report.blocks.filter(kind="paragraph"):
        name, alone = block.label.replace("para ", "paragraph "), block.get_passage_url()
        piece = piece_of(source, block.key)
        assert re.search(rf'href="#{block.key}"\s+aria-label="Link to {re.escape(name)}[",]', piece)
        assert f'<a href="{alone}#cite_text" aria-label="Cite {name}">Cite</a>' in piece
        assert f'<a href="{alone}" aria-label="Alone, to print: {name}">Alone, to print</a>' in piece
    for block in telling(report.blocks.filter(kind="paragraph")):
        assert 'id="cite_text"' in get(reader, block.get_passage_url())[0]


def test_a_text_fragment_is_written_so_that_a_browser_reads_it():
    assert words_link("Work-plan, & more, of 2004.").fragment == (
        ":~:text=Work%2Dplan%2C%20%26%20more%2C%20of"
    )
    assert words_link("Short.") == WordsLink("Short", ":~:text=Short")


def test_the_note_on_a_report_leads_to_words_by_a_text_fragment(reader):
    source, words = get(reader, REPORT)
    assert '<a href="#:~:text=Australia%20and%20Indonesia%20co%2Dchaired">' in source
    assert words.count("Any words have an address too") == 1


def test_crossing_quotes_are_both_marked_and_the_text_stays(client, empty):
    report = make_report(title="Report")
    block = make_block(report, text="one two three four")
    for order, quote in enumerate(["one two three", "two three four"], start=1):
        make_record(block, Objective, quote, slug=f"o{order}", order=order, name=quote)
    source, _ = get(client, f"{report.get_absolute_url()}1/")
    link = '<a href="/objectives/o{}/" tabindex="-1">{}</a>'
    first = f'<span id="p1.o1">{link.format(1, "one")} '
    crossing = f'<span id="p1.o2" class="split">{link.format(2, "two three")}</span></span>'
    assert f'{first}{crossing}<span class="more"> {link.format(2, "four")}</span>' in source
    assert texts(source) == {"p1": "one two three four"}


def test_a_report_without_numbers_says_so(client, empty):
    report = make_report(title="Report")
    words = get(client, f"{report.get_absolute_url()}3/", 404)[1]
    assert "has no numbered paragraphs: there is no “3”." in words
