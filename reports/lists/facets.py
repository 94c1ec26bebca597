"""Facets: filters whose every option says how many rows it would give with the others kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.utils.text import capfirst
from django_filters import Filter

NOT_STATED = "not-stated"
HAS_ANY = "*"  # the key of the rows that have a value of a facet, whichever

Choices = Iterable[tuple[str, str, str]]  # key that rows are counted by, value in an address, label


@dataclass
class Option:
    """One value of a facet: as in an address, as read, how many rows it gives, if it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool = False


def text(expression: str | Combinable) -> Cast:
    """Return `expression` as text, so that counts of different facets fit in one statement."""
    return Cast(expression, CharField())


class Facet(Filter):
    """Filter of several values that mean “or”, one of which may be “not stated”.

    `path` leads from the record to the value, `label_path` to what a reader sees of it. With an
    `empty_label`, “not stated” is an option under that label. With `actors`, a value may be any name
    of an actor; with `show_all_options`, all who have a part in the list are options, those with no
    row too.
    """

    field_class = forms.MultipleChoiceField
    counted_with: Any = "plain"  # the same for facets that one statement counts together

    def __init__(
        self,
        label: str,
        path: str,
        label_path: str = "",
        *,
        empty_label: str | None = None,
        actors: bool = False,
        show_all_options: bool = False,
        **kwargs: Any,
    ) -> None:
        widget = forms.CheckboxSelectMultiple
        super().__init__(path, label=label, widget=widget, required=False, **kwargs)
        self.path, self.label_path = path, label_path or path
        self.empty_label, self.actors = empty_label, actors
        self.show_all_options = show_all_options
        # Rows are counted by the key of the row that has the value, where there is one.
        self.key = path.rpartition("__")[0] or path

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        """Return the rows of `queryset` with one of `values`; all of them where there is none."""
        stated = [value for value in values or () if value != NOT_STATED]
        chosen = Q()
        if stated:
            chosen |= self.stated(queryset.model, stated)
        if NOT_STATED in (values or ()):
            chosen |= self.unstated(queryset.model)
        return queryset.filter(chosen) if chosen else queryset

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        """Return the condition that a record has one of `values`."""
        return Q(**{f"{self.path}__in": values})

    def unstated(self, model: type[models.Model]) -> Q:
        """Return the condition that a record states none."""
        return Q(**{f"{self.path}__isnull": True}) | Q(**{self.path: ""})

    def counted_by(self) -> Combinable:
        """Return the key that a record is counted by."""
        return F(self.key)

    def count(self, rows: QuerySet) -> QuerySet:
        """Return how many of `rows` there are by key: pairs of a key as text and a number."""
        keyed = rows.order_by().annotate(facet_key=text(self.counted_by()))
        return keyed.values_list("facet_key").annotate(facet_rows=Count("pk"))

    def choices(self, everything: QuerySet) -> QuerySet | None:
        """Return the values that a record of `everything` has.

        A queryset with `facet_key`, `facet_value` and `facet_label`, which are "" where they are the
        same as the key; None where they are known without a look at the records.
        """
        if self.key == self.path:
            keyed = everything.order_by().annotate(facet_key=text(self.counted_by()))
            return keyed.annotate(facet_value=Value(""), facet_label=Value("")).distinct()
        return self.rows_with_values(everything)

    def rows_with_values(self, rows: QuerySet) -> QuerySet:
        """Return the rows that one of `rows` points to by the key."""
        model: Any = rows.model
        for name in self.key.split("__"):
            model = model._meta.get_field(name).related_model
        value, label = (path.rpartition("__")[2] for path in (self.path, self.label_path))
        there = model._base_manager.order_by().filter(Exists(rows.filter(**{self.key: OuterRef("pk")})))
        return there.annotate(facet_key=text("pk"), facet_value=text(value), facet_label=text(label))

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        """Return the options by value, in the order as read, each with its number of rows.

        `counts` are numbers of rows by key, that of None or "" being “not stated”.
        """
        found = {
            value: Option(value, capfirst(label), counts.get(key, 0))
            for key, value, label in choices
            if value not in (None, "")
        }
        return sorted_options(found) | self.unstated_option(counts)

    def unstated_option(self, counts: dict[str | None, int]) -> dict[str, Option]:
        """Return “not stated” as an option, where it can be that."""
        if self.empty_label is None:
            return {}
        number = counts.get(None, 0) + counts.get("", 0)
        return {NOT_STATED: Option(NOT_STATED, self.empty_label, number)}


