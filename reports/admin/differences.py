"""Two states of a page side by side: the values of its fields, in words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.admin.merging import Sent
from reports.text.changes import mark_changes
from reports.text.differences import Piece

EMPTY = "(empty)"


class Difference(NamedTuple):
    """One field of which two states differ: the row, the field, both values."""

    row: str
    field: str
    old: str
    new: str

    @property
    def marked(self) -> tuple[SafeString, SafeString]:
        """Both values as HTML, with the words marked that only one has."""
        if EMPTY in (self.old, self.new):
            return format_html("{}", self.old), format_html("{}", self.new)
        old, new = mark_changes(self.old, self.new)
        return to_html(old, "del"), to_html(new, "ins")


def to_html(pieces: list[Piece], tag: str) -> SafeString:
    """Return `pieces` as HTML, each that is a change in an element of that `tag`."""
    marks = {True: f"<{tag}>{{}}</{tag}>", False: "{}"}
    return mark_safe("".join(format_html(marks[piece.differs], piece.text) for piece in pieces))  # noqa: S308


def forms_of(context: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the forms of the stored rows of a page, each with the name of its row; "" for the page's.

    Rows of one name have their number on the page besides.
    """
    yield "", context["adminform"].form
    for inline in context["inline_admin_formsets"]:
        kind = inline.formset.model._meta.verbose_name
        stored = [form for form in inline.formset.forms if form.instance.pk]
        names = Counter(str(form.instance) for form in stored)
        for form in stored:
            name = str(form.instance)
            number = f" ({kind} {inline.formset.forms.index(form) + 1})" if names[name] > 1 else ""
            yield f"{name}{number}", form


def differences(context: dict[str, Any]) -> list[Difference]:
    """Return where the forms of a page, as typed, differ from what is stored now."""
    return [
        Difference(row, str(form[name].label), *both_sides(form[name]))
        for row, form in forms_of(context)
        for name in form.changed_data
    ]


def both_sides(bound: forms.BoundField) -> tuple[str, str]:
    """Return in words what is stored of a field, and what its form has."""
    return named(bound, bound.initial), named(bound, bound.value())


def in_words(form: type[forms.ModelForm], values: Sent) -> str:
    """Return what was sent of a row, field by field, as editors know it."""
    blank = form()
    said = [(blank[name], values[name]) for name in form.base_fields if any(values.get(name, []))]
    return "; ".join(f"{bound.label}: {named(bound, value)}" for bound, value in said)


def named(bound: forms.BoundField, value: Any) -> str:
    """Return a value of a field, or what a browser sends of it, as editors know it.

    Of a choice it is the name, of a tick yes or no, of nothing that it is empty.
    """
    own, widget = bound.field, bound.field.widget
    if isinstance(own, forms.ModelMultipleChoiceField):
        keys = [getattr(each, "pk", each) for each in value or []]
        chosen = own.queryset.filter(pk__in=keys) if own.queryset is not None else []
        return ", ".join(map(str, chosen)) or EMPTY
    if isinstance(value, (list, tuple)):
        value = " ".join(str(each) for each in value if each is not None)
    if isinstance(own, forms.BooleanField) and not isinstance(widget, forms.Select):
        return "yes" if value else "no"
    if value in (None, "", []):
        return EMPTY
    if isinstance(own, forms.ModelChoiceField):
        try:
            return str(own.to_python(value))
        except ValidationError:
            return str(value)
    if isinstance(widget, forms.Select):
        names = {str(key): name for key, name in widget.choices}
        return str(names.get(str(value), value))
    return str(value)
