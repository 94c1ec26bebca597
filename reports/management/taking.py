"""Take rows of this release into the portal, in the place of what is stored."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, cast

from django.core.management import CommandError
from django.core.serializers.base import DeserializedObject
from django.core.serializers.python import Deserializer
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CharField, ProtectedError
from django.db.models.deletion import Collector

from reports.admin.places import Clash, find_clashes, park
from reports.management.shipped import Difference, join_key, models, target_of
from reports.models import GuardedModel, RetiredAnchor, explain_conflicts, foreign_keys


def take(chosen: list[Difference], using: str = DEFAULT_DB_ALIAS) -> None:
    """Write the rows of `chosen` as this release ships them. Call it inside `deferred_checks`.

    Raises CommandError where one needs a row that is not there, or where another row stands in its way.
    """
    written = [each for each in chosen if each.shipped is not None]
    require_targets(written, using)
    own = {(each.model, each.pk) for each in chosen}
    deferred = []
    told: list[str] = []
    for each, found in pairs(written, using):
        for clash in find_clashes(found.object, ()):
            owner = cast(GuardedModel, clash.owner)
            free = free_field(clash)
            if (type(owner), owner.pk) not in own or not free:
                told.append(
                    f"- {each.name}: {join_key(type(owner), owner.natural_key())}. {clash.message}"
                )
            if free:  # of others too, so that all are told
                park(owner, free)
        with explain_conflicts(row_of(found), using):
            found.save(using=using)
        if found.deferred_fields:
            deferred.append(found)
    if told:
        raise CommandError(
            "Nothing was taken: a row cannot be as the release ships it beside another. Take or merge "
            "that too, change it on the desk first, or leave out the row.\n" + "\n".join(told)
        )
    for found in deferred:
        found.save_deferred_fields(using=using)
    gone = [each for each in chosen if each.shipped is None]
    order = list(models().values())
    for each in sorted(gone, key=lambda each: order.index(each.model), reverse=True):
        remove(each, own, using)


def require_targets(written: list[Difference], using: str) -> None:
    """Raise CommandError where a row of `written` points to one that is neither stored nor written."""
    known = {each.name for each in written}
    missing = {}
    for each in written:
        for field in foreign_keys(each.model):
            key = each.shipped and each.shipped[field.name]
            if key is None:
                continue
            target = target_of(field)
            name = join_key(target, [key])
            if name in known:
                continue
            try:
                target.objects.using(using).get_by_natural_key(*key)
            except target.DoesNotExist:
                missing[each.name] = name
            else:
                known.add(name)
    if missing:
        raise CommandError(
            "Nothing was taken: a row points to one that is not there. Take that too, or leave out "
            "the row.\n" + "\n".join(f"- {name}: {needed}" for name, needed in missing.items())
        )


def pairs(written: list[Difference], using: str) -> Iterator[tuple[Difference, DeserializedObject]]:
    """Yield each difference with its row as the release ships it, found in the database or new."""
    raw = [{"model": each.model._meta.label_lower, "fields": each.shipped} for each in written]
    found = Deserializer(raw, using=using, handle_forward_references=True)
    return zip(written, found, strict=True)


def row_of(found: DeserializedObject) -> GuardedModel:
    """Return the row of what was read from a fixture."""
    return cast(GuardedModel, found.object)


def free_field(clash: Clash) -> str:
    """Return the field in which the owner can give up what another wants; "" for none."""
    return clash.place or next(
        (
            name
            for name in clash.fields
            if name not in cast(GuardedModel, clash.owner).natural_key_fields
            and isinstance(clash.owner._meta.get_field(name), CharField)
        ),
        "",
    )


def remove(each: Difference, own: set[tuple[type[GuardedModel], Any]], using: str) -> None:
    """Delete a row that the release ships no more.

    Raises CommandError where others that are not taken hang on it.
    """
    row = each.model._base_manager.using(using).filter(pk=each.pk).first()
    if row is None:  # it went with the row that it belongs to
        return
    collector = Collector(using, origin=row)
    try:
        collector.collect([row])
        found: Iterable[Any] = chain.from_iterable(collector.data.values())
    except ProtectedError as error:
        found = error.protected_objects
    others = [
        join_key(type(other), other.natural_key())
        for other in found
        if isinstance(other, GuardedModel)
        and not isinstance(other, RetiredAnchor)  # which the rules make as they need them
        and other != row
        and (type(other), other.pk) not in own
    ]
    if others:
        raise CommandError(
            f"Nothing was taken: {each.name}, which the release ships no more, is still used here by "
            f"{', '.join(others)}. Take that too, change or delete it on the desk first, or leave out "
            f"{each.name}."
        )
    row.delete()
