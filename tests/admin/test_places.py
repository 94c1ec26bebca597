"""Two rows swap places in one save; a value that another row has names that row and leads to it."""

from reports.models import Actor, Block, Evidence, Meeting, Participant, RetiredAnchor, Workshop
from tests.admin.desk import change, make_actor, make_participant, make_text, told_at, typed, url
from tests.factories import make_block, make_evidence


def make_participants(number=3):
    """Participants of a draft, in places from 1."""
    block = make_text(published=False)
    actors = [make_actor(f"land-{place}") for place in range(1, number + 1)]
    return block, [make_participant(block, actor, place) for place, actor in enumerate(actors, 1)]


def place_fields(client, meeting):
    """The page of a meeting, what it would send, and the prefix of its participants' rows."""
    page = url(Meeting, "change", meeting.pk)
    data = typed(client.get(page))
    prefix = next(name for name in data if name.endswith("-0-name_written")).rpartition("-0-")[0]
    return page, data, prefix


def places(report):
    """The names of the participants, by place."""
    rows = report.participants.order_by("order").values_list("order", "name_written")
    return [f"{order} {name}" for order, name in rows]


def test_two_rows_of_a_page_swap_places_in_one_save(empty, admin_client):
    block, _ = make_participants()
    page, data, prefix = place_fields(admin_client, block.report.meeting)
    answer = admin_client.post(page, data | {f"{prefix}-0-order": 2, f"{prefix}-1-order": 1})
    assert answer.status_code == 302, answer.context["problems"]
    assert places(block.report) == ["1 Land-2", "2 Land-1", "3 Land-3"]


def test_rows_move_round_and_into_the_place_of_a_deleted_one(empty, admin_client):
    block, _ = make_participants()
    page, data, prefix = place_fields(admin_client, block.report.meeting)
    moved = {f"{prefix}-{row}-order": place for row, place in enumerate((2, 3, 1))}
    assert admin_client.post(page, data | moved).status_code == 302
    assert places(block.report) == ["1 Land-3", "2 Land-1", "3 Land-2"]
    page, data, prefix = place_fields(admin_client, block.report.meeting)
    moved = {f"{prefix}-0-order": 3, f"{prefix}-2-DELETE": "on"}
    assert admin_client.post(page, data | moved).status_code == 302
    assert places(block.report) == ["2 Land-1", "3 Land-3"]


def test_a_place_that_another_row_of_the_page_keeps_is_told_at_its_field(empty, admin_client):
    block, rows = make_participants()
    page, data, prefix = place_fields(admin_client, block.report.meeting)
    answer = admin_client.post(page, data | {f"{prefix}-0-order": 3})
    said = told_at(answer, f"{prefix}-0-order")
    assert said == "Another participant of this meeting has that place."
    assert f'<a href="{url(Participant, "change", rows[2].pk)}">Land-3' in answer.text
    assert "somebody else" not in answer.text.lower()
    assert places(block.report) == ["1 Land-1", "2 Land-2", "3 Land-3"]


def test_an_actor_cannot_be_in_two_rows_even_for_a_moment_and_it_is_said_how(empty, admin_client):
    block, rows = make_participants(2)
    page, data, prefix = place_fields(admin_client, block.report.meeting)
    swapped = {f"{prefix}-0-actor": rows[1].actor_id, f"{prefix}-1-actor": rows[0].actor_id}
    answer = admin_client.post(page, data | swapped)
    assert "listed for this meeting already" in told_at(answer, f"{prefix}-0-actor")
    assert "save its change first" in answer.text


def test_two_quotes_of_a_record_swap_paragraphs_with_the_same_anchor(empty, admin_client):
    first = make_text()
    second = make_block(first.report, 2, "The second.")
    meeting = first.report.meeting
    make_evidence(second, "The second", "dinner", meeting=meeting)
    rows = Evidence.objects.filter(meeting=meeting).order_by("pk")
    before = list(rows.values_list("block", "anchor", "quote"))
    for wanted in (before[::-1], before):  # there and back
        data = typed(admin_client.get(url(Meeting, "change", meeting.pk)))
        swapped = {
            f"evidence-{to}-{name}": data[f"evidence-{1 - to}-{name}"]
            for to in (0, 1)
            for name in ("block", "prefix", "quote", "confirmed")
        }
        assert change(admin_client, meeting, **swapped).status_code == 302
        assert list(rows.values_list("block", "anchor", "quote")) == wanted
    retired = RetiredAnchor.objects.filter(block__report=first.report).values_list(
        "block", "anchor", "quote"
    )
    assert sorted(retired) == sorted(before)


def test_two_paragraphs_swap_places_numbers_and_keys_in_one_save(empty, admin_client):
    first = make_text(published=False)
    second = make_block(first.report, 2, "The second.")
    wanted = {"order": 2, "number": "2", "key": "p2"}
    answer = change(admin_client, first, **wanted)
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


def test_an_address_that_is_taken_names_its_owner_with_a_link(empty, admin_client):
    owner = make_actor()
    other = make_actor("other")
    answer = change(admin_client, other, slug="testland")
    assert told_at(answer, "slug") == "Another actor has this slug."
    assert f'<a href="{url(Actor, "change", owner.pk)}">Testland</a>' in answer.text
    assert 'name="_swap"' not in answer.text


def test_a_constraint_is_told_at_a_field_of_it(empty, admin_client):
    block = make_text(published=False)
    answer = change(admin_client, block.report, source_sha256="x")
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


def test_a_swap_that_a_rule_refuses_changes_nothing(empty, admin_client):
    first = make_text()
    second = make_block(first.report, 2, "The second.")
    page = url(Block, "change", first.pk)
    data = typed(admin_client.get(page)) | {"order": 2, "number": "2", "_swap": "1"}
    answer = admin_client.post(page, data)
    assert answer.status_code == 200
    assert "The key of paragraph 2 must be p2" in " ".join(map(str, answer.context["problems"]))
    second.refresh_from_db()
    assert (second.order, second.number) == (2, "2")
    assert first.report.blocks.get(pk=first.pk).order == 1
