"""What search can find: the kinds of document, and how each is made of the stored rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, Model, OuterRef, Prefetch, Q
from django.utils.text import capfirst

from reports.mentions import Names
from reports.models import (
    Actor,
    Addressee,
    Block,
    Document,
    ExpertsGroup,
    Meeting,
    MeetingRole,
    Objective,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from reports.models.base import together, words
from reports.models.search import SHIFT
from reports.models.text import BlockKind
from reports.tokens import stored

BATCH = 500  # rows at a time: SQLite takes no more than 999 values in a statement

# Where a row points to an actor: the model and the paths to the actor and to the meeting.
PARTS = (
    (Participant, "actor", "meeting"),
    (MeetingRole, "actor", "meeting"),
    (ExpertsGroup, "coordinator", "meeting"),
    (WorkshopRole, "actor", "workshop__meeting"),
    (Presenter, "actor", "presentation__meeting"),
    (Presentation, "on_behalf_of", "meeting"),
    (Pledge, "giver", "meeting"),
    (Addressee, "actor", "recommendation__meeting"),
    (Recommendation, "speaker", "meeting"),
)


@dataclass
class Kind:
    """One kind of document.

    `number` is its part of the key, `value` its name in an address, `label` and `plural` its name as
    read, `rows` its published rows with all that is needed, and `read` makes of one of them its title
    and the pieces of its body.
    """

    number: int
    value: str
    label: str
    plural: str
    model: type[Model]
    rows: Callable
    read: Callable

    def documents(self, keys: Iterable | None, using: str) -> Iterator[Document]:
        """The documents of this kind for the rows of these primary `keys`; of all, for None."""
        rows = self.rows().using(using).order_by("pk")
        if keys is None:
            for row in rows.iterator(BATCH):
                yield self.document(row)
            return
        keys = sorted(keys)
        for start in range(0, len(keys), BATCH):
            yield from map(self.document, rows.filter(pk__in=keys[start : start + BATCH]))

    def document(self, row) -> Document:
        """The document of one row. A paragraph's heading is ours, so no words of it count."""
        heading, pieces = self.read(row)
        pieces = list(dict.fromkeys(piece for piece in pieces if piece))
        return Document(
            pk=self.number * SHIFT + row.pk,
            title="" if self.value == "paragraph" else stored([heading]),
            body=stored(pieces),
            heading=heading,
            text=Document.PIECE.join(pieces),
            source="" if self.model in (Actor, Meeting) else str(row.meeting),
            url=row.get_absolute_url(),
        )


def blocks(*kinds):
    """The published blocks of these kinds."""
    return lambda: Block.objects.published().filter(kind__in=kinds).select_related("meeting")


def quotes(record):
    """The words that `record` rests on."""
    return [evidence.quote for evidence in record.evidence.all()]


def names(relation, rows):
    """A prefetch of the rows with a part in a record, with their actors and words."""
    return Prefetch(relation, rows.objects.select_related("actor").prefetch_related(words()))


def parts(rows):
    """The names and words of those with a part: the actor's name, as written, and the quotes."""
    return [each for row in rows for each in (str(row.actor), row.name_written, *quotes(row))]


def read_meeting(row):
    """A meeting: its words, and who led it with theirs."""
    return str(row), quotes(row) + parts(row.roles.all())


def read_workshop(row):
    """A workshop: what it was, its words, and every part in it with its words."""
    own = [row.also_called, row.subject, row.audience, *quotes(row)]
    return row.title, own + parts(row.roles.all())


def read_recommendation(row):
    """A recommendation: who says so, to whom, and its words."""
    addressed = [str(each.actor) for each in row.addressed.all()]
    return str(row), [row.speaker_written, str(row.speaker or ""), *addressed, *quotes(row)]


def read_pledge(row):
    """A pledge: who gives, and its words."""
    return str(row), [str(row.giver or ""), *quotes(row)]


def read_group(row):
    """An experts group: its subject, who coordinates and speaks, and its words."""
    return str(row), [row.subject, str(row.coordinator or ""), row.representative, *quotes(row)]


def read_presentation(row):
    """A presentation: by whom, for whom, and its words."""
    people = [each for by in row.presented_by.all() for each in (by.name_written, by.person)]
    return row.title, [*people, str(row.on_behalf_of or ""), *quotes(row)]


