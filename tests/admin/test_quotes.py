"""A quote that fails says so at its field, beside the nearest words, and offers them in one click."""

import html
import json
import re

import pytest

from reports.admin.quotes import TAKEN_MESSAGE
from reports.models import Meeting
from tests.admin.desk import make_text, told_at, typed, url
from tests.factories import found_right


@pytest.fixture
def page(empty, admin_client):
    """Send the page of a meeting with one new quote, and changes of it: the answer."""
    block = make_text()
    address = url(Meeting, "change", block.report.meeting_id)

    def send(**fields):
        data = typed(admin_client.get(address)) | {"evidence-TOTAL_FORMS": 2}
        new = {"block": block.pk, "anchor": "new"} | fields
        return admin_client.post(address, data | {f"evidence-1-{name}": new[name] for name in new})

    send.block, send.address = block, address
    return send


def offered(answer):
    """What the buttons of a page would send, read."""
    sent = re.findall(r'name="_take" value="([^"]*)"', answer.text)
    return [json.loads(html.unescape(each)) for each in sent]


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
def test_what_differs_is_drawn_and_said_in_words(page, text, quote, words):
    page.block.evidence.all()._raw_delete("default")
    page.block.text = text
    page.block.save()
    answer = page(quote=quote)
    assert told_at(answer, "evidence-1-quote") == "These words are not in para 1 to the letter."
    assert words in " ".join(answer.text.split())
    drawn = {"  ": "␣␣", "\u00a0": "⍽", "\n": "↵"}
    for blank, sign in drawn.items():
        assert (sign in answer.text) == (blank in text + quote)
    assert [each["quote"] for each in offered(answer)] == [text[5:-1]]


def test_the_exact_words_are_taken_with_one_click_and_not_saved_yet(page, admin_client):
    answer = page(quote="hosted by Figi")
    [sent] = offered(answer)
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
    assert [each["prefix"] for each in offered(answer)] == ["dinner was ", "lunch was "]


def test_the_nearest_words_are_whole(page):
    for quote in ("osted by Fij", "Fij", "ficials met in a hal", "dinner was hosted by Fij"):
        for each in offered(page(quote=quote)):
            assert re.fullmatch(
                r"(hosted by )?Fiji|Officials met in a hall|dinner was hosted by Fiji", each["quote"]
            )


def test_a_button_that_sends_nonsense_is_answered(page, admin_client):
    data = typed(admin_client.get(page.address))
    for sent in ("", "x", "[]", "{}", "3", "null", '{"form": "evidence-0", "prefix": 1}'):
        assert admin_client.post(page.address, data | {"_take": sent}).status_code in (200, 302)
