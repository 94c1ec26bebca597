"""Frictionless Data Package of the whole data set: a table per model, the texts, and a schema."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import IO, Any

from django.db import models
from django.utils.text import camel_case_to_spaces

from reports.exports.files import SOURCE, UNSTATED, ZONE, csv_cell
from reports.integrity.verify import guarded_models
from reports.lists.columns import absolute
from reports.models import (
    Actor,
    DataVersion,
    Evidence,
    GuardedModel,
    OtherName,
    Report,
    foreign_keys,
    public_actors,
)
from reports.report.passages import report_text

Model = type[GuardedModel]
Known = dict[tuple[type[models.Model], Any], str]  # identities of rows by model and key

REFERENCE = (Actor, OtherName)  # rows of no one report
FEW = 500  # rows that are read at a time
HIDDEN = object()  # what a row points to that is not public
ZIP_DAYS = date(1980, 1, 1), date(2107, 12, 31)  # the first and last that a zip can have
TYPES = {
    models.BooleanField: "boolean",
    models.DateField: "date",
    models.DecimalField: "number",
    models.PositiveIntegerField: "integer",
}


def table_name(model: type[models.Model]) -> str:
    """Return the name of a model's table in the package: that of its class, of several."""
    name = camel_case_to_spaces(model.__name__).replace(" ", "_")
    return name if model is Evidence else f"{name}s"


def identity(row: GuardedModel) -> str:
    """Return what a row is known by, for ever: its natural key, as one text."""
    return "/".join(map(str, row.natural_key()))


def fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields that the package gives of a model: all but the database's own key."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def related_paths(model: Model) -> set[str]:
    """Return the paths to the rows that a row's natural key asks for, and the keys it points to."""
    paths = key_paths(model)
    for pointer in foreign_keys(model):
        inner = key_paths(pointer.remote_field.model)
        paths |= {pointer.name, *(f"{pointer.name}__{path}" for path in inner)}
    return paths


def key_paths(model: type[Any]) -> set[str]:
    """Return the paths to the rows that the natural key of a row of `model` names."""
    return {path.rpartition("__")[0] for path in model.natural_key_fields} - {""}


def rows(model: Model, known: Known, actors: set[int]) -> list[list[Any]]:
    """Return the published rows of `model`, each as a list of plain values, by identity.

    `known` are the identities of the rows given so far, by model and key, to which these are added:
    a row that points to one that is not public is not public either. `actors` are the keys of those
    that are public.
    """
    if model in REFERENCE:  # rows of no one report: those that a public one states or names
        public = model.objects.filter(**{"pk__in" if model is Actor else "actor__in": actors})
    else:
        public = model.objects.published()
    # Some at a time: a row with all that it points to takes ten times the memory of its values.
    few = public.select_related(*related_paths(model)).iterator(chunk_size=FEW)
    known |= {(model, row.pk): identity(row) for row in few}
    found = []
    for row in public.iterator(chunk_size=FEW):
        values = [known[model, row.pk], *(value(row, field, known) for field in fields(model))]
        if HIDDEN not in values:
            found.append(values)
    return sorted(found, key=lambda values: values[0])


def value(row: GuardedModel, field: models.Field, known: Known) -> Any:
    """Return a field of `row` as the package has it: of a row that it points to, the identity."""
    stored = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey) and stored is not None:
        # A public actor may belong to one that only a draft names.
        unknown = None if field.model is Actor else HIDDEN
        return known.get((field.remote_field.model, stored), unknown)
    return None if stored == "" else stored


def table(model: Model, known: Known, actors: set[int]) -> bytes:
    """Return the rows of `model` as CSV (RFC 4180, UTF-8 without a byte order mark)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["id", *(field.name for field in fields(model))])
    for values in rows(model, known, actors):
        writer.writerow(map(csv_cell, values))
    return text.getvalue().encode()


def schema(model: Model) -> dict[str, Any]:
    """Return the Table Schema of a model: its fields, what each means, its keys."""
    key = {
        "name": "id",
        "type": "string",
        "description": "What it is known by, for ever.",
        "constraints": {"required": True, "unique": True},
    }
    said = {
        "fields": [key, *(describe(field) for field in fields(model))],
        "primaryKey": "id",
        "missingValues": [""],
        "foreignKeys": [
            {
                "fields": pointer.name,
                # "" means the table itself.
                "reference": {"resource": "" if target is model else table_name(target), "fields": "id"},
            }
            for pointer in foreign_keys(model)
            for target in [pointer.remote_field.model]
        ],
    }
    return {name: value for name, value in said.items() if value}


def describe(field: models.Field) -> dict[str, Any]:
    """Return one field of a Table Schema, with the constraints that the database holds."""
    kind = next((named for each, named in TYPES.items() if isinstance(field, each)), "string")
    optional = field.null or field.blank
    description = str(field.help_text) or f"Its {field.verbose_name}."
    constraints = {
        "required": not optional,
        "enum": [value for value, _ in field.choices or ()],
        "unique": field.unique,
    }
    said = {
        "name": field.name,
        "type": kind,
        "title": str(field.verbose_name),
        "description": description + (" Empty: not stated, or none." if optional else ""),
        "constraints": {name: value for name, value in constraints.items() if value},
    }
    return {name: value for name, value in said.items() if value}


def write(file: IO[bytes], version: DataVersion | None) -> None:
    """Write the package of the data at `version` (a DataVersion or None) to `file`, a zip.

    The same data gives the same bytes, whenever and wherever it is written.
    """
    first, last = ZIP_DAYS
    day = min(max(version.date if version else first, first), last)
    known: Known = {}
    actors = public_actors()
    tables = {model: table(model, known, actors) for model in guarded_models()}
    texts = {
        f"reports/{report.meeting.slug}-{report.slug}.txt": report_text(report.blocks.all()).encode()
        for report in Report.objects.published().prefetch_related("blocks")
    }
    resources = [resource(model, content) for model, content in tables.items()]
    described = json.dumps(descriptor(version, resources, texts), ensure_ascii=False, indent=1)
    parts = {"datapackage.json": described.encode()}
    parts |= {each["path"]: content for each, content in zip(resources, tables.values(), strict=True)}
    parts |= texts
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def resource(model: Model, content: bytes) -> dict[str, Any]:
    """Return what the package says of one table."""
    return {
        "name": table_name(model),
        "title": str(model._meta.verbose_name_plural).capitalize(),
        "description": (model.__doc__ or "").split("\n")[0],
        "path": f"data/{table_name(model)}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema(model),
    }


def descriptor(
    version: DataVersion | None, resources: list[dict[str, Any]], texts: Iterable[str]
) -> dict[str, Any]:
    """Return the package's datapackage.json."""
    said = {
        "name": "bali-process-reports",
        "profile": "data-package",
        "title": "Bali Process reports: records and the words they were read from",
        "description": (
            f"{SOURCE} {UNSTATED.replace(' (null in JSON)', '')} A cell that a spreadsheet would take "
            f"for a formula begins with an apostrophe. {ZONE} Rights: the portal records no licence and "
            "no holder of rights of any report, and claims none. The texts, as plain text: "
            f"{', '.join(texts) or 'none'}."
        ),
        "homepage": absolute("/data/"),
        "version": str(version.number) if version else "0",
        "created": f"{version.date}T00:00:00Z" if version else None,
        "resources": resources,
    }
    return {name: value for name, value in said.items() if value is not None}
