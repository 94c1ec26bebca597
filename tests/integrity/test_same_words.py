"""One record has the same words once, whoever writes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_model
from reports.models import Evidence, Objective
from tests.admin.desk import change
from tests.factories import make_evidence
from tests.integrity.test_texts import load

SAID = "The record has the quote “Japan pledged funds” of para 1 already, with the anchor “funds”"


def test_the_same_words_twice_in_a_record_are_refused(block, objective, admin_client, tmp_path):
    with pytest.raises(ValidationError, match=SAID):
        make_evidence(block, "Japan pledged funds", "again", objective=objective)
    other = make_evidence(block, "Japan", "again", objective=objective)
    with pytest.raises(CommandError, match=SAID):
        load(tmp_path, other, {"quote": "Japan pledged funds"})
    answer = change(admin_client, other, quote="Japan pledged funds")
    assert SAID in " ".join(answer.context["adminform"].form.errors["quote"])
    Evidence.objects.filter(pk=other.pk).update(quote="Japan pledged funds")
    assert any(SAID in fault for fault in check_model(Objective).faults)


def test_the_anchor_of_the_same_words_is_another_by_deleting_one(block, objective):
    with deferred_checks():
        objective.evidence.get().delete()
        make_evidence(block, "Japan pledged funds", "again", objective=objective)
