"""The data that this release ships, beside what was last loaded of it and what is stored now.

A row is named by its model and natural key, as in “workshop/2003-brisbane-returns”. The fields of a row
are those that can be set, as fixtures have them; None stands for a row that is not there.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, cast

from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import ForeignKey

from reports.integrity.verify import guarded_models
from reports.models import SERVING_KEYS, GuardedModel, LoadedRow, ObjectiveLink, Revision, foreign_keys

FIXTURES = ("text", "actors", "records")

Fields = dict[str, Any]
Rows = dict[str, Fields]  # by their names


@dataclass(frozen=True)
class Difference:
    """A row that the release ships otherwise than it was last loaded, in its three states."""

    name: str
    loaded: Fields | None
    stored: Fields | None
    shipped: Fields | None
    pk: Any = None  # of the stored row

    @property
    def model(self) -> type[GuardedModel]:
        """The model of the row."""
        return model_of(self.name)

    @property
    def is_settled(self) -> bool:
        """True if the row is stored as the release ships it."""
        return self.stored == self.shipped

    @property
    def is_untouched(self) -> bool:
        """True if the row is stored as it was last loaded: nobody here has changed it."""
        return self.stored == self.loaded

    @property
    def is_safe(self) -> bool:
        """True if all that the release changed of the row stands as it was last loaded."""
        return self.is_untouched or (self.merged is not None and not self.changed_twice)

    @property
    def merged(self) -> Fields | None:
        """The row as the release ships it, but what was changed here; None where one has no such row."""
        if self.loaded is None or self.stored is None or self.shipped is None:
            return None
        return {
            name: self.shipped[name] if value == self.loaded[name] else value
            for name, value in self.stored.items()
        }

    @property
    def changed_twice(self) -> list[str]:
        """The fields that were changed here, and by the release to another value."""
        return [
            name
            for name, value in (self.merged or {}).items()
            if self.shipped and self.loaded and self.shipped[name] not in (value, self.loaded[name])
        ]

    @property
    def act(self) -> str:
        """The act of the release: “added”, “changed” or “removed”."""
        return "added" if self.loaded is None else "removed" if self.shipped is None else "changed"

    @property
    def fields_changed(self) -> list[str]:
        """The fields that the release changed, of a row that it changed."""
        loaded, shipped = self.loaded or {}, self.shipped or {}
        return [name for name, value in shipped.items() if value != loaded.get(name)]

    def values(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each field in which the three states differ, with its value in each that is there."""
        states = [state for state in (self.loaded, self.stored, self.shipped) if state is not None]
        for name in defaults(self.model):
            values = [state[name] for state in states]
            if any(value != values[0] for value in values):
                yield name, values


@cache
def models() -> dict[str, type[GuardedModel]]:
    """Return the models under the rules by their names in lower case, each after those it points to."""
    return {str(model._meta.model_name): model for model in guarded_models()}


def model_of(name: str) -> type[GuardedModel]:
    """Return the model of the row of that `name`."""
    return models()[name.partition("/")[0]]


@cache
def defaults(model: type[GuardedModel]) -> Fields:
    """Return the fields of `model` that can be set, each with the value of a row that says nothing."""
    fields = [each for each in model._meta.concrete_fields if each.editable and not each.primary_key]
    return json.loads(
        json.dumps({each.name: each.get_default() for each in fields}, cls=DjangoJSONEncoder)
    )


def fields_of(model: type[GuardedModel], fields: Fields) -> Fields:
    """Return what can be set of a row, whichever `fields` are given, those of an older release too."""
    return {name: fields.get(name, default) for name, default in defaults(model).items()}


def name_of(model: type[GuardedModel], fields: Fields) -> str:
    """Return the name of the row of `model` with these `fields`."""
    if model is ObjectiveLink:
        kind = next(name for name in SERVING_KEYS if fields.get(name))
        key: Iterable[Any] = (fields["objective"], kind, fields[kind])
    else:
        own = dict.fromkeys(path.partition("__")[0] for path in model.natural_key_fields)
        key = [fields[name] for name in own]
    return join_key(model, key)


