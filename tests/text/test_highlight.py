"""Marks are set around just the quotes of a text, and the text stays the same."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from reports.text.highlight import mark_quotes

words = st.text(alphabet="ab .,<&’é", min_size=1, max_size=40)


@st.composite
def text_and_spans(draw):
    """A text, and any ranges of it: nested, touching, crossing or the same."""
    text = draw(words)
    place = st.integers(0, len(text))
    ranges = draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    return text, [(a, b, f"q{i}") for i, (a, b) in enumerate(ranges) if a < b]


def inside(made, start):
    """The HTML from `start` to the end of the mark that begins there."""
    depth = 1
    for tag in re.finditer(r"</?mark[^>]*>", made[start:]):
        depth += -1 if tag[0] == "</mark>" else 1
        if depth == 0:
            return made[start : start + tag.start()]
    raise AssertionError("a mark is not closed")


@given(text_and_spans())
def test_marked_text_is_the_text_and_each_quote_is_marked(drawn):
    text, spans = drawn
    made = mark_quotes(text, spans)
    assert html.unescape(re.sub("<[^>]+>", "", made)) == text
    assert sorted(re.findall('id="(.*?)"', made)) == sorted(span[2] for span in spans)
    depth, start, open_marks = 0, 0, []
    for tag in re.finditer(r"</?mark[^>]*>", made):
        depth += len(html.unescape(re.sub("<[^>]+>", "", made[start : tag.start()])))
        start = tag.end()
        if tag[0] == "</mark>":
            open_marks.pop()
        else:
            open_marks.append(tag[0])
            for a, b, name in spans:
                if f'id="{name}"' in tag[0]:
                    assert depth == a
                    inner = html.unescape(re.sub("<[^>]+>", "", inside(made, tag.end())))
                    split = 'class="split"' in tag[0]
                    assert text[a:b].startswith(inner) if split else inner == text[a:b]
    assert not open_marks


@given(text_and_spans())
@example(("one two", [(0, 7, "whole"), (0, 7, "equal"), (0, 3, "nested"), (3, 7, "touching")]))
@example(
    ("one two", [(0, 5, "first"), (2, 7, "crossing"), (2, 5, "nested in both"), (4, 5, "at an end")])
)
@example(("a<&b", [(0, 2, "a"), (1, 3, "b"), (2, 4, "c")]))
def test_just_the_quotes_are_marked(drawn):
    text, spans = drawn
    depth, shown, lit = 0, "", []
    for piece in re.split("(<[^>]+>)", mark_quotes(text, spans)):
        if piece.startswith("<"):
            depth += -1 if piece == "</mark>" else 1
        else:
            shown += html.unescape(piece)
            lit += [depth > 0] * len(html.unescape(piece))
    assert shown == text
    assert lit == [any(a <= place < b for a, b, _ in spans) for place in range(len(text))]
