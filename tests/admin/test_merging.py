"""A stale save is merged field by field: what an editor left alone follows what is stored now."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from reports.admin.conflicts import STALE_MESSAGE, UNSEEN_MESSAGE, read_mark
from reports.admin.merging import merge
from reports.models import Actor, Evidence, OtherName
from tests.admin.desk import (
    TEXT,
    WHY,
    change,
    errors,
    make_actor,
    make_participant,
    typed,
    url,
)
from tests.factories import make_block, make_evidence


def open_page(client, row):
    """Open the page of `row`: its address, and what a browser would send back of it."""
    page = url(type(row), "change", row.pk)
    return page, typed(client.get(page))


def lines(answer, name):
    """The lines of a table of a conflict, as tuples."""
    return [tuple(line) for line in answer.context[name]]


@pytest.mark.parametrize(
    ("typed_", "opened", "stored", "kept", "told"),
    [
        (["a"], ["a"], ["a"], ["a"], ""),
        (["mine"], ["a"], ["a"], ["mine"], ""),
        (["a"], ["a"], ["theirs"], ["theirs"], "theirs"),
        (["same"], ["a"], ["same"], ["same"], ""),
        (["mine"], ["a"], ["theirs"], ["mine"], "both"),
        ([""], ["a"], ["theirs"], [""], "both"),
        ([], ["on"], [], [], ""),
        ([], [], ["on"], ["on"], "theirs"),
        (["a\r\nb"], ["a\nb"], ["theirs"], ["theirs"], "theirs"),
        (["mine"], ["a"], None, ["mine"], "fixed"),
        (["a"], ["a"], None, ["a"], ""),
        ([], None, ["a"], ["a"], "freed"),
    ],
)
def test_a_field_has_three_states(typed_, opened, stored, kept, told):
    before, now = ({} if each is None else {"f": each} for each in (opened, stored))
    merged = merge({"f": typed_}, before, now)
    assert merged.values["f"] == kept
    assert {name for name in merged._fields[1:] if getattr(merged, name)} == ({told} if told else set())


def test_what_was_left_alone_follows_what_is_stored_on_the_second_save(
    actor, open_first, admin_client, other
):
    page, first = open_first(actor)
    theirs = {"article": "on", "slug": "theirs", "kind": "organisation"}
    assert other.post(page, first | theirs).status_code == 302
    answer = admin_client.post(page, first | {"name": "My name", "kind": "process"})
    assert errors_of(answer) == [STALE_MESSAGE]
    assert lines(answer, "differences") == [("", "Kind", "Organisation", "Process or forum")]
    assert sorted(lines(answer, "theirs")) == [
        ("", "Slug", "testland", "theirs"),
        ("", "Written with “the”", "no", "yes"),
    ]
    assert admin_client.post(page, typed(answer)).status_code == 302
    actor.refresh_from_db()
    assert (actor.name, actor.article, actor.slug, actor.kind) == ("My name", True, "theirs", "process")


def errors_of(answer):
    """The sentences above the form of a page, also where somebody has saved before."""
    assert answer.status_code == 200
    return list(answer.context["adminform"].form.non_field_errors())


def test_rows_are_merged_each_with_its_own(named, admin_client):
    rows = [OtherName(actor=named, name=name, kind="short") for name in ("Second", "Third")]
    OtherName.objects.bulk_create(rows)
    page, first = open_page(admin_client, named)
    named.other_names.filter(name="First").update(kind="former")
    named.other_names.filter(name="Second").update(ambiguous=True)
    mine = {"other_names-0-name": "Mine", "other_names-2-name": "Mine too"}
    answer = admin_client.post(page, first | mine)
    assert errors_of(answer) == [STALE_MESSAGE]
    assert lines(answer, "differences") == []
    told = [(field, old, new) for _, field, old, new in lines(answer, "theirs")]
    assert told == [("Kind", "Short or other form", "Former name"), ("Ambiguous", "no", "yes")]
    assert admin_client.post(page, typed(answer)).status_code == 302
    names = named.other_names.order_by("pk").values_list("name", "kind", "ambiguous")
    assert list(names) == [
        ("Mine", "former", False),
        ("Second", "short", True),
        ("Mine too", "short", False),
    ]


def test_a_tick_says_yes_and_no(draft, open_first, admin_client):
    report = draft.report
    page, first = open_first(report)
    assert admin_client.post(page, first | {"published": "on"}).status_code == 302
    answer = admin_client.post(page, first | {"title": "Mine"})
    assert ("", "Published", "no", "yes") in lines(answer, "theirs")
    assert admin_client.post(page, typed(answer)).status_code == 302
    report.refresh_from_db()
    assert (report.title, report.published) == ("Mine", True)


def test_a_row_to_be_deleted_that_another_has_changed_is_told_first(named, open_first, admin_client):
    row = named.other_names.get()
    page, first = open_first(named)
    named.other_names.update(name="Theirs")
    answer = admin_client.post(page, first | {"other_names-0-DELETE": "on"})
    told = [(field, old, new) for _, field, old, new in lines(answer, "differences")]
    assert told == [("Name", "Theirs", "(the row is ticked to be deleted)")]
    assert admin_client.post(page, typed(answer) | {"other_names-0-DELETE": "on"}).status_code == 302
    assert not OtherName.objects.filter(pk=row.pk).exists()


def test_rows_that_are_gone_are_told_in_words_and_those_added_by_name(draft, actor, admin_client):
    row = make_participant(draft, actor)
    page, first = open_page(admin_client, draft.report.meeting)
    row.delete()
    make_participant(draft, make_actor("added"))
    answer = admin_client.post(page, first)
    assert answer.context["merge"].added == ["Added"]
    [said] = answer.context["merge"].vanished
    assert said.startswith(f"Report: {draft.report}; Order: 1; Actor: Testland")
    assert "Role: Observer; Name as written: Testland" in said
    assert "DELETE" not in said


def test_two_who_did_the_same_are_in_nobodys_way(actor, open_first, admin_client):
    page, first = open_first(actor)
    assert admin_client.post(page, first | {"name": "Same"}).status_code == 302
    assert admin_client.post(page, first | {"name": "Same"}).status_code == 302


def test_a_page_without_a_mark_of_ours_is_refused_and_keeps_what_was_sent(
    named, open_first, admin_client
):
    page, first = open_first(named)
    del first["_seen"]
    assert [read_mark(each) for each in ("", "x", "eyJ9:x", ".eJw:" + "x" * 43)] == [None] * 4
    for mark in ({}, {"_seen": "x"}):
        sent = first | mark | {"name": "Typed", "other_names-0-name": "Typed too"}
        answer = admin_client.post(page, sent)
        assert errors(answer) == UNSEEN_MESSAGE, mark
        assert [each[2:] for each in lines(answer, "differences")] == [
            ("Namedland", "Typed"),
            ("First", "Typed too"),
        ]
        assert Actor.objects.get(pk=named.pk).name == "Namedland"
    assert admin_client.post(page, typed(answer)).status_code == 302
    assert Actor.objects.get(pk=named.pk).name == "Typed"
    assert named.other_names.get().name == "Typed too"


def test_an_unchanged_page_without_a_mark_is_refused_too(actor, open_first, admin_client):
    page, first = open_first(actor)
    del first["_seen"]
    assert errors(admin_client.post(page, first)) == UNSEEN_MESSAGE


def test_an_anchor_that_was_fixed_by_a_publication_is_told_and_not_lost(draft, open_first, admin_client):
    page, first = open_first(draft)
    assert change(admin_client, draft.report, published="on").status_code == 302
    text = TEXT.replace("hall", "palace")
    answer = admin_client.post(page, first | {"evidence-0-anchor": "lunch", "text": text})
    assert errors_of(answer) == [STALE_MESSAGE]
    [fixed] = answer.context["merge"].fixed
    assert fixed[1:] == ("Anchor", "dinner", "lunch")
    assert "These are public now, and fixed." in answer.text
    assert answer.context["adminform"].form["text"].value() == text
    assert admin_client.post(page, typed(answer)).status_code == 302
    draft.refresh_from_db()
    assert (draft.text, draft.evidence.get().anchor) == (text, "dinner")


def test_an_anchor_that_was_freed_by_a_withdrawal_stays_as_it_is(block, open_first, admin_client):
    page, first = open_first(block)
    assert "evidence-0-anchor" not in first
    block.report.published = False
    block.report.save()
    answer = admin_client.post(page, first | {"evidence-0-prefix": "lunch was "})
    assert errors_of(answer) == [STALE_MESSAGE]
    assert [each[1:] for each in lines(answer, "theirs")] == [
        ("Anchor", "(fixed when you opened the page)", "dinner")
    ]
    assert admin_client.post(page, typed(answer)).status_code == 302
    row = Evidence.objects.get(block=block)
    assert (row.anchor, row.prefix) == ("dinner", "lunch was ")


def test_an_account_is_merged_too_its_rights_and_dates(empty, admin_client):
    user = User.objects.create(username="her")
    groups = [Group.objects.create(name=name) for name in ("one", "two")]
    right = Permission.objects.get(codename="view_actor")
    page = reverse("admin:auth_user_change", args=[user.pk])
    first = accounts_page(admin_client, page)
    user.groups.set(groups)
    user.user_permissions.add(right)
    answer = admin_client.post(page, first | {"first_name": "Mine"})
    assert errors_of(answer) == [STALE_MESSAGE]
    told = {field: new for _, field, _, new in lines(answer, "theirs")}
    assert told["Groups"] == "one, two"
    assert admin_client.post(page, accounts_page(admin_client, page, answer)).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Mine"
    assert set(user.groups.all()) == set(groups)
    assert list(user.user_permissions.all()) == [right]


def accounts_page(client, page, answer=None):
    """Return what a browser sends of an account's page, which has lists and fields of two boxes."""
    answer = answer or client.get(page)
    form, found = answer.context["adminform"].form, {"_seen": answer.context["seen"]} | WHY
    for bound in form:
        value = bound.value()
        if bound.name in ("last_login", "date_joined"):
            parts = bound.field.widget.decompress(value) if not isinstance(value, list) else value
            found |= {f"{bound.name}_{n}": str(each or "")[:19] for n, each in enumerate(parts)}
        elif isinstance(value, list):
            found[bound.name] = [str(getattr(each, "pk", each)) for each in value]
        elif value not in (None, False) and not bound.field.disabled:
            found[bound.name] = "on" if value is True else str(value)
    return found


def test_rows_of_one_name_are_told_apart_by_their_number(draft, admin_client):
    start = "Senior officials met in a hall that was made for such a meeting and "
    draft = make_block(draft.report, 2, f"{start}ate. {start}drank.")
    for anchor, last in (("one", "ate"), ("two", "drank")):
        make_evidence(draft, f"{start}{last}", anchor, meeting=draft.report.meeting)
    page, first = open_page(admin_client, draft)
    for row in draft.evidence.all():
        draft.evidence.filter(pk=row.pk).update(anchor=f"their-{row.anchor}")
    mine = {f"evidence-{number}-anchor": f"mine-{number}" for number in (0, 1)}
    answer = admin_client.post(page, first | mine)
    name = f"para 2: “{start[:60]}”"
    assert [each[0] for each in lines(answer, "differences")] == [
        f"{name} (evidence 1)",
        f"{name} (evidence 2)",
    ]
