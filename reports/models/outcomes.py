"""What came of the workshops."""

from django.db import models

from reports.models.base import REPORTED, Evidenced, ReportedQuerySet, closed
from reports.models.text import Meeting
from reports.models.workshops import Workshop


class OutcomeState(models.TextChoices):
    """How far an outcome had come."""

    DEVELOPED = "developed", "Developed"
    BEGUN = "begun", "Begun"
    EFFECT = "effect", "Effect of the workshops"


class Outcome(Evidenced):
    """One thing that a workshop, or the workshops together, produced or began."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="outcomes", help_text=REPORTED)
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

    objects = ReportedQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            closed("state", OutcomeState),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="outcome_order_unique",
                violation_error_message="Another outcome of this report has that place.",
            ),
        ]

    def __str__(self):
        return self.name[:1].upper() + self.name[1:]

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting", "reports.workshop"]

    def get_absolute_url(self):
        """Its line on the page of its workshop, or of the meeting where it has none of its own."""
        return f"{(self.workshop or self.meeting).get_absolute_url()}#outcome-{self.slug}"
