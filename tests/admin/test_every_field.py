"""Forms of the desk have each field that a model keeps."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets

from reports.integrity.verify import guarded_models
from tests.admin.desk import SITE

# On no form, each with the reason.
ELSEWHERE = {
    "retiredanchor.block": "is kept by the rules when evidence goes or gets another anchor",
    "retiredanchor.anchor": "as its block",
    "retiredanchor.quote": "as its block",
}


def on_forms():
    """The fields that the pages of the desk and their rows have, as model and field."""
    found = set()
    for desk in SITE.values():
        names = flatten_fieldsets(desk.fieldsets) if desk.fieldsets else (desk.fields or ())
        found |= {(desk.model, name) for name in names if name not in desk.readonly_fields}
        for inline in desk.inlines:
            # What an inline's rows belong to is the row on the page.
            keys = [key for key in inline.model._meta.concrete_fields if key.related_model is desk.model]
            found |= {(inline.model, key.name) for key in keys}
            found |= {
                (inline.model, name) for name in inline.fields if name not in inline.readonly_fields
            }
    return found


def kept():
    """The fields that an editor fills in: all but keys and what follows from others."""
    return {
        (model, field.name)
        for model in guarded_models()
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.editable and not field.primary_key
        and not (field.many_to_many and not field.remote_field.through._meta.auto_created)
    }  # fmt: skip


def test_every_field_is_on_a_form_or_has_its_reason():
    missing = {f"{model._meta.model_name}.{name}" for model, name in kept() - on_forms()}
    assert missing == set(ELSEWHERE), "put it on its form, or say here why it is on none"


def test_a_field_that_is_taken_off_its_form_is_found(monkeypatch):
    workshop = apps.get_model("reports", "Workshop")
    desk = admin.site._registry[workshop]
    pruned = [
        (name, options | {"fields": [each for each in options["fields"] if each != "audience"]})
        for name, options in desk.fieldsets
    ]
    monkeypatch.setattr(desk, "fieldsets", pruned)
    assert kept() - on_forms() >= {(workshop, "audience")}
