"""A quote is found in a text where its words stand whole."""

import re
import unicodedata
from time import perf_counter

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


@pytest.mark.parametrize(
    ("length", "among"), [(500, 4_000), (2_000, 5_000), (5_000, 200), (5_000, 5_000), (19_000, 20_000)]
)
def test_a_long_quote_that_is_not_there_is_answered_within_a_second(length, among):
    text = " ".join(f"Paragraph {n} notes the work of group {n * 7}." for n in range(600))[:among]
    words = " ".join(f"Paragraph {n} noted a work of groups {n * 5}." for n in range(600))[:length]
    start = perf_counter()
    with pytest.raises(ValueError, match="Nearest to it"):
        locate(text, "", words)
    assert perf_counter() - start < 1


def test_prefix_tells_two_quotes_apart():
    text = "The first, hosted by Malaysia. An earlier one also hosted by Malaysia."
    assert locate(text, "also ", "hosted by Malaysia") == (51, 69)
    with pytest.raises(ValueError, match="occurs 2 times in it: give more of the text before"):
        locate(text, "", "hosted by Malaysia")


def test_a_quote_that_is_not_there_is_answered_with_the_nearest_passage():
    with pytest.raises(ValueError, match="Nearest to it: “pledged US\\$10,000”"):
        locate("Japan pledged US$10,000 for the upkeep", "", "pledged US$12,000")


@pytest.mark.parametrize(
    ("text", "quote", "told"),
    [
        ("a\u00a0pledge", "a pledge", "2nd character is NO-BREAK SPACE in the text and SPACE"),
        ("a pledge of", "a pledge\u00a0of", "9th character is SPACE in the text and NO-BREAK SPACE"),
        ("a\u2009pledge", "a pledge", "2nd character is THIN SPACE in the text and SPACE"),
        ("a  pledge", "a pledge", "3rd character is SPACE in the text and LATIN SMALL LETTER P"),
        ("a pledge", "a  pledge", "3rd character is LATIN SMALL LETTER P in the text and SPACE"),
        ("a pledge", "a\tpledge", "2nd character is SPACE in the text and CHARACTER TABULATION"),
        ("a\npledge", "a pledge", "2nd character is LINE FEED in the text and SPACE"),
        ("a pledge", "a\npledge", "2nd character is SPACE in the text and LINE FEED"),
        (
            "a ple\u00addge",
            "pledge",
            "4th character is SOFT HYPHEN in the text and LATIN SMALL LETTER D",
        ),
        ("a pledge", "ple\u200bdge", "4th character is LATIN SMALL LETTER D in the text and ZERO WIDTH"),
        ("a pledge", "\ufeffpledge", "1st character is LATIN SMALL LETTER P in the text and ZERO WIDTH"),
        ("a pledge.", "pledge\u200e", "7th character is FULL STOP in the text and LEFT-TO-RIGHT MARK"),
        ("a pledge", "pledge\u200e", "7th character is missing in the text and LEFT-TO-RIGHT MARK"),
        ("a pledge", "pl\u0435dge", "3rd character is LATIN SMALL LETTER E in the text and CYRILLIC"),
        ("НОРЕ stands", "HOPE", "1st character is CYRILLIC CAPITAL LETTER EN in the text and LATIN"),
        (
            "a pledge",
            "pIedge",
            "2nd character is LATIN SMALL LETTER L in the text and LATIN CAPITAL LETTER I",
        ),
        ("in 2004", "in 2OO4", "5th character is DIGIT ZERO in the text and LATIN CAPITAL LETTER O"),
        (
            "Côte",
            "Co\u0302te",
            "2nd character is LATIN SMALL LETTER O WITH CIRCUMFLEX in the text and LATIN",
        ),
        (
            "Co\u0302te",
            "Côte",
            "2nd character is LATIN SMALL LETTER O in the text and LATIN SMALL LETTER O W",
        ),
        (
            "d’Ivoire",
            "d'Ivoire",
            "2nd character is RIGHT SINGLE QUOTATION MARK in the text and APOSTROPHE",
        ),
        (
            "a “list”",
            'a "list"',
            "3rd character is LEFT DOUBLE QUOTATION MARK in the text and QUOTATION",
        ),
        ("7–8 June", "7-8 June", "2nd character is EN DASH in the text and HYPHEN-MINUS"),
        (
            "co\u2011operate",
            "co-operate",
            "3rd character is NON-BREAKING HYPHEN in the text and HYPHEN-",
        ),
        ("of ﬁnance", "finance", "1st character is LATIN SMALL LIGATURE FI in the text and LATIN"),
        ("10 m²", "m2", "2nd character is SUPERSCRIPT TWO in the text and DIGIT TWO"),
        ("and so on…", "so on...", "6th character is HORIZONTAL ELLIPSIS in the text and FULL STOP"),
    ],
)
def test_what_looks_alike_is_told_by_the_first_character_that_differs(text, quote, told):
    with pytest.raises(ValueError, match="which looks alike") as refused:
        locate(text, "", quote)
    assert f"the {told}" in str(refused.value)
    assert str(refused.value).endswith("in the quote.")


def test_a_difference_in_the_prefix_is_told_of_the_prefix():
    with pytest.raises(
        ValueError, match="the 4th character is NO-BREAK SPACE in the text and SPACE in the p"
    ):
        locate("One was\u00a0a pledge", "was ", "a pledge")
    with pytest.raises(
        ValueError, match="the 2nd character is NO-BREAK SPACE in the text and SPACE in the q"
    ):
        locate("One was a\u00a0pledge", "was ", "a pledge")


def test_what_does_not_look_alike_is_told_the_nearest_words_alone():
    with pytest.raises(ValueError, match=r"Nearest to it: “pledged US\$10,000”\. Quotes are exact"):
        locate("Japan pledged US$10,000 for the upkeep", "", "pledged US$12,000")


printed = st.text(alphabet="ab é’–\u00a0\u00ad\n", min_size=1, max_size=12)


@given(st.text(alphabet="ab é’–", max_size=12), printed)
def test_a_lookalike_is_found_whatever_way_it_is_written(before, quote):
    other = unicodedata.normalize("NFD", quote).replace("’", "'").replace("–", "-")
    other = other.replace("\u00a0", " ").replace("\u00ad", "").replace("\n", "  ")
    if other not in before + quote and other.strip():
        with pytest.raises(
            ValueError, match=r"which looks alike: the .* in the text and .* in the quote"
        ):
            locate(before + quote, "", other)


@given(words, words)
def test_nearest_is_a_passage_of_whole_words(text, quote):
    found = nearest(text, quote)
    assert found in text
    assert found == found.strip()
    assert not found or found in [text[start : start + len(found)] for start in positions(text, found)]


@pytest.mark.parametrize("quote", ["Côte d'Ivoire", "cote d’Ivoire", "Co operation", "co-operation"])
def test_a_quote_that_is_the_same_but_to_the_letter_is_refused_and_told_why(quote):
    with pytest.raises(
        ValueError,
        match=r"Quotes are exact: capitals, accents, hyphens|which looks alike: the .* character",
    ):
        locate("Côte d’Ivoire and Co-operation", "", quote)
