"""Every version of a page can be seen, compared and restored, and so can what was deleted."""

import json

from reversion.models import Revision, Version

from reports.admin import recording
from reports.admin.restoring import version_sent
from reports.integrity.checks import deferred_checks
from reports.models import Actor, Block, Meeting, OtherName, Participant
from tests.admin.desk import (
    SITE,
    TEXT,
    change,
    delete_selected,
    form_of,
    make_actor,
    make_participant,
    told,
    told_at,
    typed,
    url,
)
from tests.factories import claims_of, make_evidence

MENDED = TEXT.replace("hall", "palace")


def history(client, row, key=None):
    """The entries on the page of the history of `row`, the newest first."""
    return client.get(url(type(row), "history", key or row.pk)).context["entries"]


def said(entry):
    """The differences of an entry, as tuples."""
    return [tuple(each) for each in entry.differences]


def restored(client, row, version, key=None):
    """The form that the page to restore `version` of `row` shows."""
    answer = client.get(url(type(row), "restore", key or row.pk, version.pk))
    assert answer.status_code == 200
    return answer


def keep(row):
    """Keep what the page of `row` shows as a version of it."""
    page = recording.Page(type(row), row.pk)
    shown = recording.arrange([page], recording.stored([page], "default"))[page]
    recording.save([recording.version(page, recording.serialize(shown), str(row), "default")], "default")
    return Version.objects.latest("pk")


def add_evidence(record, kind, anchor="lunch"):
    """Words of its own for a record of the text that make_text makes."""
    block = Block.objects.get(report=record.report, key="p1")
    return make_evidence(block, "hosted by Fiji too", anchor, **{kind: record})


def test_the_first_change_keeps_what_was_there_before(block, change_first, admin_client):
    assert not Version.objects.exists()  # the shell keeps none
    assert change_first(block, text=MENDED, _reason="A slip").status_code == 302
    page = admin_client.get(url(Block, "history", block.pk))
    after, before = page.context["entries"]
    assert (before.action, before.who) == ("As it was at first", "")
    assert (after.action, after.who, after.version.revision.comment) == ("Changed", "editor", "A slip")
    assert said(after) == [("", "Text", TEXT, MENDED)]
    assert "met in a <del>hall</del>." in page.text
    assert "met in a <ins>palace</ins>." in page.text
    assert f"{after.version.revision.date_created:%H:%M} UTC" in page.text
    assert "A slip" in page.text


def test_a_second_change_keeps_one_version_more(block, change_first, admin_client):
    change_first(block, text=MENDED)
    change(admin_client, block, text=TEXT)
    page = admin_client.get(url(Block, "history", block.pk))
    entries = page.context["entries"]
    assert [entry.action for entry in entries] == ["Restored", "Changed", "As it was at first"]
    assert [entry.source for entry in entries] == [entries[2].version, None, None]
    assert "As it was in" in page.text


def test_what_was_changed_elsewhere_is_not_said_to_be_the_editor_s(actor, change_first, admin_client):
    change_first(actor, name="Second")
    actor.name = "By the shell"
    actor.save()
    change(admin_client, actor, name="Third")
    third, shell, second, _ = history(admin_client, actor)
    assert said(third) == [("", "Name", "By the shell", "Third")]
    assert (shell.action, shell.who) == ("Changed elsewhere than on the desk", "")
    assert said(shell) == [("", "Name", "Second", "By the shell")]
    assert said(second) == [("", "Name", "Testland", "Second")]


