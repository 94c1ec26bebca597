"""Conflicts of two editors: what changed while somebody had a page open, and what she typed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html

from reports.admin import recording
from reports.admin.differences import Difference, both_sides, forms_of, in_words, named
from reports.admin.forms import RefusableForm
from reports.admin.merging import Sent, form_values, merge, put, put_rows, sent_values, take_rows

SEEN = "_seen"  # the hidden input that says which state of the rows a page shows
MERGED = (
    " Nothing was saved. The form below holds what you typed; the fields that you left alone hold what "
    "is stored now. Look at what differs, correct the form, then save again."
)
STALE_MESSAGE = f"Somebody else has changed this since you opened it.{MERGED}"
OWN_STALE_MESSAGE = (
    f"You have saved this since you opened it, in another window or by sending it twice.{MERGED}"
)
UNSEEN_MESSAGE = (
    "This page does not say what was stored when it was opened: it was made by an older version of the "
    "desk, or by a script. Nothing was saved. The form below holds what was sent: look at what differs "
    "from what is stored now, correct the form, then save again."
)
ANEW = " The form below holds what you typed: save it to add the record anew, or copy from it."
GONE_MESSAGE = f"Somebody else has deleted this since you opened it.{ANEW}"
OWN_GONE_MESSAGE = f"You have deleted this since you opened it, in another window.{ANEW}"
RESTORE = (
    '{} Added anew it may get another slug and other anchors: <a href="{}">restore it</a> first, as it '
    'stands under <a href="{}">Deleted</a>, to have those that it had.'
)
GONE_TO_COPY_MESSAGE = (
    "Somebody else has deleted this since you opened it, or it never was. Your account may not add it "
    "anew: copy what you typed."
)

WAS_FIXED = "(fixed when you opened the page)"
TO_DELETE = "(the row is ticked to be deleted)"


class Inline(NamedTuple):
    """The rows of one inline as stored now, in the order of its page, and the form of one of them.

    `parent` is the field that holds the row that they belong to.
    """

    prefix: str
    parent: str
    form: type[forms.ModelForm]
    rows: list[models.Model]
    can_add: bool
    can_delete: bool


@dataclass
class Merge:
    """The merge of a page: what to tell of it, by the names of the inputs that it has now.

    `theirs` has with each name what the page had when it was opened. It `is_own` where the same editor
    has saved last.
    """

    is_own: bool = False

    both: set[str] = field(default_factory=set)
    theirs: Sent = field(default_factory=dict)
    freed: set[str] = field(default_factory=set)
    fixed: list[Difference] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """True if there is anything to tell."""
        return any((self.both, self.theirs, self.freed, self.fixed, self.added, self.vanished))


def inlines_of(desk: ModelAdmin, request: HttpRequest, row: models.Model | None) -> Iterator[Inline]:
    """Yield the inlines on the page of `row`, or of a new one, with the prefixes that Django gives."""
    used: dict[str, int] = {}
    for formset, inline in desk.get_formsets_with_inlines(request, row):
        prefix = formset.get_default_prefix()
        used[prefix] = used.get(prefix, 0) + 1
        prefix += f"-{used[prefix]}" if used[prefix] > 1 else ""
        made = formset(instance=row, queryset=inline.get_queryset(request), prefix=prefix)
        yield Inline(
            str(made.prefix),
            made.fk.name,
            made.form,
            list(made.get_queryset()),
            bool(made.max_num),  # Django's way to say that no row may be added
            made.can_delete,
        )


Shown = tuple[str, models.Model, list[str]]  # a row of a page: its key there, and the fields to fill in


def rows_shown(context: dict[str, Any]) -> Iterator[Shown]:
    """Yield the rows on a page of that `context`, whose forms hold what is stored."""
    form = context["adminform"].form
    yield "", form.instance, open_fields(form, form.fields)
    for inline in context["inline_admin_formsets"]:
        for each in inline.formset.initial_forms:
            key = f"{inline.formset.prefix}-{each.instance.pk}"
            yield key, each.instance, open_fields(inline.formset.form, each.fields)


def open_fields(form: Any, fields: dict[str, forms.Field]) -> list[str]:
    """Return the names of the fields of `form` that can be filled in, as its `fields` have it."""
    return [name for name in form.base_fields if not fields[name].disabled]


def rows_stored(
    form: type[forms.ModelForm], row: models.Model, inlines: list[Inline]
) -> Iterator[Shown]:
    """Yield the rows of a page as its next form would show them: `row`, then those of its `inlines`."""
    keys = [("", row, form)]
    keys += [(f"{each.prefix}-{line.pk}", line, each.form) for each in inlines for line in each.rows]
    for key, line, own in keys:
        fixed = own.fixed_fields(line) if issubclass(own, RefusableForm) else set()
        yield key, line, [name for name in open_fields(own, own.base_fields) if name not in fixed]


def state_of(rows: Iterable[Shown]) -> str:
    """Return what the rows of a page hold, for editing, as JSON: by row, then by field."""
    said = {key: stored_values(row, names) for key, row, names in rows}
    return json.dumps(said, cls=DjangoJSONEncoder)


def stored_values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of those of the fields of `row` that are among `names`."""
    wanted = set(names)
    return {
        each.name: sorted(other.pk for other in each.value_from_object(row))
        if each.many_to_many
        else each.value_from_object(row)
        for each in row._meta.get_fields()
        if isinstance(each, models.Field) and each.name in wanted
    }


