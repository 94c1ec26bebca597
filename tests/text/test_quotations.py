"""Sentences of a quotation, its omissions and insertions, and where it stands in a text."""

import pytest

from reports.text.quotations import find, left_out_beside, phrases, split_quotation
from reports.text.tokens import tokens

TEXT = (
    "They noted that the last appeal had not generated sufficient funds. Japan pledged US$10,000 for "
    "the co-chairs’ work, which could be useful; others might follow."
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One agreed. Two did not.", ["One agreed.", "Two did not."]),
        ("12. One agreed.\n\n13. Two did.", ["12. One agreed.", "13. Two did."]),
        ("• One agreed\n• Two did", ["One agreed", "Two did"]),
        ("One … Two did.", ["One … Two did."]),
        ("One [...] Two did.", ["One [...] Two did."]),
        ("One agreed. … Two did.", ["One agreed. …", "Two did."]),
        ("One agreed …\n\nTwo did.", ["One agreed …", "Two did."]),
        ("One . . . two did.", ["One … two did."]),
        ("A line\nbreaks here.", ["A line\nbreaks here."]),
        ("", []),
    ],
)
def test_a_quotation_is_split_into_sentences(text, sentences):
    assert split_quotation(text) == sentences


@pytest.mark.parametrize(
    ("quotation", "pieces"),
    [
        ("the last appeal", ["the last appeal"]),
        ("The last appeal", ["the last appeal"]),
        ("“the last appeal”", ["the last appeal"]),
        ("the last appeal.", ["the last appeal"]),
        ("the last … sufficient funds.", ["the last", "sufficient funds."]),
        ("… sufficient funds …", ["sufficient funds"]),
        ("[T]he last appeal [sic] had", ["the last appeal", "had"]),
        ("Japan pledge[s] US$10,000", ["Japan pledged US$10,000"]),
        ("co-\nchairs' work", ["co-chairs’ work"]),
    ],
)
def test_a_quotation_is_found(quotation, pieces):
    found = find(quotation, TEXT)
    assert found is not None
    assert [TEXT[start:end] for start, end in found.spans] == pieces


@pytest.mark.parametrize(
    "quotation",
    [
        *(
            "the Last appeal",
            "the last appeals",
            "he last appeal",
            "the last appeal?",
            "pledged $10,000",
        ),
        *(
            "US$10",
            "sufficient … the last",
            "co chairs’ work",
            "cochairs’ work",
            "last last",
            "…",
            "[T]",
        ),
        *("sufficient funds!", "the last appeal [had generated", "[X]he last appeal"),
    ],
)
def test_what_is_not_there_is_not_found(quotation):
    assert find(quotation, TEXT) is None


def test_the_least_possible_is_left_out():
    text = "One said so. One said that. All agreed."
    assert find("One … All agreed.", text).omissions(text) == ["said that."]


def test_the_whole_sentence_is_taken_where_the_words_are_one():
    text = "We said that all agreed. All agreed."
    found = find("All agreed.", text)
    assert text[found.start : found.end] == "All agreed."
    assert found.is_whole(text)


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("generated sufficient funds", ["had not"]),
        ("be useful", ["could"]),
        ("follow", ["might"]),
        ("They noted that", []),
        ("Japan pledged US$10,000", []),
        ("the co-chairs’ work, which", ["could"]),
    ],
)
def test_changing_words_just_outside_are_found(words, left_out):
    start = TEXT.index(words)
    assert left_out_beside(TEXT, start, start + len(words)) == left_out


def test_phrases_are_in_every_text_that_has_the_quotation():
    said = " ".join(tokens(TEXT))
    for quotation in (
        *(
            "the last … sufficient funds.",
            "[T]he last appeal",
            "pledge[s] US$10,000 for the co-\nchairs’",
        ),
        *("“Japan pledged” [it]", "12. They noted"),
    ):
        assert phrases(quotation)
        for phrase in phrases(quotation):
            assert " ".join(phrase) in said, (quotation, phrase)
    assert phrases("…!") == []
