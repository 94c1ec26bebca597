"""Listing: the rows of a list in order and in pages, with every next step; the views that show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reports.lists.columns import Column, Link, facts
from reports.lists.kind import Kind
from reports.models import MAX_CELL_VALUES, FormerAddress, ListQuerySet

PAGE_SIZE = 100  # rows on a page of a list
MAX_RECORDS_SHOWN = 50  # records that the page of something else shows, where a list has the rest
MAX_WRONG_SHOWN = 10  # values of a filter that it does not take, each with a way to take it away
FILE_FORMS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}  # of a list, by suffix


def with_suffix(address: str, suffix: str) -> str:
    """Return the address of another form of a page: /workshops/?x=y as csv is /workshops.csv?x=y."""
    path, question, query = address.partition("?")
    return f"{path.rstrip('/')}.{suffix}{question}{query}"


@dataclass
class ActiveFilter:
    """One chosen value, and the address of the list without it."""

    label: str
    value: str
    address: str


class AnyListing:
    """Base of lists of records and of the index: choices, and addresses of other choices.

    `kind` says what the list is; `filters` read the query of an address.
    """

    source = ""  # what files say of where the rows come from; "" for what they say of records

    def __init__(self, kind: Any, filters: Any) -> None:
        self.kind, self.filters = kind, filters
        self.path = f"/{kind.path}/"
        self.chosen = {name: list(values) for name, values in filters.submitted.items()}

    def address(self, **changes: list[str] | None) -> str:
        """Return the list's address with these changes; a name given as None is left out."""
        query = QueryDict(mutable=True)
        for name, values in (self.chosen | changes).items():
            if values:
                query.setlist(name, values)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def without(self, name: str, value: str | None = None) -> str:
        """Return the address without the filter `name`, or without this one `value` of it."""
        left = [each for each in self.chosen.get(name, ()) if value and each != value]
        return self.address(**{name: left})

    def moved_address(self) -> str | None:
        """Return the address with slugs for former ones in it, where there are any; if it is invalid."""
        return self.changed_address(self.filters.moved_values())

    def changed_address(self, changes: dict[str, list[str]] | None) -> str | None:
        """Return the address with these `changes`, of the same data version; None for none."""
        version = self.filters.data.getlist("version")
        return self.address(**changes, version=version) if changes else None

    @cached_property
    def active_filters(self) -> list[ActiveFilter]:
        """The chosen values, each with the address without it; of wrong ones of a filter, the first."""
        found = []
        for name, values in self.filters.submitted.items():
            label = self.filters.filters[name].label
            labels = self.filters.labels_of(name)
            wrong = [value for value in values if value not in labels]
            for value in [each for each in values if each in labels] + wrong[:MAX_WRONG_SHOWN]:
                shown = labels.get(value, f"“{value}”")
                found.append(ActiveFilter(label, shown, self.without(name, value)))
        return found

    @cached_property
    def description(self) -> str:
        """The question in words, a phrase a filter: “Hosted by Malaysia or Thailand; State Held”."""
        chosen: dict[str, list[str]] = {}
        names = {str(actor): actor.in_sentence for actor in self.filters.actors_by_name[""]}
        for each in self.active_filters:
            chosen.setdefault(each.label, []).append(names.get(each.value, each.value))
        return "; ".join(f"{label} {' or '.join(values)}" for label, values in chosen.items())

    @property
    def files(self) -> list[tuple[str, str]]:
        """The addresses of the list as a file, every row of it, with what each form is called."""
        return [(with_suffix(self.address(), form), label) for form, label in FILE_FORMS.items()]

    @cached_property
    def relaxed_counts(self) -> list[tuple[str, int, str]]:
        """For each filter that is set: its label, the rows there would be without it, the address."""
        return [
            (self.filters.filters[name].label, count, self.without(name))
            for name, count in self.filters.counts_without.items()
        ]