def test_a_quote_corrected_with_its_text_is_in_the_history_of_its_record_too(
    block, change_first, admin_client
):
    changes = {"text": TEXT.replace("Fiji", "Tonga"), "evidence-0-quote": "hosted by Tonga"}
    changes["evidence-0-confirmed"] = claims_of(
        block.report.meeting, "hosted by Tonga", Block(text=changes["text"]), "dinner was "
    )
    assert change_first(block, **changes, _reason="Misread").status_code == 302
    quote = ("Evidence “dinner”", "Quote", "hosted by Fiji", "hosted by Tonga")
    for row in (block.report.meeting, block):
        entry = history(admin_client, row)[0]
        assert quote in said(entry)
        assert entry.version.revision.comment == "Misread"
    own = history(admin_client, block.evidence.get())[0]
    assert said(own)[0] == ("", *quote[1:])
    assert [each[1] for each in said(own)[1:]] == ["Read and found right"]  # asked anew of other words


def test_rows_added_and_taken_off_are_told(named, change_first, admin_client):
    new = {"name": "New", "kind": "former", "actor": named.pk}
    changes = {f"other_names-1-{name}": value for name, value in new.items()}
    change_first(named, **changes, **{"other_names-0-DELETE": "on", "other_names-TOTAL_FORMS": 2})
    former, short = (OtherName(kind=kind).get_kind_display() for kind in ("former", "short"))
    assert said(history(admin_client, named)[0]) == [
        ("Other name “First” (taken off)", "Name", "First", "(empty)"),
        ("Other name “First” (taken off)", "Kind", short, "(empty)"),
        ("Other name “New” (added)", "Name", "(empty)", "New"),
        ("Other name “New” (added)", "Kind", "(empty)", former),
    ]


def test_a_version_is_restored_unsaved_and_saved_under_the_rules(block, admin_client):
    first = keep(block)
    block.text = MENDED
    block.save()
    answer = restored(admin_client, block, first)
    block.refresh_from_db()
    assert block.text == MENDED
    assert answer.context["adminform"].form["text"].value() == TEXT
    assert [tuple(each) for each in answer.context["differences"]] == [("", "Text", MENDED, TEXT)]
    assert answer.context["adminform"].form["_reason"].value().startswith("Restored as of ")
    assert admin_client.post(url(Block, "change", block.pk), typed(answer)).status_code == 302
    block.refresh_from_db()
    assert block.text == TEXT


def test_rows_of_a_version_come_back_and_later_ones_are_ticked_to_go(named, admin_client):
    version = keep(named)
    named.other_names.all().delete()
    OtherName.objects.create(actor=named, name="Later", kind="former")
    answer = restored(admin_client, named, version)
    assert answer.context["notes"] == [
        "Other name “Later” was added later, and is ticked to be deleted.",
        "Other name “First” is not there now, and is added again below.",
    ]
    assert admin_client.post(url(Actor, "change", named.pk), typed(answer)).status_code == 302
    assert [(each.name, each.kind) for each in named.other_names.all()] == [("First", "short")]


def test_a_place_taken_since_is_the_form_s_ordinary_error(draft, admin_client):
    row = make_participant(draft, make_actor("a"), order=1)
    version = keep(row)
    row.order = 2
    row.save()
    make_participant(draft, make_actor("b"), order=1)
    answer = restored(admin_client, row, version)
    assert "place" in told_at(answer, "order")
    assert answer.context["adminform"].form["order"].value() == "1"


def test_a_text_corrected_since_is_the_form_s_ordinary_error(block, admin_client):
    meeting = block.report.meeting
    version = keep(meeting)
    with deferred_checks():
        block.text = TEXT.replace("Fiji", "Tonga")
        block.save()
        quote = block.evidence.get()
        quote.quote = "hosted by Tonga"
        quote.confirmed = claims_of(meeting, quote.quote, block, quote.prefix)
        quote.save()
    answer = restored(admin_client, meeting, version)
    saved = admin_client.post(url(Meeting, "change", meeting.pk), typed(answer))
    assert "These words are not in para 1" in told_at(saved, "evidence-0-quote")
    assert (
        saved.context["inline_admin_formsets"][0].formset.forms[0]["quote"].value() == "hosted by Fiji"
    )


