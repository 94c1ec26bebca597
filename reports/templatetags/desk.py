"""Template tags of the editors' desk."""

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def never_refilled(page: SafeString) -> SafeString:
    """Return `page`, HTML of Django's, with a form that a browser fills in by nothing of its own.

    After “Back” it would put what was typed before into a page that it has fetched anew: that would
    look like a change of what somebody else has saved since.
    """
    return mark_safe(page.replace(" novalidate>", ' novalidate autocomplete="off">'))  # noqa: S308 # as it was
