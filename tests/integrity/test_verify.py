"""`manage.py verify` finds sound data sound, and says what is wrong with other data."""

import json
from contextlib import suppress

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from reports.integrity import verify
from reports.integrity.checks import deferred_checks
from reports.integrity.verify import check_database, check_model, find_faults, guarded_models
from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    Objective,
    ObjectiveLink,
    Report,
    Revision,
    Workshop,
    WorkshopRole,
)
from tests.examples import examples
from tests.factories import make_block, make_evidence, make_record, make_report
from tests.integrity.samples import Undo


@pytest.fixture
def few(report, monkeypatch):
    """The Brisbane report, of which `verify` checks no more than the faults of a test need.

    All that it checks is asked for in `test_verify_checks_every_row_of_every_model`.
    """
    monkeypatch.setattr(verify, "guarded_models", lambda: [Block, Workshop])
    monkeypatch.setattr(verify, "further_checks", [])


def test_verify_says_what_is_wrong_and_fails(few, capsys):
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


def test_no_series_of_acts_reaches_a_state_that_verify_rejects(empty, monkeypatch):
    report = make_report()
    block = make_block(report, text="a b ab. b a")
    objective = make_record(block, Objective, "a b ab", slug="o", order=1, name="a")
    start = stored()
    now = dict(start)
    # A model without rows has no faults, but costs a query.
    every = guarded_models()
    monkeypatch.setattr(verify, "guarded_models", lambda: [model for model in every if now[model]])
    assert list(find_faults()) == []
    sound = [start]  # states that `verify` has judged: many a series comes by the same ones

    @examples(10)
    @given(acts=acts, published=st.booleans())
    def try_one(acts, published):
        now.update(start)
        with suppress(Undo), transaction.atomic():
            for number, (act, words) in enumerate(acts if published else [("publish", ""), *acts]):
                with suppress(ValidationError):
                    do(act, words, f"e{number}", report.pk, block.pk, objective)
                now.update(stored())
                if now not in sound:  # an act that is refused may leave all as it was
                    assert list(find_faults()) == []
                    sound.append(dict(now))
            raise Undo

    try_one()


def stored():
    """Every row of the portal, by model."""
    found = {}
    with connection.cursor() as cursor:  # much is asked often: without the work of making models
        for model in apps.get_app_config("reports").get_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
            found[model] = cursor.fetchall()
    return found


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


def test_verify_checks_every_row_of_every_model(report, capsys, monkeypatch):
    monkeypatch.setattr(verify, "AT_ONCE", 30)  # none is left out between two pieces
    call_command("verify", json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] and told["database"] == connection.vendor
    assert told["data_version"] == DataVersion.objects.current().number
    assert told["revision"] == Revision.objects.current()
    assert [check for check in told["checks"] if check["faults"]] == []
    numbers = {check["what"]: check["number"] for check in told["checks"]}
    for model in guarded_models():
        assert numbers[model._meta.verbose_name_plural] == model._base_manager.count()
    assert numbers["documents of search"] > 100


def test_verify_says_the_same_as_words_and_as_json(few, capsys):
    call_command("verify")
    said = capsys.readouterr().out
    assert "Every record is sound" in said
    assert f"{Workshop.objects.count():>7} workshops" in said.splitlines()
    call_command("verify", json=True)
    checks = json.loads(capsys.readouterr().out)["checks"]
    told = {f"{check['number']} {check['what']}" for check in checks}
    assert {line.strip() for line in said.splitlines()[:-1]} == told


def test_verify_tells_a_monitor_what_is_wrong(few, capsys):
    Block.objects.filter(key="p19").update(text="Nothing of the kind.")
    DataVersion.objects.update(number=7)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify", json=True)
    assert stopped.value.code == 1
    told = json.loads(capsys.readouterr().out)
    faults = {check["what"]: check["faults"] for check in told["checks"] if check["faults"]}
    assert not told["sound"]
    assert any("para 19 disagree" in fault for fault in faults["blocks"])
    assert faults["data versions"] == ["the data versions are not 1, 2, 3 and so on: restore a backup."]


@pytest.mark.parametrize("model", [Block, Evidence, Workshop, WorkshopRole, ObjectiveLink])
def test_rows_cost_no_query_each(report, model, django_assert_max_num_queries):
    assert model.objects.count() > 10
    with django_assert_max_num_queries(9):
        assert check_model(model).faults == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds its keys at every write")
def test_a_foreign_key_to_no_row_is_found(report):
    with suppress(Undo), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys=ON")
            cursor.execute("DELETE FROM reports_verb")
        assert "a foreign key leads to no row" in check_database().faults[0]
        raise Undo
