"""The rules that hold for every writer: admin, shell, loaddata. Connected by ReportsConfig.ready."""

from django.apps import apps
from django.db import connections
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete, pre_save
from django.db.transaction import TransactionManagementError
from django.dispatch import receiver

from reports import indexing, rules
from reports.models import Document, Evidence, Meeting, RetiredAnchor
from reports.models.base import Kept


@receiver(pre_save)
def prepare(sender, instance, using, **kwargs):
    """Before a save: derive what is derived, and keep the stored row to compare with."""
    if not isinstance(instance, Kept):
        return
    if not connections[using].in_atomic_block:
        raise TransactionManagementError(
            "A deserialised row is saved past the model: wrap the load in reports.rules.settled()."
        )
    instance.derive()
    instance._stored = sender._base_manager.using(using).filter(pk=instance.pk).first()


@receiver(post_save)
def settle(sender, instance, using, **kwargs):
    """After a save: check the row, and count the change where something did change."""
    if not isinstance(instance, Kept):
        return
    stored = instance.__dict__.pop("_stored")
    changed = stored is None or values(stored) != values(instance)
    if changed:
        rules.count(using, public=instance.is_public() or bool(stored and stored.is_public()))
    for row in [*instance.bears_on(), *(stored.bears_on() if stored else ())]:
        rules.check(row, using)
    if isinstance(instance, Evidence) and stored and stored.fragment != instance.fragment:
        RetiredAnchor.objects.using(using).retire(stored)
    if changed:
        indexing.note(filter(None, [stored, instance]), using, changed=bool(stored))


@receiver(pre_delete)
def settle_deletion(sender, instance, using, **kwargs):
    """A deletion is a change too; counted before it, while the row can still tell its meeting."""
    if isinstance(instance, Kept):
        rules.count(using, public=instance.is_public())


@receiver(post_delete)
def settle_rest(sender, instance, using, origin, **kwargs):
    """After a deletion: check what it bore on, where it did not go along with its owner."""
    if isinstance(instance, Evidence):
        RetiredAnchor.objects.using(using).retire(instance)
    if isinstance(instance, Kept):
        indexing.note([instance], using)
    if isinstance(instance, Kept) and getattr(origin, "model", type(origin)) is sender:
        for row in instance.bears_on()[1:]:
            rules.check(row, using)


@receiver(post_migrate)
def fill(sender, using, **kwargs):
    """After a migration or a flush: make the index of search where data has none, or it no data."""
    if sender.name == "reports" and ("apps" not in kwargs or as_here(kwargs["apps"])):
        published = Meeting.objects.using(using).published().exists()
        if published != Document.objects.using(using).exists():
            indexing.rebuild(using)


def as_here(then):
    """Whether the tables are as the models say: not after a migration to an earlier state."""
    try:
        return all(
            {field.column for field in model._meta.concrete_fields}
            == {field.column for field in then.get_model(model._meta.label)._meta.concrete_fields}
            for model in apps.get_app_config("reports").get_models()
        )
    except LookupError:
        return False


def values(row):
    """The stored columns of `row`, a dictionary by attribute name."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
