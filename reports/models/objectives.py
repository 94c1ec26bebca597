"""Objectives: what Ministers had called for."""

from typing import Self

from django.db import models
from django.db.models.functions import RowNumber

from reports.models.base import MAX_CELL_VALUES, Record, Spoken, actor_key, order_constraint, report_key
from reports.models.evidence import RecordQuerySet, prefetch_evidence
from reports.models.objective_links import SERVING_KEYS, ObjectiveLink, serving_counts


class ObjectiveQuerySet(RecordQuerySet["Objective"]):
    """QuerySet of objectives."""

    def with_sort_keys(self) -> Self:
        return self.alias(**serving_counts())

    def with_table_data(self) -> Self:
        """Fetch evidence, how many records of each kind serve them, and the first MAX_CELL_VALUES."""
        kind = models.Case(
            *(
                models.When(**{f"{name}__isnull": False}, then=models.Value(name))
                for name in SERVING_KEYS
            ),
            output_field=models.CharField(),
        )
        place = models.Window(RowNumber(), partition_by=[models.F("objective"), kind], order_by="pk")
        links = ObjectiveLink.objects.published().select_related(*SERVING_KEYS).order_by("pk")
        first = links.annotate(place=place).filter(place__lte=MAX_CELL_VALUES)
        return self.annotate(**serving_counts()).prefetch_related(
            prefetch_evidence(), models.Prefetch("objective_links", first)
        )

    def with_page_data(self) -> Self:
        """Fetch evidence, and all the published records that serve them."""
        links = ObjectiveLink.objects.published().select_related(*SERVING_KEYS)
        return self.with_evidence().prefetch_related(models.Prefetch("objective_links", links))


class Objective(Spoken, Record):
    """One of the things that Ministers had called for."""

    fetched_with = ("report__meeting", "called_for_by", "speaker")

    report = report_key("objectives")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report's list, from 1.")
    name = models.CharField(max_length=400, help_text="In the report's words.")
    called_for_by = actor_key("objectives", "Who had called for it, where the words say so.")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [
            order_constraint(
                "objective_order_unique", "Another objective of this report has that place."
            ),
        ]
