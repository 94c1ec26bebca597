"""What is public goes only after a page that names it, with its addresses, and asks why."""

import re

import pytest

from reports.admin import withdrawals
from reports.integrity.checks import deferred_checks
from reports.models import (
    Actor,
    Block,
    Evidence,
    FormerAddress,
    OtherName,
    Participant,
    Report,
    Revision,
    Workshop,
    WorkshopRole,
)
from tests.admin.desk import (
    change,
    form_of,
    form_once,
    make_actor,
    make_participant,
    told,
    typed,
    url,
)
from tests.factories import make_evidence, make_record

WORKSHOP = {"slug": "w", "order": 1, "name": "lunch", "kind": "workshop", "state": "held"}
WHY = {"_reason": "Entered twice."}


def make_workshop(block, slug="w"):
    """A workshop, public with the report of `block`, with a host: its page, and evidence of each."""
    with deferred_checks():
        workshop = make_record(block, Workshop, "lunch", **WORKSHOP | {"slug": slug})
        fields = {"name": "Fiji", "kind": "country"}
        actor, _ = Actor.objects.get_or_create(slug="fiji", defaults=fields)
        role = WorkshopRole.objects.create(
            workshop=workshop, actor=actor, role="host", name_written="Fiji", order=1
        )
        make_evidence(block, "by Fiji too", "host", workshop_role=role)
    return workshop


@pytest.fixture(scope="module")
def workshops(texts):
    """Workshops of the published text and of the draft, written once for the module: their keys."""
    published, draft = (Block.objects.get(pk=key) for key in texts)
    return make_workshop(published).pk, make_workshop(draft, "w-draft").pk


@pytest.fixture
def workshop(workshops, db):
    """The workshop of the published text, as stored."""
    return Workshop.objects.select_related("report__meeting").get(pk=workshops[0])


@pytest.fixture
def draft_workshop(workshops, db):
    """The workshop of the draft, as stored."""
    return Workshop.objects.select_related("report__meeting").get(pk=workshops[1])


@pytest.fixture
def asked_first(workshop, admin_client, kept_of_texts):
    """Ask to delete the workshop as it was written, once for all tests of the module.

    Returns the address of the page that names what goes, and what a browser would send of it.
    """
    page = url(Workshop, "delete", workshop.pk)
    return page, form_once(kept_of_texts, admin_client, page, form_of)


def stored(workshop):
    """The row of `workshop`; None where there is none any more."""
    return Workshop.objects.filter(pk=workshop.pk).first()


def asks(answer):
    """What the page that asks before something goes names: all of its text, as one line."""
    assert answer.status_code == 200
    assert "admin/withdrawal.html" in [template.name for template in answer.templates]
    main = answer.content.decode().partition('<div id="content"')[2]
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", main))


def state():
    """All that a withdrawal could change, as counted."""
    models = (Workshop, WorkshopRole, Evidence, Participant, FormerAddress, Block, OtherName)
    return [model.objects.count() for model in models], Revision.objects.current()


def test_the_page_names_what_goes_and_its_addresses(workshop, admin_client):
    workshop.slug = "w2"
    workshop.save()
    before = state()
    page = url(Workshop, "delete", workshop.pk)
    answer = admin_client.get(page)
    said = asks(answer)
    assert "2 evidence, 1 workshop, 1 workshop role." in said
    role = "Workshop role: Hosted by: Fiji Evidence: para 1: “by Fiji too”"
    assert f"Workshop: Lunch Evidence: para 1: “lunch” {role}" in said
    assert "Workshop “Lunch, Fiji”: /workshops/w2/" in said
    assert "A former address of one of these: /workshops/w/" in said
    assert answer.context["reason"].errors == []
    assert state() == before
    sent = form_of(answer)
    # Without a reason it is asked again, at its field and at the top.
    again = admin_client.post(page, sent)
    assert asks(again).count("Say in a sentence why") == 2
    assert 'aria-invalid="true"' in again.content.decode()
    assert "autofocus" in again.content.decode()
    assert state() == before
    done = admin_client.post(page, sent | WHY)
    assert "was deleted successfully" in told(done)
    assert not stored(workshop)
    assert admin_client.get("/workshops/w/").status_code == 410
    assert admin_client.get("/workshops/w2/").status_code == 410


