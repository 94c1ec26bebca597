"""A report that claims to be recorded whole is held to it, whoever writes."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_model
from reports.models import Block, Connective, Evidence, Objective, Report
from tests.admin.desk import typed, url
from tests.factories import claims_of, make_block, make_evidence, make_record, make_report
from tests.integrity.samples import Undo

FIRST = "Japan pledged funds, and Fiji could host a workshop."
SECOND = "The full list follows below."
TEXT = f"{FIRST} {SECOND}"
PLEDGED, HOST = "Japan pledged funds", "Fiji could host a workshop."


def objective(block, quote, slug, **fields):
    """A record that rests on `quote` of `block`."""
    order = Objective.objects.count() + 1
    return make_record(block, Objective, quote, slug=slug, order=order, name=slug, **fields)


def connective(block, quote, reason="It points to the list below.", *, slug="list", report=None):
    """Words of `block` that are marked as connective."""
    with deferred_checks():
        row = Connective.objects.create(
            report=report or block.report,
            slug=slug,
            order=Connective.objects.count() + 1,
            reason=reason,
        )
        make_evidence(block, quote, f"c-{slug}", connective=row)
    return row


def claim(report, *, on=True):
    """Save the claim of `report` anew, as its page does."""
    report = Report.objects.get(pk=report.pk)
    report.fully_recorded = on
    report.save()
    return report


@pytest.fixture(scope="module")
def stored_block(empty_for_module):
    """Make a paragraph whose every word is recorded; return its key.

    Its report is published and does not claim so yet.
    """
    with deferred_checks():
        block = make_block(make_report(), text=TEXT)
        objective(block, PLEDGED, "pledged")
        objective(block, HOST, "host")
        connective(block, "and", "A word that joins two statements.", slug="and")
        connective(block, SECOND)
    return block.pk


@pytest.fixture
def whole(block):
    """The paragraph, of a report that claims that every sentence is recorded."""
    Report.objects.update(fully_recorded=True)  # as `claim` does, which is tested below
    block.report.refresh_from_db()
    return block


def refusal(write):
    """The sentences with which `write` is refused."""
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        write()
    return refused.value.messages


def test_a_report_that_is_recorded_whole_may_claim_so(block):
    claim(block.report)
    assert Report.objects.get().fully_recorded
    assert check_model(Report).faults == []


def test_a_claim_is_refused_with_the_words_left_out(block):
    Objective.objects.get(slug="host").delete()
    assert refusal(lambda: claim(block.report)) == [
        "Para 1: no record covers “Fiji could host a workshop”.",
        "The Report: Senior Officials Meeting claims that every sentence is recorded: quote these "
        "words in records, in quotes that are whole statements, mark them as connective, or take the "
        "claim off.",
    ]
    assert not Report.objects.get().fully_recorded


def test_a_refusal_quotes_a_few_places_and_counts_the_others(block):
    with deferred_checks():
        for number in range(2, 6):
            text = f"Nothing {number} rests on this. " + "Long words " * 40
            make_block(block.report, number, text=text)
    told = refusal(lambda: claim(block.report))
    assert len(told) == 6
    assert told[0] == "Para 2: no record covers “Nothing 2 rests on this”."
    assert told[1].endswith(" …”.")
    assert len(told[1]) < 200
    assert told[-1].startswith("And 3 more. The Report")


def test_a_quote_inside_a_statement_leaves_it_uncovered(block):
    for slug in ("pledged", "host"):
        Objective.objects.get(slug=slug).delete()
    claimed = []
    for quote in ("pledged funds", "host a workshop", "Fiji could host", "Japan pledged", "Fiji"):
        with suppress(Undo), transaction.atomic():
            objective(block, quote, "part")
            if not any("no record covers" in said for said in refusal(lambda: claim(block.report))):
                claimed.append(quote)
            raise Undo
    assert claimed == []


def test_the_evidence_of_a_record_is_not_deleted_under_the_claim(whole):
    evidence = Evidence.objects.get(objective__slug="host")
    objective(whole, HOST, "again")
    evidence.objective.delete()  # another record covers its words
    said = "Para 1: no record covers “Fiji could host a workshop”."
    assert said in refusal(Objective.objects.get(slug="again").delete)
    assert said in refusal(Objective.objects.filter(slug="again").delete)
    assert said in refusal(Evidence.objects.filter(objective__slug="again").delete)
    claim(whole.report, on=False)
    Objective.objects.get(slug="again").delete()


def test_a_connective_is_not_deleted_under_the_claim(whole):
    assert "Para 1: no record covers “and”." in refusal(Connective.objects.get(slug="and").delete)
    assert Connective.objects.count() == 2


def test_evidence_is_not_moved_or_shortened_under_the_claim(whole):
    evidence = Evidence.objects.get(objective__slug="host")
    evidence.quote = "Fiji"
    evidence.confirmed = claims_of(evidence.record, "Fiji", evidence.block, evidence.prefix)
    assert "Para 1: no record covers “Fiji could host a workshop”." in refusal(evidence.save)
    evidence = Evidence.objects.get(objective__slug="host")
    evidence.block, evidence.quote = Block.objects.get(key="title-1"), "Senior Officials"
    evidence.confirmed = claims_of(evidence.record, evidence.quote, evidence.block, evidence.prefix)
    assert "Para 1: no record covers “Fiji could host a workshop”." in refusal(evidence.save)


def test_a_text_is_not_edited_under_the_claim_unless_its_quotes_are(whole):
    whole.text = f"{TEXT} Tonga came."
    assert "Para 1: no record covers “Tonga came”." in refusal(whole.save)
    whole.text = TEXT.replace("could host", "could not host")
    with deferred_checks():
        whole.save()
        for evidence in whole.evidence.all():
            evidence.quote = evidence.quote.replace("could", "could not")
            evidence.confirmed = claims_of(evidence.record, evidence.quote, whole, evidence.prefix)
            evidence.save()
    assert "could not" in Block.objects.get(key="p1").text


def test_a_numbered_paragraph_is_not_added_under_the_claim(whole):
    said = "Para 2: no record covers “Words of a paragraph”."
    assert said in refusal(lambda: make_block(whole.report, 2))
    bare = make_block(whole.report, "", order=3, key="list")  # without a number it is no statement
    bare.number, bare.key = "2", "p2"
    assert said in refusal(bare.save)


def test_a_numbered_paragraph_of_an_annex_counts_too(whole):
    annex = Block.objects.create(
        report=whole.report, order=3000, key="annex-a", kind="part", text="Annex A"
    )
    fields = {"order": 3001, "key": "annex-a-1", "part": annex}
    said = refusal(lambda: make_block(whole.report, 1, **fields))
    assert "Para 1 of Annex A: no record covers “Words of a paragraph”." in said


def test_the_quotes_of_another_reports_draft_do_not_count(block):
    Objective.objects.get(slug="host").delete()
    draft = make_report("2006-draft", published=False)
    other = make_report("2007-other")
    with deferred_checks():
        mine = Objective.objects.create(report=draft, slug="x", order=9, name="x")
        make_evidence(block, HOST, "x", objective=mine, across_reports=True)
    said = "Para 1: no record covers “Fiji could host a workshop”."
    assert said in refusal(lambda: claim(block.report))
    mine.report = other
    mine.save()
    claim(block.report)
    mine.report = draft
    assert said in refusal(mine.save)
    other.published = False
    assert any(said in each for each in refusal(other.save))


def test_the_quotes_of_a_draft_count_for_itself(block):
    report = Report.objects.get()
    draft = make_report("2006-draft", published=False)
    paragraph = make_block(draft, text=TEXT)
    assert any("covers" in said for said in refusal(lambda: claim(draft)))
    objective(paragraph, TEXT, "all")
    assert claim(draft).fully_recorded
    assert not report.fully_recorded


def test_verify_says_what_no_record_covers(whole):
    Evidence.objects.filter(objective__slug="host")._raw_delete("default")
    assert any("Para 1: no record covers “Fiji could" in told for told in check_model(Report).faults)


def test_a_claim_is_loaded_with_its_words_or_not_at_all(whole, tmp_path):
    path = tmp_path / "rows.json"
    call_command("dumpdata", "reports.report", "--natural-foreign", "-o", str(path), verbosity=0)
    claim(whole.report, on=False)
    Objective.objects.get(slug="host").delete()
    with pytest.raises(CommandError, match="no record covers “Fiji could host a workshop”"):
        call_command("loaddata", str(path), verbosity=0, overwrite=True)


def test_connective_words_may_not_change_what_is_said(block):
    said = refusal(lambda: connective(block, "could", slug="could"))
    assert said == [
        "Evidence “c-could” in para 1 marks “could” as connective, which changes what the "
        "sentence says: quote it in a record, with its statement."
    ]
    assert Connective.objects.count() == 2


def test_one_reason_may_have_several_quotes(block):
    text = "Japan came and Fiji came, and Tonga went. Nobody said no."
    block = make_block(block.report, 2, text=text)
    quotes = ("Japan came", "Fiji came", "Tonga went", "Nobody said no.")
    with deferred_checks():
        for number, quote in enumerate(quotes, 1):
            objective(block, quote, f"o-{number}")
    row = connective(block, "came and", slug="and-2")  # no whole statement, and not a joining word alone
    assert any("“and”" in said for said in refusal(lambda: claim(block.report)))
    with deferred_checks():
        row.evidence.all().delete()
        for anchor, prefix in (("one", "came "), ("two", ", ")):
            row.evidence.create(block=block, anchor=anchor, prefix=prefix, quote="and")
    assert claim(block.report).fully_recorded


def test_a_text_of_another_script_is_claimed_too(block):
    texts = ["他们同意，会议结束。", "ประชุมสิ้นสุดลง", "واتفقوا على ذلك؛ وانتهى."]
    with deferred_checks():
        blocks = [make_block(block.report, number, text=text) for number, text in enumerate(texts, 2)]
    told = " ".join(refusal(lambda: claim(block.report)))
    assert [each.number for each in blocks if f"Para {each.number}: no record covers" not in told] == []
    with deferred_checks():
        for each in blocks:
            objective(each, each.text, f"all-{each.number}")
    assert claim(block.report).fully_recorded


def test_a_write_costs_one_query_more_without_a_claim(block):
    evidence = Evidence.objects.select_related("block__report").get(objective__slug="host")
    evidence.quote = HOST.rstrip(".")
    evidence.confirmed = claims_of(evidence.record, evidence.quote, evidence.block)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        evidence.save()
    about = [each["sql"] for each in asked if "fully_recorded" in each["sql"].partition("WHERE")[2]]
    assert len(about) == 1


def test_the_desk_marks_words_as_connective_and_claims(block, client, admin_user):
    client.force_login(admin_user)
    Connective.objects.get(slug="list").delete()
    page = url(Report, "change", block.report.pk)
    claimed = typed(client.get(page)) | {"fully_recorded": "on"}
    answer = client.post(page, claimed)
    assert "no record covers “The full list follows below”" in answer.content.decode()
    add = url(Connective, "add")
    data = typed(client.get(add)) | {
        "reason": "It points to the list below.",
        "slug": "list-again",
        "report": block.report.pk,
        "order": 7,
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-block": block.pk,
        "evidence-0-anchor": "list-again",
        "evidence-0-quote": SECOND,
    }
    assert client.post(add, data).status_code == 302
    assert client.post(page, claimed).status_code == 302
    assert Report.objects.get().fully_recorded
    delete = url(Connective, "delete", Connective.objects.get(slug="list-again").pk)
    answer = client.post(delete, {"post": "yes"}, follow=True)
    assert "no record covers" in answer.content.decode()
    assert Connective.objects.filter(slug="list-again").exists()
