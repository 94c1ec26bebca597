"""Two rows swap places in one save; a value that another row has names that row and leads to it."""

import pytest

from reports.models import Actor, Block, Evidence, Meeting, Participant, RetiredAnchor, Workshop
from tests.admin.desk import make_actor, make_participant, told_at, typed, url
from tests.factories import make_block, make_evidence


@pytest.fixture(scope="module")
def participants(texts):
    """Three participants of the draft, in places from 1, written once for all tests of the module."""
    block = Block.objects.get(pk=texts[1])
    return [make_participant(block, make_actor(f"land-{place}"), place) for place in (1, 2, 3)]


@pytest.fixture
def meeting(participants, draft):
    """The meeting of the draft, where they take part."""
    return draft.report.meeting


def place_fields(page, data):
    """The page of a meeting, what it would send, and the prefix of its participants' rows."""
    prefix = next(name for name in data if name.endswith("-0-name_written")).rpartition("-0-")[0]
    return page, data, prefix


def places(report):
    """The names of the participants, by place."""
    rows = report.participants.order_by("order").values_list("order", "name_written")
    return [f"{order} {name}" for order, name in rows]


def test_two_rows_of_a_page_swap_places_in_one_save(draft, meeting, open_first, admin_client):
    page, data, prefix = place_fields(*open_first(meeting))
    answer = admin_client.post(page, data | {f"{prefix}-0-order": 2, f"{prefix}-1-order": 1})
    assert answer.status_code == 302, answer.context["problems"]
    assert places(draft.report) == ["1 Land-2", "2 Land-1", "3 Land-3"]


def test_rows_move_round_and_into_the_place_of_a_deleted_one(draft, meeting, open_first, admin_client):
    page, data, prefix = place_fields(*open_first(meeting))
    moved = {f"{prefix}-{row}-order": place for row, place in enumerate((2, 3, 1))}
    assert admin_client.post(page, data | moved).status_code == 302
    assert places(draft.report) == ["1 Land-3", "2 Land-1", "3 Land-2"]
    page, data, prefix = place_fields(page, typed(admin_client.get(page)))
    moved = {f"{prefix}-0-order": 3, f"{prefix}-2-DELETE": "on"}
    assert admin_client.post(page, data | moved).status_code == 302
    assert places(draft.report) == ["2 Land-1", "3 Land-3"]


def test_a_place_that_another_row_of_the_page_keeps_is_told_at_its_field(
    draft, participants, meeting, open_first, admin_client
):
    page, data, prefix = place_fields(*open_first(meeting))
    answer = admin_client.post(page, data | {f"{prefix}-0-order": 3})
    said = told_at(answer, f"{prefix}-0-order")
    assert said == "Another participant of this meeting has that place."
    assert f'<a href="{url(Participant, "change", participants[2].pk)}">Land-3' in answer.text
    assert "somebody else" not in answer.text.lower()
    assert places(draft.report) == ["1 Land-1", "2 Land-2", "3 Land-3"]


def test_an_actor_cannot_be_in_two_rows_even_for_a_moment_and_it_is_said_how(
    participants, meeting, open_first, admin_client
):
    page, data, prefix = place_fields(*open_first(meeting))
    one, two, _ = (row.actor_id for row in participants)
    swapped = {f"{prefix}-0-actor": two, f"{prefix}-1-actor": one}
    answer = admin_client.post(page, data | swapped)
    assert "listed for this meeting already" in told_at(answer, f"{prefix}-0-actor")
    assert "save its change first" in answer.text


def test_two_quotes_of_a_record_swap_paragraphs_with_the_same_anchor(block, admin_client):
    second = make_block(block.report, 2, "The second.")
    meeting = block.report.meeting
    make_evidence(second, "The second", "dinner", meeting=meeting)
    rows = Evidence.objects.filter(meeting=meeting).order_by("pk")
    before = list(rows.values_list("block", "anchor", "quote"))
    page = url(Meeting, "change", meeting.pk)
    for wanted in (before[::-1], before):  # there and back
        data = typed(admin_client.get(page))
        swapped = {
            f"evidence-{to}-{name}": data[f"evidence-{1 - to}-{name}"]
            for to in (0, 1)
            for name in ("block", "prefix", "quote", "confirmed")
        }
        assert admin_client.post(page, data | swapped).status_code == 302
        assert list(rows.values_list("block", "anchor", "quote")) == wanted
    retired = RetiredAnchor.objects.filter(block__report=block.report).values_list(
        "block", "anchor", "quote"
    )
    assert sorted(retired) == sorted(before)


def test_two_paragraphs_swap_places_numbers_and_keys_in_one_save(draft, change_first, admin_client):
    first = draft
    second = make_block(first.report, 2, "The second.")
    wanted = {"order": 2, "number": "2", "key": "p2"}
    answer = change_first(first, **wanted)
    for name in wanted:
        assert told_at(answer, name).startswith("Another p")
    assert f'<a href="{url(Block, "change", second.pk)}">p2 · The second.' in answer.text
    assert 'name="_swap"' in answer.text
    answer = admin_client.post(url(Block, "change", first.pk), typed(answer) | {"_swap": "1"})
    assert answer.status_code == 302, answer.context["problems"]
    rows = (
        first.report.blocks.filter(kind="paragraph")
        .order_by("order")
        .values_list("order", "number", "key", "pk")
    )
    assert list(rows) == [(1, "1", "p1", second.pk), (2, "2", "p2", first.pk)]
    assert Evidence.objects.get(anchor="dinner", block__report=first.report).block_id == first.pk


def test_an_address_that_is_taken_names_its_owner_with_a_link(actor, named, change_first):
    answer = change_first(named, slug="testland")
    assert told_at(answer, "slug") == "Another actor has this slug."
    assert f'<a href="{url(Actor, "change", actor.pk)}">Testland</a>' in answer.text
    assert 'name="_swap"' not in answer.text


def test_a_constraint_is_told_at_a_field_of_it(draft, change_first):
    answer = change_first(draft.report, source_sha256="x")
    assert told_at(answer, "source_sha256") == "A SHA-256 is 64 of the characters 0-9 and a-f."


def test_the_list_of_errors_stands_once_takes_the_focus_and_leads_to_each_field(empty, admin_client):
    page = url(Workshop, "add")
    data = typed(admin_client.get(page))
    answer = admin_client.post(page, data | {"name": "x"})
    assert answer.text.count('class="errornote') == 1
    assert 'role="alert" aria-labelledby="problems_title" tabindex="-1" autofocus' in answer.text
    assert answer.text.count("<title>Error: ") == 1
    targets = {line.target for line in answer.context["problems"]}
    assert {"id_report", "id_state", "id_kind"} <= targets
    assert all(f'id="{target}"' in answer.text for target in targets)


def test_a_swap_that_a_rule_refuses_changes_nothing(block, change_first):
    second = make_block(block.report, 2, "The second.")
    answer = change_first(block, order=2, number="2", _swap="1")
    assert answer.status_code == 200
    assert "The key of paragraph 2 must be p2" in " ".join(map(str, answer.context["problems"]))
    second.refresh_from_db()
    assert (second.order, second.number) == (2, "2")
    assert block.report.blocks.get(pk=block.pk).order == 1
