"""Signal receivers that hold the rules for every writer; connected by ReportsConfig.ready."""

from collections.abc import Iterator
from copy import copy
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections, models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.text import capfirst

from reports.integrity import checks
from reports.integrity.fields import find_field_faults
from reports.models import Evidence, GuardedModel, ObjectiveLink, Record, Report, RetiredAnchor
from reports.text.characters import make_visible


@receiver(pre_save)
def on_pre_save(sender: type, instance: models.Model, using: str, **kwargs: Any) -> None:
    """Set derived fields, check every field, and keep the stored row to compare with."""
    if not isinstance(instance, GuardedModel):
        return
    if not connections[using].in_atomic_block:
        raise transaction.TransactionManagementError(
            "A deserialised row is saved past the model: wrap the load in "
            "reports.integrity.checks.deferred_checks()."
        )
    prepare(instance)
    rows = type(instance)._base_manager.using(using).order_by("pk")
    stored = rows.filter(pk=instance.pk).first() if instance.pk else None  # a new row needs no query
    instance.__dict__["_stored"] = stored
    # Asked now: an actor that gets another name may be named by no report any more.
    instance.__dict__["_was_public"] = bool(
        stored and stored_values(stored) != stored_values(instance) and stored.is_published()
    )


def prepare(row: GuardedModel) -> None:
    """Set the derived fields of `row`, and hold each field to its own rules, as a form would.

    Raises ValidationError with a sentence for each wrong field, by its name. What foreign keys lead
    to is left to the database: each would cost a query, and loaddata refers to rows that are yet to
    come. So are constraints, see `explain_conflicts`.
    """
    keys = {field.name for field in row._meta.concrete_fields if field.is_relation}
    faults = find_field_faults(row)
    # Nothing follows from what is wrong, and nothing can be compared with it.
    derive = (row.set_derived_fields, row.clean) if not faults else ()
    for step in (*derive, partial(row.clean_fields, exclude=keys)):
        try:
            step()
        except ValidationError as error:
            faults |= error.message_dict
    if faults:
        name = capfirst(row._meta.verbose_name)
        raise ValidationError(
            [
                f"{name}, {field} “{make_visible(str(getattr(row, field, ''))[:60])}”: {message}"
                for field, messages in faults.items()
                for message in messages
            ]
        )


@receiver(post_save)
def on_post_save(sender: type, instance: models.Model, using: str, **kwargs: Any) -> None:
    """Check the row, and count the change where something did change."""
    if not isinstance(instance, GuardedModel):
        return
    stored, was_public = instance.__dict__.pop("_stored"), instance.__dict__.pop("_was_public")
    changed = stored is None or stored_values(stored) != stored_values(instance)
    if changed:
        checks.bump_versions(using, instance, was_public=was_public)
    broken = [*stored.dependents(), *stored.naming_rows()] if stored and changed else []
    if stored and has_moved(instance, stored):
        broken += pointing_rows(instance, using)
    switched = switched_reports(instance, stored)
    checks.check([*instance.dependents(), *broken], using, switched)
    if changed and (switched or not isinstance(instance, Report)):
        check_claims(using, instance, stored)
    if stored and changed:
        save_derived(instance)
    if isinstance(instance, Evidence) and stored and stored.fragment != instance.fragment:
        retire_anchor(stored, using)
    if changed:
        checks.announce(checks.Change(stored, instance), using)


def switched_reports(row: GuardedModel, stored: GuardedModel | None) -> list[Report]:
    """Return `row` where it is a report whose records may be public now, or no longer.

    A report that is new has none yet.
    """
    if isinstance(row, Report) and isinstance(stored, Report) and row.published != stored.published:
        return [row]
    return []


def check_claims(using: str, row: GuardedModel, stored: GuardedModel | None = None) -> None:
    """Check the reports that claim to be recorded whole and that a change of `row` bears on.

    `stored` is the row as it was before. A record that is of another report now may be of a draft,
    whose quotes do not count.
    """
    meant = row.bears_on_claims()
    if stored:
        if stored.bears_on_claims() != meant:
            meant |= stored.bears_on_claims()
        if has_moved(row, stored):
            meant = ~models.Q(pk=None)
    if meant:
        claiming = Report._base_manager.using(using).filter(meant, fully_recorded=True)
        checks.check(claiming.order_by(), using)


def has_moved(row: GuardedModel, stored: GuardedModel) -> bool:
    """Return True if `row` is a record of another report than that which stated it as `stored`."""
    owner = f"{row.report_path.partition('__')[0]}_id"
    return isinstance(row, Record) and getattr(row, owner, None) != getattr(stored, owner, None)


def pointing_rows(row: GuardedModel, using: str) -> Iterator[GuardedModel]:
    """Yield the records and links that point to `row`: what is public points to no draft."""
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if relation.one_to_many and issubclass(model, Record | ObjectiveLink):
            yield from model._base_manager.using(using).filter(**{relation.field.name: row.pk})


def save_derived(row: GuardedModel) -> None:
    """Save the rows whose derived fields follow from `row`, where they are others now."""
    for derived in row.derived_rows():
        before = stored_values(derived)
        derived.set_derived_fields()
        if stored_values(derived) != before:
            derived.save()


@receiver(pre_delete)
def on_pre_delete(sender: type, instance: models.Model, using: str, **kwargs: Any) -> None:
    """Count a deletion while the row can still tell its report."""
    if isinstance(instance, GuardedModel):
        checks.bump_versions(using, instance)


@receiver(post_delete)
def on_post_delete(sender: type, instance: models.Model, using: str, origin: Any, **kwargs: Any) -> None:
    """Recheck the dependents that were not deleted by the same cascade."""
    if not isinstance(instance, GuardedModel):
        return
    if isinstance(instance, Evidence):
        retire_anchor(instance, using)
    # A copy: Django takes the primary key from the row itself when the deletion is done.
    checks.announce(checks.Change(copy(instance), None), using)
    check_claims(using, instance)  # whatever else is deleted in the same cascade
    if getattr(origin, "model", type(origin)) is sender:
        checks.check([*instance.dependents()[1:], *instance.naming_rows()], using)


def retire_anchor(evidence: Evidence, using: str) -> None:
    """Keep the anchor of `evidence` from other words, as its address may be in use."""
    RetiredAnchor.objects.using(using).get_or_create(
        {"quote": evidence.quote}, block_id=evidence.block_id, anchor=evidence.anchor
    )


def stored_values(row: models.Model) -> dict[str, object]:
    """Return the stored columns of `row`, by attribute name."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
