"""Choice of a row: what an option says, how it is found, and how a page reads its options at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from reports.admin.states import Names
from reports.text.cuts import shorten

# Which report states a row: what an option of it ends with.
REPORT = ("report__title", "report__meeting__slug")
SEPARATOR = " · "
LISTED = "_choices"  # the parameter of a page that lists every row in its pickers
DELETED_MESSAGE = (
    "“{}” was chosen here, and has been deleted since: choose another, or restore it first, under "
    "“Deleted” above the list of {}."
)
VALUE_LENGTH = 70  # characters, about, of one value in an option
KEY = re.compile("[0-9]{1,18}")  # what can be the primary key of a row
MARKS = "“”„«»…·()\\[\\],;:.!?→"
# Marks at the beginning or the end of a word, which is looked for without them.
AROUND_WORDS = re.compile(rf"(?<!\S)[{MARKS}]+|[{MARKS}]+(?!\S)")


def option_paths(model: type[models.Model]) -> Sequence[str]:
    """Return the lookups of the values that an option of a row of `model` shows."""
    desk = admin.site.get_model_admin(model) if admin.site.is_registered(model) else None
    return getattr(desk, "option_fields", ())


def option_label(row: models.Model) -> str:
    """Return what an option of `row` shows; its name where it shows no values."""
    values = [str(value_at(row, path) or "") for path in option_paths(type(row))]
    said = [shorten(" ".join(value.split()), VALUE_LENGTH) for value in values if value]
    return SEPARATOR.join(said) or str(row)


def value_at(row: Any, path: str) -> Any:
    """Return the value that the lookup `path` leads to from `row`; None where a row on it is missing."""
    return reduce(lambda here, name: getattr(here, name, None), path.split("__"), row)


def with_option_data(rows: QuerySet) -> QuerySet:
    """Return `rows` with what their options show: no query for each."""
    paths = (path.rpartition("__")[0] for path in option_paths(rows.model))
    related = sorted({path for path in paths if path})
    return rows.select_related(*related) if related else rows


def search_words(term: str) -> str:
    """Return what somebody typed or copied from an option as words to look for."""
    return AROUND_WORDS.sub(" ", term).strip()


class Rows:
    """The rows of one model that the forms of one page refer to, read at once when one is needed.

    With `listed`, a picker offers every row: who has no script cannot look for one.
    """

    def __init__(self, model: type[models.Model], *, listed: bool = False) -> None:
        self.model = model
        self.listed = listed
        self.wanted: set[str] = set()
        self.found: dict[str, models.Model | None] = {}

    def want(self, keys: Iterable[Any]) -> None:
        """Read the rows with these primary keys too, when one is needed; pass over what is no key."""
        self.wanted |= {str(key) for key in keys if KEY.fullmatch(str(key))}

    def get(self, key: Any) -> models.Model | None:
        """Return the row with that primary key; None where there is none."""
        if str(key) not in self.found:
            self.want([key])
            missing = self.wanted - self.found.keys()
            rows = with_option_data(self.model._base_manager.all()).in_bulk(
                [int(each) for each in missing]
            )
            self.found |= {each: rows.get(int(each)) for each in missing}
        return self.found.get(str(key))

    @cached_property
    def options(self) -> list[tuple[int, str]]:
        """The key of every row and what its option shows, sorted by that."""
        rows = with_option_data(self.model._base_manager.all())
        return sorted(((row.pk, option_label(row)) for row in rows), key=lambda option: option[1])


def rows_of(request: HttpRequest, model: type[models.Model]) -> Rows:
    """Return the rows of `model` that the forms of the page of `request` refer to."""
    if not hasattr(request, "referred"):
        request.referred = {}  # type: ignore[attr-defined] # one for each model
    return request.referred.setdefault(model, Rows(model, listed=LISTED in request.GET))  # type: ignore[attr-defined] # as above


@lru_cache(maxsize=10_000)
def address(name: str, *args: Any) -> str:
    """Return the address of a page of the desk, which each picker of a page would make anew."""
    return reverse(name, args=args)


class KeyLinks(RelatedFieldWidgetWrapper):
    """A picker with its links: to change the row that is chosen, and to add another."""

    @classmethod
    def of(cls, widget: RelatedFieldWidgetWrapper) -> "KeyLinks":
        """Return the widget that Django has made, as this; no row is deleted from beside a picker."""
        made = cls.__new__(cls)
        made.__dict__ = dict(vars(widget))
        made.can_delete_related = False
        return made

    def get_related_url(self, info: tuple[str, str], action: str, *args: Any) -> str:
        return address(f"admin:{'_'.join(info)}_{action}", *args)


class KeySelect(AutocompleteSelect):
    """Choice of a row, read with all others of its page. What can be no key is not asked for."""

    rows: Rows  # set by `formfield_for_foreignkey`

    def get_url(self) -> str:
        return address("admin:autocomplete")

    @property
    def media(self) -> forms.Media:
        """The files of Django's picker, and one that names it for a screen reader."""
        return super().media + forms.Media(js=["js/pickers.js"])

    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        # Where nothing is chosen yet, a browser without script would else choose the first.
        empty = not self.is_required or not any(value)
        options = [self.create_option(name, "", "", False, 0)] if empty else []
        if self.rows.listed:
            chosen = set(map(str, value))
            options += [
                self.create_option(name, key, label, str(key) in chosen, number)
                for number, (key, label) in enumerate(self.rows.options, len(options))
            ]
            return [(None, options, 0)]
        for row in filter(None, (self.rows.get(key) for key in value)):
            options.append(self.create_option(name, row.pk, option_label(row), True, len(options)))
        return [(None, options, 0)]


class KeyField(forms.ModelChoiceField):
    """Field of a row, read with all others of its page."""

    rows: Rows  # set by `formfield_for_foreignkey`

    def __deepcopy__(self, memo: dict[int, Any]) -> "KeyField":
        """Return a copy for a form; the rows to choose from are the same for all forms of a page."""
        copy = super(forms.ChoiceField, self).__deepcopy__(memo)  # type: ignore[misc] # Django's own
        copy._queryset = self._queryset  # type: ignore[attr-defined] # as above
        return copy

    def label_from_instance(self, obj: models.Model) -> str:
        return option_label(obj)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or self.get_limit_choices_to():
            return super().to_python(value)
        row = self.rows.get(getattr(value, "pk", value))
        if row is None:
            error = self.deleted_message(value) or self.error_messages["invalid_choice"]
            raise ValidationError("%(said)s", code="invalid_choice", params={"said": error})
        return row

    def deleted_message(self, key: Any) -> str:
        """Return the sentence for a choice that was deleted; "" where no version has its name."""
        if not KEY.fullmatch(str(key)):
            return ""
        names = Names.last(self.rows.model, {int(key)})
        plural = self.rows.model._meta.verbose_name_plural
        return "".join(DELETED_MESSAGE.format(each, plural) for each in names.values())


class OptionsView(AutocompleteJsonView):
    """The options that match what is typed, with what tells one from another."""

    def get_queryset(self) -> QuerySet:
        return with_option_data(super().get_queryset())

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        return {"id": str(getattr(obj, to_field_name)), "text": option_label(obj)}


def key_fields(form: type[forms.ModelForm]) -> Iterator[tuple[str, KeyField]]:
    """Yield the fields of `form` that choose a row, by name."""
    for name, field in form.base_fields.items():
        if isinstance(field, KeyField):
            yield name, field
