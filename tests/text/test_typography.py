"""Typography is told apart from words, and each kind of it has its name."""

import re

from hypothesis import given
from hypothesis import strategies as st

from reports.text.typography import name_differences, plain, plain_pattern


def same(one, other):
    return bool(re.fullmatch(plain_pattern(plain(one).text, either_case=True), plain(other).text))


def test_marks_and_spaces_have_one_form():
    assert plain("“a”  ‘b’\u00a0c\u2011d—e – f… ﬁne e\u0301").text == "\"a\" 'b' c-d–e–f… fine é"


def test_places_lead_back_to_the_text():
    text = "a — ﬁx\u00ad “b”"
    read = plain(text)
    for n, character in enumerate(read.text):
        start, end = read.span(n, n + 1)
        if character.isalnum() and start < end:
            assert character in text[start:end] or text[start:end] == "ﬁ"
    assert read.places[-1] == len(text)


@given(st.text())
def test_any_text_is_the_same_as_itself_without_a_difference(text):
    assert len(plain(text).text) + 1 == len(plain(text).places)
    assert plain(text).places == sorted(plain(text).places)
    assert name_differences(text, text) in ([], ["a hyphen at the end of a line"])


def test_words_capitals_hyphens_and_digits_are_no_typography():
    for one, other in (
        *(("agreed", "agrees"), ("the Report", "the report"), ("co-chairs", "cochairs")),
        *(("co-chairs", "co chairs"), ("10,000", "10.000"), ("US$10", "US$ 10"), ("a, b", "a b")),
        *(("non-binding", "non - binding"), ("é", "e"), ("½", "1⁄2")),
    ):
        assert not same(one, other), (one, other)
        assert not same(other, one), (one, other)


def test_the_first_letter_may_be_of_either_case():
    assert same("the end", "The end")
    assert name_differences("The end", "the end") == ["the capital letter at its start"]
    assert not same("the End", "the end")


def test_a_hyphen_at_a_line_end_may_be_the_words_own_or_not():
    assert same("co-\nchairs", "co-chairs")
    assert same("partici-\n  pation", "participation")
    assert not same("partici-pation", "participation")
    assert name_differences("partici-\npation", "participation") == ["a hyphen at the end of a line"]


def test_each_difference_is_named_once():
    assert name_differences("“a” “b”\nc", '"a" "b" c') == ["quotation marks", "line breaks"]
    assert name_differences("ﬁrst oﬃce", "first office") == ["ligatures"]
    assert name_differences("cafe\u0301", "café") == ["the way accents are stored"]
