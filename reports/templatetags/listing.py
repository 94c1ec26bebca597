"""What the templates of lists need and Django's own tags do not give."""

from django import template

register = template.Library()


@register.filter
def item(mapping, key):
    """The value of `key` in `mapping`, or None."""
    return mapping.get(key)
