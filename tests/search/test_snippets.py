"""A snippet shows the stretch of a text that has the most of the words, and marks them."""

from hypothesis import given
from hypothesis import strategies as st

from reports.models import Document
from reports.search.snippets import marks, snippet
from reports.text.tokens import tokens
from tests.search.finding import get


def test_hits_are_marked_in_titles_and_texts(reader):
    source, words = get(reader, "confidential information")
    assert "<mark>confidential</mark> law-enforcement <mark>information</mark>" in source
    assert "1 result for “confidential information”" not in words
    source, _ = get(reader, {"q": "trafficked", "kind": "heading"})
    assert "<mark>TRAFFICKING</mark> IN PERSONS" in source
    source, _ = get(reader, {"q": "paragraph", "kind": "paragraph"})
    assert "<mark>Paragraph</mark> 11" not in source
    assert "draft <mark>paragraphs</mark> for" in source


def test_a_snippet_shows_the_stretch_with_the_most_hits():
    text = "alpha " + "word " * 100 + "alpha beta " + "word " * 100
    shown = "".join(words for words, _ in snippet(text, {("alpha",), ("beta",)}))
    assert "alpha beta" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) < 300
    assert snippet("", {("alpha",)}) == []
    assert snippet("alpha", {("beta",)}) == [("alpha", False)]


def test_a_quote_tells_more_than_a_name_in_it():
    pieces = Document.PIECE.join(["Thailand", "workshop hosted by Thailand", "Fiji", "Fijian"])
    assert (
        "".join(words for words, _ in snippet(pieces, {("thailand",)})) == "workshop hosted by Thailand"
    )
    assert snippet(pieces, {("fiji",)}) == [("Fiji", True)]


def test_no_words_are_shown_twice(reader):
    source, _ = get(reader, {"q": "child sex tourism", "kind": "recommendation"})
    assert source.count("<mark>tourism</mark>") == 1


@given(text=st.text(alphabet="ab é.\x1f", max_size=400), typed=st.text(alphabet="ab ", max_size=8))
def test_a_snippet_is_a_stretch_of_the_text(text, typed):
    phrases = {tokens(typed)} - {()}
    shown = snippet(text, phrases)
    words = "".join(piece for piece, _ in shown).removeprefix("… ").removesuffix(" …")
    assert words in text
    assert all(tuple(marks(piece, phrases)) for piece, hit in shown if hit)
