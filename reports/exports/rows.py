"""Rows of a file: the values of columns for many records, a few statements for each chunk of them."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import ForeignKey, ManyToOneRel, Model
from django.db.models.sql.compiler import SQLCompiler

from reports.lists.columns import ADDRESS, EVIDENCE, Column, Link, absolute
from reports.models import Evidence, GuardedModel, ListQuerySet, Meeting, Record, fragment, url_for

CHUNK = 500  # records read at a time
MAX_ROWS_KEPT = 5_000  # rows pointed to that are remembered, of each model

Value = Callable[[Any], Any]  # takes a record, returns the value of a column


@ForeignKey.register_lookup
class AnyOf(models.Lookup):
    """Lookup like `in`, with all the keys as one parameter: one for each takes longer to send."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(self.rhs)]  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[list[int]]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [self.rhs]


def export_rows(records: ListQuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Yield the values of `columns` for each of `records`, in their order.

    A value is text, a number, a date, a bool, a Link, a list of texts or Links, or None. Memory does
    not grow with the number of records.
    """
    sources = Sources(records.model)
    values = [sources.value(column) for column in columns]
    main = next(place for place, column in enumerate(columns) if column.main)
    address = columns.index(ADDRESS)
    rows = records.with_export_data().iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        sources.load(chunk)
        for record in chunk:
            row = [value(record) for value in values]
            row[address] = absolute(row[main].address)
            yield row


class LinkCache:
    """Rows of one `model` that records point to, each asked for once and remembered for a while."""

    def __init__(self, model: type[Model]) -> None:
        # Records of drafts are left out; an actor that a published record names is public.
        rows = model.objects.published() if issubclass(model, Record) else model._base_manager
        self.rows = rows.order_by()
        self.links: dict[Any, Link] = {}

    def load(self, keys: set[Any]) -> None:
        """Have the rows of these primary `keys` at hand."""
        for key, row in self.rows.in_bulk(keys - self.links.keys() - {None}).items():
            url = row.get_absolute_url()  # type: ignore[union-attr] # all that columns point to have pages
            self.links[key] = Link(str(row), url)


class Pointer:
    """Foreign key of the records of a chunk, and the rows that they point to by it."""

    def __init__(self, field: ForeignKey, rows: LinkCache) -> None:
        self.attname, self.rows = field.attname, rows

    def load(self, records: list[Any]) -> None:
        """Read the rows that `records` point to."""
        self.rows.load({getattr(record, self.attname) for record in records})

    def value(self, column: Column) -> Value:
        """Return the value of `column`: a Link, or None where no row or none that is public."""
        return lambda record: self.rows.links.get(getattr(record, self.attname))


class Related:
    """Rows that belong to the records of a chunk, and what these point to, by owner and `where`."""

    def __init__(self, relation: ManyToOneRel, target: str, where: str, rows: LinkCache) -> None:
        owner = relation.field.name
        names = [f"{owner}_id", f"{target}_id", *filter(None, [where])]
        model = relation.field.model
        order = [name for name in model._meta.ordering or () if name != owner]
        self.related = model._base_manager.order_by(*order).values_list(*names)
        self.lookup, self.rows = f"{owner}__any_of", rows
        # Links by owner, for each value of `where`.
        self.found: dict[Any, dict[Any, list[Link]]] = defaultdict(lambda: defaultdict(list))

    def load(self, records: list[Any]) -> None:
        """Read the rows that belong to `records`, and what they point to."""
        owners = [record.pk for record in records]
        rows = list(self.related.filter(**{self.lookup: owners}))
        self.rows.load({target for _, target, *_ in rows})
        for links in self.found.values():
            links.clear()
        for owner, target, *where in rows:
            if link := self.rows.links.get(target):
                self.found[where[0] if where else ""][owner].append(link)

    def value(self, column: Column) -> Value:
        """Return the value of `column`: a list of Links."""
        links = self.found[column.where[1] if column.where else ""]
        return lambda record: links.get(record.id, [])


class Quotes:
    """Published evidence of the records of a chunk: quote, paragraph and address of each."""

    def __init__(self, relation: ManyToOneRel) -> None:
        self.owner = relation.field.name
        # The reports are few: to know them is cheaper than that each statement joins them.
        published = Meeting.objects.published().values_list("pk", "slug")
        self.reports = {key: absolute(url_for("report", slug)) for key, slug in published}
        self.found: dict[Any, list[tuple[str, str, str]]] = {}

    def load(self, records: list[Any]) -> None:
        """Read the evidence of `records`."""
        self.found = defaultdict(list)
        owners = [record.pk for record in records]
        mine = Evidence.objects.in_order().filter(**{f"{self.owner}__any_of": owners})
        names = ("block__number", "block__key", "block__meeting_id", "anchor", "quote")
        rows = mine.select_related(None).values_list(f"{self.owner}_id", *names)
        for owner, number, key, meeting, anchor, quote in rows:
            if report := self.reports.get(meeting):
                address = f"{report}#{fragment(key, anchor)}"
                self.found[owner].append((quote, str(number or key), address))

    def value(self, column: Column) -> Value:
        """Return the value of `column`, one of EVIDENCE: a list of texts."""
        place = EVIDENCE.index(column)
        return lambda record: [each[place] for each in self.found.get(record.id, ())]


class Sources:
    """Readers of what columns show of the records of one `model`: each is made and read once."""

    def __init__(self, model: type[GuardedModel]) -> None:
        self.fields = {field.name: field for field in model._meta.get_fields()}
        self.link_caches: dict[type[Model], LinkCache] = {}
        self.loaded: dict[tuple[str, ...], Pointer | Related | Quotes] = {}

    def load(self, records: list[Any]) -> None:
        """Read it for a chunk of `records`."""
        for rows in self.link_caches.values():
            if len(rows.links) > MAX_ROWS_KEPT:
                rows.links.clear()
        for source in self.loaded.values():
            source.load(records)

    def value(self, column: Column) -> Value:
        """Return what takes a record and gives the value of `column`."""
        if column is ADDRESS:
            return lambda record: ""  # as the main column has it
        if not column.path:
            return link_to
        if source := self.source(column):
            return source.value(column)
        plain = attrgetter(column.path.replace("__", "."))
        if column.choices:
            labels = dict(column.choices.choices)
            return lambda record: labels.get(plain(record))
        return plain

    def source(self, column: Column) -> Pointer | Related | Quotes | None:
        """Return what reads the values of `column`, once for all that share it; None for a field."""
        first, _, rest = column.path.partition("__")
        where = column.where[0] if column.where else ""
        field, key = self.fields.get(first), (first, rest, where)
        if key not in self.loaded:
            if column in EVIDENCE and isinstance(field, ManyToOneRel):
                self.loaded[key] = Quotes(field)
            elif isinstance(field, ManyToOneRel):
                self.loaded[key] = Related(field, rest, where, self.rows_of(field.field.model, rest))
            elif isinstance(field, ForeignKey) and not rest:
                self.loaded[key] = Pointer(field, self.rows_of(field.model, first))
        return self.loaded.get(key)

    def rows_of(self, model: type[Model], name: str) -> LinkCache:
        """Return the rows that the foreign key `name` of `model` points to, shared by the sources."""
        target = model._meta.get_field(name).remote_field.model  # type: ignore[union-attr] # has one
        return self.link_caches.setdefault(target, LinkCache(target))


def link_to(record: Any) -> Link:
    """Return `record` itself as a Link."""
    return Link(str(record), record.get_absolute_url())
