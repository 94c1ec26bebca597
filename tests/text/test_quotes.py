"""A quote is found in a text where its words stand whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.quotes import locate, nearest, positions

words = st.text(alphabet="ab .,<&’é", min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("hosted by Malaysia, hosted by Malaysia", "hosted by Malaysia", [0, 20]),
        ("Australian and Australia", "Australia", [15]),
        ("a a a a", "a a a", [0, 2]),
        ("non-binding", "binding", [4]),
        ("the US$10,000 for", "US$10,000", [4]),
        ("costs $5", "$5", [6]),
        ("état", "tat", []),
        ("words", "", []),
    ],
)
def test_quote_stands_on_word_boundaries_overlaps_counted(text, quote, expected):
    assert positions(text, quote) == expected


@given(words, words)
def test_positions_are_every_place_that_a_slow_search_finds(text, quote):
    def whole(start):
        end = start + len(quote)
        joined_before = start and re.match(r"\w\w", text[start - 1 : start + 1])
        joined_after = re.match(r"\w\w", text[end - 1 : end + 1])
        return text[start:end] == quote and not joined_before and not joined_after

    assert positions(text, quote) == [start for start in range(len(text)) if whole(start)]


def test_prefix_tells_two_quotes_apart():
    text = "The first, hosted by Malaysia. An earlier one also hosted by Malaysia."
    assert locate(text, "also ", "hosted by Malaysia") == (51, 69)
    with pytest.raises(ValueError, match="occurs 2 times in it: give more of the text before"):
        locate(text, "", "hosted by Malaysia")


def test_a_quote_that_is_not_there_is_answered_with_the_nearest_passage():
    with pytest.raises(ValueError, match="Nearest to it: “pledged US\\$10,000”"):
        locate("Japan pledged US$10,000 for the upkeep", "", "pledged US$12,000")


@given(words, words)
def test_nearest_is_a_passage_of_the_text_as_long_as_the_words(text, quote):
    found = nearest(text, quote)
    assert found in text
    assert len(found) == min(len(text), len(quote))
