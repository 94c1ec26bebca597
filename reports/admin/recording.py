"""Keep a version of each page of the desk that a change touches, with who changed it and why.

A version is what one page shows for editing: its row and the rows of its inlines, in Django's own
JSON, as django-reversion keeps it. That of a row that was deleted is empty. Reversion's tables hold
them; its own way to record is not used, since it keeps no deletion, nothing of what was there before
the first change, and follows rows one query each.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Model, Q, QuerySet
from django.dispatch import receiver
from django.forms.models import _get_foreign_key
from django.utils import timezone
from django.utils.text import capfirst
from reversion.models import Revision, Version

from reports.admin import reasons
from reports.integrity import checks
from reports.models import GuardedModel

FOUND = "As it stood before the change that follows."  # the reason of a version that nobody made
NOTHING = "[]"  # what the version of a deleted row holds


class Page(NamedTuple):
    """A page of the desk: the model of its row, and that row's key."""

    model: type[GuardedModel]
    pk: int


class Shown(NamedTuple):
    """An inline of a page: the model of its rows, and the column with the key of the page's row."""

    model: type[GuardedModel]
    column: str


Rows = dict[tuple[type[Model], Any], GuardedModel]


@cache
def pages() -> dict[type[GuardedModel], list[Shown]]:
    """Return the inlines of each model of the desk that is under the rules."""
    return {
        model: [Shown(each.model, column_of(model, each)) for each in desk.inlines]
        for model, desk in admin.site._registry.items()
        if issubclass(model, GuardedModel)
    }


@cache
def models_shown() -> dict[str, type[GuardedModel]]:
    """Return the models of all rows that pages show, by their labels in Django's JSON."""
    found = [*pages(), *(inline.model for inlines in pages().values() for inline in inlines)]
    return {model._meta.label_lower: model for model in found}


def column_of(model: type[Model], inline: type[InlineModelAdmin]) -> str:
    """Return the column of the rows of `inline` that has the key of the page's row, one of `model`."""
    key = _get_foreign_key(model, inline.model, fk_name=inline.fk_name)
    assert key  # noqa: S101 # else Django raises
    return key.attname


def pages_of(row: GuardedModel) -> Iterator[Page]:
    """Yield the pages that show `row`: its own, and that of each row that it belongs to."""
    for model, inlines in pages().items():
        if isinstance(row, model):
            yield Page(model, row.pk)
        for inline in inlines:
            if isinstance(row, inline.model) and (owner := getattr(row, inline.column)):
                yield Page(model, owner)


@receiver(checks.data_changed)
def keep_versions(sender: Any, changes: list[checks.Change], using: str, **kwargs: Any) -> None:
    """Keep the pages that `changes` touch, as they are now and, where nobody kept it, as they were."""
    recording = reasons.current()
    if recording is None:
        return
    before: dict[tuple[type[Model], Any], GuardedModel | None] = {}
    touched: dict[Page, None] = {}
    for change in changes:
        for row in change:
            if row and row.pk:
                before.setdefault((type(row), row.pk), change.before)
                touched |= dict.fromkeys(pages_of(row))
    if not touched:
        return
    now = stored(touched, using)
    then = {key: row for key, row in now.items() if key not in before}
    then |= {key: row for key, row in before.items() if row}
    last = last_versions(touched, using)
    found, made = [], []
    shown_then, shown_now = arrange(touched, then), arrange(touched, now)
    for page in touched:
        old, new = (serialize(shown.get(page, [])) for shown in (shown_then, shown_now))
        name = name_of(now.get(page) or then.get(page), page)
        kept = last[page].serialized_data if page in last else NOTHING
        if old not in (kept, new):
            found.append(version(page, old, name, using))
        if new != old:
            made.append(version(page, new, name, using))
    save(found, using, comment=FOUND)
    save(made, using, user_id=recording.user.pk, comment=recording.reason)


def save(versions: list[Version], using: str, **fields: Any) -> None:
    """Store `versions` as one revision with these `fields`; none where there is nothing to store."""
    if versions:
        revision = Revision.objects.using(using).create(date_created=timezone.now(), **fields)
        for each in versions:
            each.revision = revision
        Version.objects.using(using).bulk_create(versions)


def version(page: Page, data: str, name: str, using: str) -> Version:
    """Return a version of `page` that is not stored yet."""
    kind = ContentType.objects.get_for_model(page.model)
    return Version(
        content_type=kind,
        object_id=str(page.pk),
        db=using,
        format="json",
        serialized_data=data,
        object_repr=name,
    )


