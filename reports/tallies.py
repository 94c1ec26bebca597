"""Counting for facets: as few passes over the rows as give every count."""

from collections import Counter

from django.db.models import Count, Exists, OuterRef


def tally(facets, rows):
    """How many of `rows` there are under each value of `facets`, a dictionary by name.

    Gives a dictionary by name of numbers by key, which of a plain facet add up to all the rows. One
    query for all that are a plain column of the row, two for all that differ only in which related
    rows count; one for each other.
    """
    plain = {name: facet for name, facet in facets.items() if facet.plain}
    found = together(plain, rows) if plain else {}
    for family in families({name: facet for name, facet in facets.items() if not facet.plain}):
        if len(family) > 1:
            total = found[next(iter(plain))].total() if plain else rows.count()
            found |= split(family, rows, total)
        else:
            found |= {name: facet.tally(rows) for name, facet in family.items()}
    return found


def families(facets):
    """Those of `facets`, by name, that differ only in which related rows count, together: a list of
    dictionaries, in which one that is like no other is alone."""
    found = {}
    for name, facet in facets.items():
        found.setdefault(facet.family or name, {})[name] = facet
    return list(found.values())


def together(facets, rows):
    """The tallies of plain `facets`: of every combination of their values, added up."""
    keys = {f"key_{name}": facet.expression() for name, facet in facets.items()}
    groups = rows.order_by().annotate(**keys).values_list(*keys).annotate(rows_left=Count("pk"))
    found = {name: Counter() for name in facets}
    for *values, count in groups:
        for counts, value in zip(found.values(), values, strict=True):
            counts[value] += count
    return found


def split(facets, rows, total):
    """The tallies of `facets` of one family: each counts the related rows of one value of a field.

    `total` is the number of all `rows`.
    """
    names, part, each, joined = related(facets, rows)
    repeats = next(iter(facets.values())).repeats(rows.model)
    found = {name: {} for name in facets}
    counted = joined.values_list(part, each)
    for value, key, number in counted.annotate(rows_left=Count("pk", distinct=repeats)):
        found[names[value]][key] = number
    # A row may have several, so that those with none are all the rows without those with one.
    some = joined.values_list(part).annotate(rows_left=Count("pk", distinct=True))
    stated = dict(some)
    for value, name in names.items():
        found[name][None] = total - stated.get(value, 0)
    return found


def pairs(facets, everything):
    """Pairs of the name of one of `facets`, of one family, and a key that a record has there."""
    names, part, each, joined = related(facets, everything)
    return [(names[value], key) for value, key in joined.values_list(part, each).distinct()]


def related(facets, rows):
    """What a family of `facets` counts: their names by the value of the field that they differ in; the
    paths to that field and to what is counted; and `rows`, each once for each related row that counts.
    """
    any_one = next(iter(facets.values()))
    (field,) = any_one.where
    names = {facet.where[field]: name for name, facet in facets.items()}
    joined = any_one.joined(rows, list(names)).filter(of__isnull=False)
    return names, f"of__{field}", f"of__{any_one.key}", joined


def present(facets, everything, counts=None):
    """The values of `facets`, by name, that one of the records `everything` has.

    Gives a dictionary by name of lists of key, value and label. One query for each table that they
    are rows of, and one for each family; without a table, a query each. Where `counts` are those of
    `everything`, they say it.
    """
    found, tables = {}, {}
    for name, facet in facets.items():
        if table := facet.table(everything.model):
            value, label = (path.rpartition("__")[2] for path in (facet.path, facet.label_path))
            tables.setdefault((table, value, label), {})[name] = facet
        elif facet.closed:
            found[name] = []
        else:
            keys = facet.present(everything) if counts is None else counts[name]
            found[name] = [(key, key, key) for key in keys]
    for columns, alike in tables.items():
        found |= listed(*columns, alike, everything, counts)
    return found


def listed(table, value_column, label_column, facets, everything, counts):
    """The rows of `table` that are values of each of `facets`: lists by name, as in `present`."""
    rows, columns = table._base_manager.order_by(), ("pk", value_column, label_column)
    if counts is not None:
        rows = list(rows.values_list(*columns))
        return {name: [row for row in rows if counts[name].get(row[0])] for name in facets}
    having, alone = {}, {}
    for family in families(facets):
        if len(family) > 1:
            for name, key in pairs(family, everything):
                having.setdefault(key, set()).add(name)
        else:
            alone |= family
    # To ask each row for one record of its own is quicker than to look through all the records. Not of
    # the listed ones, which are known by keys: PostgreSQL would read them all for each facet.
    published = everything.model.objects.published()
    mine = {
        f"there_{name}": Exists(facet.source(published).filter(**{facet.key: OuterRef("pk")}))
        for name, facet in alone.items()
    }
    found = {name: [] for name in facets}
    for row in rows.annotate(**mine).values_list(*columns, *mine):
        names = {name for name, has in zip(alone, row[len(columns) :], strict=True) if has}
        for name in names | having.get(row[0], set()):
            found[name].append(row[: len(columns)])
    return found
