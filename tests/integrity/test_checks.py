"""No quote stands without its words, and nothing that a record rests on goes away under it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults
from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    Objective,
    ObjectiveLink,
    Pledge,
    RetiredAnchor,
    Workshop,
)
from tests.factories import claims_of, make_block, make_evidence, make_record, make_report
from tests.integrity.samples import OBJECTIVE, TEXT


def test_evidence_is_refused_where_its_words_are_not_there(block):
    with pytest.raises(ValidationError, match="Nearest to it: “pledged funds”"):
        make_record(block, Objective, "pledged fonds", **OBJECTIVE)
    assert not Objective.objects.exists()


def test_evidence_is_refused_where_its_words_stand_twice(block):
    with pytest.raises(ValidationError, match="occurs 2 times in it"):
        make_record(block, Objective, "pledged funds", **OBJECTIVE)


def test_a_paragraph_is_not_changed_under_its_quotes(block, objective):
    block.text = TEXT.replace("Japan", "Nippon")
    with pytest.raises(ValidationError, match="disagree"):
        block.save()
    assert Block.objects.get(pk=block.pk).text == TEXT


def test_a_paragraph_and_its_quotes_are_corrected_as_one_act(block, objective):
    versions = DataVersion.objects.count()
    with deferred_checks():
        block.text = TEXT.replace("pledged", "plegded", 1)
        block.save()
        evidence = objective.evidence.get()
        evidence.quote = "Japan plegded funds"
        evidence.confirmed = claims_of(objective, evidence.quote, block)
        evidence.save()
    assert list(find_faults()) == []
    # The test's own transaction counted already; models/test_versions.py tests the counting.
    assert DataVersion.objects.count() == versions


def test_a_correction_that_leaves_a_quote_behind_keeps_nothing(block, objective):
    with pytest.raises(ValidationError), deferred_checks():
        block.text = "Other words."
        block.save()
        objective.name = "other"
        objective.save()
    assert Block.objects.get(pk=block.pk).text == TEXT
    assert Objective.objects.get().name == "pledged funds"


def test_a_paragraph_stands_in_a_part_of_its_own_report(block):
    other = make_block(make_report("2006-other"))
    block.part = other.part
    with pytest.raises(ValidationError, match="which is no part of this report"):
        block.save()


def test_a_record_goes_with_its_evidence(objective):
    objective.delete()
    assert not Evidence.objects.filter(objective__isnull=False).exists()


def test_a_paragraph_that_records_rest_on_stays_and_names_them(block, objective):
    with pytest.raises(ProtectedError) as refused:
        block.delete()
    assert objective.evidence.get() in refused.value.protected_objects


def test_an_actor_in_use_stays_and_names_what_depends(block):
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    pledge = make_record(
        block, Pledge, "Japan pledged funds", slug="p", order=1, giver=japan,
        giver_written="Japan", state="pledged", purpose="funds",
    )  # fmt: skip
    with pytest.raises(ProtectedError) as refused:
        japan.delete()
    assert refused.value.protected_objects == {pledge}


def test_an_anchor_never_means_other_words(block, objective):
    evidence = make_evidence(block, "New Zealand", "nz", objective=objective)
    evidence.delete()
    assert RetiredAnchor.objects.get().anchor == "nz"
    with pytest.raises(ValidationError, match="stood for other words of para 1 before"):
        make_evidence(block, "Japan", "nz", objective=objective)
    make_evidence(block, "New Zealand", "nz", objective=objective)


def test_an_anchor_stands_again_for_words_that_it_stood_for(block, objective):
    evidence = make_evidence(block, "New Zealand", "nz", objective=objective)
    elsewhere = make_block(block.report, 2, "Japan pledged funds. Then New Zealand.")
    Evidence.objects.filter(pk=evidence.pk).update(quote="Zealand")
    evidence.refresh_from_db()
    evidence.block = elsewhere
    evidence.confirmed = claims_of(objective, "Zealand", elsewhere)
    evidence.save()
    evidence.block, evidence.quote = block, "Japan"
    with pytest.raises(ValidationError, match=r"before, “Zealand”.*delete this quote and add it anew"):
        evidence.save()
    evidence.quote = "New Zealand"
    evidence.confirmed = claims_of(objective, "New Zealand", block)
    evidence.save()


def test_a_renamed_anchor_is_retired(block, objective):
    evidence = objective.evidence.get()
    evidence.anchor = "better"
    evidence.save()
    assert RetiredAnchor.objects.get().anchor == "funds"


def test_evidence_belongs_to_exactly_one_record(block, objective):
    workshop = make_record(
        block, Workshop, "funds. New", slug="w", order=1, name="w", kind="workshop", state="held"
    )
    owners = {"objective": objective, "meeting": block.report.meeting, "workshop": workshop}
    for kinds in ((), ("objective", "meeting"), ("objective", "meeting", "workshop")):
        own = {name: owners[name] for name in kinds}
        evidence = Evidence(block=block, anchor="x", quote="Japan", **own)
        with pytest.raises(ValidationError, match="Evidence belongs to exactly one record"):
            evidence.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            Evidence.objects.bulk_create([evidence])


def test_objective_link_belongs_to_exactly_one_record(objective):
    with pytest.raises(ValidationError, match="An objective link belongs to exactly one record"):
        ObjectiveLink(objective=objective).validate_constraints()
