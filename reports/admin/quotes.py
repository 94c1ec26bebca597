"""Quotes that are refused: what is wrong, the nearest passage beside it, and the exact words to take."""

import json
from typing import Any, NamedTuple

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from reports.admin.summary import FieldError
from reports.models import Block
from reports.quoting.marking import mark_pieces
from reports.text.differences import Comparison, compare
from reports.text.drawing import describe, describe_letters, draw
from reports.text.quotes import (
    NotThereError,
    locate,
    nearest_span,
    places_of,
    shortest_prefix,
    widened,
)

TAKE = "_take"  # the button that puts the exact words of a passage into the form
TAKEN_MESSAGE = (
    "Not saved yet. The exact words of the paragraph stand in the form now: read them, then save."
)
MAX_PLACES = 5  # that are offered
AROUND = 30  # characters beside a passage, among which its first and last words are looked for


class Offer(NamedTuple):
    """A passage that can be quoted: its words, those before it, and what the button sends."""

    prefix: str
    quote: str
    sent: str


def find_refusal(block: Block, prefix: str, quote: str, form_prefix: str) -> FieldError | None:
    """Return what is wrong with a quote from `block`, to tell at its field; None where nothing is.

    `form_prefix` is that of its form, which gets the words that are offered.
    """
    text = block.text
    try:
        locate(text, prefix, quote)
    except ValueError as error:
        spans = places_of(text, quote)[:MAX_PLACES]
        comparison = None
        if spans:
            is_there = not isinstance(error, NotThereError)
            said = str(error) if is_there else f"The text before the quote is another in {block.label}."
        else:
            comparison = set_beside(text, prefix, quote)
            spans = (
                [widened(text, comparison.start, comparison.end)]
                if comparison.start < comparison.end
                else []
            )
            said = f"These words are not in {block.label} to the letter."
        offers = [each for span in spans if (each := offer(text, prefix, span, form_prefix))]
        html = render_to_string(
            "admin/_quote_error.html",
            {
                "said": said,
                "block": block,
                "quoted": comparison and drawn(comparison.quoted, "del", "not in the report"),
                "passage": comparison and drawn(comparison.passage, "ins", "in the report"),
                "changes": changes_of(comparison) if comparison else [],
                "offers": offers,
                "button": TAKE,
            },
        )
        return FieldError(SafeString(html), said)
    return None


def set_beside(text: str, prefix: str, quote: str) -> Comparison:
    """Return `quote` beside the passage of `text` most like it, near one most like `prefix` with it."""
    start, end = nearest_span(text, prefix + quote)
    # The passage alone, since words around it may be like its own; and more, since it may be longer.
    stretches = [(start, end), (max(start - AROUND, 0), min(end + AROUND, len(text)))]
    compared = (compare(quote, text, *stretch, exact=True) for stretch in stretches)
    found = min(compared, key=lambda each: each.cost)
    return found if found.alike else compare(quote, text, *nearest_span(text, quote), exact=True)


def drawn(pieces: Any, tag: str, name: str) -> SafeString:
    """Return `pieces` of text as HTML, those that differ marked and with what is not seen drawn."""
    return mark_pieces(
        [(draw(text) if differs else text, differs) for text, differs in pieces], tag, name
    )


def changes_of(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return what was quoted, what stands in the text, and letters that look alike: each in words."""
    return [
        (describe(each.quoted), describe(each.passage), describe_letters(each.quoted, each.passage))
        for each in comparison.changes
    ]


def offer(text: str, prefix: str, span: tuple[int, int], form_prefix: str) -> Offer | None:
    """Return the passage `span` of `text` to take as quote, with the prefix that it needs.

    The prefix that was typed stays where it stands before it. None where no prefix can tell it.
    """
    start, end = span
    quote = text[start:end]
    needed: str | None = prefix
    try:
        if locate(text, prefix, quote) != span:
            raise ValueError
    except ValueError:
        needed = shortest_prefix(text, start, end)
    if needed is None:
        return None
    return Offer(needed, quote, json.dumps({"form": form_prefix, "prefix": needed, "quote": quote}))


def take(data: QueryDict) -> QueryDict | None:
    """Return what was posted, the words of a button in their fields; None where none was pressed."""
    try:
        sent = json.loads(data.get(TAKE, ""))
        values = {name: str(sent[name]) for name in ("prefix", "quote")}
        form = str(sent["form"])
    except (ValueError, KeyError, TypeError):
        return None
    filled = data.copy()
    for name, value in values.items():
        filled[f"{form}-{name}" if form else name] = value
    return filled
