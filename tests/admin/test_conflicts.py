"""Two editors at one record: neither loses what the other saved, or what she typed."""

import re

from reports.admin.conflicts import (
    ANEW,
    GONE_MESSAGE,
    OWN_GONE_MESSAGE,
    OWN_STALE_MESSAGE,
    STALE_MESSAGE,
)
from reports.admin.formsets import ROW_ADDED_MESSAGE
from reports.admin.merging import count
from reports.integrity.checks import deferred_checks
from reports.models import Actor, Meeting, OtherName, Participant
from tests.admin.desk import TEXT, delete, errors, make_actor, make_participant, typed, url
from tests.admin.rescued import said


def open_page(client, row):
    """Open the page of `row`: its address, and what a browser would send back of it."""
    page = url(type(row), "change", row.pk)
    return page, typed(client.get(page))


def test_a_save_over_another_editors_is_refused_with_both_side_by_side(
    actor, open_first, admin_client, other
):
    page, first = open_first(actor)
    assert other.post(page, first | {"name": "Their name"}).status_code == 302
    answer = admin_client.post(page, first | {"name": "My name"})
    assert STALE_MESSAGE in " ".join(answer.context["adminform"].form.non_field_errors())
    assert [tuple(each) for each in answer.context["differences"]] == [
        ("", "Name", "Their name", "My name")
    ]
    assert "<del>Their</del> name" in answer.text
    assert "<ins>My</ins> name" in answer.text
    assert answer.context["adminform"].form["name"].value() == "My name"
    actor.refresh_from_db()
    assert actor.name == "Their name"
    assert admin_client.post(page, typed(answer)).status_code == 302  # merged, and saved again
    actor.refresh_from_db()
    assert actor.name == "My name"


def test_a_text_that_another_editor_has_corrected_is_not_overwritten(block, open_first, admin_client):
    page, first = open_first(block)
    theirs, mine = TEXT.replace("hall", "palace"), TEXT.replace("Officials", "Senior officials")
    assert admin_client.post(page, first | {"text": theirs}).status_code == 302
    answer = admin_client.post(page, first | {"text": mine})
    assert [each.old for each in answer.context["differences"]] == [theirs]
    block.refresh_from_db()
    assert block.text == theirs


def test_a_row_deleted_by_another_shifts_no_row_of_the_page(draft, nothing_public, admin_client):
    with deferred_checks():
        rows = [make_participant(draft, make_actor(name), place) for place, name in enumerate("abc", 1)]
    page, first = open_page(admin_client, draft.report.meeting)
    rows[1].delete()
    prefix = next(name for name in first if name.endswith("-2-name_written")).rpartition("-2-")[0]
    answer = admin_client.post(page, first | {f"{prefix}-2-name_written": "mine"})
    formset = next(
        inline.formset
        for inline in answer.context["inline_admin_formsets"]
        if inline.formset.model is Participant
    )
    shown = [(form.instance.pk, form["name_written"].value()) for form in formset.initial_forms]
    assert shown == [(rows[0].pk, "A"), (rows[2].pk, "mine")]
    assert [row.pk for row in formset.get_queryset()] == [rows[0].pk, rows[2].pk]
    assert ["Name as written: B" in row for row in answer.context["merge"].vanished] == [True]
    assert admin_client.post(page, typed(answer)).status_code == 302
    names = Participant.objects.filter(report=draft.report).values_list("name_written", flat=True)
    assert sorted(names) == ["A", "mine"]


def test_a_row_added_by_another_is_shown_and_stays(named, open_first, admin_client):
    mine = named.other_names.get()
    page, first = open_first(named)
    theirs = OtherName.objects.create(actor=named, name="Added", kind="short")
    answer = admin_client.post(page, first | {"other_names-0-name": "Mine"})
    assert STALE_MESSAGE in " ".join(answer.context["adminform"].form.non_field_errors())
    assert admin_client.post(page, typed(answer)).status_code == 302
    names = {each.pk: each.name for each in named.other_names.all()}
    assert names == {mine.pk: "Mine", theirs.pk: "Added"}


