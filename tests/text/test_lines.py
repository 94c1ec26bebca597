"""A line end is one character, whichever it was."""

import pytest

from reports.text.lines import unify_line_ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085"])
def test_each_line_end_is_one(end):
    assert unify_line_ends(f"a{end}b{end}{end}c{end}") == "a\nb\n\nc\n"


def test_other_white_space_stays():
    assert unify_line_ends("a \t\u00a0\u2003b") == "a \t\u00a0\u2003b"
