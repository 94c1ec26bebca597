"""A change that readers see needs a reason; the last ones are offered."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from reversion.models import Revision

from reports.admin.reasons import MISSING
from reports.admin.restoring import NOT_AS_RESTORED
from reports.models import Actor, Block, Evidence, Meeting, Participant, Report
from tests.admin.desk import (
    SITE,
    TEXT,
    WHY,
    change,
    errors,
    form_of,
    make_actor,
    make_participant,
    told,
    told_at,
    typed,
    url,
)
from tests.admin.test_versions import history, keep, restored
from tests.factories import found_right

NONE = {"_reason": " "}
MENDED = TEXT.replace("hall", "palace")


def test_a_published_change_without_a_reason_is_refused_at_its_field_and_above(
    block, change_first, admin_client
):
    answer = change_first(block, text=MENDED, **NONE)
    assert errors(answer) == ""
    form = answer.context["adminform"].form
    assert form.errors == {"_reason": [MISSING]}
    assert form["text"].value() == MENDED
    assert f'<a href="#id__reason">Why: {MISSING}</a>' in answer.text
    assert answer.text.count(MISSING) == 2  # above, and at its field
    block.refresh_from_db()
    assert block.text == TEXT
    assert admin_client.post(url(Block, "change", block.pk), typed(answer)).status_code == 302
    block.refresh_from_db()
    assert block.text == MENDED
    assert Revision.objects.exclude(user=None).get().comment == WHY["_reason"]


def test_a_missing_reason_is_told_along_with_the_other_errors(block, change_first, admin_client):
    answer = change_first(block, text="", key="p 1", **NONE)
    lines = {line.target: line.message for line in answer.context["problems"]}
    assert lines["id__reason"] == MISSING
    assert {"id_text", "id_key"} <= lines.keys()
    assert answer.text.count(MISSING) == 2  # above, and at its field
    answer = change_first(block, text=MENDED.replace("Fiji", "Tonga"), **NONE)
    assert {"id__reason", "id_evidence-0-quote"} == {line.target for line in answer.context["problems"]}
    answer = change(admin_client, block.report, slug="x y", title="", **NONE)
    assert "id__reason" in {line.target for line in answer.context["problems"]}


def test_what_the_rules_refuse_is_told_with_the_missing_reason_too(block, change_first):
    answer = change_first(block, number="7", **NONE)
    assert MISSING in answer.text
    assert len(answer.context["problems"]) > 1


def test_a_draft_with_errors_is_not_asked_for_a_reason(draft, change_first):
    answer = change_first(draft, text="", **NONE)
    assert [line.target for line in answer.context["problems"]] == ["id_text"]


def test_a_draft_is_changed_without_a_reason_and_keeps_one_that_is_given(
    draft, change_first, admin_client
):
    assert change_first(draft, text=MENDED, **NONE).status_code == 302
    assert change(admin_client, draft, text=TEXT, _reason=" Misread ").status_code == 302
    assert set(Revision.objects.exclude(user=None).values_list("comment", flat=True)) == {"", "Misread"}


def test_publishing_a_draft_needs_a_reason(draft, admin_client):
    report = draft.report
    answer = change(admin_client, report, published="on", **NONE)
    assert answer.context["adminform"].form.errors == {"_reason": [MISSING]}
    assert admin_client.post(url(Report, "change", report.pk), typed(answer)).status_code == 302


def test_a_save_that_changes_nothing_needs_none(block, change_first):
    assert change_first(block, **NONE).status_code == 302
    assert not Revision.objects.exists()


def test_new_evidence_of_a_published_record_needs_one(block, admin_client):
    page = url(Meeting, "change", block.report.meeting_id)
    new = {"block": block.pk, "anchor": "new", "prefix": "lunch was ", "quote": "hosted by Fiji"}
    new["confirmed"] = found_right("Quote: hosted by Fiji", block, new["quote"], new["prefix"])
    data = typed(admin_client.get(page)) | {f"evidence-1-{name}": new[name] for name in new}
    data |= {"evidence-TOTAL_FORMS": 2}
    answer = admin_client.post(page, data | NONE)
    assert answer.context["adminform"].form.errors == {"_reason": [MISSING]}
    assert answer.context["inline_admin_formsets"][0].formset.forms[1]["anchor"].value() == "new"
    assert admin_client.post(page, data).status_code == 302


def test_a_published_row_is_not_deleted_without_one(block, admin_client):
    words = {"prefix": "lunch was ", "quote": "hosted"}
    words["confirmed"] = found_right("Quote: hosted", block, "hosted", "lunch was ")
    more = Evidence.objects.create(block=block, anchor="lunch", meeting=block.report.meeting, **words)
    page = url(Evidence, "delete", more.pk)
    answer = admin_client.post(page, form_of(admin_client.get(page)) | NONE)
    assert MISSING in answer.text
    assert Evidence.objects.filter(pk=more.pk).exists()
    assert admin_client.post(page, form_of(answer) | WHY).status_code == 302
    assert not Evidence.objects.filter(pk=more.pk).exists()
    assert Revision.objects.latest("pk").comment == WHY["_reason"]


def test_a_draft_is_deleted_without_one_and_keeps_one_that_is_given(draft, admin_client):
    rows = [make_participant(draft, make_actor(name), order) for order, name in enumerate("abc", 1)]
    page, listed = url(Participant, "delete", rows[0].pk), url(Participant, "changelist")
    asked = admin_client.get(page)
    assert 'name="_reason"' in asked.text
    assert "was deleted successfully" in told(admin_client.post(page, form_of(asked) | NONE))
    action = {"action": "delete_selected", "_selected_action": [row.pk for row in rows[1:]]}
    asked = admin_client.post(listed, action)
    assert 'name="_reason"' in asked.text
    assert admin_client.post(listed, form_of(asked) | WHY).status_code == 302
    assert list(
        Revision.objects.exclude(user=None).order_by("pk").values_list("comment", flat=True)
    ) == [
        "",
        WHY["_reason"],
    ]


def test_the_editor_s_own_last_ten_are_offered_the_newest_first(
    actor, admin_client, admin_user, django_user_model
):
    for number in range(12):
        Revision.objects.create(user=admin_user, comment=f"Why {number}", date_created=timezone.now())
    assert change(admin_client, actor, name="Other", _reason="Why 5").status_code == 302
    page = admin_client.get(url(Actor, "change", actor.pk))
    assert page.context["reasons_offered"] == [f"Why {n}" for n in (5, 11, 10, 9, 8, 7, 6, 4, 3, 2)]
    assert '<option value="Why 5">' in page.text
    other = django_user_model.objects.create_superuser("other")
    admin_client.force_login(other)
    assert admin_client.get(url(Actor, "add")).context["reasons_offered"] == []


def test_a_reason_that_cannot_stand_is_told_at_its_field(actor, admin_client):
    pages = [url(Actor, name, actor.pk) for name in ("change", "delete")]
    changed, deleted = map(admin_client.get, pages)
    fields = changed.context["adminform"].form.fields["_reason"], deleted.context["reason"].field
    for bad in ("x" * 301, "a\x00b", "a\u202eb", "\u200b"):
        for field in fields:
            with pytest.raises(ValidationError):
                field.clean(bad)
    answer = admin_client.post(pages[0], typed(changed) | {"name": "Other", "_reason": bad})
    assert list(answer.context["adminform"].form.errors) == ["_reason"]
    answer = admin_client.post(pages[1], form_of(deleted) | {"_reason": bad})
    assert len(answer.context["reason"].errors) == 1
    assert 'aria-invalid="true"' in answer.text
    assert Actor.objects.get(pk=actor.pk).name == "Testland"


def test_the_one_action_on_lists_is_the_deletion_and_no_list_is_edited(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    for desk in SITE.values():
        assert not desk.list_editable
        assert set(desk.get_actions(request)) <= {"delete_selected"}


def test_a_reason_that_says_restored_is_held_to_what_is_saved(empty, admin_client):
    actor = make_actor(iso2="TT", iso3="TTO")
    version = keep(actor)
    page = url(Actor, "change", actor.pk)
    actor.name = "Other"
    actor.save()
    answer = restored(admin_client, actor, version)
    reason = {"_reason": answer.context["adminform"].form["_reason"].value(), "_restored": version.pk}
    assert f'name="_restored" value="{version.pk}"' in answer.text
    refusal = admin_client.post(page, typed(answer) | reason | {"article": "on"})
    assert told_at(refusal, "_reason") == NOT_AS_RESTORED.format("Written with “the”")
    assert f'name="_restored" value="{version.pk}"' in refusal.text
    assert Actor.objects.get(pk=actor.pk).name == "Other"
    assert admin_client.post(page, typed(answer) | reason).status_code == 302
    assert history(admin_client, actor)[0].version.revision.comment == reason["_reason"]
    said = {"_reason": f"{reason['_reason']} With its article."}
    assert admin_client.post(page, typed(refusal) | reason | said).status_code == 302
    assert Actor.objects.get(pk=actor.pk).article
