"""Forms of the editors' pages: what they keep, read and fill in, and how they say what is refused."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.admin import proposals
from reports.admin.places import SWAP, Clash, find_broken_checks, find_clashes, link_to
from reports.admin.summary import FieldError
from reports.integrity.fields import find_field_faults
from reports.integrity.problems import Problem
from reports.models import Block
from reports.text.lines import unify_line_ends

# Parts of public addresses. Where one is a part of the path, the old address leads to the new one; what
# is a fragment or a value in a query is fixed, for others may have cited or linked it.
PUBLIC_FIELDS = {"slug", "key", "anchor"}
FIXED = "Fixed: it is public, and its address may be in use."
LEADS_ON = "It is public: if you change it, its address leads to the new one for ever."


class NewlineField(forms.CharField):
    """Field for text to the letter: with the line ends of a report, not the browser's.

    White space around it is taken off what was typed (`trims`), but not off what is stored so.
    """

    def __init__(self, *, strip: bool = True, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.trims = strip

    def to_python(self, value: Any) -> str:
        return unify_line_ends(super().to_python(value) or "")


class RefusableForm(forms.BaseModelForm):
    """Form that says, when it is shown again, why a rule or the database refused it."""

    refusal: Sequence[str] = ()
    is_row = False  # of an inline, whose page tells what is wrong with none of its fields
    held = False  # True of a form that is only shown, as one that is filled with an older version

    @classmethod
    def fixed_fields(cls, row: Any) -> set[str]:
        """Return the names of the fields that this form keeps as they are in a stored `row`."""
        return set()

    def is_valid(self) -> bool:
        """Return True if it can be saved: not of one that is only shown."""
        return super().is_valid() and not self.held

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for sentence in self.refusal:
            if field := self.field_of(sentence):
                self.add_error(field, sentence)
            if not (field or self.is_row):
                self.add_error(None, with_link(sentence, self.instance))
        return cleaned

    def _post_clean(self) -> None:
        """Hold the fields to the rules that hold whoever writes, and tell each at its field."""
        super()._post_clean()  # type: ignore[misc] # Django's own
        for name, messages in find_field_faults(self.instance).items():
            filled = getattr(self.instance, self.instance._meta.get_field(name).attname) is not None
            if filled and name in self.fields and name not in self.errors:
                self.add_error(name, messages)

    def field_of(self, sentence: str) -> str:
        """Return the field of this form that `sentence` is about; "" where it is about none."""
        if not isinstance(sentence, Problem) or sentence.field not in self.fields:
            return ""
        mine, row = self.instance, sentence.row
        if type(mine) is not type(row) or (mine.pk and mine.pk != row.pk):
            return ""
        # A new row was saved and taken back: it is known by what was typed.
        typed = [field for field in row._meta.concrete_fields if field.name in self.cleaned_data]
        same = (is_same(row, field, self.cleaned_data[field.name]) for field in typed)
        return sentence.field if mine.pk or all(same) else ""


def is_same(row: models.Model, field: models.Field, value: Any) -> bool:
    """Return True if the `field` of `row` can be the `value` that a form has of it."""
    if field.primary_key or (isinstance(value, models.Model) and value.pk is None):
        return True  # a new row, or one of a page that is new too
    # By the key: what it leads to may have been taken back too.
    stored = getattr(row, field.attname)
    value = getattr(value, "pk", value)
    return str(stored).strip() == str(value).strip()


class GuardedForm(RefusableForm, forms.ModelForm):
    """Form of a row under the rules, which keeps public addresses that could not lead on.

    What a constraint refuses is told at a field of it, with a link to the row that is in the way.
    """

    page_rows: Collection[Any] = ()  # keys of the rows of its formset, which are judged together

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed: set[Any] = set()  # of a formset's forms, shared
        self.clashes: list[Clash] = []  # with rows of its formset
        self.swaps: list[Clash] = []  # with rows that are to get the places of this one
        for name in self.public_fields(self.instance):  # which is dear to ask
            is_fixed = not leads_on(self.instance, name)
            self.fields[name].disabled = is_fixed
            self.fields[name].help_text = FIXED if is_fixed else LEADS_ON
        proposals.allow_empty(self)

    @classmethod
    def public_fields(cls, row: Any) -> set[str]:
        """Return the names of the fields that are parts of public addresses of `row`."""
        names = PUBLIC_FIELDS.intersection(cls.base_fields)
        return names if names and row.pk and is_public(row) else set()

    @classmethod
    def fixed_fields(cls, row: Any) -> set[str]:
        return {name for name in cls.public_fields(row) if not leads_on(row, name)}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        for name in cleaned.keys() & set(self.changed_data):
            field = self.fields[name]
            if isinstance(field, NewlineField) and field.trims:
                cleaned[name] = cleaned[name].strip()
        proposals.read_dates(self, cleaned)
        proposals.propose(self, cleaned, self.proposed)
        return cleaned

    def _post_clean(self) -> None:
        """Fill in the row, and check it; its constraints below, since Django names no field of them."""
        self.instance.validate_constraints = lambda exclude=None: None
        try:
            super()._post_clean()
        finally:
            del self.instance.validate_constraints

    def validate_unique(self) -> None:
        """Tell at a field of it each constraint that is broken, with the row that is in the way."""
        if self.instance.pk and not self.has_changed():
            return  # as stored, where the database holds it to them
        exclude = self._get_validation_exclusions()  # type: ignore[attr-defined] # Django's own
        for names, message in find_broken_checks(self.instance, exclude):
            self.add_error(self.shown_field(names), message)
        for clash in find_clashes(self.instance, exclude):
            if clash.owner.pk in self.page_rows:
                self.clashes.append(clash)
            elif clash.place and SWAP in self.data and not self.prefix and self.instance.pk:
                self.swaps.append(clash)
            else:
                self.add_clash(clash)

    def shown_field(self, names: Iterable[str]) -> str | None:
        """Return the last of the fields `names` that can be filled in here; None for none."""
        wanted = set(names)
        shown = [
            name for name in self.fields if name in wanted and not self.fields[name].widget.is_hidden
        ]
        return shown[-1] if shown else None

    def add_clash(self, clash: Clash, more: str = "") -> None:
        """Tell that a row has what this one wants, lead to it, and offer to swap where they can."""
        said = format_html(
            "{} It is {}.{}", clash.message, link_to(clash.owner), f" {more}" if more else ""
        )
        if clash.place and self.instance.pk and not self.prefix:
            button = '{} <button name="{}" value="1" class="button">Swap the two and save</button>'
            said = format_html(button, said, SWAP)
        where = self.shown_field([clash.place] if clash.place else clash.fields)
        self.add_error(where, FieldError(said, clash.message))

    def add_twin(self, names: Iterable[str], message: str, other: "GuardedForm") -> None:
        """Tell that a row of the same page is given the same value."""
        said = f"{message} It is “{other.instance}”, on this page."
        self.add_error(self.shown_field(names), said)


def leads_on(row: Any, name: str) -> bool:
    """Return True if the address of `row` leads on where its field `name` changes: a part of a path."""
    if isinstance(row, Block):
        return name == "key"
    page = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return name == "slug" and page.endswith(f"/{row.slug}/")


def is_public(row: Any) -> bool:
    """Return True if the public may see `row`, or could if it were stored as it is."""
    try:
        return row.is_published()
    except (ObjectDoesNotExist, ValueError):  # it points to nothing; it is new, and nothing points to it
        return False


def with_link(sentence: str, here: models.Model | None = None) -> str:
    """Return `sentence` with a link to the row that a rule says it of, where that is stored.

    Without one where that is the row `here`, of whose page it is.
    """
    row = sentence.row if isinstance(sentence, Problem) else None
    if row is None or row == here or not type(row)._base_manager.filter(pk=row.pk).exists():
        return sentence
    link = link_to(row)
    return format_html("{} See {}.", sentence, link) if isinstance(link, SafeString) else sentence
