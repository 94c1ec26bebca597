"""What Ministers had called for."""

from django.db import models
from django.db.models import Case, CharField, Count, Q, Value, When, Window
from django.db.models.functions import RowNumber

from reports.models.base import FEW, REPORTED, Evidenced, ReportedQuerySet, address, together, words
from reports.models.text import Meeting

MATCHED = ("workshop", "recommendation", "pledge")  # the kinds of record that may serve one


def numbers():
    """How many published records of each kind serve the objective of a query: `number_of_workshops`
    and so on."""
    return {
        f"number_of_{kind}s": Count(
            f"matchings__{kind}", filter=Q(**{f"matchings__{kind}__meeting__published": True})
        )
        for kind in MATCHED
    }


def served(**order):
    """A prefetch of what serves an objective, as far as it is published, in that `order`."""
    found = together("matchings", "Matching", *MATCHED, **order)
    found.queryset = found.queryset.published()
    return found


class ObjectiveQuerySet(ReportedQuerySet):
    """Vocabulary of objectives."""

    def sortable(self):
        """With the number of the records of each kind that serve them."""
        return self.alias(**numbers())

    def for_listing(self):
        """With words, and the records matched with them."""
        return super().for_listing().prefetch_related(served())

    def for_table(self):
        """With words, the first FEW records of each kind matched with them, and how many there are."""
        kinds = [When(**{f"{kind}__isnull": False}, then=Value(kind)) for kind in MATCHED]
        kind = Case(*kinds, output_field=CharField())
        place = Window(RowNumber(), partition_by=["objective", kind], order_by="pk")
        first = served(order=["pk"])
        first.queryset = first.queryset.annotate(place=place).filter(place__lte=FEW)
        return self.annotate(**numbers()).prefetch_related(words(), first)


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
