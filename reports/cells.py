"""The cells of a large file: of a hundred thousand records, without an object for each.

Rows are read a chunk at a time, as plain values, with what belongs to them; a cell is made of the
plain values that its column reads of a row, and once for all rows of which those are the same: who
hosted is some hundred different cells, however many workshops there are. Only for that is anything
like a record made, which Django would take 40 µs for.
"""

import json
from itertools import count, islice
from typing import NamedTuple

from django.db import connection, models
from django.db.models import F
from django.db.models.base import ModelState

from reports.columns import absolute
from reports.models.base import address, words
from reports.models.evidence import fragment

CHUNK = 500  # rows read at a time, with what belongs to them; of more, PostgreSQL scans whole tables
KEPT = 2 * CHUNK  # different values that are remembered for the rows to come, of each kind


class Words(NamedTuple):
    """A piece of evidence, as a file has it: its quote, and the place of it in words and in full."""

    quote: str
    paragraph: str
    address: str


class Among(models.Lookup):
    """The condition Among(F("pk"), array([1, 2])): as `in`, with all the values as one parameter."""

    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        """An array in JSON."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} IN (SELECT value FROM json_each(%s))", [*values, self.rhs]  # noqa: S608 - a column

    def as_postgresql(self, compiler, connection):
        """An array of its own."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*values, self.rhs]


def array(keys):
    """Keys as the one parameter that the database takes for many."""
    return json.dumps([*keys]) if connection.vendor == "sqlite" else [*keys]


class Ask:
    """The plain rows of `rows` of which the field `name` is among some keys.

    Put into SQL once, which takes Django longer than the database takes to answer; as the driver
    gives them, which is as they are for texts and whole numbers.
    """

    def __init__(self, rows, name):
        self.keys = object()
        self.sql, self.parameters = rows.filter(Among(F(name), self.keys)).query.sql_with_params()

    def __call__(self, keys):
        given = array(keys)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [given if p is self.keys else p for p in self.parameters])
            return cursor.fetchall()


