"""The store gives what is of the state asked for, within its memory, whatever was put into it."""

from hypothesis import given
from hypothesis import strategies as st

from baliportal.entry.answers import Answer
from baliportal.entry.revisions import State
from baliportal.entry.store import Store

OLD, NEW = State("a", 1), State("a", 2)


def answer(body=b"", state=NEW, **more):
    """An answer of that `body`, made of that `state` of the data."""
    return Answer("200 OK", [], body, state, **more)


def test_an_answer_is_of_one_state_or_of_none():
    store = Store()
    store.put("/", answer(state=OLD))
    store.put("/static/site.css", answer(state=None))
    assert store.get("/", OLD)
    assert not store.get("/", NEW)
    assert not store.get("/", State("b", 1))  # the same number of another database
    assert store.get("/static/site.css", NEW)


def test_what_is_of_an_older_state_goes_first_then_what_was_asked_for_least_lately():
    store = Store(memory=40_000)
    store.put("/old", answer(bytes(8_000), OLD))
    for name in "abc":
        store.put(name, answer(bytes(8_000)))
    store.get("a", NEW)
    store.put("d", answer(bytes(8_000)))
    assert set(store.answers) == {"a", "b", "c", "d"}
    store.put("e", answer(bytes(8_000)))
    assert set(store.answers) == {"a", "c", "d", "e"}


def test_what_can_be_anything_has_a_part_of_the_memory():
    store = Store(memory=100_000, free_text=10_000)
    store.put("/workshops/", answer(bytes(8_000)))
    for number in range(50):
        store.put(f"/search/?q={number}", answer(bytes(2_000), free_text=True))
    kept = [each for each in store.answers.values() if each.free_text]
    assert sum(each.size for each in kept) <= 10_000
    assert store.get("/search/?q=49", NEW)
    assert store.get("/workshops/", NEW)


def test_what_is_let_go_says_so():
    store = Store(memory=10_000)
    store.put("a", first := answer(bytes(6_000)))
    store.put("b", answer(bytes(6_000)))
    assert first.gone


@given(st.lists(st.tuples(st.sampled_from("rwx"), st.sampled_from("abcd"))))
def test_reads_between_edits_and_restarts_are_never_stale(steps):
    """Against a model: the truth of a page is the state of the data when it is asked for."""
    store, mark, number = Store(memory=9_000), 0, 0
    for step, page in steps:
        if step == "w":
            number += 1
        elif step == "x":  # restored: an older number under a new mark
            mark, number = mark + 1, 0
        state = State(str(mark), number)
        found = store.get(page, state)
        if not found:
            found = answer(f"{page}{mark}.{number}".encode() + bytes(2_000), state)
            store.put(page, found)
        assert found.body.rstrip(b"\0") == f"{page}{mark}.{number}".encode()
        assert sum(each.size for each in store.answers.values()) <= 9_000
