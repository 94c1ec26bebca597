"""Keeping the index of search in step with the data, whoever writes it."""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, transaction

from reports.documents import BATCH, NUMBERS, batches, documents
from reports.mentions import Names
from reports.models import (
    Actor,
    Block,
    Document,
    Evidence,
    Meeting,
    MeetingRole,
    OtherName,
    Presentation,
    Presenter,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from reports.models.search import SHIFT

# Rows that speak of a row and show its name or address, or are public with it: what else a change
# of it bears on. A row that is new has none yet.
SPEAKING = {
    Meeting: (
        *("blocks", "evidence", "roles", "experts_groups", "workshops", "outcomes"),
        *("objectives", "recommendations", "pledges", "presentations"),
    ),
    Block: ("evidence",),
    Actor: (
        *("meeting_roles", "coordinated_groups", "workshop_roles", "presented"),
        *("presentations_on_behalf", "recommendations_made", "addressed", "pledges"),
    ),
    Workshop: ("roles", "outcomes"),
    Recommendation: ("addressed",),
    Presentation: ("presented_by",),
}
# Rows without a document of their own, whose evidence is a part of another's.
BETWEEN = (MeetingRole, WorkshopRole, Presenter)
FIELDS = ("title", "body", "heading", "text", "source", "url")

_stale = ContextVar("rows whose documents are made anew when all is written", default=None)


class Stale:
    """What was written: the rows `changed`, all `touched` with what they point or pointed to, by
    model, the blocks whose `texts` may be other ones, and whether an actor has a new name or has lost
    one (`renamed`)."""

    def __init__(self):
        self.touched, self.changed = defaultdict(set), defaultdict(set)
        self.texts, self.renamed = set(), False

    def add(self, row, *, changed=False):
        """Take note of `row` as it is or was, and of all that it points to."""
        self.touched[type(row)].add(row.pk)
        if changed:
            self.changed[type(row)].add(row.pk)
        if isinstance(row, Block):
            self.texts.add(row.pk)
        for field in row._meta.concrete_fields:
            key = getattr(row, field.attname)
            if field.is_relation and key is not None and shows(row, field):
                self.touched[field.related_model].add(key)

    def __bool__(self):
        return bool(self.touched)


def shows(row, field):
    """Whether the document of what `field` of `row` points to may have words of the row."""
    if field.related_model is Meeting:
        return isinstance(row, Evidence | MeetingRole)
    return field.related_model is not Block


@contextmanager
def gathered(using=DEFAULT_DB_ALIAS):
    """Bring the index in step once, at the end, with all that is written inside."""
    token = _stale.set(Stale())
    try:
        yield
        follow(_stale.get(), using)
    finally:
        _stale.reset(token)


def note(rows, using, *, changed=False):
    """Bring the index in step with a write of `rows`, one as it was and as it is: now, or at the
    end of the `gathered` block that is open. `changed` where it is neither new nor deleted."""
    open_block = _stale.get()
    stale, rows = Stale() if open_block is None else open_block, list(rows)
    names = {row.name for row in rows if isinstance(row, Actor | OtherName)}
    stale.renamed |= len(names) > (1 if changed else 0)
    for row in rows:
        stale.add(row, changed=changed)
    if open_block is None:
        follow(stale, using)


def follow(stale, using=DEFAULT_DB_ALIAS):
    """Make anew the documents that the writes in `stale` bear on."""
    if not stale:
        return
    spread(stale, using)
    wanted = {document.pk: document for document in documents(stale.touched, using)}
    stored = {document.pk: document for document in standing(stale.touched, using)}
    write(wanted, stored, using)


def spread(stale, using):
    """Add to `stale` the rows that speak of the changed ones, and the actors that texts may name."""
    if published := stale.changed.pop(Meeting, None):
        spoken(stale, Meeting, published, using)
        blocks = Block.objects.using(using).filter(meeting__in=published).values_list("pk", flat=True)
        stale.changed[Block] |= set(blocks)
    if published or stale.renamed:
        # A longer name takes a text's words from a shorter one in it, and gives them back: any actor
        # may have gained or lost its only mention.
        stale.touched[Actor] |= set(Actor.objects.using(using).values_list("pk", flat=True))
    for model, keys in list(stale.changed.items()):
        spoken(stale, model, keys, using)
    for model in BETWEEN:
        for keys in batches(stale.touched[model]):
            for row in model._base_manager.using(using).filter(pk__in=keys):
                stale.add(row)
    name_actors(stale, using)


def spoken(stale, model, keys, using):
    """Add to `stale` the rows that speak of those of `model` with these `keys`."""
    for relation in SPEAKING.get(model, ()):
        field = model._meta.get_field(relation)
        for some in batches(keys):
            rows = field.related_model._base_manager.using(using)
            for row in rows.filter(**{f"{field.field.name}__in": some}):
                stale.add(row)


def name_actors(stale, using):
    """Add to `stale` the actors that its blocks name now, or named when they were indexed."""
    if not stale.texts:
        return
    names = Names(Actor.objects.using(using).prefetch_related("other_names"))
    for document in standing({Block: stale.texts}, using):
        stale.touched[Actor] |= names.actors(document.text or document.heading)
    for keys in batches(stale.texts):
        blocks = Block.objects.using(using).published().filter(pk__in=keys)
        for text in blocks.values_list("text", flat=True):
            stale.touched[Actor] |= names.actors(text)


def standing(keys, using):
    """The documents in the index for the rows of `keys`, sets by model."""
    asked = [kind.number * SHIFT + key for kind in NUMBERS.values() for key in keys.get(kind.model, ())]
    for some in batches(asked):
        yield from Document.objects.using(using).filter(pk__in=some)


def write(wanted, stored, using):
    """Change the index from the documents `stored` to those `wanted`, dictionaries by key."""
    gone = [key for key, document in stored.items() if differ(document, wanted.get(key))]
    new = [document for key, document in wanted.items() if differ(document, stored.get(key))]
    with transaction.atomic(using=using):
        for some in batches(gone):
            # Past the collector, which would send signals for rows that are no data.
            Document.objects.using(using).filter(pk__in=some)._raw_delete(using)
        Document.objects.using(using).bulk_create(new, batch_size=BATCH)


def differ(one, other):
    """Whether a document is not as `other` is, or there is no other."""
    return other is None or any(getattr(one, name) != getattr(other, name) for name in FIELDS)


def rebuild(using=DEFAULT_DB_ALIAS):
    """Make the whole index anew."""
    with transaction.atomic(using=using):
        Document.objects.using(using).all()._raw_delete(using)
        Document.objects.using(using).bulk_create(documents(using=using), batch_size=BATCH)


def faults():
    """Where the index is out of step with the data: a generator of sentences."""
    stored = {document.pk: document for document in Document.objects.all()}
    remedy = "run “manage.py reindex”"
    for document in documents():
        found = stored.pop(document.pk, None)
        if differ(document, found):
            what = "lacks" if found is None else "is behind on"
            yield f"the index of search {what} “{document.heading}” ({document.url}): {remedy}."
    for document in stored.values():
        yield f"the index of search has “{document.heading}”, which is not public: {remedy}."
