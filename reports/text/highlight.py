"""Link the quotes of a text, whether they nest, touch or cross, without changing a character."""

import re
from collections.abc import Iterable
from html import escape  # Django's, which waits for a translation, takes five times as long
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

Span = tuple[int, int, str, str]  # start, end (after it), id, and the address that its words lead to

WORD = re.compile(r"\w")
JOINTS = " \n\t.,;:"  # around the words of a link that do not belong to it
LINK = '<a href="{}" tabindex="-1">{}</a>'


def link_quotes(text: str, spans: Iterable[Span]) -> SafeString:
    """Return `text` as HTML with a <span> for each of `spans`, its words linked to its address.

    Where quotes nest, words lead where the innermost does; punctuation and space between them are no
    link. The links are no stops of the Tab key: the page lists the same ones beside the text, once each.

    Quotes that cross cannot be one element each: the later one goes on, after the end of the
    earlier, in a span of class “more” right behind it, and its first piece has class “split”.
    """
    starts = sorted(spans, key=lambda span: (span[0], -span[1]))
    cuts = sorted({0, len(text), *(place for span in starts for place in span[:2])})
    out: list[str] = []
    open_spans: list[Span] = []
    for here, there in pairwise([*cuts, len(text)]):
        # A span that ends here takes those inside it along; of these, the unfinished are reopened.
        outermost = next((n for n, span in enumerate(open_spans) if span[1] == here), len(open_spans))
        closed, open_spans = open_spans[outermost:], open_spans[:outermost]
        reopened = [span for span in closed if span[1] != here]
        out += ["</span>"] * len(closed) + ['<span class="more">'] * len(reopened)
        open_spans += reopened
        for span in (span for span in starts if span[0] == here):
            outer = min((other[1] for other in open_spans), default=span[1])
            tag = '<span id="{}" class="split">' if span[1] > outer else '<span id="{}">'
            out.append(tag.format(escape(span[2])))
            open_spans.append(span)
        piece = text[here:there]
        words = piece.strip(JOINTS) if open_spans else ""
        if WORD.search(words):
            before, _, after = piece.partition(words)
            link = LINK.format(escape(open_spans[-1][3]), escape(words))
            out += [escape(before), link, escape(after)]
        else:
            out.append(escape(piece))
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped above
