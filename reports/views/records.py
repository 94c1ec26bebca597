"""The page of one record: its facts, what is not stated, and the words that it rests on."""

from django.urls import reverse
from django.views.generic import DetailView

from reports import columns
from reports.listing import Records
from reports.models import (
    ExpertsGroup,
    Objective,
    Outcome,
    Pledge,
    Presentation,
    Recommendation,
    Workshop,
)


def listed(rows, query):
    """The `Records` of `rows`, all of which are in the list of their kind with that `query`."""
    address = reverse(f"reports:{rows.model._meta.model_name}-list")
    return Records(rows.for_table(), [("", rows.count(), f"{address}?{query}")])


class RecordDetail(DetailView):
    """One record: `columns` are its kind's, and what they give for it are its facts."""

    columns = ()
    context_object_name = "record"

    def get_queryset(self):
        return self.model.objects.published().for_listing()

    def get_context_data(self, **kwargs):
        facts = columns.facts(self.columns, self.object)
        return super().get_context_data(**kwargs) | facts


class WorkshopDetail(RecordDetail):
    """A workshop, each part in it with its words, what came of it, and who presented on it."""

    model = Workshop
    columns = columns.WORKSHOP

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "outcomes": Outcome.objects.published().with_words().filter(workshop=self.object),
            "presentations": (
                Presentation.objects.published().for_listing().filter(workshop=self.object)
            ),
            "followed_by": Workshop.objects.published().filter(follows=self.object),
        }


class RecommendationDetail(RecordDetail):
    """A recommendation."""

    model = Recommendation
    columns = columns.RECOMMENDATION


class PledgeDetail(RecordDetail):
    """A pledge or contribution."""

    model = Pledge
    columns = columns.PLEDGE


class ObjectiveDetail(RecordDetail):
    """An objective, and what the report records toward it by the editors' reading."""

    model = Objective
    columns = columns.OBJECTIVE

    def get_context_data(self, **kwargs):
        matched = [
            (kind._meta.verbose_name_plural.capitalize(), self.served_by(kind))
            for kind in (Workshop, Recommendation, Pledge)
        ]
        return super().get_context_data(**kwargs) | {
            "matched": [(heading, records) for heading, records in matched if records.count]
        }

    def served_by(self, kind):
        """The records of one kind that serve it."""
        found = kind.objects.published().filter(matchings__objective=self.object)
        return listed(found, f"objective={self.object.slug}")


class ExpertsGroupDetail(RecordDetail):
    """An experts group, its workshops, and what was presented of its activities."""

    model = ExpertsGroup
    columns = columns.EXPERTS_GROUP

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "workshops": listed(
                Workshop.objects.published().filter(group=self.object), f"group={self.object.slug}"
            ),
            "presentations": (Presentation.objects.published().for_listing().filter(group=self.object)),
        }
