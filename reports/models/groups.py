"""The experts groups of the process."""

from django.db import models

from reports.models.actors import Actor
from reports.models.base import REPORTED, Evidenced, ReportedQuerySet, address
from reports.models.text import Meeting


class ExpertsGroupQuerySet(ReportedQuerySet):
    """Vocabulary of experts groups."""

    def for_listing(self):
        """With words and coordinator."""
        return super().for_listing().select_related("coordinator")


class ExpertsGroup(Evidenced):
    """One ad hoc experts group of the Bali Process."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="experts_groups", help_text=REPORTED
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

    def __str__(self):
        return self.name

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting", "reports.actor"]

    def get_absolute_url(self):
        """Its own page."""
        return address("expertsgroup-detail", self.slug)
