"""The list of errors at the top of a page, each with a link to its field."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class FieldError(ValidationError):
    """Error that is long or can be acted on at its field; the list at the top has its `summary`."""

    def __init__(self, message: Any, summary: str) -> None:
        super().__init__(message)
        self.summary = summary


class ErrorLine(NamedTuple):
    """One error of a page: the id of what it is at, or ""; what that is called; and the message."""

    target: str
    label: str
    message: str


def find_errors(context: dict[str, Any]) -> list[ErrorLine]:
    """Return the errors of all forms on a page of that `context`, as they stand on it."""
    found = list(errors_of(context["adminform"].form, ""))
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        name = str(formset.model._meta.verbose_name).capitalize()
        target = f"{formset.prefix}-group"
        found += [ErrorLine(target, name, message) for message in formset.non_form_errors()]
        for number, form in enumerate(formset.forms if formset.is_bound else ()):
            if not (formset.can_delete and formset._should_delete_form(form)):
                found += errors_of(form, f"{name} {number + 1}", f"{formset.prefix}-{number}")
    return found


def errors_of(form: forms.BaseForm, row: str, target: str = "") -> Iterator[ErrorLine]:
    """Yield the errors of one form, of the `row` of that name; `target` is the id of that row."""
    if not form.is_bound:
        return
    for name, errors in form.errors.as_data().items():
        field, label = target, row
        if name != NON_FIELD_ERRORS:
            bound = form[name]
            field, label = bound.id_for_label, ": ".join(filter(None, [row, str(bound.label)]))
        for error in errors:
            messages = error.messages
            if name != NON_FIELD_ERRORS and isinstance(error, FieldError):
                messages = [error.summary]
            for message in messages:
                yield ErrorLine(field, label, message)
