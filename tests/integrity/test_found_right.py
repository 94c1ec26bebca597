"""Lines of what was found right count for their claim and words alone; nothing else may stand there."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import IntegrityError, connection, transaction

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_model, find_faults
from reports.models import Block, Evidence, LoadedRow, Objective, Report, Workshop
from reports.models.evidence import MAX_CONFIRMED
from tests.admin.desk import change
from tests.factories import found_right, make_block, make_evidence, make_report
from tests.integrity.test_texts import load

TEXT = "A workshop came about. The workshop was offered. Later the workshop came about."
HELD = "State: Held"
OTHERWISE = "was read in other words than those of the quote"
NOTHING = "is nothing that “Workshop” claims: take it out."


@pytest.fixture
def block(empty):
    """A paragraph of a published report."""
    return make_block(make_report(), text=TEXT)


@pytest.fixture
def evidence(block):
    """Words on which a workshop rests, that somebody has found to say that it was held."""
    quote = "A workshop came about"
    fields = {"slug": "w", "order": 1, "name": "workshop", "kind": "workshop", "state": "held"}
    with deferred_checks():
        workshop = Workshop.objects.create(report=block.report, **fields)
        right = found_right(HELD, block, quote)
        return make_evidence(block, quote, workshop=workshop, confirmed=right)


def refused(act):
    """Return the words with which the rules refuse `act`."""
    with pytest.raises(ValidationError) as error:
        act()
    return " ".join(error.value.messages)


def test_it_does_not_outlive_the_claim(evidence, admin_client, tmp_path):
    workshop = evidence.workshop
    said = f"“{evidence.confirmed}” {NOTHING}"
    workshop.state, workshop.name = "offered", "workshop"
    assert said in refused(workshop.save)
    with pytest.raises(CommandError, match="is nothing that “Workshop” claims"):
        load(tmp_path, workshop, {"state": "offered"})
    sent = {"state": "offered", "evidence-0-quote": "The workshop was offered"}
    answer = change(admin_client, workshop, **sent)
    [inline, *_] = [
        each.formset
        for each in answer.context["inline_admin_formsets"]
        if each.formset.model is Evidence
    ]
    assert said in " ".join(inline.forms[0].errors["confirmed"])
    assert change(admin_client, workshop, **sent, **{"evidence-0-confirmed": ""}).status_code == 302
    workshop.refresh_from_db()
    workshop.state = "held"  # asked anew
    assert "State: no quote of “Workshop” says “Held”" in refused(workshop.save)


def test_it_does_not_outlive_the_words(evidence, admin_client, tmp_path):
    new = "Later the workshop came about"
    asked = found_right(HELD, evidence.block, new)
    said = f"write “{asked}” instead; else take it out."
    with pytest.raises(CommandError, match=OTHERWISE):
        load(tmp_path, evidence, {"quote": new})
    answer = change(admin_client, evidence, quote=new)
    assert said in " ".join(answer.context["adminform"].form.errors["confirmed"])
    evidence.quote = new
    told = refused(evidence.save)
    assert said in told
    assert "State: no quote of “Workshop” says “Held”" in told
    Evidence.objects.filter(pk=evidence.pk).update(quote=new)
    assert len([fault for fault in find_faults() if OTHERWISE in fault]) == 1
    evidence.confirmed = asked
    evidence.save()
    assert not any(OTHERWISE in fault for fault in find_faults())


def test_it_does_not_go_along_to_another_paragraph(evidence):
    evidence.block = make_block(evidence.block.report, 2, f"Nobody knows whether {TEXT}")
    assert OTHERWISE in refused(evidence.save)
    evidence.confirmed = found_right(HELD, evidence.block, evidence.quote)
    evidence.save()


def test_each_quote_has_its_own(evidence):
    more = make_evidence(
        evidence.block, "Later the workshop", "more", workshop=evidence.workshop, confirmed=""
    )
    evidence.confirmed = ""
    told = refused(evidence.save)
    for quote in (evidence, more):
        assert found_right(HELD, quote.block, quote.quote) in told
    with deferred_checks():
        evidence.save()
        more.confirmed = found_right(HELD, more.block, more.quote)
        more.save()


@pytest.mark.parametrize("line", ["é", "State: Offered", "State", "Number: 5"])
def test_what_is_no_claim_of_the_record_is_refused(evidence, admin_client, tmp_path, line):
    right = evidence.confirmed
    line = found_right(line, evidence.block, evidence.quote)
    said = f"“{line}” {NOTHING}"
    with pytest.raises(CommandError, match="is nothing that “Workshop” claims"):
        load(tmp_path, evidence, {"confirmed": f"{right}\n{line}"})
    answer = change(admin_client, evidence, confirmed=f"{right}\r\n{line}")
    assert said in " ".join(answer.context["adminform"].form.errors["confirmed"])
    evidence.confirmed = f"{right}\n\n{line}"
    assert said in refused(evidence.save)
    Evidence.objects.filter(pk=evidence.pk).update(confirmed=evidence.confirmed)
    assert any(said in fault for fault in find_faults())


def test_of_many_lines_a_few_are_told(evidence):
    evidence.confirmed += "".join(f"\nline {number}" for number in range(50))
    told = refused(evidence.save)
    assert told.count("is nothing that") == 5
    assert "And 45 more lines there." in told


def test_it_has_a_length(evidence, admin_client):
    long = "é" * (MAX_CONFIRMED + 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=evidence.pk).update(confirmed=long)
    answer = change(admin_client, evidence, confirmed=long)
    said = "Ensure this value has at most 5000 characters"
    assert said in " ".join(answer.context["adminform"].form.errors["confirmed"])
    evidence.confirmed = long
    assert said in refused(evidence.save)


def test_words_that_state_nothing_claim_their_reason_alone(report):
    evidence = Evidence.objects.exclude(connective=None).first()
    evidence.confirmed = found_right("State: Held", evidence.block, evidence.quote)
    assert "is nothing that" in refused(evidence.save)


def test_it_stands_beside_changes_of_what_was_not_read(evidence):
    Report.objects.update(fully_recorded=False)
    block = evidence.block
    block.text += " Tea was served."
    block.number, block.key = "7", "p7"
    block.save()
    evidence.workshop.order = 2
    evidence.workshop.save()
    assert not Objective.objects.exists()
    assert list(find_faults()) == []


def test_an_upgrade_marks_what_stood_and_mends_what_the_database_will_refuse(report):
    upgrade = import_module("reports.migrations.0022_rules_between_rows")
    schema = SimpleNamespace(connection=connection)
    before = dict(Evidence.objects.exclude(confirmed="").values_list("pk", "confirmed"))
    kept = [row.fields for row in LoadedRow.objects.order_by("pk")]
    for pk, line in before.items():
        Evidence.objects.filter(pk=pk).update(confirmed=f"Slug: one\n{upgrade.MARK.sub('', line)}")
    for row in LoadedRow.objects.exclude(fields__confirmed=None).exclude(fields__confirmed=""):
        row.fields["confirmed"] = upgrade.MARK.sub("", row.fields["confirmed"])
        row.save()
    for _ in range(2):  # after the way back too
        upgrade.mark_claims(apps, schema)
        assert dict(Evidence.objects.exclude(confirmed="").values_list("pk", "confirmed")) == before
        assert [row.fields for row in LoadedRow.objects.order_by("pk")] == kept
    assert list(find_faults()) == []


def test_an_upgrade_ticks_what_stands_out_of_order(report):
    upgrade = import_module("reports.migrations.0022_rules_between_rows")
    Block.objects.filter(key="p14").update(order=1000)
    Block.objects.filter(key="p17").update(number="99", key="p99")
    upgrade.mark_what_stands(apps, SimpleNamespace(connection=connection))
    ticked = Block.objects.filter(place_printed=True).values_list("key", flat=True)
    assert list(ticked) == ["p18", "p19", "p20", "p21", "p22", "p23", "p14"]
    assert not any("as printed” where the report" in fault for fault in check_model(Block).faults)


def test_a_new_title_does_not_leave_a_term_that_leads_to_its_meeting(report):
    report.title = "Another paper"
    with pytest.raises(ValidationError, match="has no word of “Report to Ministers”"), deferred_checks():
        report.save()
    report.title = "Report to Ministers, corrected"
    with deferred_checks():
        report.save()
