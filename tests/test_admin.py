"""The editors' desk: every page answers, and a save or deletion that breaks a rule changes nothing."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.admin.base import RACE, KeptAdmin
from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    Meeting,
    OtherName,
    Participant,
    RetiredAnchor,
    Revision,
)
from reports.models.base import Kept
from reports.rules import settled
from tests.conftest import make_block

SITE = {
    model: desk for model, desk in admin.site._registry.items() if model._meta.app_label == "reports"
}
INLINES = {inline.model: inline for desk in SITE.values() for inline in desk.inlines}
every_model = pytest.mark.parametrize("model", SITE, ids=lambda model: model._meta.model_name)

TEXT = "Officials met in a hall.\nThe dinner was hosted by Fiji, the lunch was hosted by Fiji too."


def url(model, page, *args):
    """The address of an admin page of `model`."""
    return reverse(f"admin:reports_{model._meta.model_name}_{page}", args=args)


def make_text(**fields):
    """A paragraph of a published meeting that rests on one quote of it."""
    fields = {"name": "Test Meeting", "kind": "ministerial", "published": True} | fields
    with settled():
        meeting = Meeting.objects.create(slug="2005-test", **fields)
        block = make_block(meeting, text=TEXT)
        quote = {"prefix": "dinner was ", "quote": "hosted by Fiji"}
        Evidence.objects.create(block=block, anchor="dinner", meeting=meeting, **quote)
    return block


def make_actor(slug="testland", **fields):
    """A country that no report names."""
    return Actor.objects.create(slug=slug, name=slug.title(), kind="country", **fields)


def make_participant(block, actor, order=1):
    """An actor at the meeting of `block`, which is a draft."""
    fields = {"name_written": actor.name, "role": "observer", "order": order}
    return Participant.objects.create(meeting=block.meeting, actor=actor, **fields)


def typed(answer):
    """What a browser would send back of the form on the page `answer`, a dictionary by name."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    fields = [field for form in forms for field in form if not field.field.disabled]
    values = {field.html_name: field.value() for field in fields if field.value() is not False}
    return {
        name: "" if value is None else str(value).replace("\n", "\r\n") for name, value in values.items()
    }


def change(client, row, **changes):
    """Change some of what the page of `row` shows, and save: the answer."""
    page = url(type(row), "change", row.pk)
    return client.post(page, typed(client.get(page)) | changes)


def told(answer):
    """The messages that an answer leaves for the editor, as one text."""
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def errors(answer):
    """The sentences above the form of a save that was refused, as one text."""
    assert answer.status_code == 200
    assert not told(answer)
    assert not LogEntry.objects.exists()
    return " ".join(answer.context["adminform"].form.non_field_errors())


@pytest.fixture
def admin_user(db, django_user_model):
    """An editor; without a password, as making one takes longer than a test."""
    return django_user_model.objects.create_superuser("editor")


@every_model
def test_every_page_answers_and_is_all_from_this_site(report, admin_client, model):
    row = model.objects.first()
    pages = [url(model, "changelist"), url(model, "change", row.pk), url(model, "history", row.pk)]
    if issubclass(model, Kept):
        pages += [url(model, "add"), url(model, "delete", row.pk)]
    for page in pages:
        answer = admin_client.get(page)
        assert answer.status_code == 200
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.content.decode())


@every_model
def test_a_save_that_changes_nothing_keeps_every_value(report, admin_client, model):
    before = list(model.objects.order_by("pk").values()), Revision.objects.current()
    for row in model.objects.all()[:1] if issubclass(model, Kept) else ():
        assert change(admin_client, row).status_code == 302
    assert (list(model.objects.order_by("pk").values()), Revision.objects.current()) == before


@every_model
def test_a_search_and_every_filter_answer(report, admin_client, model):
    desk = SITE[model]
    assert desk.search_help_text
    found = admin_client.get(url(model, "changelist"), {"q": "no-such 1"})
    assert found.status_code == 200
    assert found.context["cl"].result_count == 0
    page = admin_client.get(url(model, "changelist")).context["cl"]
    for filter_ in page.filter_specs:
        *_, last = filter_.choices(page)
        answer = admin_client.get(url(model, "changelist") + last["query_string"])
        assert answer.status_code == 200