def sign(state: str) -> str:
    """Return the mark that a page carries of the `state` that it shows."""
    return Signer(salt=__name__).sign_object(state, compress=True)


def read_mark(mark: str) -> Any:
    """Return the state that a page showed, by its `mark`; None where that is not one of ours."""
    try:
        return json.loads(Signer(salt=__name__).unsign_object(mark))
    except (BadSignature, ValueError):
        return None


def mark_of_page(
    desk: ModelAdmin, request: HttpRequest, row: models.Model, context: dict[str, Any]
) -> str:
    """Return the mark for the page of `row` with that `context`.

    It is of the state that a form which was sent was merged with, even if somebody has saved since.
    """
    if not context["adminform"].form.is_bound:
        return sign(state_of(rows_shown(context)))
    if not hasattr(request, "page_state"):
        stored = type(row)._base_manager.get(pk=row.pk)  # the form has changed `row`
        inlines = list(inlines_of(desk, request, stored))
        return sign(state_of(rows_stored(type(context["adminform"].form), stored, inlines)))
    return sign(request.page_state)


def stored_row(
    desk: ModelAdmin, request: HttpRequest, key: str, *, lock: bool = True
) -> models.Model | None:
    """Return the row with that key; or None.

    With `lock`, nobody else can save it until the transaction ends.
    """
    row = desk.get_object(request, key)
    if row is None or not lock:
        return row
    # Locked apart, since the queryset of a page may count rows, which allows no lock.
    return type(row)._base_manager.select_for_update().filter(pk=row.pk).first()


def refuse_stale(desk: ModelAdmin, request: HttpRequest, row: models.Model) -> None:
    """Raise ValidationError where `row` is not what it was when the page of this save was opened.

    What was sent is then merged with what is stored, the rows of inlines in the order in which they are
    stored; `request.merge` is what to tell of it. Where there is nothing to tell, nothing is raised.
    """
    form, inlines = desk.get_form(request, row, change=True), list(inlines_of(desk, request, row))
    rows = list(rows_stored(form, row, inlines))
    request.page_state = state_of(rows)  # type: ignore[attr-defined] # for the mark of the next page
    opened = read_mark(request.POST.get(SEEN, ""))
    if opened == json.loads(request.page_state):  # type: ignore[attr-defined] # as above
        return
    data, told = request.POST.copy(), Merge()
    names = {key: own for key, _, own in rows}
    typed = {name: data.getlist(name) for name in data}
    put(data, merge_form(typed, Form(form, row, names[""], opened and opened[""]), told))
    for inline in inlines:
        align(data, row, inline, names, opened, told)
    request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed
    if told or opened is None:
        request.merge = told  # type: ignore[attr-defined] # for the page
        told.is_own = recording.is_last_by(request.user, desk.model, row.pk)
        stale = OWN_STALE_MESSAGE if told.is_own else STALE_MESSAGE
        raise ValidationError(UNSEEN_MESSAGE if opened is None else stale)


class Form(NamedTuple):
    """A form of a page: its row as stored, the fields to fill in, and what it held when opened if known.

    The names of its inputs on the page begin with `prefix`.
    """

    form: type[forms.ModelForm]
    row: models.Model
    names: list[str]
    opened: dict[str, Any] | None
    prefix: str = ""

    def stored(self) -> Sent:
        """Return what a browser sends of the row as it is stored."""
        return sent_values(self.form(instance=self.row), stored_values(self.row, self.names))

    def before(self) -> Sent | None:
        """Return what a browser sent of the row as it was when the page was opened; None: unknown."""
        if self.opened is None:
            return None
        initial: dict[str, Any] = {}
        for name in self.form.base_fields.keys() & self.opened.keys():
            own: Any = self.row._meta.get_field(name)
            value = self.opened[name]
            initial[name] = value if own.many_to_many else own.to_python(value)
        return sent_values(self.form(instance=self.row, initial=initial), initial)


