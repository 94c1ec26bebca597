"""Facets: filters whose every option says how many rows it would give with the others kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
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
from django.db.models.functions import Cast, Concat, Substr
from django.utils.text import capfirst
from django_filters import Filter

from reports.models import Meeting

NOT_STATED = "not-stated"
OR = " / "  # between the labels of one value
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
    where: dict[str, str] = {}  # see RelatedFacet

    def __init__(
        self,
        label: str,
        path: str,
        label_path: str = "",
        *,
        empty_label: str | None = None,
        actors: bool = False,
        show_all_options: bool = False,
    ) -> None:
        super().__init__(path, label=label, widget=forms.CheckboxSelectMultiple, required=False)
        self.path, self.label_path = path, label_path or path
        self.empty_label, self.actors = empty_label, actors
        self.show_all_options = show_all_options
        # Rows are counted by the key of the row that has the value, where there is one.
        self.key = path.rpartition("__")[0] or path

    def filter(self, queryset: QuerySet, values: list[str]) -> QuerySet:
        """Return the rows of `queryset` with one of `values`, which are one or more."""
        stated = [value for value in values if value != NOT_STATED]
        chosen = self.stated(queryset.model, stated) if stated else Q()
        if NOT_STATED in values:
            chosen |= self.unstated(queryset.model)
        return queryset.filter(chosen)

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        """Return the condition that a record has one of `values`."""
        return Q(**{f"{self.path}__in": values})

    def unstated(self, model: type[models.Model]) -> Q:
        """Return the condition that a record states none."""
        return Q(**{f"{self.path}__isnull": True}) | Q(**{self.path: ""})

    def counted_by(self) -> Combinable:
        """Return the key that a record is counted by."""
        return F(self.key)

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Return the keys as text that `rows` are counted by, one for each row."""
        return rows.order_by().annotate(facet_key=text(self.counted_by())).values_list("facet_key")

    def count(self, rows: QuerySet) -> QuerySet:
        """Return how many of `rows` there are by key: pairs of a key as text and a number."""
        return self.keyed(rows).annotate(facet_rows=Count("pk"))

    def pointed_model(self, model: Any) -> Any:
        """Return the model of the rows whose values it takes, of a list of records of `model`."""
        return follow_key(model, self.key)

    def choices(self, rows: QuerySet, keys: Collection[str] | None) -> QuerySet:
        """Return the rows that one of `rows` points to by the key, which are those of `keys` if known.

        With `facet_key`, `facet_value` and `facet_label`.
        """
        model = follow_key(rows.model, self.key)  # `rows` are those that the key begins at
        value, label = (path.rpartition("__")[2] for path in (self.path, self.label_path))
        mine = Exists(rows.filter(**{self.key: OuterRef("pk")})) if keys is None else Q(pk__in=keys)
        there = model._base_manager.order_by().filter(mine)
        return there.annotate(facet_key=text("pk"), facet_value=text(value), facet_label=text(label))

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        """Return the options by value, in the order as read, each with its number of rows.

        `counts` are numbers of rows by key, that of None or "" being “not stated”. A value that several
        keys have, as parts of two reports may, is one option with the labels of all.
        """
        labels: dict[str, set[str]] = defaultdict(set)
        rows: Counter[str] = Counter()
        for key, value, label in choices:
            if value:
                labels[value].add(capfirst(label))
                rows[value] += counts.get(key, 0)
        found = {value: Option(value, OR.join(sorted(labels[value])), rows[value]) for value in labels}
        return sorted_options(found | self.unstated_option(counts))

    def labels_without_rows(self, values: Iterable[str]) -> dict[str, str]:
        """Return the labels of those of `values` that are valid although no record has them."""
        return {}

    def unstated_option(self, counts: dict[str | None, int]) -> dict[str, Option]:
        """Return “not stated” as an option, where it can be that."""
        if self.empty_label is None:
            return {}
        number = counts.get(None, 0) + counts.get("", 0)
        return {NOT_STATED: Option(NOT_STATED, self.empty_label, number)}


