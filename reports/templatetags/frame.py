"""What the frame of every page says twice: to its window, and to whoever shows a link to it."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_block_tag
def titled(content):
    """The page's title, as it stands in `content`, and as Open Graph (https://ogp.me) has it."""
    whole = format_html("{} · Bali Process reports", content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', whole, content)


@register.simple_block_tag
def described(content):
    """What the page is in a sentence, as it stands in `content`, for results of a search and links."""
    return format_html(
        '<meta name="description" content="{0}">\n<meta property="og:description" content="{0}">',
        content,
    )
