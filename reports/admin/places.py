"""Unique values of rows, such as places and addresses: who has one that is wanted, and how two swap."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.admin.pickers import option_label
from reports.integrity.fields import MAX_INTEGER

SWAP = "_swap"  # the button that lets a row and the one that has its place change places
# Values that two rows may swap: no address of a public page is made of them alone.
PLACES = ("order", "number", "key")
# Values that one row of a page may take from another that leaves it in the same save.
PASSED_ON = (*PLACES, "anchor")


@dataclass
class Clash:
    """Values of a row that another one has, where no two may have them."""

    fields: Sequence[str]
    owner: models.Model
    message: str
    wanted: models.Model  # the row that wants them

    def ends_with(self, row: models.Model) -> bool:
        """Return True where the owner, with the values of `row`, has these no more."""
        return any(value(row, name) != value(self.wanted, name) for name in self.fields)

    @property
    def place(self) -> str:
        """The one of its fields that two rows may swap; "" for none."""
        return next((name for name in self.fields if name in PLACES), "")

    @property
    def passed_on(self) -> str:
        """The one of its fields that the owner, on the same page, may leave to this row; "" for none."""
        return next((name for name in self.fields if name in PASSED_ON), "")


def value(row: models.Model, name: str) -> Any:
    """Return the value of the field `name` of `row`; of a foreign key, the key."""
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr] # a column


def link_to(row: models.Model) -> SafeString | str:
    """Return the name of `row`, linked to its page in the desk if it has one."""
    meta, name = row._meta, option_label(row)
    if not admin.site.is_registered(type(row)):
        return name
    page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', page, name)


def unique_sets(model: type[models.Model]) -> Iterator[tuple[Sequence[str], str]]:
    """Yield the names of fields whose values one row of `model` alone may have, and what to say."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,), f"Another {model._meta.verbose_name} has this {field.verbose_name}."
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield constraint.fields, str(constraint.violation_error_message)


def find_clashes(row: models.Model, exclude: Iterable[str]) -> Iterator[Clash]:
    """Yield where another stored row has values that `row` must have alone, but those to `exclude`."""
    excluded = set(exclude)
    others = type(row)._base_manager.exclude(pk=row.pk)
    conditions = {
        constraint.fields: constraint
        for constraint in row._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition
    }
    for names, message in unique_sets(type(row)):
        wanted = {name: value(row, name) for name in names}
        if excluded.intersection(names) or {None, ""}.intersection(wanted.values()):
            continue
        owners = others.filter(**wanted)
        if constraint := conditions.get(names):
            try:
                constraint.validate(type(row), row, exclude=excluded)  # type: ignore[attr-defined]
            except ValidationError:
                owners = owners.filter(constraint.condition)
            else:
                continue
        if owner := owners.first():
            yield Clash(names, owner, message, row)


def find_broken_checks(row: models.Model, exclude: Iterable[str]) -> Iterator[tuple[set[str], str]]:
    """Yield the other constraints that `row` breaks: the fields that they are about, and the message."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            continue
        try:
            constraint.validate(type(row), row, exclude=set(exclude))  # type: ignore[attr-defined]
        except ValidationError as error:
            condition = getattr(constraint, "condition", None)
            yield getattr(condition, "referenced_base_fields", set()), " ".join(error.messages)


def park(owner: models.Model, name: str) -> Any:
    """Give `owner` a value in its field `name` that no other row has, until it gets one of its own.

    Return that value. SQLite checks that values are unique at each write, not at the end.
    """
    field = owner._meta.get_field(name)
    stored = type(owner)._base_manager.get(pk=owner.pk)
    free = MAX_INTEGER - owner.pk if isinstance(field, models.IntegerField) else f"x{owner.pk}"
    setattr(stored, name, free)
    stored.save()
    return free


@contextmanager
def swapped(row: models.Model, clashes: Sequence[Clash]) -> Iterator[None]:
    """Save `row` inside; the owners of what it wants are given what it had before."""
    stored = type(row)._base_manager.get(pk=row.pk) if clashes else row
    for clash in clashes:
        park(clash.owner, clash.place)
    yield
    for clash in clashes:
        owner = type(row)._base_manager.get(pk=clash.owner.pk)
        setattr(owner, clash.place, getattr(stored, clash.place))
        owner.save()
