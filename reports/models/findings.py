"""Findings: what a report says was noted, agreed, assessed, welcomed, discussed or reviewed."""

from typing import Self

from django.db import models

from reports.models.actors import Actor
from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    Record,
    first_actor,
    order_constraint,
    report_key,
)
from reports.models.objective_links import ServingQuerySet
from reports.models.verbs import SaidWithVerb, verb_key


class FindingQuerySet(ServingQuerySet["Finding"]):
    """QuerySet of findings."""

    def with_sort_keys(self) -> Self:
        """Add `first_named`, the folded name that named actors sort by, and `first_objective`."""
        named = NamedActor.objects.filter(finding=models.OuterRef("pk"))
        return super().with_sort_keys().alias(first_named=first_actor(named))

    def with_table_data(self) -> Self:
        named = NamedActor.objects.select_related("actor")
        return self.with_evidence().prefetch_related(models.Prefetch("named", named))

    def with_export_data(self) -> Self:
        return self.select_related("verb")


def about_key(model: str, noun: str) -> models.ForeignKey:
    """Return the nullable foreign key of a finding to the record of `model` that it is about."""
    return models.ForeignKey(
        f"reports.{model}",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text=f"The {noun} that it is about, only where the words can mean no other.",
    )


class Finding(SaidWithVerb, Record):
    """One thing noted, agreed, assessed, welcomed or discussed, and that is nothing still to be done."""

    fetched_with = ("report__meeting", "speaker", "verb", "workshop", "outcome", "pledge")

    report = report_key("findings")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(
        max_length=600,
        help_text="What was found, in the report's words, hedges included. It reads on from the verb, "
        "and stands alone as a name: words that the sentence takes from another stand in square "
        "brackets.",
    )
    verb = verb_key(
        "findings", null=True, blank=True, help_text="Empty where the report itself says it, with none."
    )
    subject = models.CharField(
        max_length=200, help_text="What it is about, in a few words of the report's."
    )
    actors: "models.ManyToManyField[Actor, NamedActor]" = models.ManyToManyField(
        Actor, through="NamedActor", related_name="findings"
    )
    workshop = about_key("Workshop", "workshop")
    outcome = about_key("Outcome", "outcome")
    pledge = about_key("Pledge", "contribution")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        indexes = [models.Index(fields=["report", "verb", "speaker"], name="finding_of_filters")]
        constraints = [
            order_constraint("finding_order_unique", "Another finding of this report has that place."),
        ]


class NamedActor(GuardedModel):
    """One actor that a finding names, beside the one who says it."""

    report_path = "finding__report"
    natural_key_fields = ("finding__slug", "actor__slug")

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="named")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="named_in")

    objects = GuardedQuerySet["NamedActor"].as_manager()

    class Meta:
        ordering = ["finding", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "actor"],
                name="namedactor_once",
                violation_error_message="That actor is named already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor)

    def dependents(self) -> list[GuardedModel]:
        """Return itself, and the finding, whose quotes name it."""
        return [self, self.finding]
