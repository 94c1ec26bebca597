"""The page of one record: its facts, what is not stated, and the words that it rests on."""

from django.views.generic import DetailView

from reports import columns
from reports.models import (
    ExpertsGroup,
    Objective,
    Outcome,
    Pledge,
    Presentation,
    Recommendation,
    Workshop,
)
from reports.models.base import together


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
            (kind._meta.verbose_name_plural.capitalize(), records)
            for kind in (Workshop, Recommendation, Pledge)
            if (
                records := kind.objects.published().with_words().filter(matchings__objective=self.object)
            )
        ]
        return super().get_context_data(**kwargs) | {"matched": matched}


class ExpertsGroupDetail(RecordDetail):
    """An experts group, its workshops, and what was presented of its activities."""

    model = ExpertsGroup
    columns = columns.EXPERTS_GROUP

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "workshops": (
                Workshop.objects.published()
                .with_words()
                .prefetch_related(together("roles", "WorkshopRole", "actor"))
                .filter(group=self.object)
            ),
            "presentations": (Presentation.objects.published().for_listing().filter(group=self.object)),
        }
