"""Find a quote in a text: once, on the boundaries of words and amounts, or not at all."""

import re

from rapidfuzz import fuzz

INSIDE_A_WORD = r"(?<=\w)(?=\w)"
# Between two halves of one amount: digits and their separator, a currency and its number, a number
# and its unit.
NUMBER = r"\d[\d.,]*"
CURRENCY = r"(?:[A-Z]{2,3})?[$€£¥]|USD|AUD|NZD|EUR|GBP|JPY"
UNIT = r"%|‰|°|per cent|percent|hundred|thousand|million|billion|dollars?|euros?|USD|AUD|NZD|EUR|GBP|JPY"
AMOUNT = re.compile(
    rf"(?:{CURRENCY})\s?{NUMBER}(?:\s(?:hundred|thousand|million|billion)\b)*"
    rf"|\d[\d.,]*(?:\s?(?:{UNIT})(?!\w))+"
    r"|\d+(?:[.,]\d+)+"
)


def positions(text: str, words: str) -> list[int]:
    """Return every place in `text` where `words` stand whole, overlaps counted.

    They begin and end on word boundaries, and cut no number, unit or currency from an amount.
    """
    if not words:
        return []
    whole = rf"(?!{INSIDE_A_WORD})(?={re.escape(words)}(?!{INSIDE_A_WORD}))"
    amounts = [match.span() for match in AMOUNT.finditer(text)]
    starts = [match.start() for match in re.finditer(whole, text)]
    return [
        start
        for start in starts
        if not any(first < start < last or first < start + len(words) < last for first, last in amounts)
    ]


def locate(text: str, prefix: str, quote: str) -> tuple[int, int]:
    """Return the start and the end of the one `quote` that follows `prefix` in `text`.

    Raises ValueError, saying what is wrong and what stands nearest, where prefix and quote
    together do not occur exactly once (a W3C TextQuoteSelector's prefix and exact).
    """
    words = prefix + quote
    after_prefix = {start + len(prefix) for start in positions(text, words)}
    found = after_prefix.intersection(positions(text, quote))
    if len(found) == 1:
        start = found.pop()
        return start, start + len(quote)
    if found:
        raise ValueError(
            f"“{words}” occurs {len(found)} times in it: "
            "give more of the text before the quote as its prefix."
        )
    if words and words in text:
        raise ValueError(
            f"“{words}” stands in it only as a part of a longer word, number or amount: quote it whole."
        )
    raise ValueError(f"“{words}” is not in it. Nearest to it: “{nearest(text, words)}”")


def nearest(text: str, words: str) -> str:
    """Return the passage of `text`, as long as `words`, that is most like it."""
    length = min(len(words), len(text))
    alignment = fuzz.partial_ratio_alignment(words, text) if length else None
    start = min(alignment.dest_start, len(text) - length) if alignment else 0
    return text[start : start + length]
