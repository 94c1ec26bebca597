"""What the columns of a file read of many records: keys, and by them the values that they show.

A key is as plain as can be, and records with the same key show the same, so that it is worked out
once for them all.
"""

from itertools import count
from typing import NamedTuple

from django.db import models
from django.db.models import F
from django.db.models.base import ModelState

from reports.columns import absolute
from reports.models.base import Evidenced, address
from reports.models.evidence import fragment
from reports.models.text import Meeting
from reports.plain import Among, Ask, as_django, parameter

KEPT = 1000  # different values that are remembered for the rows to come, of each kind


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


def sources(table, columns):
    """The sources of what `columns` read of the rows of `table`, by what each is called in a column."""
    further = {}
    for column in columns:
        further[column.reads] = further.get(column.reads, set()) | {column.follows} - {""}
    return {name: source(table, name, asked) for name, asked in further.items()}


def source(table, name, further):
    """The source of `name`: a field of the model, a relation of it, or "" for the record as a whole."""
    if not name:
        return Whole(table)
    field = table.model._meta.get_field(name)
    if not field.is_relation:
        return Stated(field)
    if field.many_to_one:
        return Pointed(field)
    return Quoted(field) if name == "evidence" else Owned(field, further)


class Source:
    """What columns read of records: a key for each, and by it the value that they show.

    Without a `value` the keys are the values: each is another one.
    """

    value = ask = None

    def keys(self, chunk, answer):
        """The keys of the records of `chunk`, from the `answer` for them: a list, or the like."""
        raise NotImplementedError


class Stated(Source):
    """What a field holds."""

    def __init__(self, field):
        self.name, self.value = field.attname, as_django(field)

    def keys(self, chunk, answer):
        """What the driver gives for it."""
        return chunk.columns[self.name]


class Whole(Source):
    """The record itself, as light as can be: what its own fields tell is at hand."""

    def __init__(self, table):
        # Without the fields of which plain values are no good: asked for one, Django looks it up.
        self.model, self.names = table.model, table.usual

    def keys(self, chunk, answer):
        """The records."""
        return [light(self.model, self.names, row) for row in chunk.rows]


class Pointed(Source):
    """The row that a record points to, light too."""

    def __init__(self, field):
        self.name, self.attname = field.name, field.attname
        model = field.related_model
        names = asked(model)
        # A record of a draft is as good as none; who is no record, such as an actor, is for all to see.
        rows = model.objects.published() if issubclass(model, Evidenced) else model._base_manager
        self.rows = rows.order_by().values_list("pk", *names)
        self.make = lambda values: light(model, names, values)
        self.known = Made(lambda key: None)  # no row, where it points to none
        self.value = self.known.__getitem__

    def keys(self, chunk, answer):
        """The keys of the rows pointed to."""
        keys = chunk.columns[self.attname]
        self.learn(set(keys))
        return keys

    def learn(self, keys):
        """Have the rows of those keys at hand."""
        self.known.forget()
        if wanted := keys.difference(self.known, [None]):
            for key, *values in self.rows.filter(Among(F("pk"), parameter(wanted))):
                self.known[key] = self.make(values)


class Owned(Source):
    """The rows that belong to a record, in their order, with those that they point to by `further`.

    What different records have alike is numbered, and a number is the key. The rows are of texts, whole
    numbers and pointers alone: other fields would need `as_django`.
    """

    def __init__(self, relation, further):
        owner, self.model = relation.field, relation.related_model
        self.names = [name for name in asked(self.model, further) if name != owner.attname]
        self.further = [Pointed(self.model._meta.get_field(name)) for name in sorted(further)]
        order = [name for name in self.model._meta.ordering if name != owner.name]
        rows = self.model._default_manager.order_by(*order)
        self.ask = Ask(rows.values_list(owner.attname, *self.names), owner.attname)
        self.numbers, self.new, self.count = Made(self.number), {}, count()
        self.known = {}
        self.value = self.known.__getitem__

    def number(self, rows):
        """The number of rows that are met for the first time, which are yet to be made."""
        number = next(self.count)
        self.new[number] = rows
        return number

    def keys(self, chunk, answer):
        """The numbers of what belongs to each record."""
        if self.numbers.forget():
            self.known.clear()
        numbers = [self.numbers[rows] for rows in gathered(answer, chunk.records)]
        for pointed in self.further:
            place = self.names.index(pointed.attname)
            pointed.learn({values[place] for rows in self.new.values() for values in rows})
        for number, rows in self.new.items():
            self.known[number] = [self.made(values) for values in rows]
        self.new.clear()
        return numbers

    def made(self, values):
        """One of the rows."""
        row = light(self.model, self.names, values)
        for pointed in self.further:
            row._state.fields_cache[pointed.name] = pointed.value(row.__dict__[pointed.attname])
        return row


def gathered(answer, records):
    """For each of the keys `records`: a tuple of its rows in `answer`, without the key."""
    found = {key: [] for key in records}
    for row in answer:
        found[row[0]].append(row[1:])
    return map(tuple, found.values())


class Words(NamedTuple):
    """The evidence of a record, as files have it: the quotes, and their places in words and in full."""

    quotes: list[str]
    paragraphs: list[str]
    paragraph_addresses: list[str]


class Quoted(Source):
    """The published words of a record, in order."""

    def __init__(self, relation):
        # The reports are few: to know them is cheaper than that each question joins them.
        published = Meeting.objects.published().values_list("pk", "slug")
        self.reports = {key: absolute(address("report", slug)) for key, slug in published}
        names = ("block__number", "block__key", "block__meeting_id", "anchor", "quote")
        owner, evidence = relation.field.attname, relation.related_model.objects.in_order()
        evidence = evidence.select_related(None).values_list(owner, *names)
        self.ask = Ask(evidence, owner)

    def keys(self, chunk, answer):
        """The Words of each record."""
        found, reports = {key: Words([], [], []) for key in chunk.records}, self.reports
        for record, number, key, meeting, anchor, quote in answer:
            if report := reports.get(meeting):
                quotes, paragraphs, addresses = found[record]
                quotes.append(quote)
                paragraphs.append(str(number or key))
                addresses.append(f"{report}#{fragment(key, anchor)}")
        return found.values()


class Stored(ModelState):
    """That a row is in the database."""

    adding = False


def light(model, names, values):
    """An instance of `model` that holds the first of `values` under `names`, made past its __init__."""
    row = model.__new__(model)
    row.__dict__ = dict(zip(names, values))  # noqa: B905 - there may be further values
    row._state = Stored()
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
