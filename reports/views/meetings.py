"""Meetings and their reports."""

from django.views.generic import DetailView, ListView

from reports.models import Meeting
from reports.reading import outline


class MeetingList(ListView):
    """Every meeting that the reports name."""

    queryset = Meeting.objects.published()


class MeetingDetail(DetailView):
    """One meeting: what its report states of it."""

    queryset = Meeting.objects.published()


class Report(DetailView):
    """One report, whole, in its order."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/report.html"

    def get_context_data(self, **kwargs):
        blocks = list(self.object.blocks.select_related("part"))
        return super().get_context_data(**kwargs) | {"blocks": blocks, "outline": outline(blocks)}
