"""Mark pieces of a text as HTML, in words for those who do not see the marks too."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

UNSEEN = '<span class="visually-hidden">{}</span>'
MARKED = f"<{{0}}>{UNSEEN.format('[{1}: ')}{{2}}{UNSEEN.format(']')}</{{0}}>"


def mark_pieces(pieces: Iterable[tuple[str, bool]], tag: str, name: str) -> SafeString:
    """Return `pieces` of text as HTML: those that are marked in a `tag`, and called by a `name`."""
    return format_html_join(
        "",
        "{}",
        ((format_html(MARKED, tag, name, text) if marked else text,) for text, marked in pieces),
    )
