"""Keep the index of search in step with the data, whoever writes it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from reports.integrity.checks import Change, data_changed
from reports.integrity.verify import further_checks
from reports.kinds import PARTS
from reports.models import (
    KEYS_A_KIND,
    Actor,
    Block,
    Document,
    Evidence,
    GuardedModel,
    Meeting,
    MeetingRole,
    ObjectiveLink,
    OtherName,
    RetiredAnchor,
)
from reports.search.documents import BATCH, document_kinds, documents
from reports.text.mentions import ActorMatcher

# Rows that no document shows: a change of what they point to makes none of them stale.
NOT_SHOWN = (ObjectiveLink, OtherName, RetiredAnchor)
FIELDS = ("title", "body", "heading", "text", "source", "url")

Keys = defaultdict[type[models.Model], set[int]]


def dependent_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return the keys to `model` of rows whose documents must be rebuilt when a row of it changes.

    They show the row's name or address, or are public with it. A row that is new has none yet.
    """
    return [
        relation.field
        for relation in model._meta.related_objects
        if isinstance(relation.field, models.ForeignKey)
        and issubclass(relation.field.model, GuardedModel)
        and relation.field.model not in NOT_SHOWN
    ]


class PendingUpdates:
    """Rows that were written, by model: the `changed`, and all `touched` with what they point to.

    Also `renamed`: True if an actor has a new name or has lost one.
    """

    def __init__(self, changes: Iterable[Change]) -> None:
        self.touched: Keys = defaultdict(set)
        self.changed: Keys = defaultdict(set)
        self.renamed = False
        for before, after in changes:
            names = {isinstance(row, Actor | OtherName) and row.name for row in (before, after)}
            self.renamed |= len(names) > 1
            for row in filter(None, (before, after)):
                self.add(row)
                if before and after:
                    self.changed[type(row)].add(row.pk)

    def add(self, row: models.Model) -> None:
        """Take note of `row` as it is or was, and of all that it points to."""
        self.touched[type(row)].add(row.pk)
        for field in row._meta.concrete_fields:
            key = getattr(row, field.attname)
            if isinstance(field, models.ForeignKey) and key is not None and shows(row, field):
                self.touched[field.remote_field.model].add(key)


def shows(row: models.Model, field: models.ForeignKey) -> bool:
    """Return True if the document of what `field` of `row` points to may have words of the row."""
    if field.related_model is Meeting:
        return isinstance(row, Evidence | MeetingRole)
    return field.related_model is not Block


@receiver(data_changed)
def on_data_changed(sender: Any, changes: list[Change], using: str, **kwargs: Any) -> None:
    """Bring the index in step with the rows that were written."""
    if changes:
        apply(PendingUpdates(changes), using)


def apply(updates: PendingUpdates, using: str = DEFAULT_DB_ALIAS) -> None:
    """Rebuild the documents that the writes in `updates` bear on."""
    expand(updates, using)
    wanted = {document.pk: document for document in documents(updates.touched, using)}
    stored = indexed_documents(updates.touched, using)
    gone = [key for key, document in stored.items() if differ(document, wanted.get(key))]
    new = [document for key, document in wanted.items() if differ(document, stored.get(key))]
    with transaction.atomic(using=using):
        for some in batches(gone):
            # Past the collector, which would send signals for rows that are no data.
            Document.objects.using(using).filter(pk__in=some)._raw_delete(using)
        Document.objects.using(using).bulk_create(new, batch_size=BATCH)


def expand(updates: PendingUpdates, using: str) -> None:
    """Add the rows that show the changed ones, and the actors that changed texts may name."""
    meetings = updates.changed[Meeting]
    blocks = Block.objects.using(using).filter(meeting__in=meetings)
    updates.changed[Block] |= set(blocks.values_list("pk", flat=True))
    if meetings or updates.renamed:
        # A longer name takes a text's words from a shorter one in it, and gives them back: any actor
        # may have gained or lost its only mention.
        updates.touched[Actor] |= set(Actor.objects.using(using).values_list("pk", flat=True))
    for model, keys in updates.changed.items():
        add_dependents(updates, model, keys, using)
    for part in PARTS:  # without a document of their own: their evidence is a part of another's
        parts = part.model._base_manager.using(using).in_bulk(updates.touched[part.model])
        for row in parts.values():
            updates.add(row)
    add_named_actors(updates, using)


def add_dependents(
    updates: PendingUpdates, model: type[models.Model], keys: set[int], using: str
) -> None:
    """Add the rows that show those of `model` with these `keys`."""
    for field in dependent_keys(model):
        rows = field.model._base_manager.using(using)
        for some in batches(keys):
            for row in rows.filter(**{f"{field.name}__in": some}):
                updates.add(row)


def add_named_actors(updates: PendingUpdates, using: str) -> None:
    """Add the actors that the changed blocks name now, or named when they were indexed."""
    blocks = updates.touched[Block]  # none is touched but for its own text: see `shows`
    if not blocks:
        return
    matcher = ActorMatcher(Actor.objects.using(using).prefetch_related("other_names"))
    before = indexed_documents({Block: blocks}, using).values()
    now = Block.objects.using(using).published().in_bulk(blocks).values()
    texts = [document.text or document.heading for document in before] + [block.text for block in now]
    updates.touched[Actor] |= set().union(*map(matcher.actors, texts))


def indexed_documents(keys: Mapping[type[models.Model], set[int]], using: str) -> dict[int, Document]:
    """Return the documents in the index for the rows of `keys`, given by model, by their own keys."""
    asked = [
        kind.number * KEYS_A_KIND + key
        for kind in document_kinds().values()
        for key in keys.get(kind.model, ())
    ]
    return Document.objects.using(using).in_bulk(asked)


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """Yield `keys` in pieces that a statement can take: SQLite takes no more than 999 values."""
    keys = sorted(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def differ(one: Document, other: Document | None) -> bool:
    """Return True if a document is not as `other` is, or if there is no other."""
    return other is None or any(getattr(one, name) != getattr(other, name) for name in FIELDS)


def rebuild(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the whole index anew."""
    with transaction.atomic(using=using):
        Document.objects.using(using).all()._raw_delete(using)
        Document.objects.using(using).bulk_create(documents(using=using), batch_size=BATCH)


def find_mismatches() -> Iterator[str]:
    """Yield a sentence for each document in which the index is out of step with the data."""
    stored = {document.pk: document for document in Document.objects.all()}
    remedy = "run “manage.py reindex”"
    for document in documents():
        found = stored.pop(document.pk, None)
        if differ(document, found):
            what = "lacks" if found is None else "is behind on"
            yield f"the index of search {what} “{document.heading}” ({document.url}): {remedy}."
    for document in stored.values():
        yield f"the index of search has “{document.heading}”, which is not public: {remedy}."


further_checks.append(find_mismatches)


@receiver(post_migrate)
def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Make the index after a migration or a flush, where data has none, or it no data."""
    if sender.name == "reports" and ("apps" not in kwargs or is_current_schema(kwargs["apps"])):
        published = Meeting.objects.using(using).published().exists()
        if published != Document.objects.using(using).exists():
            rebuild(using)


def is_current_schema(migrated: Any) -> bool:
    """Return True if the tables are as the models say: not after a migration to an earlier state."""
    try:
        return all(
            {field.column for field in model._meta.concrete_fields}
            == {field.column for field in migrated.get_model(model._meta.label)._meta.concrete_fields}
            for model in apps.get_app_config("reports").get_models()
        )
    except LookupError:
        return False
