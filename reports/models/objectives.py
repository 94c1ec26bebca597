"""Objectives: what Ministers had called for."""

from typing import Self

from django.db import models
from django.db.models import Case, CharField, F, Prefetch, Value, When, Window
from django.db.models.functions import RowNumber

from reports.models.base import REPORTED_HELP, Record, order_constraint
from reports.models.evidence import prefetch_evidence
from reports.models.meetings import Meeting
from reports.models.objective_links import SERVING_KEYS, ObjectiveLink, serving_counts
from reports.models.records import MAX_CELL_VALUES, RecordQuerySet


class ObjectiveQuerySet(RecordQuerySet["Objective"]):
    """QuerySet of objectives."""

    def with_sort_keys(self) -> Self:
        """Add the number of the records of each kind that serve them."""
        return self.alias(**serving_counts())

    def with_table_data(self) -> Self:
        """Fetch evidence, how many records of each kind serve them, and the first MAX_CELL_VALUES."""
        names = [When(**{f"{name}__isnull": False}, then=Value(name)) for name in SERVING_KEYS]
        kind = Case(*names, output_field=CharField())
        place = Window(RowNumber(), partition_by=[F("objective"), kind], order_by="pk")
        links = ObjectiveLink.objects.published().select_related(*SERVING_KEYS).order_by("pk")
        first = links.annotate(place=place).filter(place__lte=MAX_CELL_VALUES)
        prefetches = prefetch_evidence(), Prefetch("objective_links", first)
        return self.annotate(**serving_counts()).prefetch_related(*prefetches)

    def with_page_data(self) -> Self:
        """Fetch evidence, and all the published records that serve them."""
        links = ObjectiveLink.objects.published().select_related(*SERVING_KEYS)
        return self.with_evidence().prefetch_related(Prefetch("objective_links", links))


class Objective(Record):
    """One of the things that Ministers had called for."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="objectives", help_text=REPORTED_HELP
    )
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report's list, from 1.")
    name = models.CharField(max_length=400, help_text="In the report's words.")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            order_constraint(
                "objective_order_unique", "Another objective of this report has that place."
            ),
        ]
