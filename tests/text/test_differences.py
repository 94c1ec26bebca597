"""Words are set beside the nearest passage, and each difference is told."""

from hypothesis import given
from hypothesis import strategies as st

from reports.text.differences import compare, nearest, spans_of_tokens

TEXT = "Senior officials met. They agreed that the co-chairs had not pledged US$10,000 – or more."


def changes(words):
    return [tuple(each) for each in nearest(words, [TEXT])[1].changes]


def test_each_kind_of_difference_is_told():
    assert changes("They agrees that the co-chairs") == [("agrees", "agreed")]
    assert changes("that the co-chairs had pledged US$10,000") == [("", "not")]
    assert changes("They all agreed that the co-chairs") == [("all", "")]
    assert changes("the co-chairs had not pledged NZ$10,000") == [("NZ$10,000", "US$10,000")]
    assert changes("They agreed that the cochairs had not") == [("cochairs", "co-chairs")]
    assert changes("They agreed that the Co-chairs had not") == [("Co-chairs", "co-chairs")]


def test_typography_is_no_difference():
    assert changes("had not pledged US$10,000 - or more.") == []


def test_long_omissions_have_their_place():
    assert changes("They agreed or more.") == [("", "that the co-chairs had not pledged US$10,000 –")]


def test_a_number_is_one_with_its_currency():
    assert "US$10,000" in [TEXT[start:end] for start, end in spans_of_tokens(TEXT)]


def test_the_likest_text_is_taken():
    number, found = nearest("They agreed that we left", ["Nothing of it.", TEXT, "They agree."])
    assert number == 1
    assert found.alike > 0.5


@given(st.text(alphabet="ab .,-’$1", min_size=1), st.text(alphabet="ab .,-’$1", min_size=1))
def test_the_pieces_are_the_words_and_the_passage(words, text):
    found = compare(words, text, 0, len(text))
    assert "".join(piece.text for piece in found.quoted) in words
    assert "".join(piece.text for piece in found.passage) in text
    assert 0 <= found.alike <= 1
