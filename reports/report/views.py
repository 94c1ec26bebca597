"""Views of reports: whole, a passage alone, without marks, and checked against its records."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from reports.models import Report
from reports.report.counts import rows_or_none
from reports.report.passages import (
    find_blocks,
    get_report,
    outline,
    passage_name,
    passages,
    plain_passages,
    report_text,
)


class ReportDetail(DetailView):
    """View of something of one published report."""

    model = Report

    def get_object(self, queryset: object = None) -> Report:
        return get_report(self.kwargs["meeting"], self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"meeting": self.object.meeting}


class WholeReport(ReportDetail):
    """View of one whole report, each paragraph with the records that rest on it."""

    template_name = "reports/report.html"
    marked = True  # with marks and records

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pieces = self.object.blocks.all()
        read = passages(pieces) if self.marked else plain_passages(pieces)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "outline": outline([passage.block for passage in read]),
        }


class Passage(ReportDetail):
    """View of one paragraph, a range of them, or an unnumbered piece, with its records."""

    template_name = "reports/passage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = passages(find_blocks(self.object, self.kwargs["piece"]))
        first, last = read[0].block, read[-1].block
        around = self.object.blocks.exclude(number="")
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "first": first,
            "last": last,
            "heading": passage_name(first, last),
            "previous": around.filter(order__lt=first.order).last(),
            "next": around.filter(order__gt=last.order).first(),
        }


class Coverage(ReportDetail):
    """View of one report checked against its records: by paragraph, and by the counts it states."""

    template_name = "reports/coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = passages(self.object.blocks.all())
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "unused": [each.block for each in read if not each.is_stated],
            "counts": [
                (count, rows_or_none(count.address))
                for count in self.object.stated_counts.with_evidence()
            ],
        }


@require_safe
def report_as_text(request: HttpRequest, meeting: str, slug: str) -> HttpResponse:
    """Return a report as plain text, its paragraphs numbered."""
    text = report_text(get_report(meeting, slug).blocks.all())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
