"""Mark quotes in a text, whether they nest, touch or cross, without changing a character."""

from collections.abc import Iterable

from django.utils.html import format_html, mark_safe
from django.utils.safestring import SafeString

Span = tuple[int, int, str]  # start, end (after it), and id


def mark_quotes(text: str, spans: Iterable[Span]) -> SafeString:
    """Return `text` as HTML with a <mark> for each of `spans`: start, end (after it), and id.

    Quotes that cross cannot be one element each: the later one goes on, after the end of the
    earlier, in a mark of class “more” right behind it, and its first piece has class “split”.
    """
    starts = sorted(spans, key=lambda span: (span[0], -span[1]))
    cuts = sorted({0, len(text), *(place for span in starts for place in span[:2])})
    out: list[str] = []
    open_marks: list[Span] = []
    for here, there in zip(cuts, [*cuts[1:], len(text)], strict=True):
        reopened = close_marks(open_marks, here, out)
        for span in reopened:
            out.append(mark_safe('<mark class="more">'))
            open_marks.append(span)
        for span in starts:
            if span[0] == here:
                outer = min((other[1] for other in open_marks), default=span[1])
                split = ' class="split"' if span[1] > outer else ""
                out.append(format_html('<mark id="{}"{}>', span[2], mark_safe(split)))  # noqa: S308
                open_marks.append(span)
        out.append(format_html("{}", text[here:there]))
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped above


def close_marks(open_marks: list[Span], here: int, out: list[str]) -> list[Span]:
    """Close the marks that end at `here`, and those inside them, which are returned to reopen."""
    reopened: list[Span] = []
    while any(span[1] == here for span in open_marks):
        span = open_marks.pop()
        out.append("</mark>")
        if span[1] != here:
            reopened.insert(0, span)
    return reopened
