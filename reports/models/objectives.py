"""What Ministers had called for."""

from django.db import models
from django.db.models import Count

from reports.models.base import REPORTED, Evidenced, ReportedQuerySet, address, together
from reports.models.text import Meeting


class ObjectiveQuerySet(ReportedQuerySet):
    """Vocabulary of objectives."""

    def sortable(self):
        """With the number of the records of each kind that serve them."""
        kinds = ("workshop", "recommendation", "pledge")
        return self.alias(**{f"number_of_{kind}s": Count(f"matchings__{kind}") for kind in kinds})

    def for_listing(self):
        """With words, and the records matched with them."""
        needs = ("workshop", "recommendation", "pledge")
        return super().for_listing().prefetch_related(together("matchings", "Matching", *needs))


class Objective(Evidenced):
    """One of the things that Ministers had called for."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="objectives", help_text=REPORTED)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report's list, from 1.")
    name = models.CharField(max_length=400, help_text="In the report's words.")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="objective_order_unique",
                violation_error_message="Another objective of this report has that place.",
            ),
        ]

    def __str__(self):
        return self.name[:1].upper() + self.name[1:]

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting"]

    def get_absolute_url(self):
        """Its own page."""
        return address("objective-detail", self.slug)