def test_what_another_has_deleted_is_shown_as_typed_to_be_added_anew(named, open_first, admin_client):
    page, first = open_first(named)
    named.delete()
    answer = admin_client.post(page, first | {"name": "Typed at length", "other_names-0-name": "Mine"})
    assert errors(answer) == GONE_MESSAGE
    assert answer.context["adminform"].form["name"].value() == "Typed at length"
    assert f'action="{url(Actor, "add")}"' in answer.text
    assert admin_client.post(url(Actor, "add"), typed(answer)).status_code == 302
    made = Actor.objects.get(slug=named.slug)
    assert made.name == "Typed at length"
    assert [each.name for each in made.other_names.all()] == ["Mine"]


def test_a_save_that_changes_nothing_and_a_second_save_are_no_conflict(block, open_first, admin_client):
    for row in (block, block.report.meeting):
        page, first = open_first(row)
        assert admin_client.post(page, first).status_code == 302, row
        page, again = open_page(admin_client, row)
        assert again == first


def test_a_page_without_its_mark_or_with_numbers_that_are_none_is_answered(
    block, open_first, admin_client
):
    page, first = open_first(block.report.meeting)
    Meeting.objects.update(city="Perth")
    for bad in ("", "x", "-1", "9" * 20, "²"):
        assert count({"n": bad}, "n") == 0, bad
    for bad in ("", "9" * 20):  # which Django reads as none, and as a number
        answer = admin_client.post(page, first | {"evidence-TOTAL_FORMS": bad})
        assert answer.status_code == 200


def test_ones_own_other_page_is_told_as_such(named, open_first, admin_client, other):
    page, first = open_first(named)
    new = {"other_names-TOTAL_FORMS": "2", "other_names-1-name": "Added", "other_names-1-kind": "short"}
    assert admin_client.post(page, first | new | {"name": "First page"}).status_code == 302
    answer = admin_client.post(page, first | {"name": "Second page"})
    assert said(answer) == OWN_STALE_MESSAGE
    assert "You have changed these on both pages." in answer.text
    assert "You have added these rows." in answer.text
    assert "omebody else" not in answer.text
    assert other.post(page, typed(other.get(page)) | {"name": "Third"}).status_code == 302
    answer = admin_client.post(page, first | {"name": "Second page"})
    assert said(answer) == STALE_MESSAGE
    Actor.objects.filter(pk=named.pk).update(name="Written by no editor")
    assert said(other.post(page, first | {"name": "Fourth"})) == STALE_MESSAGE


def test_a_row_is_added_on_a_stale_page_too(named, open_first, admin_client):
    page, first = open_first(named)
    OtherName.objects.create(actor=named, name="Added", kind="short")
    answer = admin_client.post(page, first | {"_add_row": "other_names"})
    assert said(answer) == f"{ROW_ADDED_MESSAGE} {STALE_MESSAGE}"
    [formset] = [each.formset for each in answer.context["inline_admin_formsets"][:1]]
    assert [form["name"].value() for form in formset.forms] == ["Added", "First", None]
    filled = {"other_names-2-name": "Third", "other_names-2-kind": "short"}
    assert admin_client.post(page, typed(answer) | filled).status_code == 302
    assert sorted(each.name for each in named.other_names.all()) == ["Added", "First", "Third"]


def test_what_was_deleted_on_the_desk_is_restored_from_the_page_that_says_so(
    actor, named, open_first, admin_client, other
):
    for editor, row, gone in ((other, named, GONE_MESSAGE), (admin_client, actor, OWN_GONE_MESSAGE)):
        page, first = open_first(row)
        assert delete(editor, row).status_code == 302
        answer = admin_client.post(page, first | {"name": "Typed at length"})
        told = said(answer)
        assert told.startswith(gone)
        assert ANEW in told
        assert f'<a href="{url(Actor, "deleted")}">Deleted</a>' in answer.text
        [restore] = re.findall(r'<a href="([^"]*)">restore it</a>', told)
        assert answer.text.count(f'<a href="{restore}">restore it</a>') >= 1
    back = admin_client.get(restore)
    sent = typed(back) | {"_restored": back.context["restored_from"]}
    assert admin_client.post(url(Actor, "add"), sent).status_code == 302
    assert Actor.objects.get(slug="testland").pk == actor.pk