@every_model
def test_a_list_asks_as_many_queries_for_one_row_as_for_a_hundred(
    report, admin_client, monkeypatch, model
):
    DataVersion.objects.rise()
    counts = []
    for rows in (1, 100):
        monkeypatch.setattr(SITE[model], "list_per_page", rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = admin_client.get(url(model, "changelist"))
        counts.append(len(queries))
    assert len(answer.context["cl"].result_list) > 1
    # Session, user, count (twice), rows; a prefetch; a query for each filter by another table.
    assert counts[0] == counts[1] <= 9


def references():
    """Every foreign key that an editor fills in, and who asks for it."""
    for model in SITE | INLINES:
        if issubclass(model, Kept):
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey):
                    yield pytest.param(model, field, id=f"{model._meta.model_name}-{field.name}")


@pytest.mark.parametrize(("model", "field"), references())
def test_every_reference_is_found_by_autocomplete(report, admin_client, model, field):
    target = field.remote_field.model._meta.model_name
    assert target in {model._meta.model_name for model in SITE}
    query = {"app_label": "reports", "model_name": model._meta.model_name, "field_name": field.name}
    with CaptureQueriesContext(connection) as queries:
        answer = admin_client.get(reverse("admin:autocomplete"), query | {"term": ""})
    assert answer.json()["results"]
    assert len(queries) <= 6


@every_model
def test_every_reference_on_a_page_is_an_autocomplete(report, admin_client, model):
    if not issubclass(model, Kept):
        return
    context = admin_client.get(url(model, "add")).context
    forms = [context["adminform"].form]
    forms += [inline.formset.empty_form for inline in context["inline_admin_formsets"]]
    for field in (field for form in forms for field in form.fields.values()):
        if hasattr(field, "queryset") and not field.widget.is_hidden:
            assert isinstance(field.widget.widget, AutocompleteSelect)


@every_model
def test_view_on_site_is_the_row_s_own_address(report, admin_client, model):
    row = model.objects.first()
    if hasattr(row, "get_absolute_url"):
        answer = admin_client.get(url(model, "change", row.pk))
        assert answer.context["absolute_url"] == row.get_absolute_url()


def test_a_draft_is_not_to_be_viewed_on_site(db, admin_client):
    block = make_text(published=False)
    for row in (block, block.meeting, block.evidence.get()):
        answer = admin_client.get(url(type(row), "change", row.pk))
        assert answer.context["absolute_url"] is None
        assert "View on site" not in answer.content.decode()


def test_a_meeting_s_page_leads_to_the_pieces_of_its_report(report, admin_client):
    page = admin_client.get(url(Meeting, "change", report.pk)).content.decode()
    links = re.findall(r'href="(/admin/reports/\w+/\?meeting__id__exact=\d+)">(\d+) ', page)
    assert links[0][1] == str(report.blocks.count())
    for link, number in links:
        assert admin_client.get(link).context["cl"].result_count == int(number)


def test_a_paragraph_and_a_quote_in_it_are_corrected_in_one_save(db, admin_client):
    block = make_text()
    mended = TEXT.replace("Fiji", "Tonga")
    answer = change(admin_client, block, text=mended, **{"evidence-0-quote": "hosted by Tonga"})
    assert answer.status_code == 302, answer.context["errors"]
    block.refresh_from_db()
    assert block.text == mended
    assert block.evidence.get().quote == "hosted by Tonga"


def test_spaces_and_line_ends_stay_as_the_report_has_them(db, admin_client):
    block = make_text()
    before = Evidence.objects.values().get(block=block)
    assert change(admin_client, block).status_code == 302
    block.refresh_from_db()
    assert block.text == TEXT
    assert Evidence.objects.values().get(block=block) == before


def test_a_correction_that_orphans_a_quote_is_refused_and_stays_typed(db, admin_client):
    block = make_text()
    changes = {"text": TEXT.replace("Fiji", "Tonga"), "evidence-0-prefix": "lunch was "}
    answer = change(admin_client, block, **changes)
    assert "Nearest to it: “the lunch was hosted by ”" in errors(answer)
    assert answer.context["adminform"].form["text"].value() == changes["text"]
    [inline] = answer.context["inline_admin_formsets"]
    assert inline.formset.forms[0]["prefix"].value() == "lunch was "
    block.refresh_from_db()
    assert block.text == TEXT
    assert block.evidence.get().prefix == "dinner was "


