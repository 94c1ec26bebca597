"""A reference that is typed into the search box goes straight to its place."""

import re

import pytest

from reports.report.references import numeral, read_reference
from tests.addresses import REPORT
from tests.factories import make_block, make_report
from tests.search.finding import get

PLACES = {
    "#p14": (
        *("14", "para 14", "Paragraph 14", "§14", "§ 14", "para. 14", " 14 ", "p14", "p 14", "１４"),
        *("14-14", "paragraphs 14", "14.", "(para 14)", "para no. 14", "paragraph number 14", "#14"),
        *("¶14", "para.14", "para\u00a014", "  PARA   14,", "[14]", "014"),
    ),
    "14-16/": (
        *("paras 14-16", "14–16", "14 to 16", "§§ 14 — 16", "16-14", "PARAS 14‑16", "14/16"),
        *("paras 14 through 16", "paras. 14 –16", "¶¶ 14–16", "14\u2009–\u200916"),
    ),
    "#part-ii": ("Part II", "part ii", "part 2", "PART  2", "Part II."),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_reference_goes_straight_there(client, read_page, place):
    read = {typed: [address for _, address in read_reference(typed).places] for typed in PLACES[place]}
    assert {typed: found for typed, found in read.items() if found != [REPORT + place]} == {}
    answer = client.get("/search/", {"q": PLACES[place][-1]})
    assert (answer.status_code, answer["Location"]) == (302, REPORT + place)
    assert read_page(answer["Location"].partition("#")[0]).status_code == 200


def told_otherwise(cases, hint):
    """Return those of `cases` that are read as places, or told with another `hint`, as they are read."""
    read = {typed: read_reference(typed) for typed in cases}
    return {typed: each for typed, each in read.items() if each.places or not re.search(hint, each.hint)}


def test_a_number_that_the_report_does_not_have_is_looked_for_as_words(client, report):
    said = "The Report to Ministers has paragraphs 1 to 27"
    assert told_otherwise(["28", "para 99", "25-40", "§0", "2003-2004", "999999"], said) == {}
    assert said in get(client, "28")[1]


def test_what_is_no_reference_is_words(client, report):
    words = ["Part IX", "part 0", "14 workshops", '"14"', "partii", "9999999", "10,000", "US$10,000"]
    several = ["14, 16", "14 & 16"]  # two numbers, and not what is between them
    assert told_otherwise([*words, "14%", *several], "^$") == {}
    assert "has paragraphs" not in get(client, "14%")[1]


def test_a_page_is_told_that_there_are_paragraphs(client, report):
    said = "no page numbers. Type “para 14” to go to a paragraph"
    assert told_otherwise(["page 14", "Pages 3", "page 14.", "p. 14", "pp. 3"], said) == {}
    assert said in get(client, "pp. 3")[1]


def test_a_reference_means_each_report_that_has_it(client, empty):
    days = {"date_words": "7 to 8 June 2004", "date_edtf": "2004-06-07/2004-06-08"}
    earlier = make_report("2004-brisbane-som", title="Report to Ministers", city="Brisbane", **days)
    make_block(earlier, 14, text="Earlier words.")
    later = make_report("2006-later-som", title="Report", date_words="2006", date_edtf="2006")
    assert client.get("/search/", {"q": "para 14"})["Location"] == f"{REPORT}#p14"  # the later is empty
    make_block(later, 14, text="Later words.")
    source, words = get(client, "para 14")
    assert "Go to: Paragraph 14, Report: Senior Officials Meeting, 2006" in words
    assert 'href="/meetings/2006-later-som/report/#p14"' in source
    assert f'href="{REPORT}#p14"' in source
    named = "Report to Ministers, Senior Officials Meeting, Brisbane, 7 to 8 June 2004, para 14"
    assert client.get("/search/", {"q": named})["Location"] == f"{REPORT}#p14"
    later.published = False
    later.save()
    assert client.get("/search/", {"q": "14"})["Location"] == f"{REPORT}#p14"


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("paras 8 and 9", ["8-9/"]),
        ("Read from Report to Ministers, paras 8–10 and 12.", ["8-10/", "#p12"]),
        ("see paragraphs 14 to 16 and 18 of it", ["14-16/", "#p18"]),
        ("as para 19 says", ["#p19"]),
        ("unnumbered “Afghanistan, Australia, Bangladesh …”", ["#participating"]),
        ("unnumbered “The following countries and …”", ["#observers"]),
        ("heading “Work completed”", ["#work-completed"]),
    ],
)
def test_what_the_portal_writes_it_reads(client, report, typed, places):
    assert [address for _, address in read_reference(typed).places] == [REPORT + p for p in places]


def test_a_number_of_an_annex_is_found_by_its_annex(client, empty):
    report = make_report()
    annex = make_block(report, 1).part
    annex.pk, annex.key, annex.text, annex.order = None, "annex-a", "Annex A: Statement", 1001
    annex.save()
    for number, key in (("1", "annex-a-1"), ("2bis", "annex-a-2bis")):
        make_block(report, number, part=annex, key=key, order=1002 + len(key))
    whole = report.get_absolute_url()
    assert client.get("/search/", {"q": "para 1"})["Location"] == f"{whole}#p1"
    assert client.get("/search/", {"q": "para 1 of Annex A"})["Location"] == f"{whole}#annex-a-1"
    assert client.get("/search/", {"q": "para 2bis"})["Location"] == f"{whole}#annex-a-2bis"
    page = client.get(f"{whole}annex-a-2bis/").content.decode()
    assert ">Paragraph 2bis of Annex A: Statement</h1>" in page
    assert client.get(f"{whole}2bis/").status_code == 404
    assert client.get(f"{whole}annex-a-2bis.bib").status_code == 200


def test_without_a_report_a_number_is_words(client, empty):
    assert "0 results" in get(client, "14")[1]


def test_a_chosen_kind_asks_for_words(client, report):
    assert "results" in get(client, {"q": "2", "kind": "paragraph"})[1]


def test_numerals():
    assert [numeral(each) for each in ("i", "iv", "ix", "xiv", "xl", "12")] == [1, 4, 9, 14, 40, 12]
