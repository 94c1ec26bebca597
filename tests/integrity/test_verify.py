"""`manage.py verify` finds sound data sound, and says what is wrong with other data."""

from contextlib import suppress

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults
from reports.models import Actor, Block, Objective, Report, Workshop
from tests.factories import make_block, make_evidence, make_record, make_report
from tests.integrity.samples import Undo


def test_verify_finds_the_fixture_sound(report, capsys):
    call_command("verify")
    assert "Every record is sound" in capsys.readouterr().out


def test_verify_says_what_is_wrong_and_fails(report, capsys):
    # update() goes past every rule: it stands for a hand in the database.
    Block.objects.filter(key="p19").update(text="Nothing of the kind.")
    Workshop.objects.filter(slug="malaysia-2002").update(latest=None, date_edtf="2002-13")
    Workshop.objects.filter(slug="fiji-2004-refugee-protection").update(latest=None)
    Actor.objects.create(slug="atlantis", name="Atlantis", kind="country")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify")
    said = capsys.readouterr().out
    assert stopped.value.code == 1
    assert "para 19 disagree" in said
    assert "workshop “malaysia-2002”: date_edtf: “2002-13” is not a date the portal can keep." in said
    assert "workshop “fiji-2004-refugee-protection”: latest is None and should be 2004-04-30" in said
    assert "actor “atlantis”: no report names it" in said
    assert said.strip().endswith("faults found.")


pieces = st.text(alphabet="ab .", min_size=1, max_size=12)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("text"), pieces),
        st.tuples(st.just("quote"), pieces),
        st.tuples(st.just("add"), pieces),
        st.tuples(st.just("both"), pieces),
        st.tuples(st.just("delete"), st.just("")),
        st.tuples(st.just("publish"), st.just("")),
    ),
    max_size=8,
)


@settings(max_examples=15)
@given(acts=acts, published=st.booleans())
def test_no_series_of_acts_reaches_a_state_that_verify_rejects(empty, acts, published):
    with suppress(Undo), transaction.atomic():
        report = make_report(published=published)
        block = make_block(report, text="a b ab. b a")
        objective = make_record(block, Objective, "a b ab", slug="o", order=1, name="a")
        sound = None
        for number, (act, words) in enumerate(acts):
            with suppress(ValidationError):
                do(act, words, f"e{number}", report.pk, block.pk, objective)
            if (now := stored()) != sound:  # an act that is refused may leave all as it was
                assert list(find_faults()) == []
                sound = now
        raise Undo


def stored():
    """Every row of the portal, by model."""
    models = apps.get_app_config("reports").get_models()
    return {model: list(model._base_manager.order_by("pk").values_list()) for model in models}


def do(act, words, anchor, report_pk, block_pk, objective):
    """One act of an editor; raises ValidationError where the rules refuse it."""
    block, evidence = Block.objects.get(pk=block_pk), objective.evidence.last()
    with deferred_checks():
        if act in ("text", "both"):
            block.text = words
            block.save()
        if act in ("quote", "both") and evidence:
            evidence.quote = words.strip() or words
            evidence.save()
        if act == "add":
            make_evidence(block, words, anchor, objective=objective)
        if act == "delete" and evidence:
            evidence.delete()
        if act == "publish":
            report = Report.objects.get(pk=report_pk)
            report.published = not report.published
            report.save()
