"""White space that is not one space between two words is found, and named with its place."""

import pytest

from reports.text.white_space import describe, find_odd, make_single


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the hall.  It", "2 spaces after “the hall.”"),
        ("non-binding\n\nnature", "2 line breaks after “non-binding”"),
        ("and again\nhosted", "a line break after “and again”"),
        ("US$\u00a010", "the character NO-BREAK SPACE after “US$”"),
        ("a\tb", "the character CHARACTER TABULATION after “a”"),
        ("a \u2009b", "2 blanks after “a”"),
        (" Officials met", "a space before “Officials met”"),
        ("They met. ", "a space after “They met.”"),
    ],
)
def test_each_kind_is_named_with_its_place(text, said):
    [place] = find_odd(text)
    assert describe(text, *place) == said
    assert list(find_odd(make_single(text))) == []


def test_one_space_between_words_is_none():
    assert list(find_odd("Officials met in a hall.")) == []
