"""What the templates of lists need and Django's own tags do not give.

The pieces that stand hundreds of times on a page are put together here: as templates of their own
they would cost more than all the rest of it.
"""

from html import escape
from itertools import groupby
from operator import attrgetter

from django import template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

LINE = mark_safe("<br>")
UNSTATED = '<span class="unstated">{}</span>'
BOX = '<label{none}><input type="checkbox" name="{name}" value="{value}"{state}> {label}{count}</label>'
COUNT = ' <small>{}<span class="visually-hidden"> row{}</span></small>'


@register.filter
def item(mapping, key):
    """The value of `key` in `mapping`, or None."""
    return mapping.get(key)


@register.filter
def linked(values, between):
    """`values` with `between` in between, each as a link where it has an address."""
    return format_html_join(between, "{}", ((link(value),) for value in values))


def link(value):
    """`value` as a link, where it has an address; as a template writes it."""
    if address := getattr(value, "get_absolute_url", None):
        return format_html('<a href="{}">{}</a>', address(), value)
    return localize(value)


@register.simple_tag
def quotes(words):
    """The quotes of each paragraph on a line, in its order, with a link to the first of them.

    `words`: evidence with block and meeting at hand.
    """
    lines = []
    for block, mine in groupby(words, key=attrgetter("block")):
        mine = list(mine)
        said = format_html_join(" … ", "“{}”", ((each.quote,) for each in mine))
        lines.append((said, mine[0].get_absolute_url(), block.label))
    return format_html_join("\n", '<p class="evidence">{} <a href="{}">{}</a></p>', lines)


@register.simple_tag
def cells(row):
    """The cells of one row of a list's table, as `Listing.cells` gives it."""
    return format_html_join("", "{}", ((cell(row["record"], *each),) for each in row["cells"]))


def cell(record, column, values):
    """One cell: the values, and of the main column the words that the record rests on."""
    if column.main:
        words = record.evidence.all() if hasattr(record, "evidence") else ()  # an actor has none
        return format_html('<th scope="row">{}{}</th>', linked(values, ""), quotes(words))
    between = LINE if column.type == "list" else ", "
    said = linked(values, between) if values else format_html(UNSTATED, column.missing)
    return format_html('<td data-label="{}">{}</td>', column.label, said)


@register.simple_tag
def boxes(name, options, *, counted):
    """A box to tick for each of the `options` of the facet `name`; one without rows cannot be.

    Without `counted`, where no list can be made, no numbers of rows.
    """
    # The standard library's escape: Django's, which waits for a translation, takes five times as long.
    said = [
        BOX.format(
            none="" if each.count or each.chosen or not counted else ' class="none"',
            name=name,
            value=escape(each.value),
            state=" checked" if each.chosen else "" if each.count or not counted else " disabled",
            label=escape(each.label),
            count=COUNT.format(each.count, "" if each.count == 1 else "s") if counted else "",
        )
        for each in options
    ]
    return mark_safe("\n".join(said))  # noqa: S308 - escaped above