def merge_form(typed: Sent, form: Form, told: Merge) -> Sent:
    """Return what a form holds after its merge; add to `told` what there is to tell."""
    before = form.before()
    merged = merge(typed, before, form.stored())
    told.both |= {f"{form.prefix}{name}" for name in merged.both}
    told.freed |= {f"{form.prefix}{name}" for name in merged.freed}
    told.theirs |= {f"{form.prefix}{name}": (before or {}).get(name, []) for name in merged.theirs}
    shown = form.form(instance=form.row)
    for name in merged.fixed:
        bound, row = shown[name], str(form.row) if form.prefix else ""
        now, mine = named(bound, bound.value()), named(bound, typed.get(name))
        told.fixed.append(Difference(row, str(bound.label), now, mine))
    return merged.values


def align(
    data: QueryDict,
    page: models.Model,
    inline: Inline,
    names: dict[str, list[str]],
    opened: dict[str, dict[str, Any]] | None,
    told: Merge,
) -> None:
    """Put the posted rows of an inline in the order of the stored ones, each merged with its own.

    A row that somebody else has added meanwhile is put in as it is stored. `page` is the row that they
    belong to; `names` and `opened` have the fields and the values of each row, by its key on the page.
    """
    posted, kept = take_rows(data, inline.prefix), []
    by_key = {each["id"][-1]: each for each in posted if any(each.get("id", []))}
    for number, row in enumerate(inline.rows):
        key, typed = f"{inline.prefix}-{row.pk}", by_key.pop(str(row.pk), None)
        if typed is None:
            own = {"id": [str(row.pk)], inline.parent: [str(page.pk)]}
            kept.append(form_values(inline.form, row) | own)
            told.added += [str(row)] if opened and key not in opened else []
            continue
        prefix = f"{inline.prefix}-{number}-"
        form = Form(inline.form, row, names[key], opened and opened.get(key), prefix)
        kept.append(merge_form(typed, form, told))
    put_rows(data, inline.prefix, kept, [each for each in posted if not any(each.get("id", []))])
    gone = [each for each in by_key.values() if not any(each.get(DELETION_FIELD_NAME, []))]
    told.vanished += [in_words(inline.form, each) for each in gone]


def gone_message(desk: ModelAdmin, request: HttpRequest, key: str) -> str:
    """Return the sentence for a page whose row was deleted, with the way to restore that."""
    own = recording.is_last_by(request.user, desk.model, key)
    said = OWN_GONE_MESSAGE if own else GONE_MESSAGE
    version = recording.last_state(desk.model, key)
    if version is None:
        return said
    name = f"admin:{desk.opts.app_label}_{desk.opts.model_name}"
    restore = reverse(f"{name}_restore", args=[key, version.pk])
    return format_html(RESTORE, said, restore, reverse(f"{name}_deleted"))


def make_anew(desk: ModelAdmin, request: HttpRequest) -> None:
    """Turn what was posted for a row that is there no more into what adds it anew, inlines included."""
    data = request.POST.copy()
    for inline in inlines_of(desk, request, None):
        for row in (rows := take_rows(data, inline.prefix)):
            for name in ("id", inline.parent):
                row.pop(name, None)
        put_rows(data, inline.prefix, [], rows)
    request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed


def tell(told: Merge, context: dict[str, Any]) -> dict[str, Any]:
    """Return the merge of a page for its template: what both have changed, and what one alone."""
    both, theirs = [], []
    for row, form in forms_of(context):
        deleted = bool(form.data.get(form.add_prefix(DELETION_FIELD_NAME)))
        for bound in form:
            label, (now, mine) = str(bound.label), both_sides(bound)
            # A field of two boxes has an input for each.
            names = [bound.html_name, f"{bound.html_name}_0", f"{bound.html_name}_1"]
            if told.both.intersection(names):
                both.append(Difference(row, label, now, TO_DELETE if deleted else mine))
            elif told.freed.intersection(names):
                theirs.append(Difference(row, label, WAS_FIXED, now))
            elif found := [told.theirs[name] for name in names if name in told.theirs]:
                theirs.append(Difference(row, label, named(bound, found[0]), now))
    return {"differences": both, "theirs": theirs, "merge": told}
