"""Experts groups of the process."""

from django.db import models

from reports.models.base import GuardedModel, Record, actor_key, report_key
from reports.models.evidence import RecordQuerySet


class ExpertsGroup(Record):
    """One ad hoc experts group of the Bali Process."""

    fetched_with = ("report__meeting", "coordinator", "office", "agreed_by", "recommendation")

    report = report_key("experts_groups")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100, unique=True)
    subject = models.CharField(max_length=250, blank=True, help_text="In the report's words.")
    coordinator = actor_key("coordinated_groups")
    office = actor_key(
        "groups_coordinated",
        "Such as “AHEG I coordinator”, where the report speaks of the one who holds it.",
        verbose_name="office of its coordinator",
    )
    agreed_by = actor_key(
        "groups_agreed", "Who had agreed that it takes the work forward, where the words say so."
    )
    recommendation = models.ForeignKey(
        "reports.Recommendation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="groups",
        verbose_name="recommendation or proposal about it",
        help_text="Such as that it be discontinued.",
    )
    representative = models.CharField(
        "coordinator as written",
        max_length=200,
        blank=True,
        help_text="The person, as the report names them.",
    )

    objects = RecordQuerySet["ExpertsGroup"].as_manager()

    class Meta:
        ordering = ["slug"]

    def naming_rows(self) -> list[GuardedModel]:
        """Return the index terms, workshops and presentations that are of it, by words of its name."""
        return [*self.index_terms.all(), *self.workshops.all(), *self.presentations.all()]
