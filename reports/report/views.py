"""Views of reports: whole, a passage alone, without marks, and checked against its records."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from reports.lists import absolute, with_suffix
from reports.models import DataVersion, Report
from reports.report.counts import rows_or_none
from reports.report.coverage import CoveredParagraph, coverage_figures, covered_paragraphs
from reports.report.passages import (
    find_blocks,
    former_keys,
    get_report,
    outline,
    passage_name,
    passages,
    plain_passages,
    report_text,
    words_link,
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
        former = former_keys(self.object)
        for passage in read:
            passage.former_keys = former.get(passage.block.key, [])
        first = next((passage.block for passage in read if passage.block.number), None)
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "outline": outline([passage.block for passage in read]),
            "example": words_link(first.text) if first else None,
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
            "several": len(read) > 1,
            "previous": around.filter(order__lt=first.order).last(),
            "next": around.filter(order__gt=last.order).first(),
        }


class Coverage(ReportDetail):
    """View of one report checked against its records: by sentence, and by the counts it states."""

    template_name = "reports/coverage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        read = passages(self.object.blocks.all())
        paragraphs = covered_paragraphs(read)
        connectives = list(self.object.connectives.with_evidence())
        return super().get_context_data(**kwargs) | {
            "passages": read,
            "paragraphs": paragraphs,
            "connectives": connectives,
            "figures": coverage_figures(paragraphs, connectives),
            "unused": [each.block for each in read if not each.is_stated],
            "counts": [
                (count, rows_or_none(count.address))
                for count in self.object.stated_counts.with_evidence()
            ],
        }


@require_safe
def coverage_json(request: HttpRequest, meeting: str, slug: str) -> JsonResponse:
    """Return as JSON how much of each sentence of a report is recorded, and by which records."""
    report, version = get_report(meeting, slug), DataVersion.objects.current()
    paragraphs = covered_paragraphs(passages(report.blocks.all()))
    figures = coverage_figures(paragraphs, report.connectives.with_evidence())
    page = reverse("reports:coverage", args=[meeting, slug])
    document = {
        "title": str(report),
        "data_version": version.number if version else None,
        "links": {"self": absolute(with_suffix(page, "json")), "page": absolute(page)},
        "fully_recorded": report.fully_recorded,
        "figures": asdict(figures) | {"per_cent": figures.per_cent},
        "paragraphs": [paragraph_document(each) for each in paragraphs],
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


def paragraph_document(paragraph: CoveredParagraph) -> dict[str, Any]:
    """Return one paragraph, sentence by sentence, for JSON."""
    return {
        "paragraph": paragraph.block.number,
        "label": paragraph.block.label,
        "address": absolute(paragraph.block.get_absolute_url()),
        "sentences": [
            {
                "text": sentence.text,
                "words": sentence.words,
                "covered": sentence.covered,
                "not_covered": sentence.gaps,
                "records": [
                    {
                        "kind": record._meta.model_name,
                        "title": str(record),
                        "address": absolute(record.get_absolute_url()),
                    }
                    for group in sentence.groups
                    for record in group.records
                ],
            }
            for sentence in paragraph.sentences
        ],
    }


@require_safe
def report_as_text(request: HttpRequest, meeting: str, slug: str) -> HttpResponse:
    """Return a report as plain text, its paragraphs numbered."""
    text = report_text(get_report(meeting, slug).blocks.all())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
