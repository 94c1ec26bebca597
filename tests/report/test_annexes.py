"""A reference to a report with annexes says which paragraph of that number it means."""

import pytest

from reports.citations.citation import pinpoint
from reports.integrity.checks import deferred_checks
from reports.models import Block, Report
from reports.report.passages import passage_name
from reports.report.references import read_reference
from tests.factories import make_block, make_report
from tests.search.finding import get


@pytest.fixture(scope="module")
def stored(empty_for_module):
    """Make a report with two annexes that number their paragraphs alike, and numbers of every form."""
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
            key = f"p{number.lower().replace('.', '-')}"
            make_block(report, number, order=order, key=key, place_printed=number in ("3-3", "1bis"))
        annexes = ("Annex A", "Annex B: List (of all)", "The Ministers’ Statement")
        for place, name in enumerate(annexes, 1):
            key, order = f"annex-{place}", 1000 + 100 * place
            part = Block.objects.create(report=report, key=key, text=name, order=order, kind="part")
            for order, number in enumerate(("50", "51", "52", "53", "IV", "3-3"), part.order + 1):
                if place < 3 or number == "50":
                    fields = {"order": order, "place_printed": number == "3-3"}
                    make_block(report, number, part=part, key=f"{key}-{number.lower()}", **fields)


@pytest.fixture
def annexed(stored, db):
    """The report with two annexes."""
    return Report.objects.get()


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
