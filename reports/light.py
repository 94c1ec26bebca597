"""Records made light, for files that may hold a hundred thousand of them.

Django makes an instance in some 10 µs, telling whoever listens, and in 30 more a queryset of the rows
that belong to it. A file needs neither: here a record is an instance of its model that holds what
its row holds, with the rows that it points to or owns where Django keeps prefetched ones. So its
methods and properties work; what is not at hand would be asked for as ever, and a test counts.
Evidence, of which there is the most, is not even that, but `Words`.
"""

import json
from itertools import islice
from typing import NamedTuple

from django.db import models
from django.db.models import F
from django.db.models.base import ModelState

from reports.models.base import address, words
from reports.models.evidence import fragment


class Words(NamedTuple):
    """A piece of evidence, as a file has it: its quote, and the place of it in words and as a path."""

    quote: str
    paragraph: str
    path: str


CHUNK = 500  # records made at a time, with what belongs to them; of more, PostgreSQL scans whole tables
SHARED = 2 * CHUNK  # rows kept for the next chunk to point to as well, of one relation


class Among(models.Lookup):
    """The condition Among(F("pk"), [1, 2]): as `in`, with all the values as one parameter."""

    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        """An array in JSON."""
        left, values = self.process_lhs(compiler, connection)
        values = [*values, json.dumps(self.rhs)]
        return f"{left} IN (SELECT value FROM json_each(%s))", values  # noqa: S608 - a column

    def as_postgresql(self, compiler, connection):
        """An array of its own."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*values, self.rhs]


def light(rows, needs):
    """Yield the records of `rows`, a queryset, in its order, with what `needs` names at hand.

    `needs` are annotations of `rows`, and paths such as "roles__actor": relations with two
    underscores between, each to rows that the one before points to or owns.
    """
    kept = [name for name in needs if name in rows.query.annotations]
    names = [field.attname for field in rows.model._meta.concrete_fields] + kept
    plain = rows.select_related(None).prefetch_related(None).values_list(*names)
    left = plain.iterator(chunk_size=CHUNK)
    further, shared = tree(set(needs).difference(kept)), {}
    while chunk := [made(rows.model, names, values) for values in islice(left, CHUNK)]:
        attach(chunk, further, shared)
        yield from chunk


def tree(paths):
    """Paths with two underscores between their steps as nested dictionaries, by step."""
    found = {}
    for path in sorted(paths):
        node = found
        for step in path.split("__"):
            node = node.setdefault(step, {})
    return found


def made(model, names, values):
    """An instance of `model` that holds `values` under `names`."""
    row = model.__new__(model)
    state = ModelState()
    state.adding = False
    row.__dict__ = dict(zip(names, values))  # noqa: B905 - as long, and made by the million
    row._state, row._prefetched_objects_cache = state, {}
    return row


def attach(records, needs, shared):
    """Put at hand what `records`, of one model, need: a dictionary by relation of further needs.

    `shared` holds the rows pointed to so far, by relation and key.
    """
    for name, further in needs.items():
        relation = records[0]._meta.get_field(name)
        reach = pointed if relation.many_to_one else quoted if name == "evidence" else owned
        if found := reach(records, relation, further, shared):
            attach(found, further, shared)


def pointed(records, relation, further, shared):
    """Set what `records` point to by `relation`, each row made once; gives the rows that are new."""
    known = shared.setdefault(relation, {})
    if len(known) > SHARED:
        known.clear()
    keys = [record.__dict__[relation.attname] for record in records]
    new = {}
    if wanted := set(keys).difference(known, [None]):
        model, names = relation.related_model, asked(relation.related_model, further)
        rows = model._base_manager.order_by().filter(Among(F("pk"), list(wanted)))
        new = {key: made(model, names, values) for key, *values in rows.values_list("pk", *names)}
        known |= new
    for record, key in zip(records, keys, strict=True):
        record._state.fields_cache[relation.name] = known.get(key)
    return list(new.values())


def owned(records, relation, further, shared):
    """Put the rows that belong to `records` by `relation`, in order, where they are looked for."""
    owner, model = relation.field, relation.related_model
    names = asked(model, further)
    order = [name for name in model._meta.ordering if name != owner.name]
    rows = model._default_manager.order_by(*order).values_list(owner.attname, *names)
    rows = [(key, made(model, names, values)) for key, *values in rows.filter(of(records, owner))]
    put(records, relation, rows)
    return [row for _, row in rows]


def quoted(records, relation, further, shared):
    """Put the published words of `records`, in order, where their evidence is looked for."""
    rows = words().queryset.select_related(None).filter(of(records, relation.field))
    place = ("block__number", "block__key", "block__meeting__slug", "anchor", "quote")
    rows = [
        (owner, Words(quote, str(number or key), address("report", slug) + "#" + fragment(key, anchor)))
        for owner, number, key, slug, anchor, quote in rows.values_list(relation.field.attname, *place)
    ]
    put(records, relation, rows)


def of(records, owner):
    """The condition that a row belongs to one of `records` by its field `owner`."""
    return Among(F(owner.attname), [record.pk for record in records])


def put(records, relation, rows):
    """Put `rows`, pairs of a record's key and a row of it, where `records` look for them."""
    lists = {record.pk: [] for record in records}
    for key, row in rows:
        lists[key].append(row)
    for record in records:
        record._prefetched_objects_cache[relation.name] = lists[record.pk]


def asked(model, further):
    """The columns of a row reached from another: no long text, and no key that is not followed."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if (field.name in further if field.is_relation else not isinstance(field, models.TextField))
    ]
