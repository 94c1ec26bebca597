"""Facets: filters whose every option says how many rows it would give with the others kept."""

import re
from dataclasses import dataclass

from django import forms
from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q
from django_filters import Filter

NOT_STATED = "not-stated"


@dataclass
class Option:
    """One value of a facet: as in an address, as read, with its rows; whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool = False


class Facet(Filter):
    """A filter of several values that mean “or”, one of which may be “not stated”.

    `path` leads from the record to the value, `label_path` to what a reader sees of it. `missing`
    is the label of “not stated”, or None where it is always stated. With `actors`, a value may be
    any name of an actor; with `every`, all who have a part in the list are options, those with no
    row too. Subclasses say how rows are counted and chosen.
    """

    field_class = forms.MultipleChoiceField
    exclusive = True  # each row is under exactly one option

    def __init__(
        self, label, path, label_path=None, *, missing=None, actors=False, every=False, **kwargs
    ):
        widget = forms.CheckboxSelectMultiple
        super().__init__(path, label=label, widget=widget, required=False, **kwargs)
        self.path, self.label_path = path, label_path or path
        self.missing, self.actors, self.every = missing, actors, every

    def filter(self, queryset, values):
        """The rows of `queryset` with one of `values`, or all of them where there is none."""
        stated = [value for value in values or () if value != NOT_STATED]
        chosen = Q()
        if stated:
            chosen |= self.stated(queryset.model, stated)
        if NOT_STATED in (values or ()):
            chosen |= self.unstated(queryset.model)
        return queryset.filter(chosen) if chosen else queryset

    def stated(self, model, values):
        """The condition that a row has one of `values`."""
        return Q(**{f"{self.path}__in": values})

    def unstated(self, model):
        """The condition that a row states none."""
        return Q(**{f"{self.path}__isnull": True}) | Q(**{self.path: ""})

    def rows(self, queryset):
        """`queryset` grouped by value: rows of value, label and count, by `counted`."""
        return queryset.values_list(self.path, self.label_path)

    def options(self, everything, others):
        """Its options over the published rows `everything`, counted among the rows `others`.

        `others` is what the other filters leave, or None for all. One query; a value of None is
        “not stated”. Returns a dictionary of options by value.
        """
        kept = None if others is None else Q(pk__in=others.order_by().values("pk"))
        found = self.rows(everything.order_by()).annotate(
            rows_left=Count("pk", filter=kept, distinct=True)
        )
        return self.collect(found)

    def collect(self, found):
        """A dictionary of options from rows of value, label and count."""
        options, missing = {}, 0
        for value, label, count in found:
            if value in (None, ""):
                missing += count
            else:
                options[str(value)] = Option(str(value), str(label), count)
        options = dict(sorted(options.items(), key=self.order))
        if self.missing is not None:
            options[NOT_STATED] = Option(NOT_STATED, self.missing, missing)
        return options

    @staticmethod
    def order(item):
        """The order of options as read: by label, whatever its case."""
        return item[1].label.casefold()


class Vocabulary(Facet):
    """A facet over a closed vocabulary: all its words are options, in their own order."""

    def __init__(self, label, path, choices, **kwargs):
        super().__init__(label, path, **kwargs)
        self.vocabulary = choices

    def unstated(self, model):
        return Q(**{self.path: ""})

    def collect(self, found):
        counts = {value: count for value, _, count in found}
        options = {
            choice.value: Option(choice.value, str(choice.label), counts.pop(choice.value, 0))
            for choice in self.vocabulary
        }
        if self.missing is not None:
            options[NOT_STATED] = Option(NOT_STATED, self.missing, counts.get("", 0))
        return options


class Related(Facet):
    """A facet over rows that point to the record, such as its roles: `relation` is their name.

    `where` narrows them to those that count, as a dictionary of their fields.
    """

    exclusive = False

    def __init__(self, label, relation, path, label_path, where=None, **kwargs):
        super().__init__(label, path, label_path, **kwargs)
        self.relation, self.where = relation, where or {}

    def related(self, model):
        """The rows of the relation that belong to the record of the outer query."""
        field = model._meta.get_field(self.relation)
        owner = {field.field.name: OuterRef("pk")}
        return field.related_model._base_manager.filter(**owner, **self.where)

    def stated(self, model, values):
        return Q(Exists(self.related(model).filter(**{f"{self.path}__in": values})))

    def unstated(self, model):
        return ~Q(Exists(self.related(model).filter(**{f"{self.path}__isnull": False})))

    def rows(self, queryset):
        where = Q(**{f"{self.relation}__{name}": value for name, value in self.where.items()})
        if self.where:
            queryset = queryset.annotate(of=FilteredRelation(self.relation, condition=where))
        start = "of" if self.where else self.relation
        return queryset.values_list(f"{start}__{self.path}", f"{start}__{self.label_path}")


class Year(Facet):
    """A facet over the years that a stated date can fall in."""

    exclusive = False

    def stated(self, model, values):
        chosen = Q()
        for value in values:
            # A value that is no year is refused by the form; here it only must find nothing.
            year = Q(earliest__year__lte=value, latest__year__gte=value)
            chosen |= year if re.fullmatch("[1-9][0-9]{3}", value) else Q(pk=None)
        return chosen

    def unstated(self, model):
        return Q(earliest=None)

    def rows(self, queryset):
        return queryset.values_list("earliest__year", "latest__year")

    def collect(self, found):
        spread = []
        for first, last, count in found:
            years = [None] if first is None else range(first, last + 1)
            spread += [(year, year, count) for year in years]
        totals = {}
        for year, label, count in spread:
            totals[year] = (year, label, totals.get(year, (0, 0, 0))[2] + count)
        return super().collect(totals.values())


class Stated(Facet):
    """A facet of two options: stated in the report, or not."""

    def stated(self, model, values):
        return Q(**{f"{self.path}__isnull": False})

    def unstated(self, model):
        return Q(**{f"{self.path}__isnull": True})

    def collect(self, found):
        counts = {False: 0, True: 0}
        for value, _, count in found:
            counts[value is not None] += count
        return {
            "stated": Option("stated", "Stated", counts[True]),
            NOT_STATED: Option(NOT_STATED, self.missing, counts[False]),
        }
