"""The words that the records rest on."""

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from reports import quotes
from reports.models.base import Kept, together
from reports.models.groups import ExpertsGroup
from reports.models.meetings import MeetingRole, Participant
from reports.models.objectives import Objective
from reports.models.outcomes import Outcome
from reports.models.pledges import Pledge
from reports.models.presentations import Presentation
from reports.models.recommendations import Recommendation
from reports.models.text import Block, Meeting
from reports.models.workshops import Workshop, WorkshopRole

# The kinds of record, each with its foreign key in Evidence, in the order that pages show them.
RECORDS = {
    "meeting": Meeting,
    "meeting_role": MeetingRole,
    "participant": Participant,
    "experts_group": ExpertsGroup,
    "workshop": Workshop,
    "workshop_role": WorkshopRole,
    "outcome": Outcome,
    "objective": Objective,
    "recommendation": Recommendation,
    "pledge": Pledge,
    "presentation": Presentation,
}


def exactly_one(names, name, message):
    """A constraint that exactly one of the foreign keys `names` is set: counted, for a chain of
    exclusive ors accepts three."""
    count = sum(
        (
            Case(
                When(**{f"{field}__isnull": False}, then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            )
            for field in names
        ),
        start=Value(0),
    )
    return models.CheckConstraint(
        condition=models.lookups.Exact(count, Value(1)), name=name, violation_error_message=message
    )


def owner(related_name):
    """A nullable foreign key to a kind of record that its rows go with."""
    return lambda model: models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name=related_name
    )


_evidence = owner("evidence")


def fragment(key, anchor):
    """The fragment, on the report's page, of the words of that `anchor` in the block of that `key`."""
    return f"{key}-{anchor}"


class EvidenceQuerySet(models.QuerySet):
    """Vocabulary of evidence."""

    def published(self):
        """That which stands in the reports of published meetings."""
        return self.filter(block__meeting__published=True)

    def in_order(self):
        """As the report has it, with block and meeting at hand."""
        return self.select_related("block__meeting").order_by("block__order", "pk")

    def with_records(self):
        """By block, with the published record of each and what its name needs."""
        shown = Q()
        for name, model in RECORDS.items():
            path = "__".join(filter(None, (name, model.MEETING, "published")))
            shown &= Q(**{name: None}) | Q(**{path: True})
        return (
            self.select_related(
                "block__meeting",
                "workshop_role__workshop",
                "workshop_role__actor",
                "meeting_role__meeting",
                "meeting_role__actor",
                "participant__actor",
                "outcome__workshop",
                "outcome__meeting",
                "presentation__meeting",
                *RECORDS,
            )
            .filter(shown)
            .prefetch_related(
                together("presentation__presented_by", "Presenter", "actor"),
                together("workshop__roles", "WorkshopRole", "actor"),
            )
            .order_by("block__order", "pk")
        )

    def get_by_natural_key(self, meeting, block, anchor):
        """The evidence of that anchor in that block of that meeting."""
        return self.get(block__meeting__slug=meeting, block__key=block, anchor=anchor)


class Evidence(Kept):
    """The words of one block that one record rests on."""

    block = models.ForeignKey(Block, models.PROTECT, related_name="evidence")
    anchor = models.SlugField(
        max_length=80,
        help_text="Its fragment in the paragraph, for ever; never one that was used before.",
    )
    prefix = models.CharField(
        max_length=500,
        blank=True,
        help_text="The text right before the quote, where the quote alone stands more than once.",
    )
    quote = models.TextField(help_text="Copied from the paragraph, to the letter.")
    meeting = _evidence(Meeting)
    meeting_role = _evidence(MeetingRole)
    participant = _evidence(Participant)
    experts_group = _evidence(ExpertsGroup)
    workshop = _evidence(Workshop)
    workshop_role = _evidence(WorkshopRole)
    outcome = _evidence(Outcome)
    objective = _evidence(Objective)
    recommendation = _evidence(Recommendation)
    pledge = _evidence(Pledge)
    presentation = _evidence(Presentation)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["block", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["block", "anchor"],
                name="evidence_anchor_unique",
                violation_error_message="Another quote in this paragraph has that anchor.",
            ),
            models.CheckConstraint(
                condition=~Q(quote=""),
                name="evidence_quote_not_empty",
                violation_error_message="A quote has words.",
            ),
            exactly_one(RECORDS, "evidence_of_one_record", "Evidence belongs to exactly one record."),
        ]

    def __str__(self):
        return f"{self.block.label}: “{self.quote[:60]}”"

    def natural_key(self):
        """Its block's key, and its anchor."""
        return (*self.block.natural_key(), self.anchor)

    natural_key.dependencies = [
        "reports.block",
        *(f"reports.{m.__name__}" for m in RECORDS.values()),
    ]

    def get_absolute_url(self):
        """The very words, in the whole report."""
        return f"{self.block.meeting.get_report_url()}#{self.fragment}"

    @property
    def fragment(self):
        """The fragment of its words on the report's page."""
        return fragment(self.block.key, self.anchor)

    @property
    def kind(self):
        """The name of its record's kind: a key of RECORDS; "" before it has one."""
        return next((name for name in RECORDS if getattr(self, f"{name}_id")), "")

    @property
    def record(self):
        """The record that rests on it."""
        return getattr(self, self.kind)

    def is_public(self):
        """As the report that it quotes."""
        return self.block.is_public()

    def bears_on(self):
        """Itself, and the record that would be left without words."""
        return [self, self.record]

    def problems(self):
        """Where its quote is not found exactly once in its block, or its anchor has had its day."""
        found = []
        try:
            quotes.locate(self.block.text, self.prefix, self.quote)
        except ValueError as error:
            found.append(f"Evidence “{self.anchor}” and {self.block.label} disagree: {error}")
        if self.block.retired.filter(anchor=self.anchor).exclude(quote=self.quote).exists():
            found.append(
                f"The anchor “{self.anchor}” stood for other words of {self.block.label} before, and "
                "addresses in use still name it: choose another."
            )
        return found


class RetiredAnchorQuerySet(models.QuerySet):
    """Vocabulary of retired anchors."""

    def retire(self, evidence):
        """Keep the anchor of `evidence` from other words, as its address may be in use."""
        keep = {"block_id": evidence.block_id, "anchor": evidence.anchor}
        if not self.filter(**keep).exists():
            self.create(quote=evidence.quote, **keep)

    def get_by_natural_key(self, meeting, block, anchor):
        """The retired anchor of that name in that block of that meeting."""
        return self.get(block__meeting__slug=meeting, block__key=block, anchor=anchor)


class RetiredAnchor(Kept):
    """An anchor that evidence had once: its address may be in use, so it never means other words."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="retired")
    anchor = models.SlugField(max_length=80)
    quote = models.TextField()

    objects = RetiredAnchorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "anchor"],
                name="retiredanchor_unique",
                violation_error_message="That anchor is retired already.",
            ),
        ]

    def __str__(self):
        return f"{self.block.key}-{self.anchor}"

    def natural_key(self):
        """Its block's key, and the anchor."""
        return (*self.block.natural_key(), self.anchor)

    natural_key.dependencies = ["reports.block"]

    def is_public(self):
        """As the report it stood in."""
        return self.block.is_public()