class Made(dict):
    """What `make` makes of a key: made once, and remembered until `forget`."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        made = self[key] = self.make(key)
        return made

    def forget(self):
        """Begin anew where too much is remembered, and say whether that was so."""
        if much := len(self) > KEPT:
            self.clear()
        return much


def cells(rows, columns, form):
    """Yield lists of the rows of `rows`, a queryset, in its order, each a tuple with a cell by column.

    A cell is what `form` makes of the value that the column has for the row. A value that the same
    plain values have led to before is not asked for again.
    """
    names = [field.attname for field in rows.model._meta.concrete_fields]
    names += rows.query.annotation_select
    read = sources(rows.model, names, columns)
    making = [(column.reads, maker(column, read[column.reads], form)) for column in columns]
    plain = rows.select_related(None).prefetch_related(None).values_list(*names)
    left = plain.iterator(chunk_size=CHUNK)
    while chunk := list(islice(left, CHUNK)):
        by_name = dict(zip(names, zip(*chunk, strict=True), strict=True))
        keys = {name: source.keys(chunk, by_name) for name, source in read.items()}
        yield list(zip(*(make(keys[name]) for name, make in making), strict=True))


def maker(column, source, form):
    """What makes the cells of `column` from keys of `source`, which it reads: a list from a list."""
    show, value = column.show, source.value
    if value is None:
        return lambda keys: [form(show(key)) for key in keys]
    made = Made(lambda key: form(show(value(key))))

    def make(keys):
        made.forget()
        return map(made.__getitem__, keys)

    return make


def sources(model, names, columns):
    """The sources of what `columns` read of rows of `model`, by what each is called in a column."""
    further = {}
    for column in columns:
        further[column.reads] = further.get(column.reads, set()) | {column.follows} - {""}
    return {name: source(model, names, name, asked) for name, asked in further.items()}


def source(model, names, name, further):
    """The source of `name`: a field of `model`, a relation of it, or "" for the record as a whole."""
    if not name:
        return Whole(model, names)
    field = model._meta.get_field(name)
    if not field.is_relation:
        return Stated(name)
    if field.many_to_one:
        return Pointed(field)
    return Quoted(field) if name == "evidence" else Owned(field, further)


class Stated:
    """What a field holds."""

    def __init__(self, name):
        self.name = name

    def keys(self, chunk, by_name):
        """The plain values that rows of `chunk` differ by; `by_name` has them by field."""
        return by_name[self.name]

    def value(self, key):
        """What a column shows of a row with that key."""
        return key


class Whole:
    """The record itself, as light as can be: what its own fields tell is at hand."""

    value = None  # each is another one

    def __init__(self, model, names):
        self.model, self.names = model, names

    def keys(self, chunk, by_name):
        """The records themselves."""
        return [light(self.model, self.names, row) for row in chunk]


class Pointed:
    """The row that a record points to, light too."""

    def __init__(self, field):
        self.name, self.attname = field.name, field.attname
        model = field.related_model
        names = asked(model)
        self.rows = model._base_manager.order_by().values_list("pk", *names)
        self.make = lambda values: light(model, names, values)
        self.known = Made(lambda key: None)  # no row, where it points to none
        self.value = self.known.__getitem__

    def keys(self, chunk, by_name):
        """The keys of the rows pointed to."""
        self.learn(set(by_name[self.attname]))
        return by_name[self.attname]

    def learn(self, keys):
        """Have the rows of those keys at hand."""
        self.known.forget()
        if wanted := keys.difference(self.known, [None]):
            for key, *values in self.rows.filter(Among(F("pk"), array(wanted))):
                self.known[key] = self.make(values)


class Owned:
    """The rows that belong to a record, in their order, with those that they point to by `further`.

    What different records have alike is numbered, and a number is the key.
    """

    def __init__(self, relation, further):
        owner, self.model = relation.field, relation.related_model
        self.record = owner.target_field.attname
        self.names = [name for name in asked(self.model, further) if name != owner.attname]
        self.further = [Pointed(self.model._meta.get_field(name)) for name in sorted(further)]
        order = [name for name in self.model._meta.ordering if name != owner.name]
        rows = self.model._default_manager.order_by(*order)
        self.ask = Ask(rows.values_list(owner.attname, *self.names), owner.attname)
        numbers = count()
        self.numbers = Made(lambda rows: next(numbers))
        self.known = {}
        self.value = self.known.__getitem__

    def keys(self, chunk, by_name):
        """The numbers of what belongs to each record."""
        found = gathered(self.ask, by_name[self.record])
        if self.numbers.forget():
            self.known.clear()
        new = set(found).difference(self.numbers)
        for pointed in self.further:
            place = self.names.index(pointed.attname)
            pointed.learn({values[place] for rows in new for values in rows})
        self.known |= {self.numbers[rows]: [self.made(values) for values in rows] for rows in new}
        return [self.numbers[rows] for rows in found]

    def made(self, values):
        """One of the rows."""
        row = light(self.model, self.names, values)
        for pointed in self.further:
            row._state.fields_cache[pointed.name] = pointed.value(row.__dict__[pointed.attname])
        return row


def gathered(ask, records):
    """For each of the keys `records`, in a list: a tuple of the rows that `ask` finds for it."""
    found = {}
    for row in ask(records):
        key, values = row[0], row[1:]
        if key in found:
            found[key].append(values)
        else:
            found[key] = [values]
    return [tuple(found[key]) if key in found else () for key in records]


class Quoted:
    """The published words of a record, in order."""

    value = None  # each is another one

    def __init__(self, relation):
        self.reports = Made(lambda slug: absolute(address("report", slug)))
        self.record = relation.field.target_field.attname
        names = ("block__number", "block__key", "block__meeting__slug", "anchor", "quote")
        owner, evidence = relation.field.attname, words().queryset.select_related(None)
        self.ask = Ask(evidence.values_list(owner, *names), owner)

    def keys(self, chunk, by_name):
        """Lists of Words."""
        found, reports = {key: [] for key in by_name[self.record]}, self.reports
        for record, number, key, slug, anchor, quote in self.ask(found):
            piece = Words(quote, str(number or key), f"{reports[slug]}#{fragment(key, anchor)}")
            found[record].append(piece)
        return found.values()


def light(model, names, values):
    """An instance of `model` that holds `values` under `names`, made past Django's __init__."""
    row = model.__new__(model)
    row.__dict__ = dict(zip(names, values))  # noqa: B905 - as long, and made by the million
    row._state = state = ModelState()
    state.adding = False
    return row


def asked(model, further=()):
    """What is read of a row reached from another: no key of its own, so that alike rows are the same,
    no long text, and no key of a row that is not followed."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if (field.name in further if field.is_relation else not isinstance(field, models.TextField))
        and not field.primary_key
    ]