class Listing(AnyListing):
    """The rows of a `kind` that the `query` of an address asks for, and addresses of other choices."""

    def __init__(self, kind: Kind, query: QueryDict) -> None:
        super().__init__(kind, kind.filters(query, kind.model.objects.published(), kind.columns))
        if sort := self.filters.data.get("sort"):
            self.chosen["sort"] = [sort]

    def page_address(self, number: int) -> str:
        """Return the address of the page of that number; the first is the list's own."""
        return self.address(page=[str(number)] if number > 1 else None)

    def canonical_address(self, number: int) -> str:
        """Return the one address of the rows on that page, however they were sorted or asked for."""
        chosen = {name: sorted(values) for name, values in self.chosen.items()}
        return self.address(**chosen | {"sort": None, "page": [str(number)] if number > 1 else None})

    def alias_address(self) -> str | None:
        """Return the address with actors' slugs for other names of theirs, where there are any."""
        return self.changed_address(self.filters.alias_redirect())

    @cached_property
    def ordered_queryset(self) -> ListQuerySet:
        """The rows chosen, in the order asked for: not stated last, each exactly once."""
        rows, order = self.filters.qs, self.filters.form.cleaned_data["sort"]
        if order:
            fields = {field.name for field in rows.model._meta.concrete_fields}
            place = ["order"] if "order" in fields else []  # alike ones as the report has them
            return rows.with_sort_keys().order_by(*order_by(self.kind.columns, order), *place, "pk")
        return rows.order_by(*rows.model._meta.ordering, "pk")

    @property
    def table_columns(self) -> list[Column]:
        """The columns of the table, those too that it says beside the words."""
        return [column for column in self.kind.columns if column.in_table]

    def header_cells(self) -> list[dict[str, str]]:
        """Return the table's heads, each with the address that sorts by it, or turns it round."""
        current = self.filters.form.cleaned_data["sort"]
        found = []
        for column in self.table_columns:
            if column.with_words:
                continue
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

    def page(self, number: int) -> Page:
        """Return the page of that number; raise Http404 with the last page's address beyond it.

        Sort primary keys only, then load one page: deep pages stay cheap.
        """
        pages = Paginator(self.ordered_queryset.values_list("pk", flat=True), PAGE_SIZE)
        pages.count = self.filters.count  # is known: saves a query
        try:
            page = pages.page(number)
        except EmptyPage:
            last = pages.num_pages
            ends = f"This list ends at page {last}" if last > 1 else "This list has one page"
            raise Http404(f"{ends}: there is no page {number}.", self.page_address(last)) from None
        keys = list(page.object_list)
        rows = self.kind.model.objects.with_table_data().in_bulk(keys)
        page.object_list = [rows[key] for key in keys]
        return page

    def page_context(self) -> dict[str, Any]:
        """Return what the page asked for shows of the rows found."""
        number = int(self.filters.form.cleaned_data["page"] or 1)
        page = self.page(number)
        count = page.paginator.count
        return {
            "page": page,
            "rows": [(row, [(each, cell(each, row)) for each in self.table_columns]) for row in page],
            "heads": self.header_cells(),
            "total": self.filters.queryset.count() if self.filters.submitted else count,
            "canonical": self.canonical_address(number),
            "previous": self.page_address(number - 1),
            "next": self.page_address(number + 1),
        } | self.kind.list_context(self)


def cell(column: Column, record: Any) -> list[Any]:
    """Return the first MAX_CELL_VALUES of a cell, and a link to the record's page for the others."""
    values = column.values(record)
    more = (column.count(record) if column.count_path else len(values)) - MAX_CELL_VALUES
    if more < 1:
        return values
    return [*values[:MAX_CELL_VALUES], Link(f"and {more} more", record.get_absolute_url())]


def order_by(columns: Iterable[Column], order: str) -> list[OrderBy]:
    """Return the `order_by` of a column's name, with a minus in front for the other way round."""
    sort = next(column.sort for column in columns if column.name == order.removeprefix("-"))
    return [OrderBy(F(name), descending=order.startswith("-"), nulls_last=True) for name in sort]


@dataclass
class RecordGroup:
    """Records that belong to what a page is about: all of them, or the first, which the page shows.

    `counts` are triples of what some of them are called, how many those are, and the address of
    their list; where one has no address, the page shows all.
    """

    rows: QuerySet
    counts: list[tuple[str, int, str]]

    @property
    def count(self) -> int:
        """The number of all of them."""
        return sum(number for _, number, _ in self.counts)

    @cached_property
    def shown(self) -> list[Any]:
        """The records that the page shows: the first, in the order of their list."""
        listed = all(address for *_, address in self.counts)
        return list(self.rows[:MAX_RECORDS_SHOWN] if listed else self.rows)

    @property
    def more(self) -> bool:
        """True if there are others than those shown."""
        return self.count > len(self.shown)


