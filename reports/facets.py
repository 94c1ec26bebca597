"""Facets: filters whose every option says how many rows it would give with the others kept."""

import re
from dataclasses import dataclass

from django import forms
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Left
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
    closed = False  # its options are known without a look at the rows

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
        left = everything if others is None else others
        repeats = self.repeats(everything.model)
        found = self.rows(left.order_by()).annotate(rows_left=Count("pk", distinct=repeats))
        if others is not None and not self.closed:
            found = found.union(self.present(everything.order_by()), all=True)
        totals = {}
        for value, label, count in found:
            if count is not None:
                totals[value, label] = totals.get((value, label), 0) + count
        return self.collect((*named, count) for named, count in totals.items())

    def repeats(self, model):
        """Whether one row of `model` can come more than once under one value in `rows`."""
        return False

    def present(self, everything):
        """Every value that one of `everything` has: rows of value, label and 0.

        Where the values are rows of a table, all of those, with None for 0 where none has it: to ask
        each of a few for one row of its own is quicker than to look through all the rows.
        """
        table, _, key = self.path.rpartition("__")
        if not table:
            return self.rows(everything).annotate(rows_left=Value(0)).distinct()
        source, model = self.source(everything)
        for name in table.split("__"):
            model = model._meta.get_field(name).related_model
        there = Exists(source.filter(**{table: OuterRef("pk")}))
        zero = Case(When(there, then=Value(0)), output_field=IntegerField())
        label = self.label_path.rpartition("__")[2]
        found = model._base_manager.order_by().annotate(rows_left=zero)
        return found.values_list(key, label, "rows_left")

    def source(self, everything):
        """The rows that `path` starts from, for the records `everything`, and their model."""
        return everything, everything.model

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
        """The order of options as read: by label, whatever its case; alike ones by value."""
        return item[1].label.casefold(), item[0]


class Vocabulary(Facet):
    """A facet over a closed vocabulary: all its words are options, in their own order."""

    closed = True

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
        """The rows of the relation that count, and the name of their field for the record."""
        field = model._meta.get_field(self.relation)
        return field.related_model._base_manager.filter(**self.where), field.field.name

    def stated(self, model, values):
        # As a list of records and not as a question to each: that begins at the few of the values.
        found, owner = self.related(model)
        return Q(pk__in=found.filter(**{f"{self.path}__in": values}).values(owner))

    def unstated(self, model):
        found, owner = self.related(model)
        mine = {owner: OuterRef("pk"), f"{self.path}__isnull": False}
        return ~Q(Exists(found.filter(**mine)))

    def source(self, everything):
        found, owner = self.related(everything.model)
        mine = everything.filter(pk=OuterRef(f"{owner}_id"))
        return found.filter(Exists(mine)), found.model

    def repeats(self, model):
        # Not where a constraint says that each value comes once; telling alike rows apart costs most.
        found, owner = self.related(model)
        target, *further = self.path.split("__")
        named = {owner, target, *self.where}
        once = any(named >= set(each.fields) for each in found.model._meta.total_unique_constraints)
        return not once or len(further) > 1

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
        # As text, for SQLite has no year of its own: Django's is Python, called for each row.
        first, last = (Left(Cast(name, CharField()), 4) for name in ("earliest", "latest"))
        return queryset.annotate(first=first, last=last).values_list("first", "last")

    def collect(self, found):
        spread = []
        for first, last, count in found:
            years = range(int(first), int(last) + 1) if first else [None]
            spread += [(year, year, count) for year in years]
        totals = {}
        for year, label, count in spread:
            totals[year] = (year, label, totals.get(year, (0, 0, 0))[2] + count)
        return super().collect(totals.values())


class Stated(Facet):
    """A facet of two options: stated in the report, or not."""

    closed = True

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
