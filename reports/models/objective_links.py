"""Objective links: the editors' reading of what serves which objective."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from reports.models.base import GuardedModel, GuardedQuerySet, Record, exactly_one, owner_key

SERVING_KEYS = ("workshop", "recommendation", "pledge")  # the kinds of record that may serve one


class ObjectiveLinkQuerySet(GuardedQuerySet["ObjectiveLink"]):
    """QuerySet of objective links."""

    def published(self) -> Self:
        """Keep those of published records."""
        shown = (Q(**{f"{name}__meeting__published": True}) for name in SERVING_KEYS)
        return self.filter(reduce(or_, shown))

    def get_by_natural_key(self, *key: str) -> "ObjectiveLink":
        """Return the link of an objective with a record: objective's slug, key's name, record's slug."""
        objective, name, slug = key
        return self.get(objective__slug=objective, **{f"{name}__slug": slug})


class ObjectiveLink(GuardedModel):
    """The editors' reading that one record serves one objective; the report does not say so."""

    objective = models.ForeignKey("reports.Objective", models.PROTECT, related_name="objective_links")
    workshop = owner_key("reports.Workshop", "objective_links")
    recommendation = owner_key("reports.Recommendation", "objective_links")
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
        """Return its objective's slug, and its record's key and slug."""
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
        """Return True if its record is published."""
        return self.record.is_published()


def prefetch_objectives() -> Prefetch:
    """Return a prefetch of the objectives that a record serves."""
    return Prefetch("objective_links", ObjectiveLink.objects.select_related("objective"))


def first_objective(name: str) -> Subquery:
    """Return the place of the first objective that the record of a query serves.

    `name` is that of the record's key, one of SERVING_KEYS.
    """
    links = ObjectiveLink.objects.filter(**{name: OuterRef("pk")})
    return Subquery(links.order_by("objective__order").values("objective__order")[:1])


def serving_counts() -> dict[str, Count]:
    """Return how many published records of each kind serve the objective of a query.

    By the names `number_of_workshops` and so on.
    """
    return {
        f"number_of_{name}s": Count(
            f"objective_links__{name}",
            filter=Q(**{f"objective_links__{name}__meeting__published": True}),
        )
        for name in SERVING_KEYS
    }
