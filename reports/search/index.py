"""Keep the index of search in step with the data, whoever writes it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from reports.integrity.checks import Change, data_changed
from reports.integrity.verify import Check, further_checks
from reports.kinds import PARTS
from reports.models import (
    KEYS_A_KIND,
    Actor,
    Block,
    Document,
    Evidence,
    FormerAddress,
    GuardedModel,
    Meeting,
    MeetingRole,
    ObjectiveLink,
    OtherName,
    Report,
    RetiredAnchor,
    foreign_keys,
)
from reports.search.addresses import find_wrong_addresses, keep_former_addresses
from reports.search.documents import BATCH, batches, document_kinds, documents
from reports.text.mentions import ActorMatcher

# Rows that no document shows: a change of what they point to makes none of them stale.
NOT_SHOWN = (ObjectiveLink, OtherName, RetiredAnchor)
# What decides which actors the texts name.
NAMING: dict[type, tuple[str, ...]] = {
    Actor: ("name",),
    OtherName: ("name",),
    Block: ("text", "report_id"),
    Report: ("published",),
}
FIELDS = ("title", "body", "heading", "text", "source", "url")

Keys = defaultdict[type[models.Model], set[int]]


@receiver(data_changed)
def on_data_changed(sender: Any, changes: list[Change], using: str, **kwargs: Any) -> None:
    """Rebuild the documents that the rows that were written bear on."""
    stale = stale_keys(changes, using)
    wanted = {document.pk: document for document in documents(stale, using)}
    stored = Document.objects.using(using).in_bulk(
        kind.number * KEYS_A_KIND + key
        for kind in document_kinds().values()
        for key in stale[kind.model]
    )
    keep_former_addresses(changes, stored, wanted, using)
    gone = [key for key, document in stored.items() if differ(document, wanted.get(key))]
    new = [document for key, document in wanted.items() if differ(document, stored.get(key))]
    with transaction.atomic(using=using):
        for some in batches(gone):
            # Past the collector, which would send signals for rows that are no data.
            Document.objects.using(using).filter(pk__in=some)._raw_delete(using)
        Document.objects.using(using).bulk_create(new, batch_size=BATCH)


def stale_keys(changes: Iterable[Change], using: str) -> Keys:
    """Return the primary keys, by model, of the rows whose documents `changes` may bear on."""
    stale: Keys = defaultdict(set)
    rewritten: Keys = defaultdict(set)
    for before, after in changes:
        for row in filter(None, (before, after)):
            add_row(stale, row)
        if before and after:
            rewritten[type(after)].add(after.pk)
    if rewritten[Meeting]:  # a record names the meeting whose report states it
        reports = Report.objects.using(using).filter(meeting__in=rewritten[Meeting])
        rewritten[Report] |= set(reports.values_list("pk", flat=True))
    if rewritten[Report]:
        blocks = Block.objects.using(using).filter(report__in=rewritten[Report])
        rewritten[Block] |= set(blocks.values_list("pk", flat=True))
    for model, keys in rewritten.items():
        for dependent in dependents(model, keys, using):
            add_row(stale, dependent)
    for part in PARTS:  # without a document of their own: their evidence is a part of another's
        for owned in part.model._base_manager.using(using).in_bulk(stale[part.model]).values():
            add_row(stale, owned)
    stale[Actor] |= actors_named_otherwise(changes, using)
    return stale


def actors_named_otherwise(changes: Iterable[Change], using: str) -> set[int]:
    """Return the primary keys of the actors that texts may have begun or ceased to name by `changes`.

    Those that a changed text names or named. Of changed names, all: a longer name takes a text's words
    from a shorter one in it, and gives them back.
    """
    texts: list[str] = []
    actors = Actor.objects.using(using)
    for before, after in changes:
        row: Any = after or before
        fields = NAMING.get(type(row), ())
        if all(getattr(before, name, None) == getattr(after, name, None) for name in fields):
            continue
        if isinstance(row, Report):
            texts += Block.objects.using(using).filter(report=row.pk).values_list("text", flat=True)
        elif isinstance(row, Block):
            texts += [each.text for each in (before, after) if isinstance(each, Block)]
        else:
            return set(actors.values_list("pk", flat=True))
    if not texts:
        return set()
    matcher = ActorMatcher(actors.prefetch_related("other_names"))
    return {key for text in texts for key in matcher.actors(text)}


def add_row(keys: Keys, row: models.Model) -> None:
    """Add to `keys` that of `row`, and of all it points to whose document may have words of it."""
    keys[type(row)].add(row.pk)
    # A block has no words but its own; a meeting, beside its own, those of its evidence and roles.
    apart = (Block,) if isinstance(row, Evidence | MeetingRole) else (Block, Meeting)
    for field in foreign_keys(type(row)):
        key = getattr(row, field.attname)
        if key and field.related_model not in apart:
            keys[field.remote_field.model].add(key)


def dependents(model: type[models.Model], keys: set[int], using: str) -> Iterator[models.Model]:
    """Yield the rows whose documents must be rebuilt when those of `model` with `keys` change.

    They show the row's name or address, or are public with it. A row that is new has none yet.
    """
    for relation in model._meta.related_objects:
        pointing = relation.field.model
        if relation.one_to_many and issubclass(pointing, GuardedModel) and pointing not in NOT_SHOWN:
            for some in batches(keys):
                named = {f"{relation.field.name}__in": some}
                yield from pointing._base_manager.using(using).filter(**named)


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


def check_index() -> Check:
    """Check the index of search against the data."""
    return Check("documents of search", Document.objects.count(), list(find_mismatches()))


def check_addresses() -> Check:
    """Check that no former address is live, and that each leads to a page or was withdrawn."""
    return Check("former addresses", FormerAddress.objects.count(), list(find_wrong_addresses()))


further_checks += [check_index, check_addresses]


@receiver(post_migrate)
def on_post_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Make the index after a migration or a flush, where data has none, or it no data."""
    if sender.name == "reports":
        executor = MigrationExecutor(connections[using])
        if executor.migration_plan(executor.loader.graph.leaf_nodes("reports")):
            return  # after a migration to an earlier state the tables are not as the models say
        published = Meeting.objects.using(using).published()
        if published.exists() != Document.objects.using(using).exists():
            rebuild(using)
