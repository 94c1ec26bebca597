"""The page of coverage checks the report against its records, and says what none of them covers."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from reports.admin.counts import StatedCountForm
from reports.integrity import verify
from reports.integrity.checks import deferred_checks
from reports.models import RECORDS, Connective, Evidence, Objective, StatedCount
from reports.report.counts import find_wrong_counts, rows_at
from reports.report.coverage import CoverageFigures
from tests.addresses import REPORT
from tests.factories import confirm, make_block, make_evidence, make_record, make_report
from tests.reading import get

TEXT = "Japan pledged funds, and Fiji <could> host a workshop. The full list follows below."


def test_coverage_checks_the_report_against_its_records(reader, report):
    source, words = get(reader, f"{REPORT}coverage/")
    for count in report.stated_counts.all():  # each as stated, with its words
        assert f"{count} para" in words or f"{count} “" in words
    assert len(re.findall(r"(\d+) \1 they agree", words)) == report.stated_counts.count() == 6
    assert "they differ" not in words
    unused = re.search(r"No record rests on:\s(.*?)\.\s*</p>", source, re.S)[1]
    named = re.findall(r'href="[^"]+#([^"]+)"', unused)
    # That something in it is named does not say what it says.
    stated = set(Evidence.objects.filter(index_term=None).values_list("block__key", flat=True))
    keys = report.blocks.order_by("order").values_list("key", flat=True)
    assert named == [key for key in keys if key not in stated]
    assert "p4" not in named
    assert "p19" not in named


def test_coverage_counts_each_record_of_a_piece_once(reader):
    _, words = get(reader, f"{REPORT}coverage/")
    quotes = Evidence.objects.filter(block__key="p8").select_related(*RECORDS)
    records = {(each.kind, each.record.pk) for each in quotes}
    assert len(records) < len(quotes)  # or there would be nothing to see
    assert f" para 8 {len(records)} {len(quotes)} experts group 1, workshops 9" in words


def test_coverage_says_so_where_they_differ(client, report, monkeypatch):
    count = report.stated_counts.get(slug="countries-attending")
    count.number = 48
    confirm(count)
    count.save()
    assert "48 47 they differ" in get(client, f"{REPORT}coverage/")[1]
    monkeypatch.setattr(verify, "guarded_models", list)  # whose rows are sound
    wrong = "count “countries-attending”: /participants/?kind=country"
    assert any(said.startswith(wrong) for said in verify.find_faults())


NO_LISTS = {
    "/nowhere/": "There is no list at “/nowhere/”.",
    "/workshops/?hots=thailand": "“hots” is no filter of that list.",
    "/workshops/?host=atlantis": "“atlantis” is not a value of “Hosted by”.",
}


def test_a_count_of_no_list_is_told_by_every_way(client, report, admin_client):
    for count, address in zip(report.stated_counts.all(), NO_LISTS, strict=False):
        count.address = address
        count.save()
    faults = "\n".join(find_wrong_counts())
    words = get(client, f"{REPORT}coverage/")[1]
    assert words.count("no such list they differ") == len(NO_LISTS)
    for address, said in NO_LISTS.items():
        assert said in faults
        with pytest.raises(ValidationError, match=re.escape(said)):
            rows_at(address)
        form = modelform_factory(StatedCount, form=StatedCountForm, fields="__all__")(
            {"name": "x", "number": 2, "slug": "x", "address": address, "order": 9}
        )
        assert said in " ".join(form.errors["address"])


def test_a_count_is_not_of_any_address(report):
    count = report.stated_counts.first()
    for address in ("workshops", "https://example.org/", "/workshops/ x", "/workshops/#p1", ""):
        count.address = address
        with pytest.raises(ValidationError):
            count.save()


def missing_words(report):
    """The words of `report` that no record covers, by the label of their paragraph."""
    found = {
        block.label: [block.text[slice(*gap)] for sentence in sentences for gap in sentence.gaps]
        for block, sentences in report.find_coverage()
    }
    return {label: words for label, words in found.items() if words}


def test_every_word_of_the_brisbane_report_is_recorded(report):
    assert missing_words(report) == {}
    assert report.fully_recorded


@pytest.fixture
def block(empty):
    """A paragraph of which a half is recorded, and a sentence is connective."""
    with deferred_checks():
        block = make_block(make_report(), text=TEXT)
        fields = {"slug": "pledged", "order": 1, "name": "pledged funds"}
        make_record(block, Objective, "Japan pledged funds", **fields)
        row = Connective.objects.create(
            report=block.report, slug="list", order=1, reason="It points to the list."
        )
        make_evidence(block, "The full list follows below.", "list", connective=row)
    return block


def coverage(client, report):
    """The page of coverage of `report`: its HTML and its words."""
    return get(client, f"{report.get_absolute_url()}coverage/")


def test_the_page_marks_what_is_not_recorded_sentence_by_sentence(client, block):
    source, words = coverage(client, block.report)
    assert "Words recorded 57 % 8 of 14, rounded down" in words
    assert "Sentences recorded whole 1 of 2 in numbered paragraphs" in words
    assert "Connective words 1 place that the editors mark" in words
    assert "Words that are not recorded yet are marked like these" in words
    first, second = re.findall(r'<li class="para".*?</li>\s*(?=<li class="para"|</ol>)', source, re.S)
    assert re.findall(r'<mark class="left-out">(.*?)</mark>', first) == [
        '<span class="visually-hidden">[not recorded: </span>and Fiji &lt;could&gt; host a workshop'
        '<span class="visually-hidden">]</span>'
    ]
    assert '<a href="/objectives/pledged/">' in first
    assert "6 of 9 words not recorded" in " ".join(first.split())
    assert "<mark" not in second
    assert (
        f'<a href="{Connective.objects.get().get_absolute_url()}">It points to the list.</a>' in second
    )
    assert 'id="connective_list"' in source
    assert "“The full list follows below.”" in words


def test_the_page_says_that_every_word_is_recorded_when_it_is(client, block):
    make_record(
        block,
        Objective,
        "and Fiji <could> host a workshop",
        slug="host",
        order=2,
        name="host a workshop",
    )
    block.report.fully_recorded = True
    block.report.save()
    source, words = coverage(client, block.report)
    assert "Words recorded 100 % 14 of 14" in words
    assert "no change of the data can leave one out" in words
    assert "Para 1 every word recorded" in words
    assert "left-out" not in source


def test_a_report_without_numbered_paragraphs_has_no_figures(client, empty):
    _, words = coverage(client, make_report())
    assert "The report has no numbered paragraphs." in words
    assert "%" not in words


def test_a_share_is_rounded_down():
    assert CoverageFigures(1, 0, 1000, 999, 0).per_cent == 99
    assert CoverageFigures(1, 1, 1000, 1000, 0).per_cent == 100
    assert CoverageFigures(0, 0, 0, 0, 0).per_cent is None


def test_the_quotes_of_a_draft_are_not_shown(client, block):
    draft = make_report("2006-draft", published=False)
    with deferred_checks():
        secret = Objective.objects.create(report=draft, slug="secret", order=2, name="secret")
        words, fields = "and Fiji <could> host a workshop", {"across_reports": True}
        make_evidence(block, words, "secret", objective=secret, **fields)
    source, words = coverage(client, block.report)
    assert "Words recorded 57 %" in words
    assert "secret" not in source


def test_coverage_is_told_to_machines_too(client, block, site):
    document = client.get(f"{block.report.get_absolute_url()}coverage.json").json()
    assert document["figures"] == {
        "sentences": 2, "whole": 1, "words": 14, "covered": 8, "connectives": 1, "per_cent": 57,
    }  # fmt: skip
    assert document["fully_recorded"] is False
    first, second = document["paragraphs"][0]["sentences"]
    assert first["not_covered"] == ["and Fiji <could> host a workshop"]
    assert [(each["kind"], each["title"]) for each in first["records"]] == [
        ("objective", "Pledged funds")
    ]
    assert second["records"][0]["title"] == "It points to the list."
    assert client.get("/meetings/2005-none/report/coverage.json").status_code == 404


def test_a_text_without_spaces_is_shown(client, empty):
    block = make_block(make_report(), text="他们同意，会议结束。ประชุมสิ้นสุดลง")
    source, words = coverage(client, block.report)
    assert "他们同意，会议结束" in source
    assert "Words recorded 0 %" in words


def test_a_sentence_with_many_records_folds_them(client, empty):
    with deferred_checks():
        block = make_block(make_report(), text=TEXT)
        for number in range(1, 9):
            make_record(block, Objective, slug=f"o{number}", order=number, name=f"o{number}")
    source, _ = coverage(client, block.report)
    assert len(re.findall(r"<summary>Objectives <span", source)) == 2
