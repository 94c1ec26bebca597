"""A reference that is typed into the search box goes straight to its place."""

import pytest

from reports.citations.citation import pinpoint
from reports.integrity.checks import deferred_checks
from reports.models import Block
from reports.report.passages import passage_name
from reports.report.references import numeral, read_reference
from tests.addresses import REPORT
from tests.factories import make_block, make_report
from tests.search.finding import get


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *[(typed, "#p14") for typed in ("14", "para 14", "Paragraph 14", "§14", "§ 14", "para. 14")],
        *[(typed, "#p14") for typed in (" 14 ", "p14", "p 14", "１４", "14-14", "paragraphs 14")],
        *[(typed, "14-16/") for typed in ("paras 14-16", "14–16", "14 to 16", "§§ 14 — 16", "16-14")],
        ("PARAS 14‑16", "14-16/"),
        *[
            (typed, "#p14")
            for typed in ("14.", "(para 14)", "para no. 14", "paragraph number 14", "#14")
        ],
        *[
            (typed, "#p14")
            for typed in ("¶14", "para.14", "para\u00a014", "  PARA   14,", "[14]", "014")
        ],
        *[(typed, "14-16/") for typed in ("14/16", "paras 14 through 16")],
        *[(typed, "14-16/") for typed in ("paras. 14 –16", "¶¶ 14–16", "14\u2009–\u200916")],
        *[(typed, "#part-ii") for typed in ("Part II", "part ii", "part 2", "PART  2", "Part II.")],
    ],
)
def test_a_reference_goes_straight_there(client, read_page, typed, place):
    answer = client.get("/search/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, REPORT + place)
    assert read_page(answer["Location"].partition("#")[0]).status_code == 200


@pytest.mark.parametrize("typed", ["28", "para 99", "25-40", "§0", "2003-2004", "999999"])
def test_a_number_that_the_report_does_not_have_is_looked_for_as_words(client, report, typed):
    assert "The Report to Ministers has paragraphs 1 to 27" in get(client, typed)[1]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Part IX",
            "part 0",
            "14 workshops",
            '"14"',
            "partii",
            "9999999",
            "10,000",
            "US$10,000",
            "14%",
        ),
        *("14, 16", "14 & 16"),  # two numbers, and not what is between them
    ],
)
def test_what_is_no_reference_is_words(client, report, typed):
    assert "has paragraphs" not in get(client, typed)[1]


@pytest.mark.parametrize("typed", ["page 14", "Pages 3", "page 14.", "p. 14", "pp. 3"])
def test_a_page_is_told_that_there_are_paragraphs(client, report, typed):
    assert "no page numbers. Type “para 14” to go to a paragraph" in get(client, typed)[1]


def test_a_reference_means_each_report_that_has_it(client, report):
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


