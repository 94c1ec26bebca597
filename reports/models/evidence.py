"""Evidence: the words that the records rest on."""

from typing import Self, TypeVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    ListQuerySet,
    Record,
    exactly_one,
    owner_key,
    validate_name,
)
from reports.text import quotes
from reports.text.lines import unify_line_ends
from reports.text.statements import Quote, read

MAX_CONFIRMED = 5000  # characters of all that was read and found right of one quote

RecordRow = TypeVar("RecordRow", bound=Record)


class Selector(models.Model):
    """The place of some words in a block: a TextQuoteSelector of the W3C Web Annotation model."""

    block = models.ForeignKey("reports.Block", models.PROTECT, related_name="evidence")
    anchor = models.SlugField(
        max_length=80,
        validators=[validate_name],
        help_text="Its fragment in the paragraph, for ever; never one that was used before.",
    )
    prefix = models.CharField(
        max_length=500,
        blank=True,
        help_text="The text right before the quote, where the quote alone stands more than once.",
    )
    quote = models.TextField(help_text="Copied from the paragraph, to the letter.")

    class Meta:
        abstract = True


class RecordKeys(models.Model):
    """Foreign keys to every kind of record, in the order that pages show them.

    The one list of what can have evidence: RECORDS in reports.models is read from it.
    """

    meeting = owner_key("reports.Meeting", "evidence")
    meeting_role = owner_key("reports.MeetingRole", "evidence")
    participant = owner_key("reports.Participant", "evidence")
    experts_group = owner_key("reports.ExpertsGroup", "evidence")
    workshop = owner_key("reports.Workshop", "evidence")
    workshop_role = owner_key("reports.WorkshopRole", "evidence")
    outcome = owner_key("reports.Outcome", "evidence")
    objective = owner_key("reports.Objective", "evidence")
    recommendation = owner_key("reports.Recommendation", "evidence")
    finding = owner_key("reports.Finding", "evidence")
    pledge = owner_key("reports.Pledge", "evidence")
    presentation = owner_key("reports.Presentation", "evidence")
    stated_count = owner_key("reports.StatedCount", "evidence")
    connective = owner_key("reports.Connective", "evidence")
    index_term = owner_key("reports.IndexTerm", "evidence")

    class Meta:
        abstract = True


RECORD_KEYS = tuple(field.name for field in RecordKeys._meta.local_fields)


def fragment(key: str, anchor: str) -> str:
    """Return the fragment, on the report's page, of the words of that `anchor` in the block `key`."""
    return f"{key}.{anchor}"


class EvidenceQuerySet(GuardedQuerySet["Evidence"]):
    """QuerySet of evidence."""

    def in_order(self) -> Self:
        """Sort as the reports have it, report by report; fetch block, report and meeting too."""
        rows = self.select_related("block__report__meeting", "block__part")
        return rows.order_by("block__report_id", "block__order", "pk")

    def of_published_records(self, besides: GuardedModel | None = None) -> Self:
        """Keep what belongs to a published record, or to one that the report `besides` states."""
        shown = models.Q()
        for name in RECORD_KEYS:
            model: type[Record] = getattr(Evidence, name).field.related_model
            path = f"{name}__{model.report_path}" if model.report_path else self.model.report_path
            public = models.Q(**{f"{path}__published": True})
            stated = models.Q(**{path: besides}) if besides else models.Q()
            shown &= models.Q(**{name: None}) | public | stated
        return self.filter(shown)