def test_new_evidence_whose_quote_is_not_there_is_refused(db, admin_client):
    block = make_text()
    page = url(Meeting, "change", block.meeting_id)
    new = {"block": block.pk, "anchor": "new", "quote": "hosted by Fiji"}
    data = typed(admin_client.get(page)) | {f"evidence-1-{name}": new[name] for name in new}
    answer = admin_client.post(page, data | {"evidence-TOTAL_FORMS": 2})
    assert "occurs 2 times in it: give more of the text before the quote" in errors(answer)
    assert answer.context["inline_admin_formsets"][0].formset.forms[1]["anchor"].value() == "new"
    assert block.evidence.count() == 1
    answer = admin_client.post(
        page, data | {"evidence-TOTAL_FORMS": 2, "evidence-1-prefix": "lunch was "}
    )
    assert answer.status_code == 302


def test_a_new_record_is_saved_with_its_evidence_and_refused_without(db, admin_client):
    block = make_text()
    actor = make_actor()
    page = url(Participant, "add")
    data = typed(admin_client.get(page))
    data |= {"meeting": block.meeting_id, "actor": actor.pk, "role": "observer"}
    data |= {"name_written": "Fiji", "order": 1}
    answer = admin_client.post(page, data)
    assert errors(answer) == "“Fiji” has no evidence: quote the words that it rests on."
    assert answer.context["adminform"].form["name_written"].value() == "Fiji"
    assert not block.meeting.participants.exists()
    new = {"block": block.pk, "anchor": "new", "prefix": "dinner was hosted by ", "quote": "Fiji"}
    data |= {f"evidence-0-{name}": new[name] for name in new}
    assert admin_client.post(page, data | {"evidence-TOTAL_FORMS": 1}).status_code == 302
    assert block.meeting.participants.get().evidence.get().prefix == "dinner was hosted by "


def test_records_without_evidence_are_found(db, admin_client):
    bare = make_participant(make_text(published=False), make_actor())
    listed = admin_client.get(url(Participant, "changelist"), {"evidence__isempty": 1}).context["cl"]
    assert list(listed.result_list) == [bare]


def test_a_meeting_is_not_published_while_a_record_has_no_evidence(db, admin_client):
    block = make_text(published=False)
    make_participant(block, make_actor())
    answer = change(admin_client, block.meeting, published="on")
    assert errors(answer) == "“Testland” has no evidence: quote the words that it rests on."
    assert not Meeting.objects.get(pk=block.meeting_id).published


def test_the_last_evidence_of_a_published_record_is_not_deleted(db, admin_client):
    evidence = make_text().evidence.get()
    answer = admin_client.post(url(Evidence, "delete", evidence.pk), {"post": "yes"})
    assert answer.url.startswith(url(Evidence, "change", evidence.pk))
    action = {"action": "delete_selected", "_selected_action": evidence.pk, "post": "yes"}
    listed = admin_client.post(url(Evidence, "changelist"), action)
    assert listed.url == url(Evidence, "changelist")
    for refusal in (answer, listed):
        assert told(refusal).startswith("Nothing was deleted. “Test Meeting” has no evidence")
    ticked = change(admin_client, evidence.block, **{"evidence-0-DELETE": "on"})
    assert "has no evidence" in errors(ticked)
    assert Evidence.objects.filter(pk=evidence.pk).exists()
    assert not RetiredAnchor.objects.filter(block=evidence.block).exists()


def test_what_nothing_depends_on_is_deleted(db, admin_client):
    block = make_text(published=False)
    action = {"action": "delete_selected", "_selected_action": block.evidence.get().pk, "post": "yes"}
    assert "Successfully deleted" in told(admin_client.post(url(Evidence, "changelist"), action))
    participant = make_participant(block, make_actor())
    action = {"action": "delete_selected", "_selected_action": participant.pk, "post": "yes"}
    assert "Successfully deleted" in told(admin_client.post(url(Participant, "changelist"), action))
    answer = admin_client.post(url(Block, "delete", block.pk), {"post": "yes"})
    assert "was deleted successfully" in told(answer)


def test_deleting_an_actor_in_use_names_what_depends_on_it(db, admin_client):
    participant = make_participant(make_text(published=False), make_actor())
    page = url(Actor, "delete", participant.actor_id)
    for answer in (admin_client.get(page), admin_client.post(page, {"post": "yes"})):
        assert 'Participant: <a href="/admin/' in answer.content.decode()
    assert Actor.objects.filter(pk=participant.actor_id).exists()


