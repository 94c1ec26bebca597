"""Outcomes: what came of the workshops."""

from django.db import models

from reports.models.base import (
    GuardedModel,
    Record,
    Spoken,
    choices_constraint,
    order_constraint,
    report_key,
)
from reports.models.evidence import RecordQuerySet
from reports.models.workshops import Workshop


class OutcomeState(models.TextChoices):
    """Stages that an outcome had reached."""

    DEVELOPED = "developed", "Developed"
    BEGUN = "begun", "Begun"
    EFFECT = "effect", "Effect of the workshops"


class Outcome(Spoken, Record):
    """One thing that a workshop, or the workshops together, produced or began."""

    fetched_with = ("report__meeting", "workshop", "speaker")

    report = report_key("outcomes")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(max_length=300, help_text="In the report's words.")
    state = models.CharField(max_length=20, choices=OutcomeState)
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        help_text="Only where the words can mean no other.",
    )
    workshop_written = models.CharField(
        "workshop as written", max_length=120, help_text="Such as “the legislative workshops”."
    )

    objects = RecordQuerySet["Outcome"].as_manager()

    class Meta:
        ordering = ["report", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        indexes = [models.Index(fields=["report", "state"], name="outcome_of_filters")]
        constraints = [
            choices_constraint("state", OutcomeState),
            order_constraint("outcome_order_unique", "Another outcome of this report has that place."),
        ]

    def naming_rows(self) -> list[GuardedModel]:
        """Return the index terms whose page it is, which have a word of its name."""
        return [*self.index_terms.all()]
