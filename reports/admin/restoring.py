"""Fill the ordinary form of a page with one of its versions, unsaved."""

import json
from copy import copy
from typing import Any, NamedTuple

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from reversion.models import Version

from reports.admin import conflicts, reasons
from reports.admin.forms import is_public
from reports.admin.merging import Sent, form_values, put, put_rows
from reports.admin.recording import editable_fields, state_of_page, versions_of_model
from reports.admin.states import Names, Row, differences, misfits, read_rows, rows_of, title_of
from reports.models import Record

RESTORED = "_restored"  # the hidden input of a form that says which version it was filled with
REASON = "Restored as of {} UTC."  # that the form is filled with
NOT_AS_RESTORED = (
    "This says that it was restored, but what you save is not as it was then. Say what else you changed "
    "and why, too: {}. Nothing was changed, and what you typed is kept."
)

NOT_HERE = (
    "{} cannot be added on this page: save this first, then restore it from the list of those that were "
    "deleted."
)
AGAIN = "{} is not there now, and is added again below."
LATER = "{} was added later, and is ticked to be deleted."


class Filled(NamedTuple):
    """Fields of a form that is filled with a version, and in words what it does not hold."""

    data: QueryDict
    notes: list[str]


def fill(desk: ModelAdmin, request: HttpRequest, version: Version, row: Model | None) -> Filled:
    """Return the form of the page of `row`, filled with `version`; of a new page where it is None."""
    rows = rows_of(version)
    names = Names(rows)
    # Read before the request is taken for a POST, whose files would be read then, and empty this.
    data, notes = request.POST.copy(), misfits(rows)
    made = instance_of(rows[0], row or desk.model())
    put(data, form_values(desk.get_form(request, row, change=bool(row)), made))
    data[reasons.NAME] = reason_of(version)
    for inline in conflicts.inlines_of(desk, request, row):
        model = inline.form._meta.model
        then = {each.pk: each for each in rows[1:] if each.model is model}
        lines, said = stored_lines(inline, then)
        notes += said
        gone = [each for key, each in then.items() if key not in {line.pk for line in inline.rows}]
        # A record in a published report needs its evidence in the same save, on its own page.
        apart = row is None and issubclass(model, Record) and is_public(made)
        if apart or not inline.can_add:
            notes += [NOT_HERE.format(title_of(each, names)) for each in gone]
            gone = []
        elif row:
            notes += [AGAIN.format(title_of(each, names)) for each in gone]
        parent = {inline.parent: [str(row.pk)]} if row else {}
        lines = [line | parent for line in lines]
        new = [form_values(inline.form, instance_of(each, model())) | parent for each in gone]
        put_rows(data, inline.prefix, lines, new)
    return Filled(data, notes)


def stored_lines(inline: conflicts.Inline, then: dict[Any, Row]) -> tuple[list[Sent], list[str]]:
    """Return the stored rows of an inline as a version has them, and notes on those added later.

    `then` are the rows of the version by key. What it does not have is ticked to be deleted.
    """
    lines, notes = [], []
    for row in inline.rows:
        older = then.get(row.pk)
        values = form_values(inline.form, instance_of(older, row) if older else row)
        if not older and inline.can_delete:
            values["DELETE"] = ["on"]
            notes.append(LATER.format(f"{capfirst(str(row._meta.verbose_name))} “{row}”"))
        lines.append(values | {"id": [str(row.pk)]})
    return lines, notes


def instance_of(row: Row, base: Model) -> Model:
    """Return a copy of `base` with the fields of `row`: what the version does not have stays."""
    made = copy(base)
    made._state = copy(base._state)
    made._state.fields_cache = {}
    made.pk = None  # a form of what is stored would keep public addresses as they are
    for name in set(editable_fields(type(base))) & row.fields.keys():
        field: Any = made._meta.get_field(name)
        try:
            value = field.to_python(row.fields[name])
        except ValidationError:
            value = row.fields[name]  # the form says what is wrong with it
        setattr(made, field.attname, value)
    return made


def reason_of(version: Version) -> str:
    """Return the reason that a form is filled with that holds `version`."""
    when = timezone.localtime(version.revision.date_created)
    return REASON.format(f"{when.day} {when:%B %Y, %H:%M}")


def version_sent(desk: ModelAdmin, request: HttpRequest) -> Version | None:
    """Return the version that the form which was sent was filled with; None for none."""
    number = request.POST.get(RESTORED, "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return versions_of_model(desk.model).filter(pk=number).first()


def require_true_reason(desk: ModelAdmin, request: HttpRequest, row: Model) -> None:
    """Raise ReasonMissing where the reason says alone that `row` was restored, and it is another now."""
    version = version_sent(desk, request)
    if version is None or reasons.given(request) != reason_of(version):
        return
    old, new = rows_of(version), read_rows(json.loads(state_of_page(desk.model, row.pk)))
    if found := differences(old, new, Names([*old, *new])):
        fields = dict.fromkeys(": ".join(filter(None, each[:2])) for each in found)
        raise reasons.ReasonMissing(NOT_AS_RESTORED.format("; ".join(fields)))


def take_key(desk: ModelAdmin, request: HttpRequest, row: Model) -> None:
    """Give a new `row` the key of the deleted one that its form was filled with: one history."""
    version = version_sent(desk, request)
    if version and not desk.model._base_manager.filter(pk=version.object_id).exists():
        row.pk = int(version.object_id)