@pytest.fixture
def annexed(empty):
    """A report with two annexes that number their paragraphs alike, and numbers of every form."""
    report = make_report()
    body = (
        "1",
        "2",
        "3",
        "4",
        "8",
        "9",
        "10",
        "12",
        "12A",
        "12AA",
        "13",
        "IV",
        "A1",
        "B.2",
        "3-3",
        "x-y",
        "1bis",
    )
    with deferred_checks():  # each alone would be checked and told to the index
        for order, number in enumerate(body, 1):
            make_block(report, number, order=order, key=f"p{number.lower().replace('.', '-')}")
        annexes = ("Annex A", "Annex B: List (of all)", "The Ministers’ Statement")
        for place, name in enumerate(annexes, 1):
            key, order = f"annex-{place}", 1000 + 100 * place
            part = Block.objects.create(report=report, key=key, text=name, order=order, kind="part")
            for order, number in enumerate(("50", "51", "52", "53", "IV", "3-3"), part.order + 1):
                if place < 3 or number == "50":
                    make_block(report, number, part=part, key=f"{key}-{number.lower()}", order=order)
    return report


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        *[(typed, ["annex-1-51", "annex-2-51"]) for typed in ("para 51", "51", "Paragraph 51.")],
        *[
            (typed, ["annex-1-51", "annex-1-52", "annex-2-51", "annex-2-52"])
            for typed in ("paras 51-52", "51–52", "paras 51 and 52")
        ],
        *[
            (typed, ["annex-2-51"])
            for typed in ("annex B para 51", "Annex B, para 51", "para 51 of Annex B", "Annex B: ¶51")
        ],
        *[
            (typed, ["annex-2-51"])
            for typed in ("para 51, annex B", "annex b: List, paragraph 51 of it")
        ],
        ("annex A para 51, annex B para 52", ["annex-1-51", "annex-2-52"]),
        ("para 51 of Annex A, para 52 of Annex B: List (of all)", ["annex-1-51", "annex-2-52"]),
        ("paras 8–10 and 12, para 50 of The Ministers’ Statement", ["8-10/", "p12", "annex-3-50"]),
        *[(typed, ["piv"]) for typed in ("para IV", "Paragraph iv", "see para IV of it")],
        ("para IV of Annex A", ["annex-1-iv"]),
        *[(typed, ["p12aa"]) for typed in ("para 12AA", "12aa", "para12AA")],
        *[(typed, ["pa1"]) for typed in ("para A1", "A1")],
        *[(typed, ["pb-2"]) for typed in ("para B.2", "paras B.2.", "¶ b.2")],
        *[(typed, ["p3-3"]) for typed in ("para 3-3", "3–3")],
        ("para 3-3 of Annex A", ["annex-1-3-3"]),
        ("para X-Y", ["px-y"]),
        ("para13 and para4", ["p4", "p13"]),
        ("paras 8 to 10 and IV", ["8-10/", "piv"]),
        ("this section, para 3", ["p3"]),
        ("1 to 4", ["1-4/"]),
    ],
)
def test_a_number_of_any_form_and_part_is_read(annexed, typed, keys):
    places = [
        address.removeprefix(annexed.get_absolute_url()) for _, address in read_reference(typed).places
    ]
    assert places == [key if key.endswith("/") else f"#{key}" for key in keys]


def test_every_label_and_citation_of_a_report_is_read_as_its_place(annexed):
    blocks = [block for block in annexed.blocks.all() if block.kind == "paragraph"]
    for block in blocks:
        for name in (block.label, passage_name(block, block), pinpoint([block])):
            (place,) = read_reference(f"Report, {name}").places
            assert place[1] == block.get_absolute_url(), name
    read = read_reference(f"Read from Report, {pinpoint(blocks)}").places
    ranges = [f"{annexed.get_absolute_url()}{each}/" for each in ("1-4", "8-10")]
    in_ranges = ("1", "2", "3", "4", "8", "9", "10")
    alone = [block.get_absolute_url() for block in blocks if block.number not in in_ranges]
    assert {address for _, address in read} == {*ranges, *alone}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Annex C para 1", "The Report has no Annex C, so"),
        ("para 1 of annex c", "The Report has no Annex C, so"),
        ("para 99, Annex A", "The Report has paragraphs 50 to 53, IV and 3-3 in Annex A, so"),
        ("para 99", "The Report has paragraphs 1 to 4, 8 to 10,"),
    ],
)
def test_a_part_or_number_that_no_report_has_is_told(client, annexed, typed, told):
    assert told in get(client, typed)[1]


def test_without_a_report_a_number_is_words(client, empty):
    assert "0 results" in get(client, "14")[1]


def test_a_chosen_kind_asks_for_words(client, report):
    assert "results" in get(client, {"q": "2", "kind": "paragraph"})[1]


def test_numerals():
    assert [numeral(each) for each in ("i", "iv", "ix", "xiv", "xl", "12")] == [1, 4, 9, 14, 40, 12]
