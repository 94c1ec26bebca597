"""A report is not its meeting: there may be several of one, each a draft or public by itself."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults
from reports.models import Block, Meeting, Objective, Report, fragment
from tests.factories import make_block, make_record, make_report
from tests.reading import get

MEETING = "/meetings/2005-test-som/"
ANNEX = f"{MEETING}annex/"


@pytest.fixture
def annex(empty):
    """A draft of a second report of a meeting, with a paragraph and a record; the first has one too."""
    with deferred_checks():
        report = make_report(title="Report to Ministers")
        block = make_block(report, text="Fiji was thanked.")
        make_record(block, Objective, "thanked", slug="thanks", order=1, name="thanks")
        annex = Report.objects.create(meeting=report.meeting, slug="annex", order=2, title="Annex")
        block = Block.objects.create(
            report=annex, order=1, key="p1", kind="paragraph", number="1", text="Zebras were welcomed."
        )
        make_record(block, Objective, "Zebras", slug="zebras", order=1, name="zebras")
    return annex


def test_a_draft_of_a_public_meeting_is_nowhere(client, annex):
    for address in (ANNEX, f"{ANNEX}1/", f"{ANNEX}plain/", f"{ANNEX[:-1]}.txt", f"{ANNEX[:-1]}.bib"):
        assert client.get(address).status_code == 404, address
    for address in ("/", MEETING, "/objectives/", "/search/?q=zebras"):
        source, _ = get(client, address)
        assert "annex/" not in source
        assert "objectives/zebras/" not in source


def test_several_reports_of_a_meeting_stand_beside_each_other(client, annex):
    annex.published = True
    annex.save()
    source, _ = get(client, MEETING)
    reports = re.search(r"<dt>Report</dt>\s*<dd>(.*?)</dd>", source, re.S)[1]
    assert re.findall(r'<a href="(\S+)">(?:<bdi>)?([^<]+)', reports) == [
        (f"{MEETING}report/", "Report to Ministers"),
        (ANNEX, "Annex"),
    ]
    assert "2 of 2 objectives" in get(client, "/objectives/?meeting=2005-test-som")[1]
    assert "Zebras" in get(client, ANNEX)[1]
    assert "Paragraph 1" in get(client, f"{ANNEX}1/")[1]
    assert client.get(f"{ANNEX}coverage/").status_code == 200
    assert client.get(f"{ANNEX}1.bib").status_code == 200
    assert list(find_faults()) == []


def test_a_meeting_is_public_with_its_words(client, report):
    with deferred_checks():
        report.published = False
        report.save()
    assert not Meeting.objects.published().exists()
    for meeting in Meeting.objects.all():
        assert client.get(meeting.get_absolute_url()).status_code == 410
    assert "0 meetings" in get(client, "/meetings/")[1]


def test_words_of_a_draft_support_nothing_public(empty):
    report = make_report()
    draft = make_block(make_report("2006-draft", published=False), text="Thailand was praised.")
    with (
        pytest.raises(ValidationError, match="has no evidence in a published report"),
        deferred_checks(),
    ):
        Objective.objects.create(report=report, slug="praise", order=99, name="praise")
        draft.evidence.create(
            anchor="praise", quote="praised", objective=Objective.objects.get(slug="praise")
        )


def refused(report, fields):
    """Return how a paragraph with each of `fields` is refused, by its number or key; "" if not."""
    found = {}
    for number, key in fields:
        found[number or key] = ""
        try:
            with transaction.atomic():
                make_block(report, number, key=key)
        except ValidationError as error:
            found[number or key] = " ".join(error.messages)
    return found


def test_a_key_that_is_the_address_of_another_thing_is_refused(empty):
    keys = ["plain", "coverage", "19", "14-16", "id_q", "Annex", "a--b", "a-", "x y/é", "é"]
    said = refused(make_report(), [("", key) for key in keys])
    assert {key: words for key, words in said.items() if f"“{key}”" not in words} == {}


def test_no_two_quotes_have_one_fragment():
    assert fragment("annex", "a-b") != fragment("annex-a", "b")


def test_no_id_of_the_page_can_be_that_of_a_piece(client, empty):
    with deferred_checks():
        report = make_report()
        block = make_block(report, text="Words of a paragraph.")
        for order, key in enumerate(["search", "main", "results", "text"], 2):
            make_block(report, "", key=key, order=order, kind="heading", part=block.part, text=key)
        make_record(block, Objective, "Words", slug="search", order=1, name="w")
    keys = set(report.blocks.values_list("key", flat=True))
    for address in ("", "plain/", "1/", "coverage/"):
        source = client.get(report.get_absolute_url() + address).content.decode()
        ids = re.findall(r'\bid="([^"]*)"', source)
        assert len(ids) == len(set(ids)), address
        assert {each for each in ids if "_" not in each and "." not in each} <= keys, address


def test_a_number_is_kept_as_printed(client, empty):
    report, numbers = make_report(), ["0", "1bis", "3.2", "12A", "IV"]
    with deferred_checks():
        for order, number in enumerate(numbers, 5):
            make_block(report, number, key=f"p{number.lower().replace('.', '-')}", order=order)
    for block in report.blocks.filter(kind="paragraph"):
        assert f"Paragraph {block.number}" in get(client, block.get_passage_url())[1]
    text = client.get(f"{report.get_absolute_url()[:-1]}.txt").content.decode()
    assert re.findall(r"^(\S+)\. Words of a paragraph\.$", text, re.M) == numbers


def test_what_is_no_number_is_refused(empty):
    why = "is no number of a paragraph"
    said = refused(make_report(), [(number, "p1") for number in ("1.", "(a)", "1 bis", "-", "²")])
    assert {number: words for number, words in said.items() if why not in words} == {}


def test_a_report_with_gaps_says_which_numbers_it_has(client, empty):
    report = make_report()
    with deferred_checks():
        for order, number in enumerate(["1", "2", "4", "5", "12A"], 20):
            make_block(report, number, key=f"p{number.lower()}", order=order)
    words = get(client, f"{report.get_absolute_url()}3/", 404)[1]
    assert "has paragraphs 1 to 2, 4 to 5 and 12A: there is no “3”." in words
    assert client.get(f"{report.get_absolute_url()}2-4/").status_code == 200
    assert client.get(f"{report.get_absolute_url()}4-2/").status_code == 404
    assert client.get(f"{report.get_absolute_url()}12a/").status_code == 200


def test_a_report_may_have_no_parts(client, empty):
    report = make_report()
    for order, (number, text) in enumerate([("", "On zebras"), ("1", "Zebras are striped.")], 1):
        kind, key = ("paragraph", "p1") if number else ("heading", "zebras")
        make_block(report, number, key=key, order=order, kind=kind, part=None, text=text)
    source, _ = get(client, report.get_absolute_url())
    assert '<a href="#zebras">On zebras</a>' in source
    assert "part-i" in source  # of make_block
    assert client.get(f"{report.get_absolute_url()}1/").status_code == 200
