"""The reason for a change: asked for in the form, required where readers see the change."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from reports.text.characters import find_unfit, is_seen

NAME = "_reason"  # of the input; no field of a model begins so
MAX_LENGTH = 300
MISSING = (
    "Say in a sentence why: readers see this change. Nothing was changed, and what you typed is kept."
)
HELP = (
    "A sentence for the history, as in “Corrected after the printed report”. Required where the change "
    "touches what is published; for a draft it may stay empty."
)


class ReasonField(forms.CharField):
    """Field of the reason: one line of words; never a change by itself."""

    def __init__(self, **kwargs: Any) -> None:
        widget = AdminTextInputWidget(attrs={"autocomplete": "off"})
        settled: dict[str, Any] = {
            "label": "Why",
            "help_text": HELP,
            "max_length": MAX_LENGTH,
            "widget": widget,
        }
        super().__init__(**settled | kwargs)
        self.error_messages["required"] = MISSING

    def validate(self, value: Any) -> None:
        super().validate(value)
        if unfit := find_unfit(value, short=True):
            raise ValidationError(f"The character {unfit} cannot stand here: take it out.")
        if value and not is_seen(value):
            raise ValidationError("Nothing of it can be seen: write words.")


class ReasonForm(forms.Form):
    """Form of a page that asks for nothing but the reason, as before a deletion."""

    reason = ReasonField()

    def __init__(self, request: HttpRequest, *, required: bool, **kwargs: Any) -> None:
        super().__init__(request.POST if NAME in request.POST else None, **kwargs)
        self.fields["reason"].required = required
        self.offered: list[str] = []

    def add_prefix(self, field_name: str) -> str:
        return NAME