def record_group(kind_path: str, rows: ListQuerySet, query: str) -> RecordGroup:
    """Return the group of `rows`, all of which are in the list at `kind_path` with that `query`."""
    return RecordGroup(rows.with_table_data(), [("", rows.count(), f"/{kind_path}/?{query}")])


@require_safe
def record_list(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Return the list of a `kind`: browse, filter, sort, see the words that each row rests on.

    400 with the page for a bad value, 404 beyond the last page.
    """
    listing = Listing(kind, request.GET)
    if address := listing.alias_address():
        return redirect(address)
    valid = listing.filters.form.is_valid()
    if not valid and (address := listing.moved_address()):
        return redirect(address, permanent=True)
    context = {
        "kind": kind,
        "heading": kind.heading,
        "noun": kind.noun or kind.heading.lower(),
        "lede": kind.lede,
        "filters": listing.filters,
        "listing": listing,
        "options": listing.filters.options,
    } | (listing.page_context() if valid else {"canonical": request.path})
    return render(request, "reports/record_list.html", context, status=200 if valid else 400)


@require_safe
def record_detail(request: HttpRequest, slug: str, kind: Kind) -> HttpResponse:
    """Return the page of one record of a `kind`: its facts, what is not stated, the words it rests on.

    Redirects from another name that the kind knows; 404 where there is none, and for an address whose
    record has moved, which the page for that knows (see reports.pages.errors).
    """
    try:
        record = kind.get_record(slug)
        context = kind.page_context(record)
    except Http404:
        other = kind.find_alias(slug) if kind.find_alias else None
        if other and not FormerAddress.objects.moved().filter(path=request.path).exists():
            return redirect(other)
        raise
    context |= {"kind": kind, "record": record} | facts(kind.columns, record)
    templates = [f"reports/{kind.name}_detail.html", "reports/record.html"]
    return render(request, templates, context)


def refusal(errors: dict[str, str]) -> JsonResponse:
    """Return 400 with a problem document (RFC 9457): what is wrong with each parameter, by name."""
    document = {
        "type": "about:blank",
        "title": "This address cannot be read",
        "status": 400,
        "detail": " ".join(f"{name}: {said}" for name, said in errors.items()),
        "errors": [{"parameter": name, "detail": said} for name, said in errors.items()],
    }
    return JsonResponse(document, status=400, content_type="application/problem+json")


def whole_list(
    kind: Kind, query: QueryDict, suffix: str, refused: dict[str, str]
) -> Listing | HttpResponse:
    """Return the listing that `query` asks for, for a form of it that has every row.

    Or a response: 400 for what means nothing, and for the parameters of `refused`, each with its
    reason; a redirect where an actor goes by another name, or where a slug was changed, to the form
    with that `suffix`.
    """
    listing = Listing(kind, query)
    if not refused_names(listing, refused) and (address := listing.alias_address()):
        return redirect(with_suffix(address, suffix))
    answer = refuse_unreadable(listing, refused)
    if answer and (address := listing.moved_address()):
        return redirect(with_suffix(address, suffix), permanent=True)
    return answer or listing


def refused_names(listing: AnyListing, refused: dict[str, str]) -> dict[str, str]:
    """Return the parameters of the address of `listing` that are unknown or `refused`, with reasons."""
    errors = dict.fromkeys(listing.filters.unknown, "It means nothing here.")
    return errors | {name: said for name, said in refused.items() if name in listing.filters.data}


def refuse_unreadable(listing: AnyListing, refused: dict[str, str]) -> JsonResponse | None:
    """Return 400 for what means nothing in the address of `listing`, or is `refused`; else None."""
    errors = refused_names(listing, refused)
    said = listing.filters.form.errors.items()
    errors |= {name: " ".join(map(str, messages)) for name, messages in said}
    return refusal(errors) if errors else None
