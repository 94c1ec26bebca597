"""An excerpt is cut at white space of any kind, else at a whole character, and never fails."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.search.snippets import snippet
from reports.text.cuts import cut_after, cut_before, shorten
from reports.text.mentions import excerpts

texts = st.text(alphabet="ab \n\u00a0\u0301é中ก็", min_size=1, max_size=400)


@pytest.mark.parametrize("between", ["\n", " ", "\t", "\u00a0", "\u2003", "\r\n"])
def test_a_list_of_countries_one_a_line_is_cut_between_them(between):
    countries = [f"Country number {n}".replace(" ", "-") for n in range(40)]
    text = between.join(countries)
    start = text.index(countries[20])
    ((before, words, after),) = excerpts(text, [(start, start + len(countries[20]))])
    assert words == countries[20]
    shown = f"{before}{words}{after}".removeprefix("… ").removesuffix(" …")
    assert set(shown.split()) <= set(countries)


def test_a_text_without_any_white_space_is_cut_at_a_character():
    text = "語" * 300
    ((before, words, after),) = excerpts(text, [(150, 151)])
    assert (before[:2], words, after[-2:]) == ("… ", "語", " …")
    assert len(before) == len(after) == 92


def test_an_accent_after_a_blank_is_not_parted_from_it():
    text = "a" * 29 + " \u0301a"
    assert cut_before(text, 11, 31) == 31


@given(texts, st.data())
def test_no_excerpt_begins_or_ends_inside_a_letter_with_its_accent(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = cut_before(text, start - 20, start), cut_after(text, end, end + 20)
    assert 0 <= first <= start < end <= last <= len(text)
    for place in {first, last} - {0, start, len(text)}:
        assert unicodedata.category(text[place])[0] != "M"


@given(texts)
def test_any_text_has_a_snippet(text):
    assert "".join(words for words, _ in snippet(text, {("a",)}))


@given(texts, st.integers(1, 60))
def test_a_text_is_shortened_to_its_own_beginning(text, most):
    shown = shorten(text, most)
    if len(text) <= most:
        assert shown == text
    else:
        assert shown.endswith(" …")
        assert text.startswith(shown.removesuffix(" …"))


def test_a_text_is_shortened_between_words():
    assert shorten("Ministers met in Bali", 15) == "Ministers met …"
    assert shorten("Ministers met", 13) == "Ministers met"


def test_a_text_is_shortened_around_a_name_that_stands_behind_its_beginning():
    text = "She advised that a number of countries, including Australia, Indonesia and Japan, had met"
    assert shorten(text, 40) == "She advised that a number of countries, …"
    assert "Indonesia" in shorten(text, 40, ["Indonesia"])
    assert shorten(text, 40, ["Indonesia"]).startswith("… ")
    assert shorten(text, 40, ["She", "Peru"]) == shorten(text, 40)