def join_key(model: type[GuardedModel], key: Iterable[Any]) -> str:
    """Return the name of the row of `model` with that natural key, which holds those of other rows."""
    parts = chain.from_iterable(each if isinstance(each, list) else [each] for each in key)
    return "/".join([str(model._meta.model_name), *map(str, parts)])


def shipped_rows(fixtures: Iterable[str] = FIXTURES) -> Rows:
    """Return the rows that this release ships in `fixtures`."""
    found: Rows = {}
    for fixture in fixtures:
        file = settings.FIXTURE_DIRS[0] / f"{fixture}.json"
        for row in json.loads(file.read_text(encoding="utf-8")):
            model = models().get(row["model"].rpartition(".")[2])
            if model:  # not a counter
                fields = fields_of(model, row["fields"])
                found[name_of(model, fields)] = fields
    return found


def loaded_rows(using: str = DEFAULT_DB_ALIAS) -> Rows:
    """Return the rows that were last loaded, but those of models that there are no more."""
    stored = LoadedRow.objects.using(using).values_list("name", "fields")
    return {
        name: fields_of(model_of(name), fields)
        for name, fields in stored
        if name.partition("/")[0] in models()
    }


def stored_rows(
    model: type[GuardedModel], using: str = DEFAULT_DB_ALIAS
) -> Iterator[tuple[Any, Fields]]:
    """Yield the key and the fields of each row of `model`."""
    yield from read_rows(model._base_manager.using(using).order_by("pk").select_related(*joined(model)))


def read_rows(rows: Iterable[GuardedModel]) -> Iterator[tuple[Any, Fields]]:
    """Yield the key and the fields of each of `rows`."""
    for row in json.loads(serializers.serialize("json", rows, use_natural_foreign_keys=True)):
        yield row["pk"], fields_of(models()[row["model"].rpartition(".")[2]], row["fields"])


def joined(model: type[GuardedModel]) -> Iterator[str]:
    """Yield the relations that the natural keys in a row of `model` are made of."""
    for field in foreign_keys(model):
        yield field.name
        for path in target_of(field).natural_key_fields:
            if "__" in path:
                yield f"{field.name}__{path.rpartition('__')[0]}"


def target_of(field: ForeignKey) -> type[GuardedModel]:
    """Return the model that a foreign key leads to."""
    return cast(type[GuardedModel], field.related_model)


def find_differences(using: str = DEFAULT_DB_ALIAS) -> list[Difference]:
    """Return the rows that this release ships otherwise than they were last loaded.

    Those that are stored as it ships them too. The database's rows are read only where there are any.
    """
    loaded, shipped = loaded_rows(using), shipped_rows()
    names = [name for name in {**shipped, **loaded} if shipped.get(name) != loaded.get(name)]
    stored = {
        name_of(model, fields): (pk, fields)
        for model in dict.fromkeys(map(model_of, names))
        for pk, fields in stored_rows(model, using)
    }
    found = []
    for name in names:
        pk, fields = stored.get(name, (None, None))
        found.append(Difference(name, loaded.get(name), fields, shipped.get(name), pk))
    return found


def note_loaded(rows: Mapping[str, Fields | None], using: str = DEFAULT_DB_ALIAS) -> None:
    """Keep `rows` as those last loaded, by name; None for one that releases ship no more."""
    gone = [name for name, fields in rows.items() if fields is None]
    LoadedRow.objects.using(using).filter(name__in=gone).delete()
    LoadedRow.objects.using(using).bulk_create(
        [LoadedRow(name=name, fields=fields) for name, fields in rows.items() if fields is not None],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["fields"],
    )


def note_settled(using: str = DEFAULT_DB_ALIAS) -> list[Difference]:
    """Keep as loaded what is stored as this release ships it; return the differences that are left."""
    found = find_differences(using)
    if any(each.is_settled for each in found):  # else a start writes nothing
        with transaction.atomic(using=using):
            found = find_differences(using)
            note_loaded({each.name: each.shipped for each in found if each.is_settled}, using)
    return [each for each in found if not each.is_settled]


def hold_writers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Hold back other writers until the open transaction ends, so that what is read stays so.

    SQLite does so by itself.
    """
    list(Revision.objects.using(using).select_for_update())


def rows_in_words(number: int) -> str:
    """Return `number` of rows in words."""
    return f"{number} row{'s' * (number != 1)}"