def test_an_address_is_fixed_once_it_is_public(db, admin_client):
    block = make_text()
    answer = change(admin_client, block, key="p2", **{"evidence-0-anchor": "lunch"})
    assert answer.status_code == 302
    block.refresh_from_db()
    assert (block.key, block.evidence.get().anchor) == ("p1", "dinner")


def test_an_address_of_a_draft_can_be_mended(db, admin_client):
    meeting = make_text(published=False).meeting
    assert change(admin_client, meeting, slug="2005-mended").status_code == 302
    assert Meeting.objects.filter(slug="2005-mended").exists()


def test_records_are_not_added_to_a_published_meeting_where_they_cannot_have_evidence(db, admin_client):
    meeting = make_text().meeting
    inlines = admin_client.get(url(Meeting, "change", meeting.pk)).context["inline_admin_formsets"]
    assert [inline.has_add_permission for inline in inlines] == [True, False, False]


def rival(act):
    """A save that somebody else's `act` comes right before, after the form was found valid."""

    def save_model(self, request, obj, form, change):
        act()
        obj.save()

    return save_model


def test_a_race_for_the_same_address_keeps_what_was_typed(db, admin_client, monkeypatch):
    monkeypatch.setattr(KeptAdmin, "save_model", rival(lambda: make_actor("testland")))
    page = url(Actor, "add")
    data = typed(admin_client.get(page)) | {"name": "T.", "slug": "testland", "kind": "country"}
    answer = admin_client.post(page, data)
    assert errors(answer) == RACE
    assert answer.context["adminform"].form["name"].value() == "T."
    assert not Actor.objects.filter(slug="testland").exists()


def test_a_race_with_a_deletion_is_found_before_it_is_said_to_be_saved(db, admin_client, monkeypatch):
    whole, part = make_actor("whole"), make_actor("part")
    deletion = Actor.objects.filter(pk=whole.pk)._raw_delete
    monkeypatch.setattr(KeptAdmin, "save_model", rival(lambda: deletion("default")))
    assert errors(change(admin_client, part, part_of=whole.pk)) == RACE
    assert Actor.objects.get(slug="part").part_of is None


def test_one_admin_save_with_inlines_raises_each_once(written, admin_client):
    make_text()
    actor = make_actor()
    OtherName.objects.create(actor=actor, name="Testia", kind="former")
    before = Revision.objects.current(), DataVersion.objects.count()
    page = url(Actor, "change", actor.pk)
    data = typed(admin_client.get(page)) | {"name": "Test Land", "other_names-0-name": "Old Testia"}
    data |= {"other_names-1-name": "TL", "other_names-1-kind": "abbreviation"}
    answer = admin_client.post(page, data | {"other_names-TOTAL_FORMS": 2})
    assert answer.status_code == 302, answer.context["errors"]
    assert set(OtherName.objects.values_list("name", flat=True)) == {"Old Testia", "TL"}
    after = Revision.objects.current(), DataVersion.objects.count()
    assert after == (before[0] + 1, before[1] + 1)


def test_a_refused_save_raises_neither(written, admin_client):
    block = make_text()
    before = Revision.objects.current(), DataVersion.objects.count()
    assert "is not in it" in errors(change(admin_client, block, text="Something else."))
    assert (Revision.objects.current(), DataVersion.objects.count()) == before


def test_data_versions_are_only_read(report, admin_client):
    row = DataVersion.objects.first()
    assert admin_client.get(url(DataVersion, "add")).status_code == 403
    assert admin_client.post(url(DataVersion, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert admin_client.post(url(DataVersion, "change", row.pk), {"number": 9}).status_code == 403
    assert {Revision, RetiredAnchor}.isdisjoint(SITE)


@every_model
def test_nobody_but_staff_gets_in(report, client, django_user_model, model):
    user = django_user_model.objects.create_user("reader")
    row = model.objects.first()
    pages = [url(model, "changelist"), url(model, "add"), reverse("admin:autocomplete")]
    pages += [url(model, page, row.pk) for page in ("change", "delete", "history")]
    client.force_login(user)
    assert all(client.get(page).url.startswith("/admin/login/") for page in pages)
    user.is_staff = True  # without a permission
    user.save()
    assert {client.get(page).status_code for page in pages} == {403}


def test_the_desk_says_whose_it_is_in_the_portal_s_colours(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Bali Process reports: the editors’ desk</a>" in page
    assert "css/desk.css" in page
    assert "Django administration" not in page
