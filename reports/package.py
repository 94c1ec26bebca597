"""The whole data set as one Frictionless Data Package: a table per model, the texts, and a schema."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date

from django.apps import apps
from django.db import models

from reports.columns import absolute
from reports.exports import SOURCE, UNSTATED, cell
from reports.models import Actor, Meeting, OtherName
from reports.models.base import Kept

REFERENCE = (Actor, OtherName)  # rows of no one report
HIDDEN = object()  # what a row points to that is not public
EPOCH = date(2004, 6, 8)  # of a package without any data version
TYPES = {
    models.BooleanField: "boolean",
    models.DateField: "date",
    models.DecimalField: "number",
    models.PositiveIntegerField: "integer",
}


def tables() -> list[type[Kept]]:
    """The models of the package, in an order in which each comes after those that it points to."""
    return [m for m in apps.get_app_config("reports").get_models() if issubclass(m, Kept)]


def name(model) -> str:
    """The name of a model's table in the package."""
    return model._meta.verbose_name_plural.lower().replace(" ", "_")


def identity(row) -> str:
    """What a row is known by, for ever: its natural key, as one text."""
    return "/".join(map(str, row.natural_key()))


def fields(model) -> list[models.Field]:
    """The fields that the package gives of a model: all but the database's own key."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def near(model) -> list[str]:
    """The paths to the rows that a row's natural key and its being public ask for."""
    paths = []
    for field in fields(model):
        if field.related_model:
            further = [f.name for f in fields(field.related_model) if f.related_model is Meeting]
            paths += [field.name, *(f"{field.name}__{each}" for each in further)]
    return paths


def rows(model, known):
    """The published rows of `model`, each as a list of plain values, by identity.

    `known` are the identities of the rows given so far, by model and key, to which these are added:
    a row that points to one that is not public is not public either.
    """
    public = [row for row in model._base_manager.select_related(*near(model)) if shown(row, known)]
    known |= {(model, row.pk): identity(row) for row in public}
    found = []
    for row in public:
        values = [value(row, field, known) for field in fields(model)]
        if HIDDEN not in values:
            found.append([known[model, row.pk], *values])
    return sorted(found, key=lambda values: values[0])


def shown(row, known):
    """Whether `row` is public; one that no report states, such as an actor, where any report is."""
    return bool(known) if isinstance(row, REFERENCE) else row.is_public()


def value(row, field, known):
    """A field of `row` as the package has it: of a row that it points to, its identity."""
    stored = getattr(row, field.attname)
    if field.related_model and stored is not None:
        return known.get((field.related_model, stored), HIDDEN)
    return None if stored == "" else stored


def table(model, known) -> bytes:
    """The rows of `model` as CSV (RFC 4180, UTF-8 without a byte order mark)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["id", *(field.name for field in fields(model))])
    for values in rows(model, known):
        writer.writerow(cell(each) for each in values)
    return text.getvalue().encode()


def schema(model) -> dict:
    """The Table Schema of a model: its fields, what each means, its keys."""
    key = {"name": "id", "type": "string", "description": "What it is known by, for ever."}
    key["constraints"] = {"required": True, "unique": True}
    described = [key, *(describe(field) for field in fields(model))]
    pointers = [
        {
            "fields": field.name,
            "reference": {
                "resource": "" if field.related_model is model else name(field.related_model),
                "fields": "id",
            },
        }
        for field in fields(model)
        if field.related_model
    ]
    made = {"fields": described, "primaryKey": "id", "missingValues": [""]}
    return made | ({"foreignKeys": pointers} if pointers else {})


def describe(field) -> dict:
    """One field of a Table Schema, with the constraints that the database holds."""
    kind = next((named for each, named in TYPES.items() if isinstance(field, each)), "string")
    about = {"name": field.name, "type": kind, "title": str(field.verbose_name)}
    about["description"] = str(field.help_text) or f"Its {field.verbose_name}."
    if field.null or field.blank:
        about["description"] += " Empty: not stated, or none."
    constraints = {"required": True} if not (field.null or field.blank) else {}
    if field.choices:
        constraints["enum"] = [value for value, _ in field.choices]
    if field.unique:
        constraints["unique"] = True
    return about | ({"constraints": constraints} if constraints else {})


def text(meeting) -> str:
    """A report as plain text: its blocks with an empty line between, paragraphs numbered."""
    numbered = (f"{number(b)} {b.text}" if b.number else b.text for b in meeting.blocks.all())
    return "\n\n".join(numbered) + "\n"


def number(block) -> str:
    """The number of a paragraph: in brackets where the report prints it without."""
    return f"{block.number}." if block.number_printed else f"[{block.number}]"


def write(file, version) -> None:
    """Write the package of the data at `version` (a DataVersion or None) to `file`, a zip.

    The same data gives the same bytes, whenever and wherever it is written.
    """
    day = version.date if version else EPOCH
    known = {}
    parts = {f"data/{name(model)}.csv": table(model, known) for model in tables()}
    texts = {
        f"reports/{meeting.slug}.txt": text(meeting).encode()
        for meeting in Meeting.objects.published().with_report().prefetch_related("blocks")
    }
    resources = [
        resource(model, path, parts[path]) for model in tables() for path in [f"data/{name(model)}.csv"]
    ]
    parts |= texts
    described = json.dumps(descriptor(version, resources, texts), ensure_ascii=False, indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {"datapackage.json": described.encode(), **parts}.items():
            entry = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def resource(model, path, content) -> dict:
    """What the package says of one table."""
    return {
        "name": name(model),
        "title": str(model._meta.verbose_name_plural).capitalize(),
        "description": (model.__doc__ or "").split("\n")[0],
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema(model),
    }


def descriptor(version, resources, texts) -> dict:
    """The package's datapackage.json."""
    return {
        "name": "bali-process-reports",
        "profile": "data-package",
        "title": "Bali Process reports: records and the words they were read from",
        "description": (
            f"{SOURCE} {UNSTATED.replace(' (null in JSON)', '')} A cell that a spreadsheet would take "
            "for a formula begins with an apostrophe. Rights: the reports state no licence and name "
            "no holder of rights in their text; none is claimed here. The texts, as plain text: "
            + ", ".join(texts)
            + "."
        ),
        "homepage": absolute("/data/"),
        "version": str(version.number) if version else "0",
        "created": f"{version.date if version else EPOCH}T00:00:00Z",
        "resources": resources,
    }