def test_what_was_deleted_is_found_and_restored_with_its_evidence_and_history(block, admin_client):
    with deferred_checks():
        row = make_participant(block, make_actor("otherland"))
        add_evidence(row, "participant")
    key, row.name_written = row.pk, "Fiji"
    quote = row.evidence.get()
    right = claims_of(row, quote.quote, quote.block, quote.prefix)
    change(admin_client, row, name_written="Fiji", **{"evidence-0-confirmed": right})
    page = url(Participant, "delete", key)
    sent = form_of(admin_client.get(page)) | {"_reason": "Not in the list"}
    assert admin_client.post(page, sent).status_code == 302
    assert not Participant.objects.filter(pk=key).exists()
    listed = admin_client.get(url(Participant, "deleted"))
    [(entry, last)] = listed.context["entries"]
    assert (entry.version.object_repr, entry.who) == ("Fiji", "editor")
    assert "Not in the list" in listed.text
    assert history(admin_client, row, key)[0].action == "Deleted"
    answer = restored(admin_client, row, Version.objects.get(pk=last), key)
    assert f'action="{url(Participant, "add")}"' in answer.text
    data = typed(answer) | {"_restored": answer.context["restored_from"]}
    assert admin_client.post(url(Participant, "add"), data).status_code == 302
    made = Participant.objects.get(pk=key)
    assert (made.pk, made.name_written) == (key, "Fiji")
    assert made.evidence.get().quote == "hosted by Fiji too"
    page = admin_client.get(url(Participant, "history", key))
    assert [each.action for each in page.context["entries"]] == [
        "Restored",
        "Deleted",
        "Changed",
        "As it was at first",
    ]
    assert "Before versions were kept" not in page.text
    assert not admin_client.get(url(Participant, "deleted")).context["entries"]


def test_what_is_added_anew_by_hand_leads_to_the_history_of_what_was_deleted(actor, admin_client):
    key = actor.pk
    keep(actor)
    actor.delete()
    for anew, names in ((make_actor(), ["Testland"]), (make_actor("otherland"), [])):
        page = admin_client.get(url(Actor, "history", anew.pk))
        assert anew.pk != key
        assert [each.object_repr for each in page.context["namesakes"]] == names
        assert (f'href="{url(Actor, "history", key)}"' in page.text) == bool(names)
    renamed = Actor.objects.get(slug="testland")
    renamed.name = "Testland Islands"
    renamed.save()  # its slug is the same
    assert admin_client.get(url(Actor, "history", renamed.pk)).context["namesakes"]


def test_what_is_deleted_with_a_list_s_action_is_kept(draft, actor, admin_client):
    rows = [make_participant(draft, actor, order=1)]
    rows.append(make_participant(rows[0].report.blocks.get(key="p1"), make_actor("b"), order=2))
    answer = delete_selected(admin_client, Participant, *(row.pk for row in rows))
    assert "Successfully deleted" in told(answer)
    entries = admin_client.get(url(Participant, "deleted")).context["entries"]
    assert {entry.version.object_repr for entry, _ in entries} == {"Testland", "B"}
    assert len({entry.version.revision_id for entry, _ in entries}) == 1


def test_an_error_in_what_is_added_anew_keeps_its_key(draft, actor, admin_client, rf):
    row = make_participant(draft, actor)
    key, version = row.pk, keep(row)
    row.delete()
    data = typed(restored(admin_client, row, version, key)) | {"_restored": version.pk}
    answer = admin_client.post(url(Participant, "add"), data | {"role": ""})
    assert f'name="_restored" value="{version.pk}"' in answer.text
    for bad in ("x", "9" * 30, "²"):
        assert version_sent(SITE[Participant], rf.post("/", {"_restored": bad})) is None
    answer = admin_client.post(url(Participant, "add"), data | {"role": "", "_restored": bad})
    assert answer.status_code == 200


