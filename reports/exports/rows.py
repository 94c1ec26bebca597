"""Rows of a file: the values of columns for many records, a few statements for each chunk of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet

from reports.lists.columns import ADDRESS, EVIDENCE, Column, Link, absolute
from reports.models import Evidence, Meeting
from reports.models.base import Record, url_for
from reports.models.evidence import fragment

CHUNK = 500  # records read at a time: SQLite takes no more than 999 values in a statement
MAX_ROWS_KEPT = 5_000  # rows pointed to that are remembered, of each model

Value = Callable[[Any], Any]  # takes a record, returns the value of a column


def export_rows(records: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """Yield the values of `columns` for each of `records`, in their order.

    A value is text, a number, a date, a bool, a Link, a list of texts or Links, or None. Memory does
    not grow with the number of records.
    """
    sources = Sources(records.model)
    values = [sources.value(column) for column in columns]
    keys = records.values_list("pk", flat=True).iterator(CHUNK)
    while chunk := list(islice(keys, CHUNK)):
        found = records.model.objects.with_export_data().in_bulk(chunk)
        sources.load(found)
        for key in chunk:
            yield [value(found[key]) for value in values]


class PointedRows:
    """Rows of one `model` that records point to, each asked for once and remembered for a while."""

    def __init__(self, model: type[Model]) -> None:
        # Records of draft meetings are left out; actors are always public.
        rows = model.objects.published() if issubclass(model, Record) else model._base_manager
        self.rows = rows.order_by()
        self.links: dict[Any, Link] = {}

    def load(self, keys: set[Any]) -> None:
        """Have the rows of these primary `keys` at hand."""
        if len(self.links) > MAX_ROWS_KEPT:
            self.links.clear()
        if missing := keys - self.links.keys() - {None}:
            for row in self.rows.filter(pk__in=missing):
                self.links[row.pk] = Link(str(row), row.get_absolute_url())


class Pointer:
    """The rows that the records of a chunk point to by a foreign key."""

    def __init__(self, field: ForeignKey, rows: PointedRows) -> None:
        self.attname, self.rows = field.attname, rows

    def load(self, records: dict[Any, Any]) -> None:
        """Read the rows that `records` point to."""
        self.rows.load({getattr(record, self.attname) for record in records.values()})

    def value(self, record: Any) -> Link | None:
        """Return the row that `record` points to as a Link; None where there is none that is public."""
        return self.rows.links.get(getattr(record, self.attname))


class Related:
    """What the rows that belong to the records of a chunk point to, by owner and `where`."""

    def __init__(self, relation: Any, target: str, where_field: str, rows: PointedRows) -> None:
        owner = relation.field.name
        names = [f"{owner}_id", f"{target}_id", *filter(None, [where_field])]
        order = [name for name in relation.related_model._meta.ordering if name != owner]
        related = relation.related_model._base_manager.order_by(*order)
        self.filter, self.related, self.rows = f"{owner}__in", related.values_list(*names), rows
        self.keys: dict[tuple[Any, ...], list[Any]] = {}

    def load(self, records: dict[Any, Any]) -> None:
        """Read the rows that belong to `records`, and what they point to."""
        self.keys = defaultdict(list)
        for owner, target, *where in self.related.filter(**{self.filter: list(records)}):
            self.keys[owner, *where].append(target)
        self.rows.load({key for keys in self.keys.values() for key in keys})

    def value(self, column: Column) -> Value:
        """Return the value of `column`: a list of Links."""
        where = column.where[1:] if column.where else ()

        def links(record: Any) -> list[Link]:
            keys = self.keys.get((record.pk, *where), ())
            return [link for key in keys if (link := self.rows.links.get(key))]

        return links


class Quotes:
    """The published evidence of the records of a chunk: quotes, paragraphs, addresses."""

    def __init__(self, model: type[Model]) -> None:
        self.key = model._meta.get_field("evidence").field.name
        # The reports are few: to know them is cheaper than that each statement joins them.
        published = Meeting.objects.published().values_list("pk", "slug")
        self.reports = {key: absolute(url_for("report", slug)) for key, slug in published}
        self.found: dict[Any, tuple[list[str], list[str], list[str]]] = {}

    def load(self, records: dict[Any, Any]) -> None:
        """Read the evidence of `records`."""
        names = (f"{self.key}_id", "block__number", "block__key", "block__meeting_id", "anchor", "quote")
        evidence = Evidence.objects.in_order().select_related(None).values_list(*names)
        self.found = {key: ([], [], []) for key in records}
        for owner, number, key, meeting, anchor, quote in evidence.filter(
            **{f"{self.key}__in": list(records)}
        ):
            if report := self.reports.get(meeting):
                quotes, paragraphs, addresses = self.found[owner]
                quotes.append(quote)
                paragraphs.append(str(number or key))
                addresses.append(f"{report}#{fragment(key, anchor)}")

    def value(self, column: Column) -> Value:
        """Return the value of `column`, one of EVIDENCE: a list of texts."""
        place = EVIDENCE.index(column)
        return lambda record: self.found[record.pk][place]


class Sources:
    """All that columns read of the records of one `model` beside their own fields, each read once."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.pointed: dict[type[Model], PointedRows] = {}
        self.loaded: dict[tuple[str, ...], Any] = {}
        self.main: Value = link_to

    def load(self, records: dict[Any, Any]) -> None:
        """Read it for a chunk of `records`, by primary key."""
        for source in self.loaded.values():
            source.load(records)

    def rows_of(self, model: type[Model]) -> PointedRows:
        """Return the rows of `model`, which several sources may point to."""
        return self.pointed.setdefault(model, PointedRows(model))

    def value(self, column: Column) -> Value:
        """Return what takes a record and gives the value of `column`."""
        first, _, rest = column.path.partition("__")
        if column is ADDRESS:
            return lambda record: absolute(self.main(record).address)
        if column in EVIDENCE:
            return self.source(("evidence",), lambda: Quotes(self.model)).value(column)
        if not first:
            return link_to
        if column.path in self.model.objects.with_export_data().query.annotations:
            return attrgetter(first)
        field = self.model._meta.get_field(first)
        if isinstance(field, ForeignKey) and not rest:
            rows = self.rows_of(field.related_model)
            value = self.source((first,), lambda: Pointer(field, rows)).value
            self.main = value if column.main else self.main
            return value
        if field.is_relation and field.one_to_many:
            where = column.where[0] if column.where else ""
            rows = self.rows_of(field.related_model._meta.get_field(rest).related_model)
            make = lambda: Related(field, rest, where, rows)  # noqa: E731 - made once, when first asked
            return self.source((first, rest, where), make).value(column)
        plain = attrgetter(column.path.replace("__", "."))
        if column.choices:
            labels = dict(column.choices.choices)
            return lambda record: labels.get(plain(record))
        return plain

    def source(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return the source of that `key`, made once."""
        if key not in self.loaded:
            self.loaded[key] = make()
        return self.loaded[key]


def link_to(record: Any) -> Link:
    """Return `record` itself as a Link."""
    return Link(str(record), record.get_absolute_url())
