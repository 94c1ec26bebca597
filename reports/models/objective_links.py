"""Objective links: the editors' reading of what serves which objective."""

from typing import Self

from django.db import models

from reports.models.base import GuardedModel, GuardedQuerySet, Record, exactly_one, owner_key
from reports.models.evidence import RecordQuerySet, RecordRow

SERVING_KEYS = (
    "workshop",
    "recommendation",
    "finding",
    "pledge",
)  # the kinds of record that may serve one


class ObjectiveLinkQuerySet(GuardedQuerySet["ObjectiveLink"]):
    """QuerySet of objective links."""

    def published(self) -> Self:
        """Keep those of published records."""
        shown = ((f"{name}__report__published", True) for name in SERVING_KEYS)
        return self.filter(models.Q(*shown, _connector=models.Q.OR))

    def get_by_natural_key(self, *key: str) -> "ObjectiveLink":
        objective, name, slug = key
        return self.get(objective__slug=objective, **{f"{name}__slug": slug})


class ObjectiveLink(GuardedModel):
    """The editors' reading that one record serves one objective; the report does not say so."""

    objective = models.ForeignKey("reports.Objective", models.PROTECT, related_name="objective_links")
    workshop = owner_key("reports.Workshop", "objective_links")
    recommendation = owner_key("reports.Recommendation", "objective_links")
    finding = owner_key("reports.Finding", "objective_links")
    pledge = owner_key("reports.Pledge", "objective_links")

    objects = ObjectiveLinkQuerySet.as_manager()

    class Meta:
        ordering = ["objective", "pk"]
        constraints = [
            exactly_one(
                SERVING_KEYS,
                "objectivelink_of_one_record",
                "An objective link belongs to exactly one record.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["objective", name],
                    name=f"objectivelink_{name}_once",
                    violation_error_message="That record is linked with this objective already.",
                )
                for name in SERVING_KEYS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} → {self.objective}"

    def natural_key(self) -> tuple[str, ...]:
        return (self.objective.slug, self.kind, *self.record.natural_key())

    @property
    def kind(self) -> str:
        """The name of its record's foreign key, one of SERVING_KEYS."""
        return next(name for name in SERVING_KEYS if getattr(self, f"{name}_id"))

    @property
    def record(self) -> Record:
        """The record that serves the objective."""
        return getattr(self, self.kind)

    def is_published(self) -> bool:
        has_record = any(getattr(self, f"{name}_id") for name in SERVING_KEYS)  # a form may send none
        return has_record and self.record.is_published()


class ServingQuerySet(RecordQuerySet[RecordRow]):
    """QuerySet of records that may serve objectives: the models of SERVING_KEYS."""

    def with_sort_keys(self) -> Self:
        """Add `first_objective`, the place of the first objective that the record serves."""
        links = ObjectiveLink.objects.filter(**{str(self.model._meta.model_name): models.OuterRef("pk")})
        places = links.order_by("objective__order").values("objective__order")
        return self.alias(first_objective=models.Subquery(places[:1]))

    def with_page_data(self) -> Self:
        """Fetch the objectives that the record serves too."""
        links = ObjectiveLink.objects.select_related("objective")
        return super().with_page_data().prefetch_related(models.Prefetch("objective_links", links))


def serving_counts() -> dict[str, models.Count]:
    """Return how many published records of each kind serve the objective of a query.

    By the names `number_of_workshops` and so on.
    """
    return {
        f"number_of_{name}s": models.Count(
            f"objective_links__{name}",
            filter=models.Q(**{f"objective_links__{name}__report__published": True}),
        )
        for name in SERVING_KEYS
    }