def test_a_version_with_other_fields_says_what_it_lacks_and_has_besides(empty, admin_client):
    actor = make_actor(iso2="TT", iso3="TTO")
    version = keep(actor)
    rows = json.loads(version.serialized_data)
    rows[0]["fields"]["label"] = rows[0]["fields"].pop("name")
    del rows[0]["fields"]["iso3"]
    rows.append({"model": "reports.gone", "pk": 1, "fields": {"name": "x"}})
    version.serialized_data = json.dumps(rows)
    version.save()
    answer = restored(admin_client, actor, version)
    notes = " ".join(answer.context["notes"])
    assert "It says nothing of “Name” (actor), a field made later" in notes
    assert "Its “Label” (actor) is no field any more and comes into no form: “Testland”." in notes
    assert "It has rows of a kind that there is no more: reports.gone." in notes
    assert answer.context["adminform"].form["name"].value() == "Testland"  # as stored, and not empty
    assert answer.context["adminform"].form["iso3"].value() == "TTO"
    assert "no field any more" in admin_client.get(url(Actor, "version", actor.pk, version.pk)).text
    change(admin_client, actor, name="Other")
    new = history(admin_client, actor)[0].version
    compared = admin_client.get(url(Actor, "compare", actor.pk), {"old": version.pk, "new": new.pk})
    assert ("", "Name", "(no such field then)", "Other") in map(tuple, compared.context["differences"])


def test_any_two_versions_are_compared_the_older_first(actor, admin_client):
    versions = []
    for name in ("One", "Two", "Three"):
        Actor.objects.filter(pk=actor.pk).update(name=f"Land {name}")
        versions.append(keep(actor))
    one, two, three = versions
    for old, new in ((one, three), (three, one)):
        answer = admin_client.get(url(Actor, "compare", actor.pk), {"old": old.pk, "new": new.pk})
        assert [tuple(each) for each in answer.context["differences"]] == [
            ("", "Name", "Land One", "Land Three")
        ]
        assert "Land <del>One</del>" in answer.text
    same = admin_client.get(url(Actor, "compare", actor.pk), {"old": two.pk, "new": two.pk})
    assert "they are the same" in same.text


def test_an_address_of_no_version_is_not_found(actor, named, admin_client):
    version = keep(named)
    for page in ("version", "restore"):
        for number in (version.pk, 10**30):
            assert admin_client.get(url(Actor, page, actor.pk, number)).status_code == 404
    for bad in ("", "x", "²", "9" * 30):
        answer = admin_client.get(url(Actor, "compare", actor.pk), {"old": bad, "new": version.pk})
        assert answer.status_code == 404
    for key in (10**30, "x", "²"):
        assert admin_client.get(url(Actor, "history", key)).status_code == 404
    assert admin_client.get(url(Actor, "deleted"), {"p": "x"}).status_code == 200


def test_nobody_without_permission_sees_or_restores_a_version(actor, client, django_user_model):
    version = keep(actor)
    pages = [
        url(Actor, "history", actor.pk),
        url(Actor, "version", actor.pk, version.pk),
        url(Actor, "restore", actor.pk, version.pk),
        url(Actor, "compare", actor.pk),
        url(Actor, "deleted"),
    ]
    user = django_user_model.objects.create_user("reader")
    client.force_login(user)
    assert all(client.get(page).url.startswith("/admin/login/") for page in pages)
    user.is_staff = True
    user.save()
    client.force_login(user)  # the session from before has ended
    assert {client.get(page).status_code for page in pages} == {403}


def test_an_account_that_is_deleted_leaves_its_versions(
    actor, change_first, admin_client, django_user_model
):
    other = django_user_model.objects.create_superuser("other")
    admin_client.force_login(other)
    change_first(actor, name="Other")
    admin_client.force_login(django_user_model.objects.create_superuser("third"))
    other.delete()
    assert history(admin_client, actor)[0].who == "an account that was deleted"


def test_a_refused_save_keeps_no_version(block, change_first):
    assert change_first(block, text="Something else.").status_code == 200
    assert not Revision.objects.exists()
