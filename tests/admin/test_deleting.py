"""A deletion that breaks a rule changes nothing, and says what stands in its way."""

from reports.models import Actor, Evidence, Participant, RetiredAnchor
from tests.admin.desk import (
    WHY,
    change,
    delete,
    delete_selected,
    errors,
    form_of,
    make_actor,
    make_participant,
    told,
    url,
)

SEEN = ("_withdrawal", "_named")  # the inputs that say what a page has named


def test_the_last_evidence_of_a_published_record_is_not_deleted(block, admin_client):
    evidence = block.evidence.get()
    answer = admin_client.post(url(Evidence, "delete", evidence.pk), {"post": "yes"} | WHY)
    assert answer.url.startswith(url(Evidence, "change", evidence.pk))
    action = {"action": "delete_selected", "_selected_action": evidence.pk, "post": "yes"} | WHY
    listed = admin_client.post(url(Evidence, "changelist"), action)
    assert listed.url == url(Evidence, "changelist")
    for refusal in (answer, listed):
        assert told(refusal).startswith("Nothing was deleted. “Test Meeting” has no evidence")
    ticked = change(admin_client, evidence.block, **{"evidence-0-DELETE": "on"})
    assert "has no evidence" in errors(ticked)
    assert Evidence.objects.filter(pk=evidence.pk).exists()
    assert not RetiredAnchor.objects.filter(block=evidence.block).exists()


def test_what_nothing_depends_on_is_deleted(draft, actor, admin_client):
    answer = delete_selected(admin_client, Evidence, draft.evidence.get().pk)
    assert "Successfully deleted" in told(answer)
    participant = make_participant(draft, actor)
    answer = delete_selected(admin_client, Participant, participant.pk)
    assert "Successfully deleted" in told(answer)
    assert "was deleted successfully" in told(delete(admin_client, draft))


def test_deleting_an_actor_in_use_names_what_depends_on_it(draft, actor, admin_client):
    participant = make_participant(draft, actor)
    page = url(Actor, "delete", participant.actor_id)
    for answer in (admin_client.get(page), admin_client.post(page, {"post": "yes"} | WHY)):
        assert 'Participant: <a href="/admin/' in answer.content.decode()
    assert Actor.objects.filter(pk=participant.actor_id).exists()


def select(client, *rows, **fields):
    """Choose to delete the selected `rows` of a list: the answer."""
    keys = [row if isinstance(row, (int, str)) else row.pk for row in rows]
    sent = {"action": "delete_selected", "_selected_action": keys}
    return client.post(url(Actor, "changelist"), sent | fields)


def test_rows_that_another_has_deleted_are_named_when_they_are_selected(actor, admin_client):
    gone, left = make_actor("gone"), actor
    key = gone.pk
    assert delete(admin_client, gone).status_code == 302
    number = left.pk
    named = form_of(select(admin_client, left))
    answer = select(admin_client, key, left, **{name: named[name] for name in SEEN}, post="yes", **WHY)
    assert answer.status_code == 302
    said = told(answer)
    assert "they were deleted meanwhile: “Gone”" in said
    assert not Actor.objects.filter(pk=number).exists()
    again = select(admin_client, key, number, 999_999)
    assert again.status_code == 302
    assert "they were deleted meanwhile: “Testland”, “Gone”, “actor 999999”." in told(again)


def test_a_second_deletion_of_the_same_rows_says_that_they_are_gone(actor, named, admin_client):
    keys = [actor.pk, named.pk]
    assert delete_selected(admin_client, Actor, *keys).status_code == 302
    answer = select(admin_client, *keys, "x", "9" * 30, post="yes", **WHY)
    assert answer.status_code == 302
    assert "they were deleted meanwhile: “Testland”, “Namedland”." in told(answer)


def test_a_row_that_left_the_list_meanwhile_is_named_and_stays(actor, admin_client):
    sent = {"action": "delete_selected", "_selected_action": [actor.pk], "post": "yes"} | WHY
    answer = admin_client.post(f"{url(Actor, 'changelist')}?kind__exact=organisation", sent)
    assert "not in this list any more, and stay as they are: “Testland”." in told(answer)
    assert Actor.objects.filter(pk=actor.pk).exists()
