"""Conflicts of two editors: what changed while somebody had a page open, and what she typed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from reports.text.changes import mark_changes
from reports.text.differences import Piece

SEEN = "_seen"  # the hidden input that says which state of the rows a page shows
STALE_MESSAGE = (
    "Somebody else has changed this since you opened it. Nothing was saved: the form below holds what "
    "you typed, and in the fields that you left alone what they held when you opened the page. The "
    "table has what is stored now. Correct the form where the other change is to stay, then save again."
)
GONE_MESSAGE = (
    "Somebody else has deleted this since you opened it. The form below holds what you typed: save it "
    "to add the record anew, or copy from it."
)
GONE_TO_COPY_MESSAGE = (
    "Somebody else has deleted this since you opened it, or it never was. Your account may not add it "
    "anew: copy what you typed."
)

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


class Inline(NamedTuple):
    """The rows of one inline as stored now, in the order of its page, and the form of one of them.

    `parent` is the field that holds the row that they belong to.
    """

    prefix: str
    parent: str
    form: type[forms.ModelForm]
    rows: list[models.Model]
    can_add: bool
    can_delete: bool


def inlines_of(desk: ModelAdmin, request: HttpRequest, row: models.Model | None) -> Iterator[Inline]:
    """Yield the inlines on the page of `row`, or of a new one, with the prefixes that Django gives."""
    used: dict[str, int] = {}
    for formset, inline in desk.get_formsets_with_inlines(request, row):
        prefix = formset.get_default_prefix()
        used[prefix] = used.get(prefix, 0) + 1
        prefix += f"-{used[prefix]}" if used[prefix] > 1 else ""
        made = formset(instance=row, queryset=inline.get_queryset(request), prefix=prefix)
        yield inline_of(made)


def inline_of(formset: forms.BaseInlineFormSet) -> Inline:
    """Return the rows of a `formset` as an inline."""
    return Inline(
        str(formset.prefix),
        formset.fk.name,
        formset.form,
        list(formset.get_queryset()),
        bool(formset.max_num),  # Django's way to say that no row may be added
        formset.can_delete,
    )


def fingerprint(desk: ModelAdmin, request: HttpRequest, row: models.Model) -> str:
    """Return a digest of what the page of `row` shows for editing: its fields and its inlines' rows.

    `row` is as stored, not as a form has left it.
    """
    return digest(desk.get_form(request, row, change=True), row, inlines_of(desk, request, row))


def fingerprint_of_page(
    desk: ModelAdmin, request: HttpRequest, row: models.Model, context: dict[str, Any]
) -> str:
    """Return the digest of `row` for a page of that `context`, from the rows that it has read already.

    A form that was sent has changed them: then they are read anew.
    """
    if context["adminform"].form.is_bound:
        return fingerprint(desk, request, type(row)._base_manager.get(pk=row.pk))
    inlines = [inline_of(inline.formset) for inline in context["inline_admin_formsets"]]
    return digest(type(context["adminform"].form), row, inlines)


def digest(form: type[forms.ModelForm], row: models.Model, inlines: Iterable[Inline]) -> str:
    """Return a digest of `row`, as its `form` shows it, and of the rows of its `inlines`."""
    said = [stored_values(row, form.base_fields)]
    for inline in inlines:
        said += [stored_values(each, inline.form.base_fields) for each in inline.rows]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def stored_values(row: models.Model, names: Iterable[str]) -> list[Any]:
    """Return the key of `row` and the values of those of its fields that a form has."""
    fields = [field for field in row._meta.get_fields() if field.name in names]
    values = [
        sorted(each.pk for each in field.value_from_object(row))
        if field.many_to_many
        else field.value_from_object(row)
        for field in fields
        if isinstance(field, models.Field)
    ]
    return [row._meta.label, row.pk, *values]


def stored_row(
    desk: ModelAdmin, request: HttpRequest, key: str, *, lock: bool = True
) -> models.Model | None:
    """Return the row with that key; or None.

    With `lock`, nobody else can save it until the transaction ends.
    """
    row = desk.get_object(request, key)
    if row is None or not lock:
        return row
    # Locked apart, since the queryset of a page may count rows, which allows no lock.
    return type(row)._base_manager.select_for_update().filter(pk=row.pk).first()


def refuse_stale(desk: ModelAdmin, request: HttpRequest, row: models.Model) -> None:
    """Raise ValidationError where `row` is not what it was when the page of this save was opened.

    The rows of inlines are then put in the order in which they are stored, so that each is shown
    again as itself, and `request.vanished` has what was typed of rows that are there no more.
    """
    seen = request.POST.get(SEEN)
    if seen is None or seen == fingerprint(desk, request, row):
        return
    vanished: list[str] = []
    data = request.POST.copy()
    for inline in inlines_of(desk, request, row):
        vanished += align(data, inline)
    request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed
    request.vanished = vanished  # type: ignore[attr-defined] # for the page
    raise ValidationError(STALE_MESSAGE)


def make_anew(desk: ModelAdmin, request: HttpRequest) -> None:
    """Turn what was posted for a row that is there no more into what adds it anew, inlines included."""
    data = request.POST.copy()
    for inline in inlines_of(desk, request, None):
        for number in range(count(data, f"{inline.prefix}-TOTAL_FORMS")):
            for name in ("id", inline.parent):
                data.pop(f"{inline.prefix}-{number}-{name}", None)
        data[f"{inline.prefix}-INITIAL_FORMS"] = "0"
    request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed


def align(data: QueryDict, inline: Inline) -> list[str]:
    """Put the posted rows of an inline in the order of the stored ones; return those that vanished.

    A row that somebody else has added meanwhile is put in as it is stored.
    """
    prefix, names = inline.prefix, [*inline.form.base_fields, "id", "DELETE"]
    posted = []
    for number in range(count(data, f"{prefix}-TOTAL_FORMS")):
        found = {name: data.pop(f"{prefix}-{number}-{name}", None) for name in names}
        posted.append({name: values[-1] for name, values in found.items() if values})
    by_key = {each["id"]: each for each in posted if each.get("id")}
    stored = {str(row.pk): row for row in inline.rows}
    kept = [by_key.get(key) or form_values(inline.form, row) for key, row in stored.items()]
    new = [each for each in posted if not each.get("id")]
    put_rows(data, prefix, kept, new)
    return [
        ", ".join(value for name, value in values.items() if value and name not in ("id", "DELETE"))
        for key, values in by_key.items()
        if key not in stored
    ]


def put_rows(
    data: QueryDict, prefix: str, kept: list[dict[str, str]], new: list[dict[str, str]]
) -> None:
    """Fill the forms of an inline in `data`: with its stored rows, then with new ones."""
    for number, values in enumerate([*kept, *new]):
        for name, value in values.items():
            data[f"{prefix}-{number}-{name}"] = value
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))


def form_values(form: type[forms.ModelForm], row: models.Model) -> dict[str, str]:
    """Return what a browser sends of `row` where nothing is changed in its form."""
    fields = {field.name: field.value() for field in form(instance=row)}
    sent = {name: value for name, value in fields.items() if value not in (None, False)}
    return {name: str(value) for name, value in sent.items()} | {"id": str(row.pk)}


def count(data: QueryDict, name: str) -> int:
    """Return a number of the management form, 0 where it is none; at most a thousand."""
    value = data.get(name, "")
    return min(int(value), 1_000) if value.isascii() and value.isdigit() and len(value) < 9 else 0


def differences(context: dict[str, Any]) -> list[Difference]:
    """Return where the forms of a page, as typed, differ from what is stored now."""
    found = list(of_form(context["adminform"].form, ""))
    for inline in context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            if form.instance.pk:
                found += of_form(form, str(form.instance))
    return found


def of_form(form: forms.BaseForm, row: str) -> Iterator[Difference]:
    """Yield where one form, as typed, differs from its row as stored now."""
    for name in form.changed_data:
        bound = form[name]
        yield Difference(row, str(bound.label), named(bound, bound.initial), named(bound, bound.value()))


def named(bound: forms.BoundField, value: Any) -> str:
    """Return a value as editors know it: of a choice its name, of nothing that it is empty."""
    if value in (None, ""):
        return EMPTY
    field = bound.field
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, (list, tuple)):
        try:
            return str(field.to_python(value))
        except ValidationError:
            return str(value)
    widget = field.widget
    choices = dict(widget.choices) if isinstance(widget, forms.Select) else {}
    return str(choices.get(value, value))
