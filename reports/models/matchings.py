"""The editors' reading of what serves which objective."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from reports.models.base import Kept, drafts
from reports.models.evidence import exactly_one, owner
from reports.models.objectives import MATCHED, Objective
from reports.models.pledges import Pledge
from reports.models.recommendations import Recommendation
from reports.models.workshops import Workshop

_matching = owner("matchings")


class MatchingQuerySet(models.QuerySet):
    """Vocabulary of matchings."""

    def published(self):
        """Those of published records."""
        return self.filter(reduce(or_, (Q(**{f"{kind}__meeting__published": True}) for kind in MATCHED)))

    def get_by_natural_key(self, objective, kind, slug):
        """The matching of that objective with the record of that kind and slug."""
        return self.get(objective__slug=objective, **{f"{kind}__slug": slug})


class Matching(Kept):
    """The editors' reading that one record serves one objective; the report does not say so."""

    objective = models.ForeignKey(Objective, models.PROTECT, related_name="matchings")
    workshop = _matching(Workshop)
    recommendation = _matching(Recommendation)
    pledge = _matching(Pledge)

    objects = MatchingQuerySet.as_manager()

    class Meta:
        ordering = ["objective", "pk"]
        constraints = [
            exactly_one(MATCHED, "matching_of_one_record", "A matching belongs to exactly one record."),
            *(
                models.UniqueConstraint(
                    fields=["objective", name],
                    name=f"matching_{name}_once",
                    violation_error_message="That record is matched with this objective already.",
                )
                for name in MATCHED
            ),
        ]

    def __str__(self):
        return f"{self.record} → {self.objective}"

    def natural_key(self):
        """Its objective's slug, and its record's kind and slug."""
        return (*self.objective.natural_key(), self.kind, *self.record.natural_key())

    natural_key.dependencies = ["reports.objective", *(f"reports.{name}" for name in MATCHED)]

    @property
    def kind(self):
        """The name of its record's kind, one of MATCHED."""
        return next(name for name in MATCHED if getattr(self, f"{name}_id"))

    @property
    def record(self):
        """The record that is matched."""
        return getattr(self, self.kind)

    def is_public(self):
        """As its record."""
        return self.record.is_public()

    def problems(self):
        """That its record is published and its objective is not, where it is so."""
        return drafts(self)
