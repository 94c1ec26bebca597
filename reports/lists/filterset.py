"""Filter sets: what each list can be filtered and sorted by; the only readers of a query string."""

from collections.abc import Container
from contextlib import suppress
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet, Value
from django.http import QueryDict
from django.urls import NoReverseMatch
from django.utils.functional import cached_property
from django_filters import ChoiceFilter, Filter, FilterSet

from reports.lists.columns import Column
from reports.lists.facets import (
    HAS_ANY,
    NOT_STATED,
    ChoiceFacet,
    Facet,
    Option,
    RelatedFacet,
    count_closed,
    count_together,
    keys_together,
    sorted_options,
)
from reports.models import Actor, DataVersion, FormerAddress, url_parts
from reports.text.sameness import name_key

MAX_OPEN_FACETS = 6  # that stand open beside a list, where there are many more
MAX_NUMBER = 10**6  # of a page or a version that an address can ask for
MAX_ACTORS_NEAR = 3  # that a refusal names of those that a name is a part of
MAX_VALUES_NAMED = 12  # that a refusal names of those that a facet takes
NOT_FILTERS = ("sort", "page", "version")  # parameters of a list that choose no rows


class VersionField(forms.IntegerField):
    """Number of the data version that the address was cited at: it chooses no rows."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MAX_NUMBER, validators=[validate_version], **kwargs)


class PageFilter(Filter):
    """Number of a page, from 1."""

    field_class = forms.IntegerField


class VersionFilter(Filter):
    """Number of a data version."""

    field_class = VersionField


def read_query(data: QueryDict, several: Container[str]) -> QueryDict:
    """Return what `data` asks for: each value once, and of the names not in `several` the last.

    A form sends its empty fields too: they ask for nothing. NUL is a character that PostgreSQL keeps
    in no text, and would refuse to be asked about.
    """
    read = QueryDict(mutable=True)
    for name, values in data.lists():
        asked = dict.fromkeys(value.replace("\x00", "\ufffd") for value in values if value.strip())
        read.setlist(name, list(asked) if name in several else list(asked)[-1:])
    return read


def number_messages(what: str, submitted: str) -> dict[str, str]:
    """Return the messages of a field for the number of `what`, where something else is `submitted`."""
    said = f"“{submitted[:60]}” is not the number of a {what}: that is a whole number from 1 upwards."
    return dict.fromkeys(("invalid", "min_value", "max_value"), said)


def validate_version(number: int) -> None:
    """Raise ValidationError for the number of a data version that there is not."""
    if 1 <= number <= MAX_NUMBER and not DataVersion.objects.filter(number=number).exists():
        raise forms.ValidationError(f"There is no data version {number} of this portal.")


class ListFilterSet(FilterSet):
    """Filters of one kind of record: facets, a sort and a page.

    `data` is a QueryDict; `columns` say what can be sorted by. Invalid data leaves `form.errors`.
    """

    page = PageFilter(label="Page", method="keep", min_value=1, max_value=MAX_NUMBER)
    version = VersionFilter(label="Data version", method="keep")
    sort = ChoiceFilter(label="Sort", method="keep", choices=[])  # its choices are the columns'

    def __init__(self, data: QueryDict, queryset: QuerySet, columns: tuple[Column, ...]) -> None:
        self.columns = columns
        several = {name for name, each in self.base_filters.items() if isinstance(each, Facet)}
        super().__init__(read_query(data, several), queryset)

    def keep(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        """Return `queryset` as it is: sorting and paging are the list's to do."""
        return queryset

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """The facets by name, in the order that a reader sees them."""
        return {name: each for name, each in self.filters.items() if isinstance(each, Facet)}

    @cached_property
    def submitted(self) -> dict[str, list[str]]:
        """The values submitted for each filter that chooses rows, without empty ones."""
        names = [name for name in self.filters if name not in NOT_FILTERS]
        return {name: self.data.getlist(name) for name in names if self.data.get(name)}

    @cached_property
    def unknown(self) -> list[str]:
        """The names in the query string that mean nothing here."""
        return [name for name in self.data if name not in self.filters]

    @cached_property
    def secondary_facets(self) -> list[str]:
        """The names of the facets that a page folds: those after MAX_OPEN_FACETS, where many more."""
        names = list(self.facets)[MAX_OPEN_FACETS:]
        return names if len(names) > 1 else []

    @property
    def primary_fields(self) -> list[forms.BoundField]:
        """The form's fields that stand open on a page."""
        hidden = (*NOT_FILTERS, *self.secondary_facets)
        return [self.form[name] for name in self.filters if name not in hidden]

    @property
    def secondary_fields(self) -> list[forms.BoundField]:
        """The form's fields that a page folds."""
        return [self.form[name] for name in self.secondary_facets]

    @property
    def secondary_submitted(self) -> bool:
        """True if a folded facet is set, or answered with what is wrong."""
        return any(name in self.submitted for name in self.secondary_facets)

    def filtered_without(self, name: str | None = None) -> QuerySet:
        """Return the rows that the filters as submitted leave, without the filter `name`."""
        rows = self.queryset
        for each, values in self.submitted.items():
            if each != name:
                value = values if each in self.facets else values[-1]
                rows = self.filters[each].filter(rows, value)
        return rows

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that the filters leave: one path for the rows and for the counts."""
        return self.filtered_without()

    @cached_property
    def counts(self) -> dict[str, dict[str | None, int]]:
        """Numbers of rows under each key of each facet, with its own choice left out: two queries."""
        together = {name: each for name, each in self.alike.items() if name not in self.submitted}
        statements = [
            facet.count(self.filtered_without(name) if name in self.submitted else self.qs)
            .annotate(facet=Value(name))
            .values_list("facet", "facet_key", "facet_rows")
            for name, facet in self.facets.items()
            if name not in together and name not in self.closed_counts
        ]
        if together:
            statements += count_together(together, self.qs)
        found = {name: self.closed_counts.get(name, {}) for name in self.facets}
        for name, key, number in union(statements):
            found[name][key] = number
        for name in together:
            found[name][None] = self.count - found[name].pop(HAS_ANY, 0)
        return found

    @cached_property
    def alike(self) -> dict[str, RelatedFacet]:
        """The facets that differ in which rows of one relation they are over."""
        facets = self.facets.items()
        return {name: each for name, each in facets if isinstance(each, RelatedFacet) and each.where}

    @cached_property
    def closed_counts(self) -> dict[str, dict[str | None, int]]:
        """The counts of the facets over closed vocabularies that are not submitted: one query."""
        closed = {
            name: each
            for name, each in self.facets.items()
            if isinstance(each, ChoiceFacet) and name not in self.submitted
        }
        return count_closed(closed, self.qs)

    @cached_property
    def count(self) -> int:
        """The number of rows that the filters as submitted leave: each has one key of a closed facet."""
        counted = next(iter(self.closed_counts.values()), None)
        return self.qs.count() if counted is None else sum(counted.values())

    @cached_property
    def counts_without(self) -> dict[str, int]:
        """The number of rows without each filter that is set, by its name: one query."""
        each = [
            self.filtered_without(name)
            .order_by()
            .annotate(facet=Value(name))
            .values_list("facet")
            .annotate(facet_rows=Count("pk"))
            for name in self.submitted
        ]
        return dict.fromkeys(self.submitted, 0) | dict(union(each))

    @cached_property
    def keys(self) -> dict[str, set[str]]:
        """The keys that published rows have of some facets, by name; at most one query.

        Where nothing is submitted, the counts tell those of all. Else of facets for which one look at
        all rows costs less than one for each value.
        """
        if not self.submitted:
            return {name: set(filter(None, counts)) for name, counts in self.counts.items()}
        statements = [
            facet.keyed(self.queryset).annotate(facet=Value(name)).values_list("facet", "facet_key")
            for name, facet in self.facets.items()
            if facet.key == facet.path and not isinstance(facet, ChoiceFacet)
        ]
        if self.alike:
            statements.append(keys_together(self.alike, self.queryset))
        found: dict[str, set[str]] = {name: set() for name in self.alike}
        for name, key in union([each.distinct() for each in statements]):
            found.setdefault(name, set()).add(key)
        return found

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str, str]]]:
        """The choices of each facet, by its name: triples of key, value and label.

        Of all published rows, whatever is submitted; one query beside that for the keys.
        """
        found = {name: [(key, key, key) for key in self.keys.get(name, ())] for name in self.facets}
        rows = {name: each for name, each in self.facets.items() if each.key != each.path}
        found |= {name: [] for name in rows}
        keys = {name: self.keys.get(name) for name in rows if name not in self.alike}
        for first in list(self.alike)[:1]:  # is asked for the values of all that are alike
            keys[first] = set().union(*(self.keys[name] for name in self.alike))
        columns = ("facet", "facet_key", "facet_value", "facet_label")
        statements = [
            rows[name].choices(self.queryset, known).annotate(facet=Value(name)).values_list(*columns)
            for name, known in keys.items()
        ]
        for first, key, value, label in union(statements):
            for name in self.alike if first in self.alike else [first]:
                if name not in self.alike or key in self.keys[name]:
                    found[name].append((key, value, label))
        return found

    @cached_property
    def options(self) -> dict[str, dict[str, Option]]:
        """The options of each facet, a dictionary by facet and value.

        With their counts if the form is valid: no value reaches the database before it is checked.
        """
        found = self.options_with(self.counts if self.form.is_valid() else {})
        for name, options in found.items():
            for value in options.keys() & self.submitted.get(name, ()):
                options[value].chosen = True
        return found

    def options_with(self, counts: dict[str, dict[str | None, int]]) -> dict[str, dict[str, Option]]:
        """Return the options of each facet, with these `counts` by facet and key, 0 where none."""
        found = {
            name: facet.options(counts.get(name, {}), self.choices[name])
            for name, facet in self.facets.items()
        }
        for name in self.facets.keys() & self.submitted.keys():
            if missing := set(self.submitted[name]) - found[name].keys():
                labels = self.facets[name].labels_without_rows(missing)
                added = {value: Option(value, label, 0) for value, label in labels.items()}
                found[name] = sorted_options(found[name] | added) if added else found[name]
        return self.add_actor_options(found)

    def labels_of(self, name: str) -> dict[str, str]:
        """Return the labels of the values that the facet `name` takes.

        Of a facet of actors only those that are submitted, if they are all valid: with 100,000 rows
        the rest takes long, and only a refusal names it.
        """
        facet = self.facets.get(name)
        if facet is None:
            return {}
        if facet.actors:
            actors = {actor.slug: str(actor) for actor in self.actors_by_name[""]}
            actors |= {NOT_STATED: facet.empty_label} if facet.empty_label else {}
            if actors.keys() >= set(self.submitted.get(name, ())):
                return actors
        closed = isinstance(facet, ChoiceFacet)  # its words are known without a query
        options = facet.options({}, ()) if closed else self.uncounted_options[name]
        return {value: option.label for value, option in options.items()}

    @cached_property
    def uncounted_options(self) -> dict[str, dict[str, Option]]:
        """The options of each facet as they are known before the form is valid."""
        return self.options_with({})

    @cached_property
    def actors_by_name(self) -> dict[str, list[Actor]]:
        """The actors that each submitted value of a facet of actors can mean: by value, see Actor."""
        asked = [name for name in self.submitted if name in self.facets and self.facets[name].actors]
        values = {value for name in asked for value in self.submitted[name]} - {NOT_STATED}
        if not values:
            return {"": []}
        # Whether any published row names them is a long question: first those that a row here does.
        rows = {name: self.facets[name].choices(self.queryset, None) for name in asked}
        here = [each.filter(slug__in=self.submitted[name]) for name, each in rows.items()]
        known = {actor.slug: actor for actor in union(here)}
        if known.keys() >= values:
            return {"": list(known.values())}
        return Actor.objects.stated().by_any_name(values, known.values())

    def near_actors(self, value: str) -> list[str]:
        """Return the first actors a part of one of whose names is `value`, each with what to write."""
        key = name_key(value)
        if not key or self.actors_by_name.get(value):
            return []
        found = Actor.objects.stated().filter(
            Q(folded__contains=key) | Q(other_names__slug__contains=key)
        )
        return [f"{each} (write {each.slug})" for each in found.distinct()[:MAX_ACTORS_NEAR]]

    @property
    def aliases(self) -> dict[str, list[Actor]]:
        """The actors that each submitted value can mean that is no actor's slug but another name."""
        return {name: found for name, found in self.actors_by_name.items() if name and found}

    def alias_redirect(self) -> dict[str, list[str]] | None:
        """Return the submitted values with each other name of an actor replaced by its slug.

        By facet; None where nothing is to be replaced, or where a name can mean several actors.
        """
        if not self.aliases or any(len(actors) > 1 for actors in self.aliases.values()):
            return None
        slugs = {name: actors[0].slug for name, actors in self.aliases.items()}
        return {
            name: list(dict.fromkeys(slugs.get(value, value) for value in self.submitted[name]))
            for name, facet in self.facets.items()
            if facet.actors and name in self.submitted
        }

    def moved_values(self) -> dict[str, list[str]] | None:
        """Return the submitted values with each slug that was changed since replaced by the one now.

        By facet; None where there is none. For what is not valid: it costs a query for each value.
        """
        found: dict[str, list[str]] = {}
        for name in self.facets.keys() & self.form.errors.keys():
            values = self.submitted[name]
            known = self.labels_of(name)
            page = self.pages_of(name) if len(values) <= MAX_VALUES_NAMED else None
            moved = [
                value if value in known or not page else moved_slug(page, value) for value in values
            ]
            if moved != values:
                found[name] = list(dict.fromkeys(moved))
        return found or None

    def pages_of(self, name: str) -> list[str] | None:
        """Return what stands before and after a value of the facet `name` in the address of its page.

        None where what it takes has no pages.
        """
        facet = self.facets[name]
        if facet.key == facet.path:
            return None
        model = facet.pointed_model(self.queryset.model)
        with suppress(NoReverseMatch):
            return url_parts(f"{model._meta.model_name}-detail")
        return None

    def add_actor_options(self, options: dict[str, dict[str, Option]]) -> dict[str, dict[str, Option]]:
        """Add to the facets of actors in `options` those that have no row, and return all.

        Any submitted actor is a valid option even if it has no rows. So are, for a facet that shows
        all options, all the actors that have a part in the list.
        """
        mine = {name: each for name, each in options.items() if self.facets[name].actors}
        labels = {o.value: o.label for each in mine.values() for o in each.values()}
        labels |= {each.slug: str(each) for each in self.actors_by_name[""]}
        labels.pop(NOT_STATED, None)
        for name, found in mine.items():
            show_all = self.facets[name].show_all_options
            added = labels if show_all else labels.keys() & self.submitted.get(name, ())
            options[name] = sorted_options({v: Option(v, labels[v], 0) for v in added} | found)
        return options

    @cached_property
    def form(self) -> forms.Form:
        """The form; only facets that are set have choices, as the others' would cost queries."""
        form = super().form
        for name in self.facets.keys() & self.submitted.keys():
            labels = self.labels_of(name)
            form.fields[name].choices = list(labels.items())
            wrong = [value for value in self.submitted[name] if value not in labels]
            near = self.near_actors(wrong[0]) if wrong and self.facets[name].actors else []
            more = len(labels) - MAX_VALUES_NAMED
            some = ", ".join(list(labels)[:MAX_VALUES_NAMED]) + (f" and {more} more" if more > 0 else "")
            form.fields[name].error_messages["invalid_choice"] = (
                f"“%(value).60s” is not a value of “{self.filters[name].label}”. "
                + (f"Perhaps you mean: {', '.join(near)}. ".replace("%", "%%") if near else "")
                + f"It takes: {some}."
            )
        form.fields["sort"].choices = self.sorts
        form.fields["sort"].error_messages["invalid_choice"] = (
            "“%(value).60s” is not a column to sort by. Sort by: "
            + ", ".join(column.name for column in self.columns if column.sort)
            + "; a minus in front turns the order round."
        )
        for name, what in (("page", "page"), ("version", "data version")):
            form.fields[name].error_messages |= number_messages(what, self.data.get(name, ""))
        form.order_fields([name for name in form.fields if name != "sort"])  # its message comes last
        return form

    @cached_property
    def sorts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The columns to sort by: two groups, each of pairs of the value in an address and its label."""
        sortable = [(column.name, column.label) for column in self.columns if column.sort]
        return [
            ("In order", sortable),
            ("Reversed", [(f"-{name}", label) for name, label in sortable]),
        ]


def moved_slug(page: list[str], slug: str) -> str:
    """Return the slug now of what had the one `slug` in the address of its `page`; as it is if none."""
    before, after = page
    place, withdrawn = FormerAddress.objects.follow(f"{before}{slug}{after}")
    moved = place.startswith(before) and not withdrawn
    return place.removeprefix(before).removesuffix(after) if moved else slug


def union(statements: list[QuerySet]) -> QuerySet | list:
    """Return the rows of all `statements`, in one query; none where there is no statement."""
    return statements[0].union(*statements[1:], all=True) if statements else []
