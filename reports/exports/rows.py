"""Rows of a file: the values of columns for many records, a few statements for each chunk of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, repeat
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import ForeignKey, ManyToOneRel, Model
from django.db.models.sql.compiler import SQLCompiler

from reports.lists.columns import ADDRESS, EVIDENCE, Column, Link, absolute, link_to
from reports.models import Block, Evidence, ListQuerySet, Record, Report, fragment

CHUNK = 1_000  # records read at a time: of more, PostgreSQL would look through all blocks
MAX_ROWS_KEPT = 5_000  # rows pointed to that are remembered, of each model

# Takes the records of a chunk; returns the values of some columns, each in the order of the records.
Reader = Callable[[list[Any]], Mapping[Column, Sequence[Any]]]


@ForeignKey.register_lookup
class AnyOf(models.Lookup):
    """Lookup like `in`, with all the keys in one text, “1,2”: one for each takes longer to send.

    The text comes in a tuple, as Django looks at each of the values of a lookup.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [f"[{self.rhs[0]}]"]  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [f"{{{self.rhs[0]}}}"]


class LinkCache:
    """Rows of one `model` that records point to, each asked for once and remembered for a while.

    With a `target`, a foreign key of it, the rows that those point to in turn.
    """

    def __init__(self, model: type[Model], target: str = "") -> None:
        # Records of drafts are left out; an actor that a published record names is public.
        rows = model.objects.published() if issubclass(model, Record) else model._base_manager
        self.rows = rows.order_by().select_related(*filter(None, [target]))
        self.linked = attrgetter(target) if target else lambda row: row
        self.links: dict[Any, Link] = {}

    def load(self, keys: set[Any]) -> dict[Any, Link]:
        """Return Links by primary key: those of `keys` that are public, and others."""
        if len(self.links) > MAX_ROWS_KEPT:
            self.links = {}
        for key, row in self.rows.in_bulk(keys - self.links.keys() - {None}).items():
            self.links[key] = link_to(self.linked(row))
        return self.links


LinkCaches = Callable[..., LinkCache]


def export_rows(records: ListQuerySet, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of `columns` for each of `records`, in their order.

    A value is text, a number, a date, a bool, a Link, a list of texts or Links, or None. Memory does
    not grow with the number of records.
    """
    by_path: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column is not ADDRESS:  # as the main column has it
            by_path[column.path].append(column)
    link_cache = cache(LinkCache)  # one for each model and target
    readers = [reader(records.model, path, same, link_cache) for path, same in by_path.items()]
    main = next(column for column in columns if column.main)
    rows = records.with_export_data().iterator(CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        values = {column: found for read in readers for column, found in read(chunk).items()}
        values[ADDRESS] = [absolute(link.address) for link in values[main]]
        yield from zip(*(values[column] for column in columns), strict=True)


def reader(model: type[Model], path: str, columns: list[Column], link_cache: LinkCaches) -> Reader:
    """Return what reads the values of `columns`, all of which have that `path`."""
    if not path:
        return lambda records: {column: list(map(link_to, records)) for column in columns}
    first, _, rest = path.partition("__")
    field = {field.name: field for field in model._meta.get_fields()}.get(first)
    if isinstance(field, ManyToOneRel):
        if columns[0] in EVIDENCE:
            return quotes_reader(field.field.name)
        return related_reader(field, rest, columns, link_cache)
    if isinstance(field, ForeignKey) and not columns[0].choices:
        return pointer_reader(field, rest, columns, link_cache)
    value = attrgetter(path.replace("__", "."))
    [column] = columns
    if column.choices:
        labels = dict(column.choices.choices)
        return lambda records: {column: [labels.get(value(record)) for record in records]}
    return lambda records: {column: list(map(value, records))}


def pointer_reader(
    field: ForeignKey, target: str, columns: list[Column], link_cache: LinkCaches
) -> Reader:
    """Return what reads the rows that a foreign key points to: Links, None where not public.

    With a `target`, the rows that its foreign key of that name points to.
    """
    cached = link_cache(field.remote_field.model, target)

    def read(records: list[Any]) -> dict[Column, list[Link | None]]:
        keys = [getattr(record, field.attname) for record in records]
        links = cached.load(set(keys))
        return {column: [links.get(key) for key in keys] for column in columns}

    return read


def related_reader(
    relation: ManyToOneRel, target: str, columns: list[Column], link_cache: LinkCaches
) -> Reader:
    """Return what reads the rows of `relation`: lists of Links to their `target`, by `where`."""
    owner, model = relation.field.name, relation.field.model
    field = model._meta.get_field(target)
    cached = link_cache(field.remote_field.model)  # type: ignore[union-attr] # has one
    order = [name for name in model._meta.ordering or () if name != owner]
    where = list({column.where[0] if column.where else column.part for column in columns} - {""})
    related = model._base_manager.order_by(*order).values_list(target, owner, *where)

    def read(records: list[Any]) -> dict[Column, list[list[Link]]]:
        keys = [record.pk for record in records]
        rows = list(related.filter(**{f"{owner}__any_of": (",".join(map(str, keys)),)}))
        links = cached.load({key for key, *_ in rows})
        found: dict[Any, dict[Any, list[Link]]] = defaultdict(dict)
        for key, record_key, *kept in rows:
            if link := links.get(key):
                found[tuple(kept)].setdefault(record_key, []).append(link)
        # Most have none: a call for each of them would take most of the time.
        return {
            column: in_parts(column, records, found)
            if column.parts
            else list(map(found[column.where[1:] if column.where else ()].get, keys, repeat([])))
            for column in columns
        }

    return read


def in_parts(
    column: Column, records: list[Any], found: Mapping[Any, Mapping[Any, list[Link]]]
) -> list[list[Any]]:
    """Return the values of a `column` with parts: `found` are the links by part and key of a record."""
    linked: dict[Any, list[Any]] = defaultdict(list)
    for part, words in column.parts:
        for key, links in found.get((part,), {}).items():
            linked[key] += [link.after(words) for link in links]
    written = ((record.pk, getattr(record, column.written)) for record in records)
    return [linked.get(key) or [words] * bool(words) for key, words in written]


def quotes_reader(owner: str) -> Reader:
    """Return what reads the published evidence of records: lists of texts for each of EVIDENCE."""
    # The reports are few: to know them is cheaper than that each statement joins them.
    published = Report.objects.published()
    reports = {report.pk: absolute(report.get_absolute_url()) for report in published}
    names = ("block_id", "block__number", "block__key", "block__report_id", "anchor", "quote")
    labels: dict[int, str] = {}  # of the few blocks without a number
    evidence = Evidence.objects.in_order().select_related(None).values_list(owner, *names)

    def read(records: list[Any]) -> dict[Column, Sequence[list[str]]]:
        found: dict[Any, tuple[list[str], ...]] = {record.pk: ([], [], []) for record in records}
        rows = list(evidence.filter(**{f"{owner}__any_of": (",".join(map(str, found)),)}))
        missing = {row[1] for row in rows if not row[2]} - labels.keys()
        for each in Block.objects.in_bulk(missing).values() if missing else ():
            labels[each.pk] = each.label
        for key, pk, number, block, report_key, anchor, quote in rows:
            if report := reports.get(report_key):
                quotes, paragraphs, addresses = found[key]
                quotes.append(quote)
                paragraphs.append(number or labels[pk])
                addresses.append(f"{report}#{fragment(block, anchor)}")
        return dict(zip(EVIDENCE, zip(*found.values(), strict=True), strict=True))

    return read