def test_nothing_goes_without_the_page(workshop, draft_workshop, admin_client):
    before = state()
    unread, other = {"post": "yes"}, {"post": "yes", "_reason": "x", "_withdrawal": "y"}
    for row, sent in ((workshop, unread), (workshop, other), (draft_workshop, unread)):
        answer = admin_client.post(url(Workshop, "delete", row.pk), sent)
        assert ("/workshops/w" in asks(answer)) == (row == workshop)
        assert ("What goes is not what this page named" in asks(answer)) == (sent == other)
        assert state() == before
        assert told(answer) == ""


def test_what_has_changed_since_the_page_is_named_again(workshop, block, asked_first, admin_client):
    page, sent = asked_first
    make_evidence(block, "The dinner", "more", workshop=workshop)
    answer = admin_client.post(page, sent | WHY)
    assert "What goes is not what this page named before" in asks(answer)
    assert "The dinner" in asks(answer)
    assert 'value="Entered twice."' in answer.content.decode()
    assert stored(workshop)


@pytest.mark.parametrize(("published", "selected"), [(True, False), (False, True)])
def test_what_was_edited_since_the_page_is_named_again(
    workshop, draft_workshop, admin_client, published, selected
):
    workshop = workshop if published else draft_workshop
    if selected:
        page = url(Workshop, "changelist")
        action = {"action": "delete_selected", "_selected_action": [workshop.pk]}
        sent = form_of(admin_client.post(page, action)) | WHY
    else:
        page = url(Workshop, "delete", workshop.pk)
        sent = form_of(admin_client.get(page)) | WHY
    workshop.audience = "lunch"
    workshop.save()
    answer = admin_client.post(page, sent)
    assert "What goes is not what this page named before" in asks(answer)
    assert [tuple(each) for each in answer.context["differences"]] == [
        ("Workshop “lunch”", "Audience", "(empty)", "lunch")
    ]
    assert "Audience (empty) lunch" in asks(answer)
    assert stored(workshop).audience == "lunch"
    done = admin_client.post(page, form_of(answer) | WHY)
    assert "deleted" in told(done)
    assert not stored(workshop)


def test_a_long_state_is_compared_though_no_page_carries_it(draft_workshop, admin_client, monkeypatch):
    monkeypatch.setattr(withdrawals, "MOST_NAMED", 10)
    page = url(Workshop, "delete", draft_workshop.pk)
    sent = form_of(admin_client.get(page))
    assert sent["_named"] == [""]
    Workshop.objects.filter(pk=draft_workshop.pk).update(audience="lunch")
    answer = admin_client.post(page, sent)
    assert "What goes is not what this page named before" in asks(answer)
    assert answer.context["differences"] == []


def test_selected_records_go_after_the_page_which_keeps_the_selection(block, admin_client):
    keys = []
    with deferred_checks():
        for number, name in enumerate(("alpha", "beta", "gamma"), 1):
            participant = make_participant(block, make_actor(name), number)
            make_evidence(block, "Officials", f"a{number}", participant=participant)
            keys.append(participant.pk)
    page = url(Participant, "changelist")
    action = {"action": "delete_selected", "_selected_action": keys[:2]}
    answer = admin_client.post(page, action)
    said = asks(answer)
    assert "Participant: Alpha" in said
    assert "Participant: Beta" in said
    assert "Gamma" not in said
    again = admin_client.post(page, form_of(answer))
    assert form_of(again)["_selected_action"] == [str(key) for key in keys[:2]]
    assert Participant.objects.count() == 3
    done = admin_client.post(page, form_of(again) | WHY)
    assert "Successfully deleted 2 participants" in told(done)
    assert Participant.objects.get().pk == keys[2]


def test_going_back_changes_nothing(workshop, asked_first, admin_client):
    before = state()
    page, sent = asked_first
    sent |= {"_back": "Go back"}
    assert admin_client.post(page, sent).url.startswith(url(Workshop, "change", workshop.pk))
    listed = url(Workshop, "changelist")
    action = {"action": "delete_selected", "_selected_action": [workshop.pk]}
    sent = form_of(admin_client.post(listed, action)) | {"_back": "Go back"}
    assert admin_client.post(listed, sent).url == listed
    assert state() == before


def test_drafts_are_named_too_and_need_no_reason(draft_workshop, admin_client):
    before = state()
    action = {"action": "delete_selected", "_selected_action": [draft_workshop.pk]}
    listed = url(Workshop, "changelist")
    for page in (
        admin_client.get(url(Workshop, "delete", draft_workshop.pk)),
        admin_client.post(listed, action),
    ):
        said = asks(page)
        assert "Are you sure you want to delete" in said
        assert "Workshop: Lunch Evidence: para 1: “lunch” Workshop role" in said
        for public in ("Readers can see", "No page goes", "off the p"):
            assert public not in said
    assert state() == before
    done = admin_client.post(listed, form_of(page) | {"_reason": ""})
    assert "Successfully deleted 1 workshop" in told(done)
    assert not FormerAddress.objects.exists()