class Evidence(Selector, RecordKeys, GuardedModel):
    """The words of one block that one record rests on."""

    report_path = "block__report"
    natural_key_fields = ("block__report__meeting__slug", "block__report__slug", "block__key", "anchor")

    across_reports = models.BooleanField(
        "from another meeting's report",
        default=False,
        help_text="On where the words stand in the report of another meeting than the one that states "
        "the record, and are meant for it.",
    )
    confirmed = models.TextField(
        "read and found right",
        blank=True,
        validators=[MaxLengthValidator(MAX_CONFIRMED)],
        help_text="Claims of the record that the quote says in other words, so that no comparison finds "
        "them: one a line, as a refused save gives it, with its mark in brackets, which stands for the "
        "words read. Read both first. When the claim or the quote is changed it is asked for again.",
    )

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
                condition=~models.Q(quote=""),
                name="evidence_quote_not_empty",
                violation_error_message="A quote has words.",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("confirmed"), MAX_CONFIRMED),
                name="evidence_confirmed_length",
                violation_error_message="“Read and found right” has at most "
                f"{MAX_CONFIRMED:,} characters: keep the lines that a refused save gives.",
            ),
            exactly_one(
                RECORD_KEYS, "evidence_of_one_record", "Evidence belongs to exactly one record."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block.label}: “{self.quote[:60]}”"

    def get_absolute_url(self) -> str:
        return f"{self.block.report.get_absolute_url()}#{self.fragment}"

    @property
    def fragment(self) -> str:
        """The fragment of its words on the report's page."""
        return fragment(self.block.key, self.anchor)

    @property
    def kind(self) -> str:
        """The name of its record's foreign key; "" before it has one."""
        return next((name for name in RECORD_KEYS if getattr(self, f"{name}_id")), "")

    @property
    def record(self) -> Record:
        """The record that rests on it."""
        return getattr(self, self.kind)

    def set_derived_fields(self) -> None:
        """Unify the line ends, as those of its block are."""
        self.prefix, self.quote = (unify_line_ends(words or "") for words in (self.prefix, self.quote))

    def dependents(self) -> list[GuardedModel]:
        """Return itself, and the record that would be left without words."""
        return [self, self.record]

    def bears_on_claims(self) -> models.Q:
        return models.Q(blocks=self.block_id)

    def locate(self) -> Quote:
        """Return its place in its block, and whose it is; raise ValueError where it is not there."""
        start, end = quotes.locate(self.block.text, self.prefix, self.quote)
        kind = self.kind
        return Quote(start, end, (kind, getattr(self, f"{kind}_id")), kind == "connective")

    def find_problems(self) -> list[str]:
        """Say if its quote is not found exactly once in its block, or if its anchor was retired.

        And if words that are marked as connective have one that changes what is said.
        """
        found = []
        try:
            place = self.locate()
            if place.is_connective and (word := read(self.block.text).find_changing(*place[:2])):
                found.append(
                    f"Evidence “{self.anchor}” in {self.block.label} marks “{word}” as connective, "
                    "which changes what the sentence says: quote it in a record, with its statement."
                )
        except ValueError as error:
            found.append(f"Evidence “{self.anchor}” and {self.block.label} disagree: {error}")
        for each in self.block.retired.all():
            if each.anchor == self.anchor and not each.may_be(self.quote):
                found.append(
                    f"The anchor “{self.anchor}” stood for other words of {self.block.label} before, "
                    f"“{each.quote}”, and addresses in use still name it. Choose another; where it is "
                    "fixed, delete this quote and add it anew."
                )
        return found


def prefetch_evidence(relation: str = "evidence") -> models.Prefetch:
    """Return a prefetch of a record's published evidence, in the report's order, with its block."""
    return models.Prefetch(relation, Evidence.objects.published().in_order())


class RecordQuerySet(ListQuerySet[RecordRow]):
    """QuerySet of records."""

    def with_evidence(self) -> Self:
        """Fetch the published evidence of each record too, and the rows that it is `fetched_with`."""
        return self.select_related(*self.model.fetched_with).prefetch_related(prefetch_evidence())

    def with_table_data(self) -> Self:
        return self.with_evidence()


class RetiredAnchor(GuardedModel):
    """An anchor that evidence had once: its address may be in use, so it never means other words."""

    report_path = "block__report"
    natural_key_fields = ("block__report__meeting__slug", "block__report__slug", "block__key", "anchor")

    block = models.ForeignKey("reports.Block", models.CASCADE, related_name="retired")
    anchor = models.SlugField(max_length=80)
    quote = models.TextField()

    objects = GuardedQuerySet["RetiredAnchor"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "anchor"],
                name="retiredanchor_unique",
                violation_error_message="That anchor is retired already.",
            ),
        ]

    def __str__(self) -> str:
        return fragment(self.block.key, self.anchor)

    def may_be(self, quote: str) -> bool:
        """Return True if `quote` is no other words: the same, a part of them, or them with more."""
        return quote in self.quote or self.quote in quote

    def set_derived_fields(self) -> None:
        """Unify the line ends, as evidence has them that takes up the anchor again."""
        self.quote = unify_line_ends(self.quote or "")