def name_of(row: GuardedModel | None, page: Page) -> str:
    """Return the name of the row of `page`; by its number where it follows from a row that is gone."""
    try:
        return str(row)
    except ObjectDoesNotExist:
        return f"{capfirst(page.model._meta.verbose_name)} {page.pk}"


def stored(touched: Iterable[Page], using: str) -> Rows:
    """Return all rows on the pages `touched` as they are stored: a query a model and inline."""
    keys: dict[type[GuardedModel], list[int]] = {}
    for page in touched:
        keys.setdefault(page.model, []).append(page.pk)
    found: Rows = {}
    for model, pks in keys.items():
        # With the rows that its name is made of.
        rows = model._base_manager.using(using).select_related().order_by()
        found |= {(model, row.pk): row for row in rows.filter(pk__in=pks)}
        for inline in pages()[model]:
            lines = inline.model._base_manager.using(using).order_by()
            belonging = lines.filter(**{f"{inline.column}__in": pks})
            for row in belonging:
                found.setdefault((inline.model, row.pk), row)
    return found


def arrange(touched: Iterable[Page], rows: Rows) -> dict[Page, list[GuardedModel]]:
    """Return which of `rows` stand on each page, its own first; none where its own is not there."""
    found: dict[Page, list[GuardedModel]] = {page: [] for page in touched if page in rows}
    for row in rows.values():
        for page in pages_of(row):
            if page in found:
                found[page].append(row)
    for page, shown in found.items():
        places = [page.model, *(inline.model for inline in pages()[page.model])]
        found[page] = sorted(shown, key=partial(place_of, places))
    return found


def place_of(models: list[type[GuardedModel]], row: GuardedModel) -> tuple[int, int]:
    """Return by what the rows of a page are sorted: the order of its `models`, then their keys."""
    return models.index(type(row)), row.pk


def serialize(rows: list[GuardedModel]) -> str:
    """Return `rows` in Django's JSON: what an editor can set of each."""
    said = [serializers.serialize("python", [row], fields=editable_fields(type(row)))[0] for row in rows]
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False)


@cache
def editable_fields(model: type[Model]) -> list[str]:
    """Return the names of the fields of `model` that follow from no other."""
    return [
        field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key
    ]


def versions_of_model(model: type[GuardedModel], using: str = "default") -> QuerySet[Version]:
    """Return the versions of all pages of `model`, the newest first, with who made them."""
    kind = ContentType.objects.get_for_model(model)
    found = Version.objects.using(using).filter(content_type=kind, db=using)
    return found.select_related("revision__user").order_by("-pk")


def versions_of(touched: Iterable[Page], using: str = "default") -> QuerySet[Version]:
    """Return the versions of these pages, the newest first."""
    meant = Q(pk=None)
    for model, pks in group(touched).items():
        kind = ContentType.objects.get_for_model(model)
        meant |= Q(content_type=kind, object_id__in=pks)
    return Version.objects.using(using).filter(meant, db=using).order_by("-pk")


def last_state(model: type[Model], key: Any) -> Version | None:
    """Return the last version that holds anything of the page with that key; None where none is kept."""
    if not issubclass(model, GuardedModel):
        return None  # an account
    return versions_of_model(model).filter(object_id=key).exclude(serialized_data=NOTHING).first()


def is_last_by(user: AbstractBaseUser | AnonymousUser, model: type[Model], key: Any) -> bool:
    """Return True if what is stored of the page with that key, or nothing, is what `user` saved last."""
    if not issubclass(model, GuardedModel):
        return False
    last = versions_of_model(model).filter(object_id=key).first()
    if last is None or last.revision.user_id != user.pk:
        return False
    return last.serialized_data == state_of_page(model, int(last.object_id), last.db)


def state_of_page(model: type[GuardedModel], key: int, using: str = "default") -> str:
    """Return what is stored of the page with that key, as a version of it would hold it."""
    page = Page(model, key)
    return serialize(arrange([page], stored([page], using)).get(page, []))


def group(touched: Iterable[Page]) -> dict[type[GuardedModel], list[str]]:
    """Return the keys of pages by model, as reversion writes them."""
    found: dict[type[GuardedModel], list[str]] = {}
    for page in touched:
        found.setdefault(page.model, []).append(str(page.pk))
    return found


def last_versions(touched: Iterable[Page], using: str) -> dict[Page, Version]:
    """Return the last version of each page that has one."""
    each = versions_of(touched, using).order_by().values("content_type", "object_id")
    newest = each.annotate(last=Max("pk")).values("last")
    models = {ContentType.objects.get_for_model(page.model).pk: page.model for page in touched}
    return {
        Page(models[version.content_type_id], int(version.object_id)): version
        for version in Version.objects.using(using).filter(pk__in=newest)
    }