def follow_key(model: Any, key: str) -> Any:
    """Return the model that the foreign keys of `key`, such as “roles__actor”, lead to from `model`."""
    for name in key.split("__"):
        model = model._meta.get_field(name).related_model
    return model


def sorted_options(options: dict[str, Option]) -> dict[str, Option]:
    """Return `options` by label, whatever its case, and alike ones by value; “not stated” last."""

    def place(option: Option) -> tuple[bool, str, str]:
        return option.value == NOT_STATED, option.label.casefold(), option.value

    return {each.value: each for each in sorted(options.values(), key=place)}


class MeetingFacet(Facet):
    """Facet over meetings: any public one is a value, for a page links to its records of each kind."""

    def labels_without_rows(self, values: Iterable[str]) -> dict[str, str]:
        public = Meeting.objects.published().filter(slug__in=values)
        return {meeting.slug: capfirst(meeting.name) for meeting in public}


class ChoiceFacet(Facet):
    """Facet over a closed vocabulary: all its words are options, in their own order."""

    def __init__(
        self, label: str, path: str, vocabulary: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(label, path, **kwargs)
        self.key, self.vocabulary = path, vocabulary

    def unstated(self, model: type[models.Model]) -> Q:
        return Q(**{self.path: ""})

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        return {
            value: Option(value, label, counts.get(value, 0)) for value, label in self.vocabulary
        } | self.unstated_option(counts)


class BooleanFacet(ChoiceFacet):
    """Facet of one `option`, a value and its label, that a record is under if `condition` holds."""

    def __init__(
        self,
        label: str,
        path: str,
        condition: Q,
        option: tuple[str, str] = ("yes", "Yes"),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, path, [option], **kwargs)
        self.condition, self.value = condition, option[0]

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        return self.condition

    def unstated(self, model: type[models.Model]) -> Q:
        return ~self.condition

    def counted_by(self) -> Combinable:
        return Case(When(self.condition, then=Value(self.value)), default=Value(""))


class RelatedFacet(Facet):
    """Facet over rows that point to the record, such as its roles; it may be under several options.

    `relation` is their name; `where` narrows them to those that count, by a field of theirs. With
    `several`, a record may have several of them with one value.
    """

    def __init__(
        self,
        label: str,
        relation: str,
        path: str,
        label_path: str,
        where: dict[str, str] | None = None,
        several: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, path, label_path, **kwargs)
        self.relation, self.where = relation, where or {}
        # So it may too by way of a further table.
        self.several = several or "__" in self.key

    def related(self, model: type[models.Model]) -> tuple[QuerySet, str]:
        """Return the rows of the relation, and the name of their key of the record."""
        field: Any = model._meta.get_field(self.relation)
        return field.related_model._base_manager.order_by(), field.field.name

    def pointed_model(self, model: Any) -> Any:
        return follow_key(self.related(model)[0].model, self.key)

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        # As a list of records and not as a question to each: that begins at the few of the values.
        found, owner = self.related(model)
        return Q(pk__in=found.filter(**self.where, **{f"{self.path}__in": values}).values(owner))

    def unstated(self, model: type[models.Model]) -> Q:
        found, owner = self.related(model)
        mine = {owner: OuterRef("pk"), f"{self.path}__isnull": False}
        return ~Q(Exists(found.filter(**self.where, **mine)))

    def count(self, rows: QuerySet) -> QuerySet:
        counts = Q(**{f"{self.relation}__{name}": value for name, value in self.where.items()})
        keyed = rows.order_by().annotate(of=FilteredRelation(self.relation, condition=counts))
        keyed = keyed.annotate(facet_key=text(f"of__{self.key}")).values_list("facet_key")
        return keyed.annotate(facet_rows=Count("pk", distinct=self.several))

    def choices(self, rows: QuerySet, keys: Collection[str] | None) -> QuerySet:
        found, owner = self.related(rows.model)
        # Asked row by row: that ends at the first, and an index finds the rows of one value.
        there = Exists(rows.order_by().filter(pk=OuterRef(f"{owner}_id")))
        return super().choices(found.filter(there, **self.where), keys)


class YearFacet(Facet):
    """Facet over the years that a stated date can fall in."""

    def stated(self, model: type[models.Model], values: list[str]) -> Q:
        chosen = Q()
        for year in values:
            chosen |= Q(earliest__year__lte=year, latest__year__gte=year)
        return chosen

    def unstated(self, model: type[models.Model]) -> Q:
        return Q(earliest=None)

    def counted_by(self) -> Combinable:
        # Of the text, for SQLite has no year of its own: Django's is Python, called for each row.
        first, last = (Substr(text(day), 1, 4) for day in ("earliest", "latest"))
        return Concat(first, Value("/"), last)

    def options(self, counts: dict[str | None, int], choices: Choices) -> dict[str, Option]:
        by_year: Counter[str | None] = Counter({"": counts.get("/", 0)})
        for key, number in counts.items():
            by_year += Counter(dict.fromkeys(years(key or ""), number))
        stated = {year for key, *_ in choices for year in years(key)}
        return super().options(by_year, [(year, year, year) for year in stated])


def years(span: str) -> list[str]:
    """Return the years of a `span` of two, “2003/2004”; none of “/”, not stated."""
    first, _, last = span.partition("/")
    return [str(year) for year in range(int(first), int(last) + 1)] if first and last else []


def count_closed(facets: dict[str, ChoiceFacet], rows: QuerySet) -> dict[str, dict[str | None, int]]:
    """Return how many of `rows` there are by key under each of `facets`, by name.

    One pass for all of them: of closed vocabularies there are few combinations.
    """
    keys = {f"facet_{name}": each.counted_by() for name, each in facets.items()}
    keyed = rows.order_by().annotate(**keys).values_list(*keys).annotate(facet_rows=Count("pk"))
    found: dict[str, dict[str | None, int]] = {name: Counter() for name in facets}
    for *combination, number in keyed if facets else ():
        for counts, key in zip(found.values(), combination, strict=True):
            counts[key] += number
    return found


def related_together(facets: dict[str, RelatedFacet], rows: QuerySet) -> QuerySet:
    """Return the related rows of `rows` under `facets`, which differ in the value of `where`.

    Each with the name of its `facet`: one pass over the related rows, and not one a facet.
    """
    found, owner = next(iter(facets.values())).related(rows.model)
    names = [When(**each.where, then=Value(name)) for name, each in facets.items()]
    found = found.filter(**{f"{owner}__in": rows.order_by()})
    return found.annotate(facet=Case(*names, output_field=CharField())).filter(facet__isnull=False)


def keys_together(facets: dict[str, RelatedFacet], rows: QuerySet) -> QuerySet:
    """Return the keys as text of `related_together`, each after the name of its facet."""
    key = text(next(iter(facets.values())).key)
    return related_together(facets, rows).annotate(facet_key=key).values_list("facet", "facet_key")


def count_together(facets: dict[str, RelatedFacet], rows: QuerySet) -> list[QuerySet]:
    """Return the two statements that count `rows` under `facets`, as for `related_together`.

    The second counts under the key HAS_ANY the rows that are under one of a facet's keys or more, which
    are all but those that are “not stated”.
    """
    owner = next(iter(facets.values())).related(rows.model)[1]
    any_key = related_together(facets, rows).annotate(facet_key=Value(HAS_ANY))
    return [
        keys_together(facets, rows).annotate(facet_rows=Count("pk")),
        any_key.values_list("facet", "facet_key").annotate(facet_rows=Count(owner, distinct=True)),
    ]