def reported(model, *needs):
    """The published rows of `model` with their words and what else they need."""
    return lambda: model.objects.published().with_words().prefetch_related(*needs)


# In the order of a page of results. Numbers are in stored keys: a change asks for a rebuild.
KINDS = {
    kind.value: kind
    for kind in (
        Kind(
            1, "paragraph", "Paragraph", "paragraphs", Block, blocks(BlockKind.PARAGRAPH),
            lambda row: (capfirst(row.label.replace("para ", "paragraph ", 1)), [row.text]),
        ),
        Kind(
            2, "heading", "Title or heading", "titles or headings", Block,
            blocks(BlockKind.TITLE, BlockKind.PART, BlockKind.HEADING),
            lambda row: (row.text, []),
        ),
        Kind(
            3, "meeting", "Meeting", "meetings", Meeting,
            lambda: Meeting.objects.published().prefetch_related(words(), names("roles", MeetingRole)),
            read_meeting,
        ),
        Kind(
            4, "actor", "Participant or other actor", "participants or other actors", Actor,
            lambda: Actor.objects.prefetch_related("other_names"),
            lambda row: (str(row), [each.name for each in row.other_names.all()]),
        ),
        Kind(
            5, "workshop", "Workshop", "workshops", Workshop,
            reported(Workshop, names("roles", WorkshopRole)), read_workshop,
        ),
        Kind(
            6, "recommendation", "Recommendation", "recommendations", Recommendation,
            reported(Recommendation, together("addressed", "Addressee", "actor")), read_recommendation,
        ),
        Kind(
            7, "pledge", "Pledge", "pledges", Pledge,
            lambda: reported(Pledge)().select_related("giver"), read_pledge,
        ),
        Kind(
            8, "objective", "Objective", "objectives", Objective,
            reported(Objective), lambda row: (str(row), quotes(row)),
        ),
        Kind(
            9, "experts-group", "Experts group", "experts groups", ExpertsGroup,
            lambda: reported(ExpertsGroup)().select_related("coordinator"), read_group,
        ),
        Kind(
            10, "outcome", "Outcome", "outcomes", Outcome,
            lambda: reported(Outcome)().select_related("workshop"),
            lambda row: (str(row), [row.workshop_written, *quotes(row)]),
        ),
        Kind(
            11, "presentation", "Presentation", "presentations", Presentation,
            lambda: Presentation.objects.published().for_listing(), read_presentation,
        ),
    )
}  # fmt: skip
NUMBERS = {kind.number: kind for kind in KINDS.values()}


def documents(keys: dict | None = None, using: str = "default") -> Iterator[Document]:
    """The documents that there should be for the rows of `keys`, sets by model; all, for None."""
    for kind in KINDS.values():
        wanted = None if keys is None else keys.get(kind.model, set())
        if kind.model is Actor and (wanted is None or wanted):
            wanted = public_actors(wanted, using)
        if wanted is None or wanted:
            yield from kind.documents(wanted, using)


def public_actors(keys: set | None, using: str) -> set:
    """Those of the actors of these `keys` (of all, for None) that a published report names or states."""
    actors = Actor.objects.using(using).prefetch_related("other_names")
    found = set()
    for some in [None] if keys is None else batches(keys):
        asked = actors if some is None else actors.filter(pk__in=some)
        found |= set(asked.filter(has_part()).values_list("pk", flat=True))
    missing = {actor.pk for actor in actors if keys is None or actor.pk in keys} - found
    if missing:
        names = Names(actors)
        for text in Block.objects.using(using).published().values_list("text", flat=True).iterator():
            if named := names.actors(text) & missing:
                found |= named
                missing -= named
                if not missing:
                    break
    return found


def batches(keys: Iterable) -> Iterator[list]:
    """`keys` in pieces that a statement can take."""
    keys = sorted(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def has_part():
    """The condition that an actor has a part in something published."""
    return reduce(
        or_,
        (
            Q(Exists(model.objects.filter(**{actor: OuterRef("pk"), f"{meeting}__published": True})))
            for model, actor, meeting in PARTS
        ),
    )