def sorted_options(options: dict[str, Option]) -> dict[str, Option]:
    """Return `options` in the order as read: by label, whatever its case; alike ones by value."""
    return dict(sorted(options.items(), key=lambda item: (item[1].label.casefold(), item[0])))


class ChoiceFacet(Facet):
    """Facet over a closed vocabulary: all its words are options, in their own order."""

    def __init__(self, label: str, path: str, vocabulary: type[models.TextChoices], **kwargs: Any):
        super().__init__(label, path, **kwargs)
        self.key, self.vocabulary = path, vocabulary

    def unstated(self, model: type[models.Model]) -> Q:
        return Q(**{self.path: ""})

    def choices(self, everything: QuerySet) -> None:
        return None

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        return {
            value: Option(value, str(label), counts.get(value, 0))
            for value, label in self.vocabulary.choices
        } | self.unstated_option(counts)


class BooleanFacet(Facet):
    """Facet of two options: `condition` holds for a record, or not."""

    value, label_of_value = "yes", "Yes"

    def condition(self) -> Q:
        """Return the condition that divides the records."""
        raise NotImplementedError

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        return self.condition() if self.value in values else Q(pk=None)

    def unstated(self, model: type[models.Model]) -> Q:
        return ~self.condition()

    def counted_by(self) -> Combinable:
        return Case(When(self.condition(), then=Value(self.value)), default=Value(""))

    def choices(self, everything: QuerySet) -> None:
        return None

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        option = Option(self.value, self.label_of_value, counts.get(self.value, 0))
        return {self.value: option} | self.unstated_option(counts)


class IsStatedFacet(BooleanFacet):
    """Facet of two options: stated in the report, or not."""

    value, label_of_value = "stated", "Stated"

    def condition(self) -> Q:
        return Q(**{f"{self.path}__isnull": False})


class RelatedFacet(Facet):
    """Facet over rows that point to the record, such as its roles; it may be under several options.

    `relation` is their name; `where` narrows them to those that count, by a field of theirs.
    """

    def __init__(
        self,
        label: str,
        relation: str,
        path: str,
        label_path: str,
        where: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, path, label_path, **kwargs)
        self.relation, self.where = relation, where or {}
        # Facets that differ in the value of `where` alone are counted together.
        self.counted_with = (relation, path, *self.where) if self.where else None

    def related(self, model: type[models.Model]) -> tuple[QuerySet, str]:
        """Return the rows of the relation that count, and the name of their key of the record."""
        field: Any = model._meta.get_field(self.relation)
        return field.related_model._base_manager.filter(**self.where), field.field.name

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        # As a list of records and not as a question to each: that begins at the few of the values.
        found, owner = self.related(model)
        return Q(pk__in=found.filter(**{f"{self.path}__in": values}).values(owner))

    def unstated(self, model: type[models.Model]) -> Q:
        found, owner = self.related(model)
        mine = {owner: OuterRef("pk"), f"{self.path}__isnull": False}
        return ~Q(Exists(found.filter(**mine)))

    def joined(self, rows: QuerySet, values: list[str]) -> QuerySet:
        """Return `rows`, each once for each related row, called `of` there, and once without any.

        `values` are those of the field of `where` that count.
        """
        (name,) = self.where or [""]
        counted = Q(**{f"{self.relation}__{name}__in": values}) if name else Q()
        return rows.order_by().annotate(of=FilteredRelation(self.relation, condition=counted))

    def count(self, rows: QuerySet) -> QuerySet:
        keyed = self.joined(rows, list(self.where.values()))
        keyed = keyed.annotate(facet_key=text(f"of__{self.key}")).values_list("facet_key")
        # A record can come twice under one key only by way of a further table.
        return keyed.annotate(facet_rows=Count("pk", distinct="__" in self.key))

    def choices(self, everything: QuerySet) -> QuerySet:
        found, owner = self.related(everything.model)
        # Asked row by row: that ends at the first, and an index finds the rows of one value.
        mine = found.filter(Exists(everything.order_by().filter(pk=OuterRef(f"{owner}_id"))))
        return self.rows_with_values(mine)


