"""What an editor leaves empty is filled in: dates from words, addresses in words, the next place."""

from urllib.parse import parse_qs, urlsplit

from reports.models import Meeting, Participant, Pledge, Verb
from tests.admin.desk import change, make_actor, told, told_at, typed, url
from tests.factories import claims_of, found_right


def add(client, model, **fields):
    """Add a row on its page with these fields: the answer."""
    return client.post(url(model, "add"), blank(client, model) | fields)


def blank(client, model):
    """The form for a new row, as a browser would send it back."""
    return typed(client.get(url(model, "add")))


def test_a_date_is_read_from_its_words_and_it_is_said_how(empty, admin_client):
    fields = {"name": "Second Ministerial Conference", "kind": "ministerial", "city": "Bali"}
    first, fields = url(Meeting, "add"), blank(admin_client, Meeting) | fields
    answer = admin_client.post(first, fields | {"date_words": "29–30 April 2003"})
    assert answer.status_code == 302
    meeting = Meeting.objects.get(name=fields["name"])
    assert meeting.date_edtf == "2003-04-29/2003-04-30"
    assert meeting.slug == "2003-bali-ministerial"
    assert "was read as 2003-04-29/2003-04-30: from 29 April 2003 to 30 April 2003." in told(answer)
    page = url(Meeting, "change", meeting.pk)
    opened = admin_client.get(page)
    assert "Read as 2003-04-29/2003-04-30: from 29 April 2003 to 30 April 2003." in opened.text
    assert admin_client.post(page, typed(opened) | {"date_words": "late 2003"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.date_edtf, str(meeting.earliest)) == ("2003", "2003-01-01")
    assert admin_client.post(first, fields | {"date_words": "April 2003"}).status_code == 302
    assert Meeting.objects.filter(slug="2003-bali-ministerial-2").exists()


def test_a_date_that_cannot_be_read_is_refused_with_examples_and_stays_typed(block, change_first):
    answer = change_first(block.report.meeting, date_words="7/6/2004")
    assert "Write it as in “7 June 2004”" in told_at(answer, "date_words")
    assert answer.context["adminform"].form["date_words"].value() == "7/6/2004"


def test_an_edtf_form_that_was_written_by_hand_stays(block, admin_client):
    meeting = block.report.meeting
    quote = meeting.evidence.get()
    for words in ("around June", "near June"):
        right = found_right(f"Date as stated: {words}", quote.block, quote.quote, quote.prefix)
        claims = claims_of(meeting, quote.quote, quote.block, quote.prefix)
        changes = {"date_words": words, "evidence-0-confirmed": f"{claims}\n{right}"}
        assert change(admin_client, meeting, **changes, date_edtf="2004-06").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.date_words, meeting.date_edtf) == ("near June", "2004-06")


def test_the_next_row_has_report_meeting_and_place(draft, actor, admin_client):
    fields = {"report": draft.report_id, "meeting": draft.report.meeting_id, "role": "observer"}
    fields |= {"actor": actor.pk, "name_written": "Testland", "_addanother": "1"}
    answer = add(admin_client, Participant, **fields)
    assert draft.report.participants.get().order == 1
    filled = {name: int(value) for name, [value] in parse_qs(urlsplit(answer.url).query).items()}
    assert filled == {"report": draft.report_id, "meeting": draft.report.meeting_id, "order": 2}
    form = admin_client.get(answer.url).context["adminform"].form
    assert {name: int(form[name].value()) for name in filled} == filled


def test_anchors_and_addresses_are_proposed_in_words_and_are_new(block, admin_client):
    page = url(Pledge, "add")
    fields = {
        "report": block.report_id,
        "purpose": "a dinner for the officials",
        "giver_written": "Fiji",
    }
    fields |= {"state": "pledged", "evidence-TOTAL_FORMS": 2}
    for number, prefix in enumerate(("dinner was ", "lunch was ")):
        quote = {"block": block.pk, "prefix": prefix, "quote": "hosted by Fiji"}
        lines = ("State: Pledged", "What it is, or what it is for: a dinner for the officials")
        right = [found_right(line, block, quote["quote"], prefix) for line in lines]
        quote["confirmed"] = "\n".join(right)
        fields |= {f"evidence-{number}-{name}": value for name, value in quote.items()}
    answer = admin_client.post(page, typed(admin_client.get(page)) | fields)
    assert answer.status_code == 302, answer.context["problems"]
    assert block.report.pledges.get().slug == "fiji-dinner-officials"
    anchors = block.evidence.exclude(pledge=None).values_list("anchor", flat=True)
    assert set(anchors) == {"hosted-fiji", "hosted-fiji-2"}


def test_rows_on_the_page_of_a_new_row_have_the_first_places(draft, admin_client):
    fields = {"name": "Second Ministerial Conference", "kind": "ministerial", "city": "Bali"}
    fields |= {"participants-TOTAL_FORMS": 2}
    for number, name in enumerate(("oldland", "newland")):
        row = {"report": draft.report_id, "actor": make_actor(name).pk, "role": "observer"}
        row |= {"name_written": name.title(), "order": ""}
        fields |= {f"participants-{number}-{name}": value for name, value in row.items()}
    answer = add(admin_client, Meeting, **fields)
    assert answer.status_code == 302, answer.context["problems"]
    places = Participant.objects.order_by("order").values_list("order", "actor__slug")
    assert [*places] == [(1, "oldland"), (2, "newland")]


def test_an_address_that_is_proposed_fits_its_field_with_a_number_behind_it(empty, admin_client):
    words = "should be taken forward productively in other forums"
    form = blank(admin_client, Verb)
    for end in ("", ", too"):
        named = {"name": f"{words}{end}", "slug": "", "meaning": "To go on elsewhere."}
        answer = admin_client.post(url(Verb, "add"), form | named)
        assert answer.status_code == 302, answer.context["problems"]
    assert [*Verb.objects.order_by("pk").values_list("slug", flat=True)] == [
        "should-be-taken-forward-productively",
        "should-be-taken-forward-productively-2",
    ]
