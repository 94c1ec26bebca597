"""Facets: filters whose every option says how many rows it would give with the others kept."""

import re
from collections import Counter
from dataclasses import dataclass

from django import forms
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Left
from django.utils.text import capfirst
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
    row too. Subclasses say how rows are chosen and counted; `reports.tallies` counts.
    """

    field_class = forms.MultipleChoiceField
    plain = True  # one `expression` of the row itself says under which one option it is
    family = None  # what it has in common with those that differ only in which related rows count
    closed = False  # its options are known without a look at the rows

    def __init__(
        self, label, path, label_path=None, *, missing=None, actors=False, every=False, **kwargs
    ):
        widget = forms.CheckboxSelectMultiple
        super().__init__(path, label=label, widget=widget, required=False, **kwargs)
        self.path, self.label_path = path, label_path or path
        self.missing, self.actors, self.every = missing, actors, every
        # What is counted by: the key of the row that the value is a column of, or else the value.
        self.key = path if self.closed else path.rpartition("__")[0] or path

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

    def expression(self):
        """The key that a row is counted by."""
        return F(self.key)

    def source(self, everything):
        """The rows that `path` starts from, for the records `everything`."""
        return everything

    def table(self, model):
        """The model of the rows that the values of records of `model` are columns of, or None."""
        if self.key == self.path:
            return None
        for name in self.key.split("__"):
            model = model._meta.get_field(name).related_model
        return model

    def present(self, everything):
        """The keys that one of the records `everything` has, where they are no rows of a table."""
        return everything.order_by().values_list(self.key, flat=True).distinct()

    def collect(self, counts, values):
        """A dictionary of options by value, in the order as read.

        `counts` are numbers of rows by key, that of None or "" being “not stated”; `values` are
        triples of key, value and label, each of which is an option, with rows or without.
        """
        options = {
            str(value): Option(str(value), capfirst(str(label)), counts.get(key, 0))
            for key, value, label in values
            if value not in (None, "")
        }
        options = dict(sorted(options.items(), key=self.order))
        if self.missing is not None:
            unstated = counts.get(None, 0) + counts.get("", 0)
            options[NOT_STATED] = Option(NOT_STATED, self.missing, unstated)
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

    def collect(self, counts, values):
        options = {
            choice.value: Option(choice.value, str(choice.label), counts.get(choice.value, 0))
            for choice in self.vocabulary
        }
        return options | super().collect(counts, ())


class Either(Facet):
    """A facet of two options: `condition` holds for a row, or not; `yes` is the first as an Option."""

    closed = True
    yes = ("yes", "Yes")

    def condition(self):
        """The condition that parts the rows."""
        raise NotImplementedError

    def stated(self, model, values):
        return self.condition() if self.yes[0] in values else Q(pk=None)

    def unstated(self, model):
        return ~self.condition()

    def expression(self):
        return Case(When(self.condition(), then=Value(self.yes[0])), default=Value(""))

    def collect(self, counts, values):
        value, label = self.yes
        first = {value: Option(value, label, counts.get(value, 0))}
        return first | super().collect(counts, ())


class Stated(Either):
    """A facet of two options: stated in the report, or not."""

    yes = ("stated", "Stated")

    def condition(self):
        return Q(**{f"{self.path}__isnull": False})


class Related(Facet):
    """A facet over rows that point to the record, such as its roles: `relation` is their name.

    `where` narrows them to those that count, as a dictionary of one of their fields. A record may
    be under several options.
    """

    plain = False

    def __init__(self, label, relation, path, label_path, where=None, **kwargs):
        super().__init__(label, path, label_path, **kwargs)
        self.relation, self.where = relation, where or {}

    @property
    def family(self):
        """What it has in common with those that differ in the value of `where` alone, or None."""
        return (self.relation, self.path, *self.where) if self.where else None

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
        return found.filter(Exists(mine))

    def table(self, model):
        return super().table(self.related(model)[0].model)

    def repeats(self, model):
        """Whether one record of `model` can come more than once under one key."""
        # Not where a constraint says that each comes once; telling alike rows apart costs most.
        found, owner = self.related(model)
        target, *further = self.key.split("__")
        named = {owner, target, *self.where}
        once = any(named >= set(each.fields) for each in found.model._meta.total_unique_constraints)
        return not once or bool(further)

    def joined(self, rows, values):
        """`rows`, each once for each of its related rows that counts, which are `of` there, and once
        where there is none. `values` are those of the field of `where`."""
        if not self.where:
            return rows.order_by().annotate(of=FilteredRelation(self.relation))
        (name,) = self.where
        counts = Q(**{f"{self.relation}__{name}__in": values})
        return rows.order_by().annotate(of=FilteredRelation(self.relation, condition=counts))

    def tally(self, rows):
        """How many of `rows` there are by key."""
        rows = self.joined(rows, list(self.where.values())).values_list(f"of__{self.key}")
        return dict(rows.annotate(rows_left=Count("pk", distinct=self.repeats(rows.model))))


class Year(Facet):
    """A facet over the years that a stated date can fall in."""

    plain = False

    def stated(self, model, values):
        chosen = Q()
        for value in values:
            # A value that is no year is refused by the form; here it only must find nothing.
            year = Q(earliest__year__lte=value, latest__year__gte=value)
            chosen |= year if re.fullmatch("[1-9][0-9]{3}", value) else Q(pk=None)
        return chosen

    def unstated(self, model):
        return Q(earliest=None)

    def spans(self, rows):
        """`rows` as pairs of the first and the last year."""
        # As text, for SQLite has no year of its own: Django's is Python, called for each row.
        first, last = (Left(Cast(name, CharField()), 4) for name in ("earliest", "latest"))
        return rows.order_by().annotate(first=first, last=last).values_list("first", "last")

    def tally(self, rows):
        """How many of `rows` there are by year, one of several years under each of them."""
        counts = Counter()
        for first, last, count in self.spans(rows).annotate(rows_left=Count("pk")):
            for year in years(first, last):
                counts[year] += count
        return counts

    def present(self, everything):
        spans = self.spans(everything).distinct()
        return {year for first, last in spans for year in years(first, last)}


def years(first, last):
    """The years from `first` to `last`, as text; None alone where they are not stated."""
    return map(str, range(int(first), int(last) + 1)) if first else (None,)
