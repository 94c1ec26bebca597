"""The cells of a large file: of a hundred thousand records, without an object for each.

Rows are read a chunk at a time, as plain values, with what belongs to them; a cell is made of the
plain values that its column reads of a row, and once for all rows of which those are the same: who
hosted is some hundred different cells, however many workshops there are. Only for that is anything
like a record made, which Django would take 40 µs for.
"""

from array import array

from reports.plain import Table, answered
from reports.sources import Made, sources

CHUNK = 200  # rows read at a time: what belongs to more does not fit into a processor's caches


def cells(rows, columns, form):
    """Yield lists of the rows of `rows`, a queryset, in its order, each a tuple with a cell by column.

    `form` gives, for a column, what makes a cell of its value: once for all the same plain values.
    Keys and rows are read apart, so that it must be within one snapshot of the database.
    """
    order = array("q", rows.values_list("pk", flat=True))
    chunks = (order[start : start + CHUNK] for start in range(0, len(order), CHUNK))
    table = Table(rows.model)
    read = sources(table, columns)
    making = [(column.reads, maker(column, read[column.reads], form)) for column in columns]
    asks = {None: table.ask} | {name: source.ask for name, source in read.items() if source.ask}
    for records, answers in answered(asks, chunks):
        chunk = table.chunk(records, answers[None])
        keys = {name: source.keys(chunk, answers.get(name)) for name, source in read.items()}
        yield list(zip(*(make(keys[name]) for name, make in making), strict=True))


def maker(column, source, form):
    """What makes the cells of `column` from keys of `source`, which it reads: a list from a list."""
    show, value, formed = column.show, source.value, form(column)
    if value is None:
        return lambda keys: [formed(show(key)) for key in keys]
    made = Made(lambda key: formed(show(value(key))))

    def make(keys):
        made.forget()
        return map(made.__getitem__, keys)

    return make
