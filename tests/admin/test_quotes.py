"""A quote that fails says so at its field, beside the nearest words, and offers them in one click."""

import html
import json
import re

import pytest
from django.http import QueryDict

from reports.admin.quotes import TAKE, TAKEN_MESSAGE, find_refusal, take
from reports.models import Block
from tests.admin.desk import TEXT, told_at, typed
from tests.factories import found_right

REFUSED = "These words are not in para 1 to the letter."


@pytest.fixture
def page(block, open_first, admin_client):
    """Send the page of a meeting with one new quote: the answer."""
    address, data = open_first(block.report.meeting)

    def send(**fields):
        new = {"block": block.pk, "anchor": "new"} | fields
        sent = data | {"evidence-TOTAL_FORMS": 2}
        return admin_client.post(address, sent | {f"evidence-1-{name}": new[name] for name in new})

    send.block, send.address, send.data = block, address, data
    return send


def offered(page):
    """Read what the buttons on a page would send."""
    sent = re.findall(r'name="_take" value="([^"]*)"', page)
    return [json.loads(html.unescape(each)) for each in sent]


def refusal(text, quote):
    """Return what is told at the field of a quote that is not in `text`, and as HTML on the page."""
    block = Block(pk=1, key="p1", number="1", kind="paragraph", text=text)
    error = find_refusal(block, "", quote, "evidence-1")
    return error.summary, str(error.message)


@pytest.mark.parametrize(
    ("text", "quote", "words"),
    [
        ("They met in a  hall.", "met in a hall", "Typed a space, in the report two spaces."),
        ("They met in a hall.", "met in a  hall", "Typed two spaces, in the report a space."),
        ("They met in a\u00a0hall.", "met in a hall", "Typed a space, in the report a no-break space."),
        ("They met in a\nhall.", "met in a hall", "Typed a space, in the report a line break."),
        ("They met in a hall.", "met in the hall", "Typed “the”, in the report “a”."),
        (
            "They met in d’Ivoire.",
            "met in d'Ivoire",
            "in the report “d’Ivoire” (APOSTROPHE, not RIGHT SINGLE QUOTATION MARK).",
        ),
    ],
)
def test_what_differs_is_drawn_and_said_in_words(text, quote, words):
    said, shown = refusal(text, quote)
    assert said == REFUSED
    assert words in " ".join(shown.split())
    drawn = {"  ": "␣␣", "\u00a0": "⍽", "\n": "↵"}
    for blank, sign in drawn.items():
        assert (sign in shown) == (blank in text + quote)
    assert [each["quote"] for each in offered(shown)] == [text[5:-1]]


def test_the_exact_words_are_taken_with_one_click_and_not_saved_yet(page, admin_client):
    answer = page(quote="hosted by Figi")
    assert told_at(answer, "evidence-1-quote") == REFUSED
    assert "Typed “Figi”, in the report “Fiji”." in " ".join(answer.text.split())
    [sent] = offered(answer.text)
    assert sent == {"form": "evidence-1", "prefix": "dinner was ", "quote": "hosted by Fiji"}
    answer = admin_client.post(page.address, typed(answer) | {"_take": json.dumps(sent)})
    assert TAKEN_MESSAGE in answer.text
    values = typed(answer)
    assert (values["evidence-1-prefix"], values["evidence-1-quote"]) == ("dinner was ", "hosted by Fiji")
    assert page.block.evidence.count() == 1
    values["evidence-0-prefix"] = "lunch was "  # or the record would have the same words twice
    right = found_right("Quote: hosted by Fiji", page.block, "hosted by Fiji", "dinner was ")
    values["evidence-1-confirmed"] = right
    assert admin_client.post(page.address, values).status_code == 302
    assert page.block.evidence.count() == 2


def test_words_that_stand_twice_are_offered_with_what_stands_before_each(page):
    answer = page(quote="hosted by Fiji")
    assert "occurs 2 times" in told_at(answer, "evidence-1-quote")
    assert [each["prefix"] for each in offered(answer.text)] == ["dinner was ", "lunch was "]


def test_the_nearest_words_are_whole():
    for quote in ("osted by Fij", "Fij", "ficials met in a hal", "dinner was hosted by Fij"):
        _, shown = refusal(TEXT, quote)
        for each in offered(shown):
            assert re.fullmatch(
                r"(hosted by )?Fiji|Officials met in a hall|dinner was hosted by Fiji", each["quote"]
            )


def test_a_button_that_sends_nonsense_is_answered_as_a_save(page, admin_client):
    for sent in ("", "x", "[]", "{}", "3", "null", '{"form": "evidence-0", "prefix": 1}'):
        query = QueryDict(mutable=True)
        query[TAKE] = sent
        assert take(query) is None, sent
    assert admin_client.post(page.address, page.data | {TAKE: "x"}).status_code == 302
