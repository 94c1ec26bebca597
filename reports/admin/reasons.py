"""The reason for a change: asked for in the form, required where readers see the change, offered again.

A page that saves or deletes runs inside `recorded(request)`, has the field of `ReasonForm` or of
`add_field`, and calls `require(request)` when all is written and before it says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from reversion.models import Revision

from reports.integrity import checks
from reports.text.characters import find_unfit, is_seen

NAME = "_reason"  # of the input; no field of a model begins so
OPTIONS = "_reason_options"  # id of the list of reasons that it offers
MAX_LENGTH = 300
OFFERED = 10  # of the editor's own last reasons
LOOKED_THROUGH = 100  # of the editor's changes, for reasons that differ

MISSING = (
    "Say in a sentence why: readers see this change. Nothing was changed, and what you typed is kept."
)
TAKEN = "Taken from release "  # how the reason begins of what no account changed but a release
HELP = (
    "A sentence for the history, as in “Corrected after the printed report”. Required where the change "
    "touches what is published; for a draft it may stay empty."
)


class ReasonMissing(ValidationError):
    """A change was refused, since no reason was given where it needs one, or one that is not true."""


@dataclass(frozen=True)
class Recording:
    """Author of the changes of the open `recorded` block, and the reason."""

    user: Any
    reason: str


_recording: ContextVar[Recording | None] = ContextVar("open recorded block", default=None)


class ReasonField(forms.CharField):
    """Field of the reason: one line of words; never a change by itself."""

    missing = ""  # why a save was refused for want of a reason, on its second round

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            label="Why",
            help_text=HELP,
            max_length=MAX_LENGTH,
            required=required,
            widget=AdminTextInputWidget(attrs={"list": OPTIONS, "autocomplete": "off"}),
        )
        self.error_messages["required"] = MISSING

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.missing:
            raise ValidationError(self.missing, code="required")
        if unfit := find_unfit(value, short=True):
            raise ValidationError(f"The character {unfit} cannot stand here: take it out.")
        if value and not is_seen(value):
            raise ValidationError("Nothing of it can be seen: write words.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ReasonForm(forms.Form):
    """Form of a page that asks for nothing but the reason, as before a deletion.

    Its input is named as on every other page: `require` and `recorded` find it.
    """

    reason = ReasonField()

    def __init__(self, request: HttpRequest, *, required: bool, **kwargs: Any) -> None:
        super().__init__(request.POST if NAME in request.POST else None, **kwargs)
        self.fields["reason"].required = required
        self.offered = last_reasons(request.user)

    def add_prefix(self, field_name: str) -> str:
        return NAME


def add_field(form: type[forms.ModelForm], *, missing: str) -> None:
    """Give the class of a page's form the field; `missing` as for ReasonField."""
    form.base_fields[NAME] = field = ReasonField(required=False)
    field.missing = missing


def tell_missing(form: forms.BaseForm) -> None:
    """Tell at the field of `form`, which was sent, that a reason is missing, where none was given."""
    if NAME not in form.errors and not form.cleaned_data.get(NAME):
        form.add_error(NAME, MISSING)


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the template `_reason.html` draws, on a page that is not the form of a row."""
    form = ReasonForm(request, required=False)
    return {"reason": form["reason"], "reasons_offered": form.offered}


def last_reasons(user: AbstractBaseUser | AnonymousUser) -> list[str]:
    """Return the last different reasons that `user` gave, the newest first."""
    own = Revision.objects.filter(user_id=user.pk).exclude(comment="").order_by("-pk")
    return list(dict.fromkeys(own.values_list("comment", flat=True)[:LOOKED_THROUGH]))[:OFFERED]


def given(request: HttpRequest) -> str:
    """Return the reason that was sent, or ""; raise ValidationError for one that cannot stand."""
    return ReasonField(required=False).clean(request.POST.get(NAME, ""))


def require(request: HttpRequest) -> None:
    """Check the reason of what the open `deferred_checks` block has written.

    Raises ReasonMissing where that is public or was, and none was given; ValidationError for one that
    cannot stand.
    """
    if not given(request) and checks.touches_published():
        raise ReasonMissing(MISSING)


@contextmanager
def recorded(request: HttpRequest) -> Iterator[None]:
    """Keep versions of what is written inside, by the editor and for the reason of `request`.

    Enclose the `deferred_checks` block, whose end makes them (see reports.admin.recording).
    """
    try:
        reason = given(request)
    except ValidationError:
        reason = ""  # and `require` undoes all
    with recorded_as(request.user, reason):
        yield


@contextmanager
def recorded_as(user: AbstractBaseUser | AnonymousUser, reason: str) -> Iterator[None]:
    """Keep versions of what is written inside, by `user` and for that reason, as `recorded` does."""
    token = _recording.set(Recording(user, reason))
    try:
        yield
    finally:
        _recording.reset(token)


def taken_from(release: str) -> str:
    """Return the reason of rows that `manage.py load_report` takes from a release."""
    return f"{TAKEN}{release} of the portal."


def current() -> Recording | None:
    """Return who changes what and why in the open `recorded` block; None outside of one."""
    return _recording.get()
