"""Meetings and their reports."""

from django.views.generic import DetailView

from reports import columns
from reports.models import Meeting
from reports.models.base import together, words
from reports.reading import outline, passages


class MeetingDetail(DetailView):
    """One meeting: its facts, who took part and how, and what its report records."""

    queryset = Meeting.objects.published().prefetch_related(words())

    def get_context_data(self, **kwargs):
        meeting = self.object
        return super().get_context_data(**kwargs) | {
            "facts": [(each, each.values(meeting)) for each in columns.MEETING if each.fact],
            "roles": meeting.roles.with_words(),
            "participants": meeting.participants.select_related("actor"),
            "experts_groups": meeting.experts_groups.select_related("coordinator"),
            "workshops": meeting.workshops.prefetch_related(together("roles", "WorkshopRole", "actor")),
            "outcomes": meeting.outcomes.select_related("workshop", "meeting"),
            "recommendations": meeting.recommendations.select_related("speaker"),
            "pledges": meeting.pledges.all(),
            "presentations": meeting.presentations.for_listing(),
        }


class Report(DetailView):
    """One report, whole, in its order, each paragraph with the records that rest on it."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/report.html"

    def get_context_data(self, **kwargs):
        read = passages(self.object)
        blocks = [passage.block for passage in read]
        return super().get_context_data(**kwargs) | {"passages": read, "outline": outline(blocks)}
