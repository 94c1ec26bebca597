"""Plain rows by their keys, in bulk: as the driver gives them, with no object of Django's for each."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from typing import NamedTuple

from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Cast


class Among(models.Lookup):
    """The condition Among(F("pk"), parameter([1, 2])): as `in`, with all the values as one parameter."""

    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        """An array in JSON."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*values, self.rhs]  # noqa: S608 - a column

    def as_postgresql(self, compiler, connection):
        """An array of its own."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*values, self.rhs]


def parameter(keys):
    """Keys as the one parameter that the database takes for many."""
    return json.dumps([*keys]) if connection.vendor == "sqlite" else [*keys]


class Ask:
    """The question for the rows of `rows`, a `values_list`, of which `field` is among some keys.

    Put into SQL once, which takes Django longer than the database takes to answer. Called with the
    `parameter` of some keys it gives a cursor, whose `fetchall` waits for the answer: rows as the
    driver gives them, which is as Django does for texts and whole numbers; for the rest there is
    `as_django`.
    """

    def __init__(self, rows, field):
        self.keys = object()
        self.sql, self.parameters = rows.filter(Among(F(field), self.keys)).query.sql_with_params()

    def __call__(self, keys):
        cursor = connection.cursor()
        cursor.execute(self.sql, [keys if each is self.keys else each for each in self.parameters])
        return cursor


def at_once():
    """A context in which PostgreSQL answers one question while Python deals with the last answer.

    By the pipeline of its protocol, in which no answer can be read in parts, as `iterator` does.
    SQLite, which is no other process, neither gains nor loses.
    """
    return connection.connection.pipeline() if connection.vendor == "postgresql" else nullcontext()


def answered(asks, chunks):
    """Yield each of `chunks`, lists of keys, with the rows that each of `asks` finds for it, by name.

    The next is asked for before one is given (see `at_once`).
    """
    before, sent = None, {}
    for chunk in chunks:
        answers = {name: cursor.fetchall() for name, cursor in sent.items()}
        keys = parameter(chunk)
        sent = {name: ask(keys) for name, ask in asks.items()}
        if before:
            yield before, answers
        before = chunk
    if before:
        yield before, {name: cursor.fetchall() for name, cursor in sent.items()}


def as_django(field):
    """The function that makes of a plain value of `field` the one that Django would give."""
    steps, column = converters(field), field.cached_col

    def convert(value):
        for step in steps:
            value = step(value, column, connection)
        return field.to_python(value)

    return convert


def converters(field):
    """What Django does to a value of `field` from the driver: functions of it, column and connection."""
    column = field.cached_col
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def strange(field):
    """Whether a plain value of `field` is another than Django would give."""
    return day(field) or bool(converters(field))


def day(field):
    """Whether `field` is a date."""
    return isinstance(field, models.DateField)


class Chunk(NamedTuple):
    """Some records: their keys, their plain rows in the same order, and the columns of these by name."""

    records: Sequence[int]
    rows: list[tuple]
    columns: dict[str, tuple]


class Table:
    """The plain rows of `model` itself, with what its lists count for each, by `names`: first the
    `usual` ones, whose values are as Django would give them."""

    def __init__(self, model):
        every, fields = model.objects.for_listing().order_by(), model._meta.concrete_fields
        self.model, self.key = model, model._meta.pk.attname
        self.usual = [field.attname for field in fields if not strange(field)]
        self.usual += every.query.annotation_select
        self.names = self.usual + [field.attname for field in fields if strange(field)]
        # Dates as text: SQLite's driver would make a date of each, though few differ.
        days = {f.attname: Cast(f.attname, models.CharField()) for f in fields if day(f)}
        every = every.select_related(None).prefetch_related(None)
        self.ask = Ask(every.values_list(*(days.get(name, name) for name in self.names)), self.key)

    def chunk(self, records, answer):
        """The Chunk of the keys `records`, from the `answer` for them."""
        place = self.names.index(self.key)
        found = {row[place]: row for row in answer}
        rows = [found[key] for key in records]
        return Chunk(records, rows, dict(zip(self.names, zip(*rows, strict=True), strict=True)))
