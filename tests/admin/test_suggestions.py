"""Offers for a quote with any small slip stand in the report, and are accepted."""

import html
import json
import re
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from reports.admin.quotes import find_refusal
from reports.models import Block
from reports.text.quotes import locate, places_inside

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "text.json"
ROWS = [row["fields"] for row in json.loads(FIXTURE.read_text()) if row["model"] == "reports.block"]
TEXTS = [row["text"] for row in ROWS if len(row["text"].split()) > 12]
GAPS = {"double space": "  ", "line break": "\n", "no-break space": "\u00a0"}


@st.composite
def slips(draw):
    """A paragraph of the report, a passage of it, that passage with one slip, and which slip."""
    text = draw(st.sampled_from(TEXTS))
    words = [*re.finditer(r"\S+", text)]
    first = draw(st.integers(0, len(words) - 6))
    last = draw(st.integers(first + 5, min(first + 30, len(words) - 1)))
    passage = text[words[first].start() : words[last].end()]
    slip = draw(st.sampled_from([*GAPS, "other word", "cut before", "cut behind"]))
    if slip in GAPS:
        gap = draw(st.sampled_from([*re.finditer(" ", passage)]))
        return text, passage, f"{passage[: gap.start()]}{GAPS[slip]}{passage[gap.end() :]}", slip
    if slip == "other word":
        inner = [word for word in re.finditer(r"\S+", passage) if word[0].isalpha()]
        assume(len(inner) > 2)
        word = draw(st.sampled_from(inner[1:-1]))
        return text, passage, f"{passage[: word.start()]}officers{passage[word.end() :]}", slip
    place = draw(st.integers(1, 3))
    return text, passage, passage[place:] if slip == "cut before" else passage[:-place], slip


def offers(text, quote):
    """The offer for a quote of `text`; None where it is no slip: the rule takes it."""
    refusal = find_refusal(Block(pk=1, key="p1", text=text), "", quote, "evidence-0")
    if refusal is None:
        return None
    sent = re.findall(r'name="_take" value="([^"]*)"', str(refusal.message))
    return [json.loads(html.unescape(each)) for each in sent]


@given(slips())
def test_what_is_offered_for_a_slip_is_whole_and_stands_in_the_report(slipped):
    text, passage, quote, slip = slipped
    offered = offers(text, quote)
    if offered is None:  # a cut on the boundary of a word, such as at a hyphen or a full stop
        assert locate(text, "", quote)
        return
    assert offered, (slip, quote)
    for each in offered:
        start, end = locate(text, each["prefix"], each["quote"])  # the rule of evidence
        assert text[start:end] == each["quote"] == each["quote"].strip()
        assert not places_inside(text)[start]
        assert not places_inside(text)[end]
        assert offers(text, each["quote"]) is None or each["prefix"]
    if slip in GAPS or slip == "other word":
        assert passage in [each["quote"] for each in offered]
    else:  # a cut word is offered whole
        assert any(quote.strip() in each["quote"] for each in offered)