def test_a_row_that_is_deleted_on_the_page_of_its_record_is_named_first(workshop, block, admin_client):
    make_evidence(block, "The dinner", "more", workshop=workshop)
    page = url(Workshop, "change", workshop.pk)
    sent = typed(admin_client.get(page))
    ticked = {"evidence-1-DELETE": "on", "name": "Lunch"}
    before = state()
    answer = admin_client.post(page, sent | ticked)
    said = asks(answer)
    assert "Evidence: para 1: “The dinner”" in said
    assert "No page goes" in said
    assert told(answer) == ""
    assert state() == before
    # Back to the form as it was typed.
    form = admin_client.post(page, form_of(answer) | {"_back": "Go back"})
    assert "Nothing was saved: the form holds what you typed." in form.content.decode()
    assert 'value="Lunch"' in form.content.decode()
    assert state() == before
    done = admin_client.post(page, form_of(answer) | WHY)
    assert "was changed successfully" in told(done)
    assert stored(workshop).name == "Lunch"
    assert not Evidence.objects.filter(anchor="more").exists()


def test_unpublishing_a_report_names_each_record_and_address(workshop, admin_client):
    report = workshop.report
    before = state()
    page = url(Report, "change", report.pk)
    sent = typed(admin_client.get(page))
    del sent["published"]
    answer = admin_client.post(page, sent)
    said = asks(answer)
    assert "Report “Test”: /meetings/2005-test/report/" in said
    assert "Meeting “Test Meeting”: /meetings/2005-test/" in said
    assert "Workshop “Lunch, Fiji”: /workshops/w/" in said
    assert "Participant or other actor “Fiji”: /participants/fiji/" in said
    assert state() == before
    done = admin_client.post(page, form_of(answer) | WHY)
    assert "was changed successfully" in told(done)
    meeting = "/meetings/2005-test/"
    gone = (meeting, f"{meeting}report/1/", "/workshops/w/", "/participants/fiji/")
    assert {admin_client.get(address).status_code for address in gone} == {410}
    # Published again, with nothing to ask.
    assert change(admin_client, report, published="on").status_code == 302
    assert {admin_client.get(address).status_code for address in gone} == {200}


def test_what_moves_to_a_draft_is_named(workshop, change_first):
    draft = Report.objects.create(meeting=workshop.report.meeting, title="D", slug="d", order=2)
    answer = change_first(workshop, report=draft.pk)
    assert "Workshop “Lunch, Fiji”: /workshops/w/" in asks(answer)
    assert stored(workshop).report == workshop.report


def test_another_name_of_a_public_actor_is_named(workshop, admin_client):
    actor = Actor.objects.get(slug="fiji")
    OtherName.objects.create(actor=actor, name="Republic of Fiji", kind="official")
    answer = change(admin_client, actor, **{"other_names-0-DELETE": "on"})
    assert "Other name: Republic of Fiji" in asks(answer)


def test_a_change_that_takes_nothing_away_asks_nothing(workshop, change_first):
    answer = change_first(workshop, name="Lunch")
    assert answer.status_code == 302
    assert stored(workshop).name == "Lunch"


def test_a_public_slug_may_change_and_leads_on(workshop, admin_client):
    page = admin_client.get(url(Workshop, "change", workshop.pk))
    assert "its address leads to the new one for ever" in page.content.decode()
    assert (
        admin_client.post(
            url(Workshop, "change", workshop.pk), typed(page) | {"slug": "lunch"}
        ).status_code
        == 302
    )
    answer = admin_client.get("/workshops/w/?a=b")
    assert (answer.status_code, answer["Location"]) == (301, "/workshops/lunch/?a=b")


def test_a_public_paragraph_may_be_renumbered(block, admin_client):
    assert change(admin_client, block, number="2", key="p2").status_code == 302
    answer = admin_client.get("/meetings/2005-test/report/1/")
    assert (answer.status_code, answer["Location"]) == (301, "/meetings/2005-test/report/2/")


def test_a_deletion_that_a_rule_refuses_says_so_and_asks_nothing(block, admin_client):
    evidence = block.evidence.get(anchor="dinner")
    page = url(Evidence, "delete", evidence.pk)
    assert "Are you sure" in admin_client.get(page).content.decode()
    assert "has no evidence" in told(admin_client.post(page, {"post": "yes"}))
