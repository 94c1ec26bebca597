"""Choose a few rows, or pages, that tell all that those of their kind can show."""

from django.urls import resolve


def telling(rows):
    """Return few of the `rows` of one model: the first and the last, whose neighbours differ, and
    such others that each field, choice and relation that any of them has is in one of these.

    One view and one template make the pages of a model: more of them show nothing of another sort.
    """
    rows = list(rows)
    linked = {  # by relation, the keys of the rows that others point to
        relation.name: set(
            relation.related_model._base_manager.order_by().values_list(relation.field.name, flat=True)
        )
        for relation in (rows[0]._meta.related_objects if rows else ())
    }
    found, told = [], set()
    for place, row in enumerate(rows):
        own = {name for name, keys in linked.items() if row.pk in keys}
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            if value not in (None, ""):
                own.add((field.name, value if field.choices else bool(value)))
        if place in (0, len(rows) - 1) or own - told:
            found.append(row)
            told |= own
    return found


def ends(paths):
    """Return those of `paths` that are the first or last of one kind, and all that no row has."""
    kinds = {}
    for path in paths:
        kinds.setdefault(resolve(path).view_name, []).append(path)
    return [
        path
        for each in kinds.values()
        for path in each
        if path in (each[0], each[-1]) or path.count("/") == 2
    ]
