"""The words in which two versions of a text differ are marked, and no character is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text import changes
from reports.text.changes import mark_changes


def marked(before, after):
    """Both texts, with brackets around each change."""
    return [
        "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)
        for pieces in mark_changes(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("in a hall.", "in a palace.", "in a [hall].", "in a [palace]."),
        ("one two", "one  two", "one two", "one [ ]two"),
        ("US$10,000", "US$12,000", "US$[10],000", "US$[12],000"),
        ("", "new", "", "[new]"),
        ("same", "same", "same", "same"),
    ],
)
def test_changed_words_are_marked(before, after, old, new):
    assert marked(before, after) == [old, new]


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_pieces_are_the_text(before, after):
    assert ["".join(piece.text for piece in pieces) for pieces in mark_changes(before, after)] == [
        before,
        after,
    ]


def test_a_very_long_text_is_marked_from_where_it_begins_to_differ(monkeypatch):
    monkeypatch.setattr(changes, "MOST", 4)
    assert marked("one two three four", "one 2 3 four") == ["one [two three] four", "one [2 3] four"]
    assert marked("one two", "one two three") == ["one two", "one two[ three]"]