class YearFacet(Facet):
    """Facet over the years that a stated date can fall in."""

    counted_with = None

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        chosen = Q()
        for value in values:
            # A value that is no year is refused by the form; here it only must find nothing.
            year = Q(earliest__year__lte=value, latest__year__gte=value)
            chosen |= year if re.fullmatch("[1-9][0-9]{3}", value) else Q(pk=None)
        return chosen

    def unstated(self, model: type[models.Model]) -> Q:
        return Q(earliest=None)

    def counted_by(self) -> Combinable:
        # As text, for SQLite has no year of its own: Django's is Python, called for each row.
        return Concat(text("earliest"), Value("/"), text("latest"))

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        by_year: dict[str | None, int] = {"": counts.get("/", 0)}
        for key, number in counts.items():
            for year in years(key or ""):
                by_year[year] = by_year.get(year, 0) + number
        stated = {year: None for key, *_ in choices for year in years(key)}
        return super().options(by_year, [(year, year, year) for year in stated])


def years(span: str) -> list[str]:
    """Return the years of a `span` of two days, “2003-12-01/2004-01-31”; none of “/”, not stated."""
    first, _, last = span.partition("/")
    return [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)] if first else []


def count_groups(facets: dict[str, Facet]) -> list[dict[str, Facet]]:
    """Return `facets`, by name, in groups that are counted together.

    Together are the plain ones, each a column of the record; and those that differ only in which
    related rows count, such as the facets of the roles in a workshop. Each other one is alone.
    """
    found: dict[Any, dict[str, Facet]] = {}
    for name, facet in facets.items():
        found.setdefault(facet.counted_with or name, {})[name] = facet
    return list(found.values())


def count_plain(facets: dict[str, Facet], rows: QuerySet) -> Iterator[tuple[str, str | None, int]]:
    """Yield how many of `rows` there are under each of plain `facets`: name, key and number.

    One query for every combination of their values.
    """
    keys = {f"key_{name}": facet.counted_by() for name, facet in facets.items()}
    groups = rows.order_by().annotate(**keys).values_list(*keys).annotate(facet_rows=Count("pk"))
    for *values, number in groups:
        for name, value in zip(facets, values, strict=True):
            yield name, None if value is None else str(value), number


def with_facet_name(name: str, counted: QuerySet) -> QuerySet:
    """Return `counted`, pairs of a key and a number, with the facet's `name` before them."""
    return counted.annotate(facet=Value(name)).values_list("facet", "facet_key", "facet_rows")


def count_group(group: dict[str, Facet], rows: QuerySet) -> list[QuerySet]:
    """Return the two statements that count `rows` under the RelatedFacets of one `group`.

    The second counts under the key HAS_ANY the rows that are under one of a facet's keys or more, which
    are all but those that are “not stated”.
    """
    facet = next(iter(group.values()))
    (field,) = facet.where
    names = {each.where[field]: name for name, each in group.items()}
    whens = [When(**{f"of__{field}": value}, then=Value(name)) for value, name in names.items()]
    joined = facet.joined(rows, list(names)).filter(of__isnull=False)
    joined = joined.annotate(facet=Case(*whens, output_field=CharField()))
    keyed = joined.annotate(facet_key=text(f"of__{facet.key}")).values_list("facet", "facet_key")
    any_key = joined.annotate(facet_key=Value(HAS_ANY)).values_list("facet", "facet_key")
    return [
        keyed.annotate(facet_rows=Count("pk")),
        any_key.annotate(facet_rows=Count("pk", distinct=True)),
    ]
