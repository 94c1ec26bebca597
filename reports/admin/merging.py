"""Merge what an editor typed with what somebody else has saved since: field by field, in three states.

What a field held when the page was opened, what is stored now, and what was sent. A field that the
editor left alone follows what is stored; one that only she has changed keeps what she typed; one that
both have changed keeps it too, and is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from reports.text.lines import unify_line_ends

# What a browser sends of a form: the values of each input, by its name without the prefix of the form.
Sent = dict[str, list[str]]


class Merged(NamedTuple):
    """A form that was sent, after the merge: its `values`, and the names of inputs to tell of.

    `both` were changed by both; `theirs` follow what somebody else has saved; `fixed` cannot be changed
    any more and were; `freed` could not be changed and now can.
    """

    values: Sent
    both: set[str]
    theirs: set[str]
    fixed: set[str]
    freed: set[str]


def merge(typed: Sent, opened: Sent | None, stored: Sent) -> Merged:
    """Return the merge of a form as `typed`, as it was when `opened`, and as it is `stored` now.

    A name that `opened` or `stored` has not could or can not be changed. Where it is not known what was
    opened, all that is not as stored was changed by both.
    """
    merged = Merged(dict(typed), set(), set(), set(), set())
    deleted = any(typed.get(DELETION_FIELD_NAME, []))
    for name in {**(opened or {}), **stored}:
        mine, now = typed.get(name, []), stored.get(name)
        then = opened.get(name) if opened is not None else None
        if now is None:
            if not is_same(mine, then or []):
                merged.fixed.add(name)
        elif opened is None:
            if not is_same(mine, now):
                merged.both.add(name)
        elif is_same(mine, then or []):
            merged.values[name] = now
            if then is None:
                merged.freed.add(name)
            elif not is_same(now, then):
                (merged.both if deleted else merged.theirs).add(name)
        elif not is_same(mine, now) and not is_same(now, then or []):
            merged.both.add(name)
    return merged


def is_same(one: list[str], other: list[str]) -> bool:
    """Return True if two inputs have the same values; an empty one may be sent as such or not at all."""
    first, second = ([unify_line_ends(each) for each in values if each] for values in (one, other))
    return first == second


def sent_values(form: forms.BaseForm, names: Iterable[str]) -> Sent:
    """Return what a browser sends of the fields `names` of `form`, which holds no data, as it stands."""
    found: Sent = {}
    for name in names:
        bound = form[name]
        # Of a picker, the widget without its links.
        widget: Any = getattr(bound.field.widget, "widget", bound.field.widget)
        if isinstance(widget, forms.MultiWidget):
            values = widget.decompress(bound.value()) or []
            parts = zip(widget.widgets_names, widget.widgets, values, strict=True)  # type: ignore[attr-defined] # Django's own
            found |= {f"{name}{end}": as_sent(part, value) for end, part, value in parts}
        else:
            found[name] = as_sent(widget, bound.value())
    return found


def as_sent(widget: Any, value: Any) -> list[str]:
    """Return what a browser sends of one input that shows `value`."""
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    several = shown if isinstance(shown, (list, tuple)) else [shown]
    return ["" if each is None else str(each) for each in several]


def form_values(form: type[forms.ModelForm], row: models.Model) -> Sent:
    """Return what a browser sends of `row` where nothing is changed in its form."""
    return sent_values(form(instance=row), form.base_fields)


def take_rows(data: QueryDict, prefix: str) -> list[Sent]:
    """Take the rows of an inline out of `data`: what was sent of each, nothing of one just added."""
    rows: dict[int, Sent] = defaultdict(dict)
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-([A-Za-z]\w*)")
    for name in [*data]:
        if found := pattern.fullmatch(name):
            values: Any = data.pop(name)
            rows[int(found[1])][found[2]] = values
    first, most = (count(data, f"{prefix}-{name}_FORMS") for name in ("INITIAL", "TOTAL"))
    return [rows[number] for number in range(most) if number in rows or number >= first]


def put(data: QueryDict, sent: Sent, prefix: str = "") -> None:
    """Put what a form sends into `data`, under names with that `prefix`."""
    for name, values in sent.items():
        data.setlist(f"{prefix}{name}", values)
        if not values:  # of a box without a tick nothing is sent
            del data[f"{prefix}{name}"]


def put_rows(data: QueryDict, prefix: str, kept: list[Sent], new: list[Sent]) -> None:
    """Fill the forms of an inline in `data`: with its stored rows, then with new ones."""
    for number, row in enumerate([*kept, *new]):
        put(data, row, f"{prefix}-{number}-")
    data[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(kept) + len(new))


def count(data: QueryDict, name: str) -> int:
    """Return a number of the management form, 0 where it is none; at most a thousand."""
    value = data.get(name, "")
    return min(int(value), 1_000) if value.isascii() and value.isdigit() and len(value) < 9 else 0
