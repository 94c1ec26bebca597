"""A list as a reader sees it: its rows in order and in pages, and the address of every next step."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict

from reports.filters import ListSet
from reports.models.base import FEW

MOST = 50  # records that the page of something else shows, where a list has the rest


@dataclass
class Further:
    """The values that a cell leaves out, as a link to where they are."""

    count: int
    address: str

    def __str__(self):
        return f"and {self.count} more"

    def get_absolute_url(self):
        """The page of the record."""
        return self.address


@dataclass
class Chip:
    """One chosen value, and the address of the list without it."""

    label: str
    value: str
    address: str


class Rows:
    """The rows of a `Listing`, as a paginator takes them.

    Only keys are put in order, and then the rows of one page read by them: to sort all the rows
    with everything in them would make a page far into the list the dearest.
    """

    def __init__(self, listing):
        self.listing = listing

    def count(self):
        """How many there are."""
        return self.listing.filters.count

    def __getitem__(self, part):
        """The rows of a slice, in order."""
        ordered = self.listing.ordered
        keys = list(ordered.values_list("pk", flat=True)[part])
        rows = ordered.model.objects.for_table().in_bulk(keys)
        return [rows[key] for key in keys]


class Listing:
    """The rows of `model` that a query string asks for, and the addresses of other choices.

    `filters` is the bound filterset; `path` the address of the list itself.
    """

    page_size = 100

    def __init__(self, filters: ListSet, path: str):
        self.filters, self.path = filters, path
        self.clean = {name: list(values) for name, values in filters.typed.items()}
        if sort := filters.data.get("sort"):
            self.clean["sort"] = [sort]

    def address(self, **changes) -> str:
        """The list's address with these changes; a name given as None is left out."""
        query = QueryDict(mutable=True)
        for name, values in (self.clean | changes).items():
            if values:
                query.setlist(name, values)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def page_address(self, number: int) -> str:
        """The address of the page of that number; the first is the list's own."""
        return self.address(page=[str(number)] if number > 1 else None)

    def canonical(self, number: int) -> str:
        """The one address of the rows on that page, however they were sorted or asked for."""
        chosen = {name: sorted(values) for name, values in self.clean.items()}
        return self.address(**chosen | {"sort": None, "page": [str(number)] if number > 1 else None})

    def without(self, name: str, value: str | None = None) -> str:
        """The address without the filter `name`, or without this one `value` of it."""
        left = [each for each in self.clean.get(name, ()) if value and each != value]
        return self.address(**{name: left})

    @cached_property
    def ordered(self):
        """The rows chosen, in the order asked for: not stated last, each exactly once."""
        rows, order = self.filters.qs, self.filters.form.cleaned_data["sort"]
        if order:
            return rows.sortable().order_by(*ordering(self.filters.columns, order), "pk")
        return rows.order_by(*rows.model._meta.ordering, "pk")

    @cached_property
    def pages(self):
        """The rows in pages, with what a page shows of each."""
        return Paginator(Rows(self), self.page_size)

    def heads(self):
        """The table's heads: each column with the address that sorts by it, or turns it round."""
        current = self.filters.form.cleaned_data["sort"]
        found = []
        for column in self.columns:
            up, down = column.name == current, f"-{column.name}" == current
            sort = [f"-{column.name}"] if up else [column.name]
            found.append(
                {
                    "label": column.label,
                    "address": self.address(sort=sort) if column.sort else "",
                    "sorted": "ascending" if up else "descending" if down else "",
                }
            )
        return found

    @property
    def columns(self):
        """The columns of the table."""
        return [column for column in self.filters.columns if column.shown]

    def cells(self, page):
        """The records of `page`, each with its values by column."""
        return [
            {
                "record": record,
                "cells": [
                    (each, few(each.values(record), record, each.number(record)))
                    for each in self.columns
                ],
            }
            for record in page
        ]

    @cached_property
    def chips(self):
        """The chosen values, each with the address without it."""
        found = []
        for name, values in self.filters.typed.items():
            label = self.filters.filters[name].label
            options = self.filters.options.get(name, {})
            for value in values:
                shown = options[value].label if value in options else f"“{value}”"
                found.append(Chip(label, shown, self.without(name, value)))
        return found

    @cached_property
    def words(self):
        """What was asked for, a phrase a filter: “Hosted by Malaysia or Thailand; State Held”."""
        chosen = {}
        for chip in self.chips:
            chosen.setdefault(chip.label, []).append(chip.value)
        return "; ".join(f"{label} {' or '.join(values)}" for label, values in chosen.items())

    @property
    def files(self):
        """The addresses of the list as a file, every row of it, with what each is called."""
        path, question, query = self.address().partition("?")
        forms = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
        return [(f"{path.rstrip('/')}.{form}{question}{query}", label) for form, label in forms.items()]

    @cached_property
    def loosened(self):
        """For each filter that is set: its label, the rows there would be without it, the address."""
        return [
            (self.filters.filters[name].label, count, self.without(name))
            for name, count in self.filters.counts_without.items()
        ]


def few(values, record, number=None):
    """The first FEW of the `values` of a cell of `record`, and how many there are further: of the
    `number` that there are, or else of the `values`."""
    further = (number or len(values)) - FEW
    return values if further < 1 else [*values[:FEW], Further(further, record.get_absolute_url())]


def ordering(columns, order):
    """The `order_by` of a column's name, with a minus in front for the other way round."""
    sort = next(column.sort for column in columns if column.name == order.removeprefix("-"))
    if order.startswith("-"):
        return [F(name).desc(nulls_last=True) for name in sort]
    return [F(name).asc(nulls_last=True) for name in sort]


@dataclass
class Records:
    """Records that belong to what a page is about: all of them, or the first, which the page shows.

    `counts` are triples of what some of them are called, how many those are, and the address of
    their list; where one has no address, the page shows all.
    """

    rows: QuerySet
    counts: list[tuple[str, int, str]]

    def __iter__(self):
        return iter(self.rows)

    @property
    def count(self):
        """How many there are."""
        return sum(number for _, number, _ in self.counts)

    @cached_property
    def shown(self):
        """Those that the page shows: the first, in the order of their list."""
        listed = all(address for *_, address in self.counts)
        return list(self.rows[:MOST] if listed else self.rows)

    @property
    def more(self):
        """Whether there are others than those shown."""
        return self.count > len(self.shown)
