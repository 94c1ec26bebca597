"""Finding, marking and naming words in a text."""

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.marking import marked
from reports.mentions import Names, excerpts
from reports.models import Actor
from reports.quotes import locate, nearest, positions

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


@st.composite
def text_and_spans(draw):
    """A text, and any ranges of it: nested, touching, crossing or the same."""
    text = draw(words)
    place = st.integers(0, len(text))
    ranges = draw(st.lists(st.tuples(place, place).map(sorted), max_size=8))
    return text, [(a, b, f"q{i}") for i, (a, b) in enumerate(ranges) if a < b]


@given(text_and_spans())
def test_marked_text_is_the_text_and_each_quote_is_marked(drawn):
    text, spans = drawn
    made = marked(text, spans)
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
    for piece in re.split("(<[^>]+>)", marked(text, spans)):
        if piece.startswith("<"):
            depth += -1 if piece == "</mark>" else 1
        else:
            shown += html.unescape(piece)
            lit += [depth > 0] * len(html.unescape(piece))
    assert shown == text
    assert lit == [any(a <= place < b for a, b, _ in spans) for place in range(len(text))]


def inside(made, start):
    """The HTML from `start` to the end of the mark that begins there."""
    depth = 1
    for tag in re.finditer(r"</?mark[^>]*>", made[start:]):
        depth += -1 if tag[0] == "</mark>" else 1
        if depth == 0:
            return made[start : start + tag.start()]
    raise AssertionError("a mark is not closed")


def test_a_longer_name_wins_and_only_whole_words_count(report):
    names = Names(Actor.objects.prefetch_related("other_names"))
    slugs = dict(Actor.objects.values_list("pk", "slug"))

    def found(text):
        return [slugs[pk] for _, _, owners in names.find(text) for pk in owners]

    assert found("New Zealand Ministry of Foreign Affairs and Trade") == [
        "new-zealand-ministry-of-foreign-affairs-and-trade"
    ]
    assert found("the ROK and Australian officials") == ["republic-of-korea"]
    assert found("nothing") == []
    assert list(Names([]).find("Japan")) == []


def test_excerpt_shows_the_words_around_a_name():
    text = "one two three Japan four five six seven Japan eight"
    assert excerpts(text, [(14, 19)], around=10) == [("… three ", "Japan", " four …")]
    assert excerpts("Japan", [(0, 5)]) == [("", "Japan", "")]
