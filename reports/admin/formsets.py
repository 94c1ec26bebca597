"""Rows on the page of the row that they belong to: read at once, and judged together."""

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.functional import cached_property

from reports.admin.merging import count
from reports.admin.pickers import key_fields
from reports.admin.places import Clash, park, unique_sets, value
from reports.models import Evidence, RetiredAnchor

ADD_ROW = "_add_row"  # the button, for who has no script, that adds an empty row to an inline
ROW_ADDED_MESSAGE = "Not saved yet. The form has a new row: fill it in, then save."


def add_row(data: QueryDict) -> QueryDict | None:
    """Return what was posted, with one more row where a button for that was pressed; else None."""
    name = f"{data.get(ADD_ROW, '')}-TOTAL_FORMS"
    if ADD_ROW not in data or name not in data:
        return None
    filled = data.copy()
    filled[name] = str(count(data, name) + 1)
    return filled


class GuardedFormSet(forms.BaseInlineFormSet):
    """Forms of the rows that belong to the one on the page. Two of these may swap places in one save."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves: list[Clash] = []  # with rows of the page that move away in the same save
        self.proposed: set[str] = set()  # names that were proposed for rows of the page
        for name, field in key_fields(self.form):
            field.rows.want(value(row, name) for row in self.get_queryset())
            if self.is_bound:
                prefixes = (self.add_prefix(number) for number in range(self.total_form_count()))
                field.rows.want(self.data.get(f"{prefix}-{name}") for prefix in prefixes)

    @cached_property
    def empty_form(self) -> Any:
        """The form that new rows are made of."""
        return super().empty_form

    @cached_property
    def page_rows(self) -> set[Any]:
        """The keys of the stored rows."""
        return {row.pk for row in self.get_queryset()}

    def add_fields(self, form: Any, index: int | None) -> None:
        """Add the fields of the formset; name each by its column and row, which a table shows alone."""
        super().add_fields(form, index)
        form.page_rows = self.page_rows
        form.proposed = self.proposed
        row = f"{self.model._meta.verbose_name} {'new' if index is None else index + 1}"
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)  # of a picker, without its links
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{field.label or name}, {row}"

    def validate_unique(self) -> None:
        """Tell at its field each value that another row of the page has too, and keeps."""
        kept = [
            form for form in self.forms if form.is_valid() and not is_deleted(form) and has_row(form)
        ]
        rows = {form.instance.pk: form.instance for form in kept}
        told: dict[Any, forms.ModelForm] = {}
        for form in kept:
            for clash in form.clashes:
                row = rows.get(clash.owner.pk)  # None for one that is deleted in this save
                if row is None or (clash.passed_on and clash.ends_with(row)):
                    self.moves.append(clash)
                elif clash.ends_with(row):
                    form.add_clash(clash, "It has it until it is saved: save its change first.")
                else:
                    form.add_clash(clash)
            for names, message in unique_sets(self.model):
                if all(name in form.fields for name in names):
                    values = tuple(value(form.instance, name) for name in names)
                    other = told.setdefault((*names, *values), form)
                    if other is not form and not {None, ""}.intersection(values):
                        form.add_twin(names, message, other)

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        """Save the stored rows: the deleted first, those that swap places by parking."""
        deleted = self.deleted_forms
        gone = {form.instance.pk for form in deleted}
        number = self.initial_form_count()
        self.forms[:number] = sorted(self.forms[:number], key=lambda form: form not in deleted)
        self.__dict__.pop("_deleted_form_indexes", None)  # Django counts them anew
        parked = [
            park(clash.owner, clash.passed_on)
            for clash in self.moves
            if commit and clash.owner.pk not in gone
        ]
        saved = super().save_existing_objects(commit)
        if self.model is Evidence:
            forget_anchors(parked)
        return saved


def forget_anchors(parked: list[str]) -> None:
    """Delete the anchors that were `parked`, which the rules keep as retired: nobody has seen them."""
    for row in RetiredAnchor.objects.filter(anchor__in=parked):
        row.delete()


def is_deleted(form: forms.BaseForm) -> bool:
    """Return True if the row of a valid `form` is to be deleted."""
    return bool(form.cleaned_data.get(DELETION_FIELD_NAME))


def has_row(form: forms.ModelForm) -> bool:
    """Return True if `form` is of a stored row, or was filled in for a new one."""
    return bool(form.instance.pk) or form.has_changed()
