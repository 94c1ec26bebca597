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
        # Half an amount is another amount.
        ("Japan pledged US$10,000 for the upkeep", "Japan pledged US$10", []),
        ("Japan pledged US$10,000 for the upkeep", "000 for the upkeep", []),
        ("Japan pledged US$10,000 for the upkeep", "10,000 for the upkeep", []),
        ("Japan pledged US$10,000 for the upkeep", "$10,000", []),
        ("Japan pledged US$10,000 for the upkeep", "Japan pledged US", []),
        ("Japan pledged US$10,000 for the upkeep", "pledged US$10,000", [6]),
        ("NZ$30,000 and EUR 5 million", "EUR 5", []),
        ("NZ$30,000 and EUR 5 million", "5 million", []),
        ("NZ$30,000 and EUR 5 million", "EUR 5 million", [14]),
        ("about 12.5 % of them", "about 12", []),
        ("about 12.5 % of them", "about 12.5", []),
        ("about 12.5 % of them", "12.5 % of", [6]),
        ("a third, 40 per cent, agreed", "40", []),
        ("in June 2004, 139 delegates", "June 2004", [3]),
        ("in June 2004, 139 delegates", "139 delegates", [14]),
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


@pytest.mark.parametrize("words", ["pledge", "US$10", "10,000 for"])
def test_a_quote_that_stands_only_inside_something_longer_is_told_why(words):
    with pytest.raises(ValueError, match="only as a part of a longer word, number or amount"):
        locate("Japan pledged US$10,000 for the upkeep", "", words)


@pytest.mark.parametrize(("length", "among"), [(500, 4_000), (2_000, 5_000), (5_000, 200)])
def test_a_long_quote_that_is_not_there_is_answered_too(length, among):
    text = " ".join(f"Paragraph {n} notes the work of group {n * 7}." for n in range(400))[:among]
    words = " ".join(f"Paragraph {n} noted a work of groups {n * 5}." for n in range(400))[:length]
    with pytest.raises(ValueError, match="Nearest to it"):
        locate(text, "", words)


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
