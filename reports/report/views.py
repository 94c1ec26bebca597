"""Views of reports: whole, a passage alone, without marks, and checked against its records."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from reports.models import ActorKind, Meeting
from reports.report.passages import (
    find_blocks,
    outline,
    passage_name,
    passages,
    plain_passages,
    report_text,
)


class Report(DetailView):
    """View of one whole report, each paragraph with the records that rest on it."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/report.html"
    marked = True  # with marks and records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pieces = self.object.blocks.all()
        read = passages(pieces) if self.marked else plain_passages(pieces)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "outline": outline([passage.block for passage in read]),
        }


class Passage(DetailView):
    """View of one paragraph, a range of them, or an unnumbered piece, with its records."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/passage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = passages(find_blocks(self.object, self.kwargs["piece"]))
        first, last = read[0].block, read[-1].block
        around = self.object.blocks.filter(number__isnull=False)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "first": first,
            "last": last,
            "heading": passage_name(first, last),
            "previous": around.filter(order__lt=first.order).last(),
            "next": around.filter(order__gt=last.order).first(),
        }


class Coverage(DetailView):
    """View of one report checked against its records: by paragraph, and by the counts it states."""

    queryset = Meeting.objects.published().with_report()
    template_name = "reports/coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
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


@require_safe
def report_as_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a report as plain text, its paragraphs numbered."""
    meeting = get_object_or_404(Meeting.objects.published().with_report(), slug=slug)
    return HttpResponse(report_text(meeting.blocks.all()), content_type="text/plain; charset=utf-8")
