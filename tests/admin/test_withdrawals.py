"""What is public goes only after a page that names it, with its addresses, and asks why."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.admin import withdrawals
from reports.admin.withdrawals import tree
from reports.integrity.checks import deferred_checks
from reports.models import (
    Actor,
    Block,
    Evidence,
    FormerAddress,
    Meeting,
    OtherName,
    Participant,
    Report,
    Revision,
    Workshop,
    WorkshopRole,
)
from tests.admin.desk import (
    change,
    delete_selected,
    form_of,
    make_actor,
    make_participant,
    make_text,
    told,
    typed,
    url,
)
from tests.factories import make_evidence, make_record

WORKSHOP = {"slug": "w", "order": 1, "name": "lunch", "kind": "workshop", "state": "held"}
WHY = {"_reason": "Entered twice."}


def make_workshop(block):
    """A workshop, public with the report of `block`, with a host: its page, and evidence of each."""
    with deferred_checks():
        workshop = make_record(block, Workshop, "lunch", **WORKSHOP)
        actor = Actor.objects.create(slug="fiji", name="Fiji", kind="country")
        role = WorkshopRole.objects.create(
            workshop=workshop, actor=actor, role="host", name_written="Fiji", order=1
        )
        make_evidence(block, "by Fiji too", "host", workshop_role=role)
    return workshop


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


def test_the_page_names_what_goes_and_its_addresses(empty, admin_client):
    workshop = make_workshop(make_text())
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
    assert not Workshop.objects.exists()
    assert admin_client.get("/workshops/w/").status_code == 410
    assert admin_client.get("/workshops/w2/").status_code == 410


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("sent", [{"post": "yes"}, {"post": "yes", "_reason": "x", "_withdrawal": "y"}])
def test_nothing_goes_without_the_page(empty, admin_client, sent, published):
    workshop = make_workshop(make_text(published=published))
    before = state()
    answer = admin_client.post(url(Workshop, "delete", workshop.pk), sent)
    assert ("/workshops/w/" in asks(answer)) == published
    assert ("What goes is not what this page named" in asks(answer)) == ("_withdrawal" in sent)
    assert state() == before
    assert told(answer) == ""


def test_what_has_changed_since_the_page_is_named_again(empty, admin_client):
    workshop = make_workshop(make_text())
    page = url(Workshop, "delete", workshop.pk)
    sent = form_of(admin_client.get(page)) | WHY
    make_evidence(Block.objects.get(number="1"), "The dinner", "more", workshop=workshop)
    answer = admin_client.post(page, sent)
    assert "What goes is not what this page named before" in asks(answer)
    assert "The dinner" in asks(answer)
    assert 'value="Entered twice."' in answer.content.decode()
    assert "deleted successfully" in told(admin_client.post(page, form_of(answer) | WHY))


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize("selected", [True, False])
def test_what_was_edited_since_the_page_is_named_again(empty, admin_client, published, selected):
    workshop = make_workshop(make_text(published=published))
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
    assert Workshop.objects.get().audience == "lunch"
    done = admin_client.post(page, form_of(answer) | WHY)
    assert "deleted" in told(done)
    assert not Workshop.objects.exists()


def test_a_long_state_is_compared_though_no_page_carries_it(empty, admin_client, monkeypatch):
    monkeypatch.setattr(withdrawals, "MOST_NAMED", 10)
    workshop = make_workshop(make_text(published=False))
    page = url(Workshop, "delete", workshop.pk)
    sent = form_of(admin_client.get(page))
    assert sent["_named"] == [""]
    Workshop.objects.update(audience="lunch")
    answer = admin_client.post(page, sent)
    assert "What goes is not what this page named before" in asks(answer)
    assert answer.context["differences"] == []


def test_selected_records_go_after_the_page_which_keeps_the_selection(empty, admin_client):
    block = make_text()
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


def test_going_back_changes_nothing(empty, admin_client):
    workshop = make_workshop(make_text())
    before = state()
    page = url(Workshop, "delete", workshop.pk)
    sent = form_of(admin_client.get(page)) | {"_back": "Go back"}
    assert admin_client.post(page, sent).url.startswith(url(Workshop, "change", workshop.pk))
    listed = url(Workshop, "changelist")
    action = {"action": "delete_selected", "_selected_action": [workshop.pk]}
    sent = form_of(admin_client.post(listed, action)) | {"_back": "Go back"}
    assert admin_client.post(listed, sent).url == listed
    assert state() == before


def test_drafts_are_named_too_and_need_no_reason(empty, admin_client):
    workshop = make_workshop(make_text(published=False))
    before = state()
    action = {"action": "delete_selected", "_selected_action": [workshop.pk]}
    listed = url(Workshop, "changelist")
    for page in (
        admin_client.get(url(Workshop, "delete", workshop.pk)),
        admin_client.post(listed, action),
    ):
        said = asks(page)
        assert "Are you sure you want to delete" in said
        assert "Workshop: Lunch Evidence: para 1: “lunch” Workshop role" in said
        for public in ("Readers can see", "No page goes", "off the p"):
            assert public not in said
    assert state() == before
    done = delete_selected(admin_client, Workshop, workshop.pk, _reason="")
    assert "Successfully deleted 1 workshop" in told(done)
    assert not FormerAddress.objects.exists()


def test_a_row_that_is_deleted_on_the_page_of_its_record_is_named_first(empty, admin_client):
    workshop = make_workshop(make_text())
    make_evidence(Block.objects.get(number="1"), "The dinner", "more", workshop=workshop)
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
    assert Workshop.objects.get().name == "Lunch"
    assert not Evidence.objects.filter(anchor="more").exists()


def test_unpublishing_a_report_names_each_record_and_address(empty, admin_client):
    block = make_text()
    make_workshop(block)
    report = block.report
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


def test_what_moves_to_a_draft_is_named(empty, admin_client):
    block = make_text()
    workshop = make_workshop(block)
    draft = Report.objects.create(meeting=block.report.meeting, title="D", slug="d", order=2)
    page = url(Workshop, "change", workshop.pk)
    answer = admin_client.post(page, typed(admin_client.get(page)) | {"report": draft.pk})
    assert "Workshop “Lunch, Fiji”: /workshops/w/" in asks(answer)
    assert Workshop.objects.get().report == block.report


def test_another_name_of_a_public_actor_is_named(empty, admin_client):
    make_workshop(make_text())
    actor = Actor.objects.get(slug="fiji")
    OtherName.objects.create(actor=actor, name="Republic of Fiji", kind="official")
    answer = change(admin_client, actor, **{"other_names-0-DELETE": "on"})
    assert "Other name: Republic of Fiji" in asks(answer)


def test_a_change_that_takes_nothing_away_asks_nothing(empty, admin_client):
    workshop = make_workshop(make_text())
    answer = change(admin_client, workshop, name="Lunch")
    assert answer.status_code == 302
    assert Workshop.objects.get().name == "Lunch"


def test_a_public_slug_may_change_and_leads_on(empty, admin_client):
    workshop = make_workshop(make_text())
    page = admin_client.get(url(Workshop, "change", workshop.pk))
    assert "its address leads to the new one for ever" in page.content.decode()
    assert change(admin_client, workshop, slug="lunch").status_code == 302
    answer = admin_client.get("/workshops/w/?a=b")
    assert (answer.status_code, answer["Location"]) == (301, "/workshops/lunch/?a=b")


def test_a_public_paragraph_may_be_renumbered(empty, admin_client):
    block = make_text()
    assert change(admin_client, block, number="2", key="p2").status_code == 302
    answer = admin_client.get("/meetings/2005-test/report/1/")
    assert (answer.status_code, answer["Location"]) == (301, "/meetings/2005-test/report/2/")


def test_an_anchor_and_a_value_of_a_query_stay_fixed(report, admin_client):
    evidence = Evidence.objects.filter(workshop__isnull=False).first()
    page = admin_client.get(url(Evidence, "change", evidence.pk))
    assert page.context["adminform"].form.fields["anchor"].disabled
    verb = evidence.block.evidence.exclude(finding=None).first()
    verb = verb.finding.verb if verb else report.findings.exclude(verb=None).first().verb
    page = admin_client.get(url(type(verb), "change", verb.pk))
    assert page.context["adminform"].form.fields["slug"].disabled


def test_a_deletion_that_a_rule_refuses_says_so_and_asks_nothing(empty, admin_client):
    evidence = make_text().evidence.get()
    page = url(Evidence, "delete", evidence.pk)
    assert "Are you sure" in admin_client.get(page).content.decode()
    assert "has no evidence" in told(admin_client.post(page, {"post": "yes"}))


def test_what_is_protected_is_named_as_before(report, admin_client):
    meeting = Meeting.objects.get(slug="2004-brisbane-som")
    page = admin_client.get(url(Meeting, "delete", meeting.pk)).content.decode()
    assert "Cannot delete meeting" in page


def test_many_rows_are_named_in_as_many_queries_as_few(report):
    rows = [*Participant.objects.all()[:20], *Evidence.objects.exclude(participant=None)[:20]]
    counts = []
    for chosen in (rows[:1] + rows[-1:], rows):
        fresh = [type(row)._base_manager.get(pk=row.pk) for row in chosen]
        with CaptureQueriesContext(connection) as asked:
            assert tree(fresh)
        counts.append(len(asked))
    assert counts[0] >= counts[1] - 1
    assert counts[1] < 20
