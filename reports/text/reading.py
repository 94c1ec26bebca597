"""The sentences that a quote stands in, which whoever reads the quote reads too."""

from reports.text import quotes
from reports.text.sentences import sentences


def sentences_around(text: str, prefix: str, quote: str) -> str:
    """Return the sentences of `text` that the one `quote` behind `prefix` stands in; "" without it."""
    try:
        start, end = quotes.locate(text, prefix, quote)
    except ValueError:
        return ""
    within = [span for span in sentences(text) if span[0] < end and span[1] > start]
    return text[within[0][0] : within[-1][1]] if within else ""
