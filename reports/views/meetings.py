"""Meetings and their reports."""

from django.http import Http404
from django.utils.text import capfirst
from django.views.generic import DetailView

from reports import columns
from reports.models import Meeting
from reports.models.actors import ActorKind
from reports.models.base import words
from reports.reading import find, outline, passages, plain


class MeetingDetail(DetailView):
    """One meeting: its facts, who took part and how, and what its report records."""

    queryset = Meeting.objects.published().with_counts().prefetch_related(words())

    def get_context_data(self, **kwargs):
        meeting = self.object
        facts = columns.facts(columns.MEETING, meeting) | {
            "roles": meeting.roles.with_words(),
            "participants": meeting.participants.select_related("actor"),
            "experts_groups": meeting.experts_groups.select_related("coordinator"),
            "outcomes": meeting.outcomes.with_words().select_related("workshop"),
            "presentations": meeting.presentations.for_listing(),
        }
        return super().get_context_data(**kwargs) | facts


class Report(DetailView):
    """One report, whole, in its order, each paragraph with the records that rest on it."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/report.html"
    read = staticmethod(passages)

    def get_context_data(self, **kwargs):
        read = self.read(self.object.blocks.all())
        blocks = [passage.block for passage in read]
        return super().get_context_data(**kwargs) | {"passages": read, "outline": outline(blocks)}


class PlainReport(Report):
    """The same without marks and records."""

    template_name = "reports/report_plain.html"
    read = staticmethod(plain)


class Passage(DetailView):
    """One paragraph alone, a range of them, or an unnumbered piece, with its records."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/passage.html"

    def get_context_data(self, **kwargs):
        try:
            blocks = find(self.object, self.kwargs["piece"])
        except LookupError as error:
            raise Http404(str(error)) from None
        read = passages(blocks)
        first, last = read[0].block, read[-1].block
        around = self.object.blocks.filter(number__isnull=False)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "first": first,
            "last": last,
            "heading": heading(first, last),
            "previous": around.filter(order__lt=first.order).last(),
            "next": around.filter(order__gt=last.order).first(),
        }


def heading(first, last):
    """What the passage from `first` to `last` is called on its page."""
    if first != last:
        return f"Paragraphs {first.number} to {last.number}"
    return f"Paragraph {first.number}" if first.number else capfirst(first.label)


class Coverage(DetailView):
    """The report checked against its records: what rests on each paragraph, and its own counts."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/coverage.html"

    def get_context_data(self, **kwargs):
        read = passages(self.object.blocks.all())
        kinds = self.object.participants.values_list("actor__kind", flat=True)
        countries = sum(kind == ActorKind.COUNTRY for kind in kinds)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "unused": [each.block for each in read if not each.groups],
            "counts": [
                ("Countries", self.object.countries, countries),
                ("Organisations", self.object.organisations, len(kinds) - countries),
            ],
        }
