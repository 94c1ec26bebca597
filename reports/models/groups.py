"""Experts groups of the process."""

from typing import Self

from django.db import models

from reports.models.actors import Actor
from reports.models.base import REPORTED_HELP, Record
from reports.models.meetings import Meeting
from reports.models.records import RecordQuerySet


class ExpertsGroupQuerySet(RecordQuerySet["ExpertsGroup"]):
    """QuerySet of experts groups."""

    def with_evidence(self) -> Self:
        """Fetch meeting, coordinator and published evidence of each too."""
        return super().with_evidence().select_related("coordinator")


class ExpertsGroup(Record):
    """One ad hoc experts group of the Bali Process."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="experts_groups", help_text=REPORTED_HELP
    )
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, unique=True)
    subject = models.CharField(max_length=250, blank=True, help_text="In the report's words.")
    coordinator = models.ForeignKey(
        Actor, models.PROTECT, null=True, blank=True, related_name="coordinated_groups"
    )
    representative = models.CharField(
        "representative as written",
        max_length=200,
        blank=True,
        help_text="Who spoke for the coordinator, as the report names them.",
    )

    objects = ExpertsGroupQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
