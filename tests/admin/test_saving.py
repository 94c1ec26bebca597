"""A save that breaks a rule changes nothing, and keeps what was typed."""

from reports.admin.base import CONFLICT_MESSAGE, GuardedAdmin
from reports.models import (
    Actor,
    Block,
    Evidence,
    Meeting,
    Participant,
    Report,
)
from tests.admin.desk import (
    TEXT,
    change,
    errors,
    make_actor,
    make_participant,
    told_at,
    typed,
    url,
)
from tests.factories import claims_of, found_right

NO_EVIDENCE = "“{}” has no evidence in a published report: quote the words that it rests on."


def test_a_paragraph_and_a_quote_in_it_are_corrected_in_one_save(block, change_first):
    mended = TEXT.replace("Fiji", "Tonga")
    quote = {"evidence-0-quote": "hosted by Tonga"}
    refused = change_first(block, text=mended, **quote)  # what was found right was another
    assert "“read and found right”: Quote: hosted by Tonga" in told_at(refused, "evidence-0-quote")
    quote["evidence-0-confirmed"] = claims_of(
        block.report.meeting, "hosted by Tonga", Block(text=mended), "dinner was "
    )
    answer = change_first(block, text=mended, **quote)
    assert answer.status_code == 302, answer.context["errors"]
    block.refresh_from_db()
    assert block.text == mended
    assert block.evidence.get().quote == "hosted by Tonga"


def test_spaces_and_line_ends_stay_as_the_report_has_them(block, change_first):
    before = Evidence.objects.values().get(block=block)
    assert change_first(block).status_code == 302
    block.refresh_from_db()
    assert block.text == TEXT
    assert Evidence.objects.values().get(block=block) == before


def test_a_correction_that_orphans_a_quote_is_refused_and_stays_typed(block, change_first):
    changes = {"text": TEXT.replace("Fiji", "Tonga"), "evidence-0-prefix": "lunch was "}
    answer = change_first(block, **changes)
    assert told_at(answer, "evidence-0-quote").startswith("These words are not in para 1 to the letter.")
    assert answer.context["adminform"].form["text"].value() == changes["text"]
    [inline] = answer.context["inline_admin_formsets"]
    assert inline.formset.forms[0]["prefix"].value() == "lunch was "
    block.refresh_from_db()
    assert block.text == TEXT
    assert block.evidence.get().prefix == "dinner was "


def test_new_evidence_whose_quote_is_not_there_is_refused(block, open_first, admin_client):
    page, sent = open_first(block.report.meeting)
    new = {"block": block.pk, "anchor": "new", "quote": "hosted by Fiji"}
    new["confirmed"] = found_right("Quote: hosted by Fiji", block, new["quote"], "lunch was ")
    data = sent | {f"evidence-1-{name}": new[name] for name in new}
    answer = admin_client.post(page, data | {"evidence-TOTAL_FORMS": 2})
    said = told_at(answer, "evidence-1-quote")
    assert "occurs 2 times in it: give more of the text before the quote" in said
    assert answer.context["inline_admin_formsets"][0].formset.forms[1]["anchor"].value() == "new"
    assert block.evidence.count() == 1
    answer = admin_client.post(
        page, data | {"evidence-TOTAL_FORMS": 2, "evidence-1-prefix": "lunch was "}
    )
    assert answer.status_code == 302


def test_a_new_record_is_saved_with_its_evidence_and_refused_without(block, admin_client):
    actor = make_actor("otherland")
    page = url(Participant, "add")
    data = typed(admin_client.get(page))
    data |= {
        "report": block.report_id,
        "meeting": block.report.meeting_id,
        "actor": actor.pk,
        "role": "observer",
    }
    data |= {"name_written": "Fiji", "order": 1}
    answer = admin_client.post(page, data)
    assert errors(answer) == NO_EVIDENCE.format("Fiji")
    assert answer.context["adminform"].form["name_written"].value() == "Fiji"
    assert not block.report.participants.exists()
    new = {"block": block.pk, "anchor": "new", "prefix": "dinner was hosted by ", "quote": "Fiji"}
    lines = ("Actor: Otherland", "Role: Observer")
    new["confirmed"] = "\n".join(found_right(line, block, "Fiji", new["prefix"]) for line in lines)
    data |= {f"evidence-0-{name}": new[name] for name in new}
    assert admin_client.post(page, data | {"evidence-TOTAL_FORMS": 1}).status_code == 302
    assert block.report.participants.get().evidence.get().prefix == "dinner was hosted by "


def test_a_report_is_not_published_while_a_record_has_no_evidence(draft, actor, change_first):
    make_participant(draft, actor)
    answer = change_first(draft.report, published="on")
    [participant] = draft.report.participants.all()
    link = f'<a href="{url(Participant, "change", participant.pk)}">Testland'
    assert errors(answer).startswith(f"{NO_EVIDENCE.format('Testland')} See {link}")
    assert not Report.objects.get(pk=draft.report_id).published


def test_an_anchor_is_fixed_once_it_is_public(block, change_first):
    answer = change_first(block, **{"evidence-0-anchor": "lunch"})
    assert answer.status_code == 302
    assert block.evidence.get().anchor == "dinner"


def test_an_address_of_a_draft_can_be_mended(draft, change_first):
    assert change_first(draft.report.meeting, slug="2005-mended").status_code == 302
    assert Meeting.objects.filter(slug="2005-mended").exists()


def test_records_are_not_added_to_a_published_meeting_where_they_cannot_have_evidence(
    block, admin_client
):
    meeting = block.report.meeting
    inlines = admin_client.get(url(Meeting, "change", meeting.pk)).context["inline_admin_formsets"]
    assert [inline.has_add_permission for inline in inlines] == [True, True, False, False]


def rival(act):
    """A save that comes right after `act`, a change by somebody else, once the form was found valid."""

    def save_model(self, request, obj, form, change):
        act()
        obj.save()

    return save_model


def test_a_race_for_the_same_address_keeps_what_was_typed(empty, admin_client, monkeypatch):
    monkeypatch.setattr(GuardedAdmin, "save_model", rival(lambda: make_actor("testland")))
    page = url(Actor, "add")
    data = typed(admin_client.get(page)) | {"name": "T.", "slug": "testland", "kind": "country"}
    answer = admin_client.post(page, data)
    assert errors(answer) == "Actor “testland”: Actor with this Slug already exists."
    assert answer.context["adminform"].form["name"].value() == "T."
    assert not Actor.objects.filter(slug="testland").exists()


def test_a_race_with_a_deletion_is_found_before_it_is_said_to_be_saved(empty, admin_client, monkeypatch):
    whole, part = make_actor("whole"), make_actor("part")
    deletion = Actor.objects.filter(pk=whole.pk)._raw_delete
    monkeypatch.setattr(GuardedAdmin, "save_model", rival(lambda: deletion("default")))
    assert errors(change(admin_client, part, part_of=whole.pk)) == CONFLICT_MESSAGE
    assert Actor.objects.get(slug="part").part_of is None
