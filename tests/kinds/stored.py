"""Read what is stored in the form that the lists written by hand have."""

from collections import defaultdict

from reports.models import Evidence


def rows(records, *fields):
    """The `fields` of `records`, as tuples in the report's order."""
    return list(records.order_by("order").values_list(*fields))


def stated(records, *fields):
    """The `fields` by slug, of those `records` that have any of them: what the report states."""
    found = {slug: values for slug, *values in records.values_list("slug", *fields)}
    found = {slug: values for slug, values in found.items() if any(v not in ("", None) for v in values)}
    return {slug: values[0] if len(fields) == 1 else tuple(values) for slug, values in found.items()}


def ends(name):
    """Shorten a long name to its first and last three words, as the lists here have it."""
    words = name.split()
    return name if len(words) <= 6 else f"{' '.join(words[:3])} … {' '.join(words[-3:])}"


def blocks_of(kind):
    """Find the keys of the blocks that each record of that `kind` rests on, as words, by slug."""
    found = defaultdict(dict)
    evidence = Evidence.objects.exclude(**{kind: None}).order_by("block__order")
    for slug, key in evidence.values_list(f"{kind}__slug", "block__key"):
        found[slug][key] = True
    return {slug: " ".join(keys) for slug, keys in found.items()}


def quotes_of(kind, key="pk"):
    """Find the quotes of each record of that `kind`, a line each, by `key`."""
    found = defaultdict(str)
    evidence = Evidence.objects.exclude(**{kind: None})
    for record, quote in evidence.values_list(f"{kind}__{key}", "quote"):
        found[record] += f"{quote}\n"
    return found
