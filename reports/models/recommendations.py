"""Recommendations and proposals: what was recommended, agreed or asked, and who is to act."""

from typing import Self

from django.db import models

from reports.models.actors import Actor
from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    Record,
    choices_constraint,
    first_actor,
    order_constraint,
    report_key,
)
from reports.models.objective_links import ServingQuerySet
from reports.models.verbs import SaidWithVerb, verb_key


class Standing(models.TextChoices):
    """Prospects of the work recommended, where the words say so."""

    CONTINUE = "continue", "Continue"
    COMPLETED = "completed", "Completed or soon to be"
    UNDERWAY_ELSEWHERE = "underway-elsewhere", "Underway or addressed in other forums"
    COULD_ELSEWHERE = "could-elsewhere", "Could be taken forward in other forums"
    MIGHT_ELSEWHERE = "might-elsewhere", "Might be taken forward in other forums"
    FURTHER = "further", "Further work"
    POSSIBLE = "possible", "Possible further work"
    DISCONTINUE = "discontinue", "Discontinue"


class RecommendationQuerySet(ServingQuerySet["Recommendation"]):
    """QuerySet of recommendations."""

    def with_sort_keys(self) -> Self:
        """Add `first_addressee`, the folded name that addressees sort by, and `first_objective`."""
        addressees = Addressee.objects.filter(recommendation=models.OuterRef("pk"))
        return super().with_sort_keys().alias(first_addressee=first_actor(addressees))

    def with_table_data(self) -> Self:
        addressees = Addressee.objects.select_related("actor")
        return self.with_evidence().prefetch_related(models.Prefetch("addressed", addressees))

    def with_export_data(self) -> Self:
        return self.select_related("verb")


class Recommendation(SaidWithVerb, Record):
    """One thing recommended, proposed, agreed, asked or encouraged, or noted as to be done."""

    fetched_with = ("report__meeting", "speaker", "verb")

    report = report_key("recommendations")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(
        max_length=400,
        help_text="What is recommended, in the report's words, hedges included. It reads on from the "
        "verb, and stands alone as a name: who is to act is in it, and words that the sentence takes "
        "from another stand in square brackets.",
    )
    verb = verb_key("recommendations")
    addressees: "models.ManyToManyField[Actor, Addressee]" = models.ManyToManyField(
        Actor, through="Addressee", related_name="recommendations_received"
    )
    due = models.CharField(
        "due as stated",
        max_length=80,
        blank=True,
        help_text="Such as “after a year”. Where those words may or may not reach it, say so.",
    )
    standing = models.CharField(
        max_length=20, choices=Standing, blank=True, help_text="Only where the words say so."
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "recommendation or proposal"
        verbose_name_plural = "recommendations and proposals"
        ordering = ["report", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the report first, as each question is of the rows of published reports.
        indexes = [
            models.Index(
                fields=["report", "verb", "standing", "speaker", "due"], name="recommendation_of_filters"
            )
        ]
        constraints = [
            choices_constraint("standing", Standing, blank=True),
            order_constraint(
                "recommendation_order_unique", "Another recommendation of this report has that place."
            ),
        ]


class Addressee(GuardedModel):
    """One actor that is asked to do what is recommended, or named as the one to do it."""

    report_path = "recommendation__report"
    natural_key_fields = ("recommendation__slug", "actor__slug")

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressed")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="addressed")

    objects = GuardedQuerySet["Addressee"].as_manager()

    class Meta:
        ordering = ["recommendation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "actor"],
                name="addressee_once",
                violation_error_message="That actor is an addressee already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.actor)

    def dependents(self) -> list[GuardedModel]:
        """Return itself, and the recommendation, whose quotes name it."""
        return [self, self.recommendation]
