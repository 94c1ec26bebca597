"""Read the versions of a page: what each holds, where two differ, and what today's models lack."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from django.utils.text import capfirst
from reversion.models import Version

from reports.admin.differences import EMPTY, Difference
from reports.admin.recording import editable_fields, models_shown
from reports.integrity.comparing import label

ABSENT = "(no such field then)"
ADDED, TAKEN_OFF = " (added)", " (taken off)"
TITLES = ("name", "name_written", "title", "anchor", "text", "actor", "objective", "verb")  # of a row
TITLE_LENGTH = 40


class Row(NamedTuple):
    """A row in a version: its model's label, its key, and its fields as Django's JSON has them."""

    label: str
    pk: int
    fields: dict[str, Any]

    @property
    def model(self) -> type[Model] | None:
        """The model of the row; None where the desk has no such rows any more."""
        return models_shown().get(self.label)


def rows_of(version: Version | None) -> list[Row]:
    """Return the rows in `version`, that of the page first; none of a deleted one, or of None."""
    return read_rows(json.loads(version.serialized_data) if version else [])


def read_rows(found: list[dict[str, Any]]) -> list[Row]:
    """Return the rows in Django's JSON, read."""
    return [Row(each["model"], each["pk"], each["fields"]) for each in found]


class Names:
    """Names of the rows that versions refer to: read at once, a query for each model."""

    def __init__(self, rows: Iterable[Row]) -> None:
        keys: dict[type[Model], set[Any]] = {}
        for row in rows:
            for name, value in row.fields.items():
                target = self.target(row.model, name)
                if target and value is not None:
                    keys.setdefault(target, set()).add(value)
        self.names: dict[tuple[type[Model], Any], str] = {}
        for model, pks in keys.items():
            related = [field.name for field in model._meta.concrete_fields if field.is_relation]
            found = model._base_manager.select_related(*related).in_bulk(pks)
            self.names |= {(model, pk): str(row) for pk, row in found.items()}
            if gone := pks - found.keys():
                self.names |= self.deleted(model, gone)

    @staticmethod
    def target(model: type[Model] | None, name: str) -> type[Model] | None:
        """Return the model that the field `name` refers to; None of every other field."""
        field = field_of(model, name)
        return field.remote_field.model if isinstance(field, ForeignKey) else None

    @classmethod
    def deleted(cls, model: type[Model], pks: set[Any]) -> dict[tuple[type[Model], Any], str]:
        """Return the names that deleted rows had, and that they were deleted."""
        return {(model, pk): f"{name} (deleted since)" for pk, name in cls.last(model, pks).items()}

    @staticmethod
    def last(model: type[Model], pks: set[Any]) -> dict[int, str]:
        """Return the names that deleted rows had in their last versions, by key."""
        kind = ContentType.objects.get_for_model(model)
        kept = Version.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in pks])
        named = kept.order_by("pk").values_list("object_id", "object_repr")
        return {int(pk): name for pk, name in named}

    def of(self, model: type[Model], pk: Any) -> str:
        """Return the name of a row."""
        return self.names.get((model, pk), f"{model._meta.verbose_name} {pk} (deleted since)")


def field_of(model: type[Model] | None, name: str) -> Any:
    """Return the field of that `name`; None where the model, or the field, is there no more."""
    fields = model._meta.concrete_fields if model else []
    return next((field for field in fields if field.name == name), None)


def label_of(model: type[Model] | None, name: str) -> str:
    """Return the name of a field as the forms have it."""
    field = field_of(model, name)
    return label(field) if field else capfirst(name.replace("_", " "))


def shown(row: Row, name: str, names: Names) -> str:
    """Return the value of a field as editors know it."""
    if name not in row.fields:
        return ABSENT
    value, field = row.fields[name], field_of(row.model, name)
    if value in (None, ""):
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(field, ForeignKey):
        return names.of(field.remote_field.model, value)
    choices = dict(field.flatchoices) if field else {}
    return str(choices.get(value, value))


def title_of(row: Row, names: Names) -> str:
    """Return what tells a row of an inline from the others: its kind, and its name or first words."""
    kind = capfirst(str(row.model._meta.verbose_name)) if row.model else row.label
    found = next((shown(row, name, names) for name in TITLES if row.fields.get(name)), "")
    cut = found if len(found) <= TITLE_LENGTH else f"{found[:TITLE_LENGTH]}…"
    return f"{kind} “{cut}”" if found else kind


def differences(
    old: list[Row], new: list[Row], names: Names, *, titled: bool = False
) -> list[Difference]:
    """Return where two states of one page differ, field by field, rows added and taken off too.

    A row that was taken off and added again as it was is no difference. With `titled`, the first row is
    named too.
    """
    before, after = ({row[:2]: row for row in rows} for rows in (old, new))
    page = next(iter([*new[:1], *old[:1]]), None)
    found = []
    for key in dict.fromkeys([*before, *after]):
        one, other = before.get(key), after.get(key)
        row = other or one
        if row is None or page is None or (not (one and other) and is_same_anew(row, old, new)):
            continue
        title = ""
        if titled or key != page[:2]:
            title = title_of(row, names) + ("" if one and other else TAKEN_OFF if one else ADDED)
        found += [
            Difference(title, label_of(row.model, name), *values)
            for name, *values in of_row(one, other, names)
            if not leads_to(row, name, page)
        ]
    return found


def is_same_anew(row: Row, old: list[Row], new: list[Row]) -> bool:
    """Return True if both states have a row like `row`, under whatever key."""
    return all(any(row[::2] == each[::2] for each in rows) for rows in (old, new))


def leads_to(row: Row, name: str, page: Row) -> bool:
    """Return True if the field `name` only says which page `row` is on."""
    target = Names.target(row.model, name)
    return row is not page and target is page.model and row.fields.get(name) == page.pk


def of_row(old: Row | None, new: Row | None, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield the name and both values of each field in which two states of one row differ."""
    for name in dict.fromkeys(name for row in (new, old) if row for name in row.fields):
        before, after = (row.fields.get(name) if row else None for row in (old, new))
        whole = old is None or new is None  # of which only what is set is told
        if before != after and not all(is_unset(value, whole) for value in (before, after)):
            # Of a row that is not there every field is empty.
            yield name, *(shown(row, name, names) if row else EMPTY for row in (old, new))  # type: ignore[misc]


def is_unset(value: Any, whole: bool) -> bool:
    """Return True if `value` is none; of a `whole` row, added or taken off, if it is “no” too."""
    return value in (None, "") or (whole and value is False)


def misfits(rows: list[Row]) -> list[str]:
    """Return in words what the rows of a version lack of today's models, and what they have besides."""
    found: dict[str, None] = {}
    for row in rows:
        if row.model is None:
            found[f"It has rows of a kind that there is no more: {row.label}."] = None
            continue
        kind, today = row.model._meta.verbose_name, editable_fields(row.model)
        for name in today:
            if name not in row.fields:
                said = f"It says nothing of “{label_of(row.model, name)}” ({kind}), a field made later"
                found[f"{said}: see what it should hold."] = None
        for name, value in row.fields.items():
            if name not in today and value not in (None, ""):
                said = (
                    f"Its “{label_of(None, name)}” ({kind}) is no field any more and comes into no form"
                )
                found[f"{said}: “{value}”."] = None
    return list(found)
