"""Lines of what was found right count for their claim and words alone; nothing else may stand there."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.db import IntegrityError, transaction

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_model, find_faults
from reports.models import Evidence, Objective, Report, Workshop
from reports.models.evidence import MAX_CONFIRMED
from tests.admin.desk import change, typed, url
from tests.factories import found_right, make_block, make_evidence, make_report
from tests.integrity.test_texts import load

TEXT = "A workshop came about. The workshop was offered. Later the workshop came about."
HELD = "State: Held"
OTHERWISE = "was read in other words than those of the quote"
NOTHING = "is nothing that “Workshop” claims: take it out."


@pytest.fixture(scope="module")
def stored(empty_for_module):
    """Make words on which a workshop rests, that somebody has found to say that it was held."""
    block = make_block(make_report(), text=TEXT)
    quote = "A workshop came about"
    fields = {"slug": "w", "order": 1, "name": "workshop", "kind": "workshop", "state": "held"}
    with deferred_checks():
        workshop = Workshop.objects.create(report=block.report, **fields)
        right = found_right(HELD, block, quote)
        return make_evidence(block, quote, workshop=workshop, confirmed=right).pk


@pytest.fixture
def evidence(stored, db):
    """Words of a published report, on which a workshop rests."""
    return Evidence.objects.get(pk=stored)


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
    page = url(Workshop, "change", workshop.pk)
    sent = typed(admin_client.get(page))
    sent |= {"state": "offered", "evidence-0-quote": "The workshop was offered"}
    answer = admin_client.post(page, sent)
    [inline, *_] = [
        each.formset
        for each in answer.context["inline_admin_formsets"]
        if each.formset.model is Evidence
    ]
    assert said in " ".join(inline.forms[0].errors["confirmed"])
    assert admin_client.post(page, sent | {"evidence-0-confirmed": ""}).status_code == 302
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
    assert len([fault for fault in check_model(Workshop).faults if OTHERWISE in fault]) == 1
    evidence.confirmed = asked
    evidence.save()
    assert check_model(Workshop).faults == []


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


def test_what_is_no_claim_of_the_record_is_refused(evidence, admin_client, tmp_path):
    lines = [
        found_right(line, evidence.block, evidence.quote)
        for line in ("é", "State: Offered", "State", "Number: 5")
    ]
    wrong, said = [evidence.confirmed, *lines], [f"“{line}” {NOTHING}" for line in lines]

    def untold(told):
        return [each for each in said if each not in told]

    with pytest.raises(CommandError) as error:
        load(tmp_path, evidence, {"confirmed": "\n".join(wrong)})
    assert untold(str(error.value)) == []
    answer = change(admin_client, evidence, confirmed="\r\n".join(wrong))
    assert untold(" ".join(answer.context["adminform"].form.errors["confirmed"])) == []
    evidence.confirmed = "\n\n".join(wrong)
    assert untold(refused(evidence.save)) == []
    Evidence.objects.filter(pk=evidence.pk).update(confirmed=evidence.confirmed)
    assert untold(" ".join(check_model(Workshop).faults)) == []


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
