"""Links are set around just the quotes of a text, and the text stays the same."""

import html
import re

from hypothesis import example, given
from hypothesis import strategies as st

from reports.text.highlight import JOINTS, link_quotes

words = st.text(alphabet="ab .,<&’é", min_size=1, max_size=40)


def spans_of(text, *ranges):
    """A text, and its `ranges` with an id and an address each."""
    return text, [(a, b, f"q{i}", f"/to/{i}/") for i, (a, b) in enumerate(ranges)]


@st.composite
def text_and_spans(draw):
    """A text, and any ranges of it: nested, touching, crossing or the same."""
    text = draw(words)
    place = st.integers(0, len(text))
    ranges = draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    return spans_of(text, *((a, b) for a, b in ranges if a < b))


def inside(made, start):
    """The HTML from `start` to the end of the span that begins there."""
    depth = 1
    for tag in re.finditer(r"</?span[^>]*>", made[start:]):
        depth += -1 if tag[0] == "</span>" else 1
        if depth == 0:
            return made[start : start + tag.start()]
    raise AssertionError("a span is not closed")


@given(text_and_spans())
def test_linked_text_is_the_text_and_each_quote_has_its_element(drawn):
    text, spans = drawn
    made = link_quotes(text, spans)
    assert html.unescape(re.sub("<[^>]+>", "", made)) == text
    assert sorted(re.findall('id="(.*?)"', made)) == sorted(span[2] for span in spans)
    depth, start, open_spans = 0, 0, []
    for tag in re.finditer(r"</?span[^>]*>", made):
        depth += len(html.unescape(re.sub("<[^>]+>", "", made[start : tag.start()])))
        start = tag.end()
        if tag[0] == "</span>":
            open_spans.pop()
        else:
            open_spans.append(tag[0])
            for a, b, name, _ in spans:
                if f'id="{name}"' in tag[0]:
                    assert depth == a
                    inner = html.unescape(re.sub("<[^>]+>", "", inside(made, tag.end())))
                    split = 'class="split"' in tag[0]
                    assert text[a:b].startswith(inner) if split else inner == text[a:b]
    assert not open_spans


@given(text_and_spans())
@example(spans_of("one two", (0, 7), (0, 7), (0, 3), (3, 7)))  # equal, nested, touching
@example(spans_of("one two", (0, 5), (2, 7), (2, 5), (4, 5)))  # crossing, nested in both, at an end
@example(spans_of("a<&b", (0, 2), (1, 3), (2, 4)))
def test_just_the_quotes_have_elements(drawn):
    text, spans = drawn
    depth, shown, lit = 0, "", []
    for piece in re.split("(<[^>]+>)", link_quotes(text, spans)):
        if piece.startswith("<"):
            depth += {"<span": 1, "</spa": -1}.get(piece[:5], 0)
        else:
            shown += html.unescape(piece)
            lit += [depth > 0] * len(html.unescape(piece))
    assert shown == text
    assert lit == [any(a <= place < b for a, b, *_ in spans) for place in range(len(text))]


@given(text_and_spans())
def test_each_word_of_a_quote_leads_to_its_record_and_nothing_else_does(drawn):
    text, spans = drawn
    place, address = 0, ""
    for piece in re.split("(<[^>]+>)", link_quotes(text, spans)):
        if piece.startswith("<a "):
            address = re.search('href="(.*?)"', piece)[1]
        elif piece == "</a>":
            address = ""
        elif not piece.startswith("<"):
            for character in html.unescape(piece):
                here = {to for a, b, _, to in spans if a <= place < b}
                if address:
                    assert address in here
                elif here:
                    assert character in JOINTS or not re.match(r"\w", character)
                place += 1


def test_where_quotes_nest_the_innermost_leads_on():
    text = "Japan pledged US$10,000 for the website."
    spans = [(0, 39, "p1.all", "/all/"), (14, 23, "p1.sum", "/sum/"), (0, 5, "p1.who", "/who/")]
    assert link_quotes(text, spans) == (
        '<span id="p1.all"><span id="p1.who"><a href="/who/" tabindex="-1">Japan</a></span> '
        '<a href="/all/" tabindex="-1">pledged</a> '
        '<span id="p1.sum"><a href="/sum/" tabindex="-1">US$10,000</a></span> '
        '<a href="/all/" tabindex="-1">for the website</a></span>.'
    )
