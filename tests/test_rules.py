"""The rules that hold whoever writes: no quote without its words, no record without its quote."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.db.transaction import TransactionManagementError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    Matching,
    Meeting,
    Objective,
    OtherName,
    Pledge,
    RetiredAnchor,
    Workshop,
)
from reports.rules import settled
from reports.verify import faults
from tests.conftest import make_block, make_evidence, make_meeting, make_record

ROOT = Path(__file__).parent.parent
TEXT = "Japan pledged funds. New Zealand pledged funds."
OBJECTIVE = {"slug": "funds", "order": 1, "name": "pledged funds"}
WORKSHOP = {"slug": "w", "order": 1, "name": "w", "kind": "workshop", "state": "held"}


@pytest.fixture
def block(empty):
    """A paragraph of a published report."""
    return make_block(make_meeting(), text=TEXT)


@pytest.fixture
def objective(block):
    """A record that rests on words of it."""
    return make_record(block, Objective, "Japan pledged funds", **OBJECTIVE)


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
    with settled():
        block.text = TEXT.replace("pledged", "plegded", 1)
        block.save()
        evidence = objective.evidence.get()
        evidence.quote = "Japan plegded funds"
        evidence.save()
    assert list(faults()) == []
    # The test's own transaction counted already; test_versions.py holds the counting.
    assert DataVersion.objects.count() == versions


def test_a_correction_that_leaves_a_quote_behind_keeps_nothing(block, objective):
    with pytest.raises(ValidationError), settled():
        block.text = "Other words."
        block.save()
        objective.name = "other"
        objective.save()
    assert Block.objects.get(pk=block.pk).text == TEXT
    assert Objective.objects.get().name == "pledged funds"


def test_a_published_record_needs_evidence(block):
    with pytest.raises(ValidationError, match="has no evidence: quote the words"):
        Objective.objects.create(meeting=block.meeting, **OBJECTIVE)
    assert not Objective.objects.exists()


def test_a_draft_is_published_only_with_evidence_for_every_record(empty):
    meeting = make_meeting(published=False)
    block = make_block(meeting, text=TEXT)
    workshop = Workshop.objects.create(
        meeting=meeting, slug="w", order=1, name="funds", kind="workshop", state="held"
    )
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    role = workshop.roles.create(actor=japan, role="host", name_written="Japan")
    meeting.published = True
    with pytest.raises(ValidationError) as refused:
        meeting.save()
    assert len(refused.value.messages) == 2
    make_evidence(block, "Japan pledged funds", "w", workshop=workshop)
    make_evidence(block, "Japan", "r", workshop_role=role)
    meeting.save()
    assert Meeting.objects.published().exists()


def test_the_last_evidence_of_a_published_record_stays(block, objective):
    for last in (objective.evidence.get(), objective.evidence.all()):
        with pytest.raises(ValidationError, match="has no evidence"), transaction.atomic():
            last.delete()
    make_evidence(block, "New Zealand pledged funds", "second", objective=objective)
    objective.evidence.first().delete()
    assert objective.evidence.count() == 1


def test_evidence_does_not_desert_its_record(block, objective):
    other = make_record(block, Objective, "New Zealand", slug="other", order=2, name="New Zealand")
    evidence = objective.evidence.get()
    evidence.objective = other
    with pytest.raises(ValidationError, match="“Pledged funds” has no evidence"):
        evidence.save()


def test_a_workshop_does_not_take_bare_roles_into_a_published_report(block):
    draft = make_meeting("2006-draft", published=False)
    words = make_block(draft, text=TEXT)
    workshop = make_record(words, Workshop, "funds. New", **WORKSHOP)
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    workshop.roles.create(actor=japan, role="host", name_written="Japan")
    workshop.meeting = block.meeting
    with pytest.raises(ValidationError, match="“Hosted by Japan” has no evidence"):
        workshop.save()


@pytest.fixture
def secret(db):
    """A workshop of a draft report."""
    draft = make_meeting("2006-draft", published=False)
    fields = WORKSHOP | {"slug": "s", "name": "secret"}
    return make_record(make_block(draft, text=TEXT), Workshop, "funds. New", **fields)


def test_a_published_record_points_to_no_draft(block, secret):
    workshop = make_record(block, Workshop, "Japan pledged funds", **WORKSHOP)
    workshop.follows = secret
    with pytest.raises(ValidationError, match="points to “Secret”, which is not: publish that"):
        workshop.save()
    secret.follows = Workshop.objects.get(slug="w")
    secret.save()  # a draft builds on what is published


def test_a_report_that_others_build_on_stays_published(block, secret):
    draft = secret.meeting
    draft.published = True
    draft.save()
    make_record(block, Workshop, "Japan pledged funds", follows=secret, **WORKSHOP)
    draft.published = False
    with pytest.raises(ValidationError, match="“W” is published and points to “Secret”"):
        draft.save()
    block.meeting.published = False
    block.meeting.save()
    draft.save()
    block.meeting.published = True
    with pytest.raises(ValidationError, match="“W” is published and points to “Secret”"):
        block.meeting.save()


def test_a_published_record_is_matched_with_no_objective_of_a_draft(block, objective, secret):
    hidden = Objective.objects.create(meeting=secret.meeting, **OBJECTIVE | {"slug": "hidden"})
    workshop = make_record(block, Workshop, "Japan pledged funds", **WORKSHOP)
    with pytest.raises(ValidationError, match="which is not: publish that too, or first"):
        Matching.objects.create(objective=hidden, workshop=workshop)
    Matching.objects.create(objective=objective, workshop=secret)  # shown when it is published


def test_a_paragraph_stands_in_a_part_of_its_own_report(block):
    other = make_block(make_meeting("2006-other"))
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


def test_a_renamed_anchor_is_retired(block, objective):
    evidence = objective.evidence.get()
    evidence.anchor = "better"
    evidence.save()
    assert RetiredAnchor.objects.get().anchor == "funds"


@pytest.mark.parametrize("kinds", [(), ("objective", "meeting"), ("objective", "meeting", "workshop")])
def test_evidence_belongs_to_exactly_one_record(block, objective, kinds):
    workshop = make_record(
        block, Workshop, "funds. New", slug="w", order=1, name="w", kind="workshop", state="held"
    )
    owners = {"objective": objective, "meeting": block.meeting, "workshop": workshop}
    evidence = Evidence(block=block, anchor="x", quote="Japan", **{name: owners[name] for name in kinds})
    with pytest.raises(ValidationError, match="Evidence belongs to exactly one record"):
        evidence.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.bulk_create([evidence])


def test_matching_belongs_to_exactly_one_record(objective):
    with pytest.raises(ValidationError, match="A matching belongs to exactly one record"):
        Matching(objective=objective).validate_constraints()


def test_a_derived_name_follows_its_source(empty):
    actor = Actor.objects.create(slug="cote", name="Cote", kind="country")
    assert (
        OtherName.objects.create(actor=actor, name="Côte d’Ivoire", kind="official").slug
        == "cote-divoire"
    )


def test_loading_past_the_model_outside_a_transaction_is_refused(written):
    row = '[{"model": "reports.actor", "fields": {"slug": "a", "name": "A", "kind": "office"}}]'
    (loaded,) = serializers.deserialize("json", row)
    with pytest.raises(TransactionManagementError, match="settled"):
        loaded.save()
    with settled():
        loaded.save()
    assert Actor.objects.exists()


def test_a_fixture_with_a_wrong_quote_loads_nothing_and_says_where(report, tmp_path):
    dump = tmp_path / "bad.json"
    evidence = Evidence.objects.filter(pledge__slug="japan-website-10000-usd")
    text = serializers.serialize("json", evidence, use_natural_foreign_keys=True)
    dump.write_text(text.replace("US$10,000", "US$12,000"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was loaded:\n- Evidence .*Nearest to it: “"):
        call_command("loaddata", str(dump), verbosity=0)
    assert "US$10,000" in evidence.get().quote


def test_nothing_goes_past_the_rules():
    code = {path: path.read_text(encoding="utf-8") for path in (ROOT / "reports").rglob("*.py")}
    past = re.compile(r"\.(?:bulk_create|bulk_update|update|raw|aupdate)\(|\.cursor\(|RawSQL")
    found = {
        path.name: past.findall(text) for path, text in code.items()
        if "migrations" not in path.parts and past.search(text)
    }  # fmt: skip
    # The revision is not under its own rules; a digest's update() writes nowhere; the index of
    # search is no data, and only this writes it; a file's cells are read, in SQL that Django wrote.
    assert found == {
        "versions.py": [".update("], "serve.py": [".update("],
        "indexing.py": [".bulk_create(", ".bulk_create("], "plain.py": [".cursor("],
    }  # fmt: skip


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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(acts=acts, published=st.booleans())
def test_no_series_of_acts_reaches_a_state_that_verify_rejects(empty, acts, published):
    with suppress(Undo), transaction.atomic():
        meeting = make_meeting(published=published)
        block = make_block(meeting, text="a b ab. b a")
        objective = make_record(block, Objective, "a b ab", slug="o", order=1, name="a")
        for number, (act, words) in enumerate(acts):
            with suppress(ValidationError):
                do(act, words, f"e{number}", meeting.pk, block.pk, objective)
            assert list(faults()) == []
        raise Undo


class Undo(Exception):
    """Ends an example, and takes its rows back."""


def do(act, words, anchor, meeting_pk, block_pk, objective):
    """One act of an editor; raises ValidationError where the rules refuse it."""
    block, evidence = Block.objects.get(pk=block_pk), objective.evidence.last()
    with settled():
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
            meeting = Meeting.objects.get(pk=meeting_pk)
            meeting.published = not meeting.published
            meeting.save()
