"""Quotes have a word of what rests on them, and are of the report of its own meeting, or marked."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from reports.integrity.checks import deferred_checks
from reports.integrity.claims import find_claim_problems
from reports.integrity.verify import check_model
from reports.models import Actor, Block, Evidence, Objective, Report, Workshop
from tests.admin.desk import change, typed, url
from tests.factories import found_right, make_block, make_evidence, make_report
from tests.integrity.test_texts import load


@pytest.fixture(scope="module")
def stored_block(empty_for_module):
    """Make a paragraph of a published report; return its key."""
    return make_block(make_report(), text="Japan pledged funds. It came in late 2004.").pk


def objective(block, quote="Japan pledged funds", name="pledged funds", **fields):
    """A record that rests on `quote`, which nobody has confirmed."""
    with deferred_checks():
        row = Objective.objects.create(
            report=fields.pop("report", block.report), slug="o", order=1, name=name
        )
        make_evidence(block, quote, objective=row, **{"confirmed": ""} | fields)
    return row


LATE = "Quote: It came in late 2004"


def test_a_quote_without_a_word_of_its_record_is_asked(block):
    with pytest.raises(
        ValidationError, match="The quote “It came in late 2004” has no word of “Pledged"
    ):
        objective(block, "It came in late 2004")
    lines = [found_right(line, block, "It came in late 2004") for line in (LATE, "Name: pledged funds")]
    row = objective(block, "It came in late 2004", confirmed="\n".join(lines))
    assert list(find_claim_problems([row])) == []
    Evidence.objects.filter(objective=row).update(confirmed="")
    assert any("has no word of “Pledged funds”" in fault for fault in check_model(Objective).faults)


def test_the_desk_asks_at_each_field_and_takes_the_claims_that_it_names(block, admin_client):
    page = url(Objective, "add")
    fields = {
        "name": "pledged funds",
        "slug": "o",
        "report": block.report.pk,
        "order": 1,
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-block": block.pk,
        "evidence-0-anchor": "o",
        "evidence-0-quote": "It came in late 2004",
    }
    answer = admin_client.post(page, typed(admin_client.get(page)) | fields)
    form = answer.context["adminform"].form
    rows = answer.context["inline_admin_formsets"][0].formset
    asked = [*form.errors["name"], *rows.forms[0].errors["quote"]]
    lines = [said.partition("“read and found right”: ")[2] for said in asked]
    right = ("Name: pledged funds", LATE)
    assert lines == [found_right(line, block, "It came in late 2004") for line in right]
    assert rows.forms[0]["quote"].value() == "It came in late 2004"
    answer = admin_client.post(page, typed(answer) | {"evidence-0-confirmed": "\r\n".join(lines)})
    assert answer.status_code == 302
    assert Evidence.objects.get(objective__slug="o").confirmed == "\n".join(lines)


def test_a_quote_of_another_meetings_report_is_marked_so(block, admin_client):
    other = make_block(make_report("2006-other"), text="Japan pledged funds again.")
    said = "is of the Report: Senior Officials Meeting, and what rests on it is stated by the Report"
    with pytest.raises(ValidationError, match=said):
        objective(block, report=other.report)
    row = objective(block, report=other.report, across_reports=True)
    evidence = row.evidence.get()
    assert check_model(Objective).faults == []
    answer = change(admin_client, evidence, across_reports="")
    assert said in " ".join(answer.context["adminform"].form.errors["across_reports"])
    Evidence.objects.filter(pk=evidence.pk).update(across_reports=False)
    assert any(said in fault for fault in check_model(Objective).faults)


def test_a_mark_of_another_meetings_report_is_true(block, tmp_path):
    said = "take the tick off “from another meeting's report”"
    with pytest.raises(ValidationError, match=said):
        objective(block, across_reports=True)
    row = objective(block)
    with pytest.raises(CommandError, match=said):
        load(tmp_path, row.evidence.get(), {"across_reports": True})
    meeting = block.report.meeting.evidence.get()
    meeting.across_reports = True  # a meeting is of no one report
    with pytest.raises(ValidationError, match=said):
        meeting.save()


def test_a_report_that_gets_another_meeting_leaves_no_quote_behind(block):
    annex = Report.objects.create(meeting=block.report.meeting, slug="annex", order=2, title="Annex")
    objective(block, report=annex)
    annex.meeting = make_report("2006-other").meeting
    with pytest.raises(ValidationError, match="of another meeting"):
        annex.save()


def test_what_begins_with_no_number_of_a_paragraph_is_let_be(block):
    for number, text in enumerate(("47 countries came.", "20.5 million came.", "(a) is a letter."), 2):
        make_block(block.report, number, text=text)


def test_a_paragraph_goes_on_naming_who_says_what_its_records_state(block, admin_client):
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    block = make_block(block.report, 2, text="Japan spoke. A workshop on returns was held.")
    record = Workshop(
        report=block.report,
        slug="w",
        order=1,
        name="workshop",
        kind="workshop",
        state="held",
        speaker=japan,
    )
    with deferred_checks():
        record.save()
        make_evidence(block, "A workshop on returns was held.", workshop=record, confirmed="")
    block.text = block.text.replace("Japan", "Somebody")
    said = "no paragraph of “Workshop” names “Japan”"
    with pytest.raises(ValidationError, match=said):
        block.save()
    answer = change(admin_client, Block.objects.get(pk=block.pk), text=block.text)
    assert answer.status_code == 200
    assert said in answer.text
