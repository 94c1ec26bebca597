"""Mark quotes in a text, whether they nest, touch or cross, without changing a character."""

from collections.abc import Iterable
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

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
    for here, there in pairwise([*cuts, len(text)]):
        # A mark that ends here takes those inside it along; of these, the unfinished are reopened.
        outermost = next((n for n, span in enumerate(open_marks) if span[1] == here), len(open_marks))
        closed, open_marks = open_marks[outermost:], open_marks[:outermost]
        reopened = [span for span in closed if span[1] != here]
        out += ["</mark>"] * len(closed) + ['<mark class="more">'] * len(reopened)
        open_marks += reopened
        for span in (span for span in starts if span[0] == here):
            outer = min((other[1] for other in open_marks), default=span[1])
            tag = '<mark id="{}" class="split">' if span[1] > outer else '<mark id="{}">'
            out.append(format_html(tag, span[2]))
            open_marks.append(span)
        out.append(escape(text[here:there]))
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped above
