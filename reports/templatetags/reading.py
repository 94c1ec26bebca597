"""What the pages that are read need: how to report an error in them."""

from urllib.parse import quote, urlencode

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag(takes_context=True)
def error_report(context, what, path, words=""):
    """The address of a mail to the keeper about `what` at `path`; "" where no keeper is stated.

    Address, quote and data version are filled in, so that the keeper sees what the reader saw.
    """
    if not settings.KEEPER_EMAIL:
        return ""
    lines = [f"Address: {settings.SITE_URL}{path}", f"Data version: {version(context)}"]
    lines += [f"Quote: “{words}”"] if words else []
    lines += ["", "What is wrong, and what the report says instead:", ""]
    fields = {"subject": f"Error in the portal: {what}", "body": "\r\n".join(lines)}
    return f"mailto:{settings.KEEPER_EMAIL}?{urlencode(fields, quote_via=quote)}"


def version(context):
    """The number of the data version that the page shows."""
    current = context.get("data_version")
    return current.number if current else "none"
