"""Views of citations as files: an address with .bib, .ris or .csl.json for its last slash."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from reports.citations.citation import Citation, of_list, of_passage, of_record, of_report
from reports.citations.formats import FORMS
from reports.index.listing import find_listing
from reports.kinds import kind_at
from reports.lists import AnyListing
from reports.models import DataVersion
from reports.report.passages import find_blocks, get_report


def citation_file(citation: Citation, suffix: str) -> HttpResponse:
    """Return the entry of `citation` as a file to keep."""
    form = FORMS[suffix]
    media = form.media if suffix == "csl.json" else f"{form.media}; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{citation.key[:150]}.{suffix}"'}
    return HttpResponse(form.write(citation), content_type=media, headers=headers)


@require_safe
def report_citation(
    request: HttpRequest, meeting: str, slug: str, form: str, piece: str = ""
) -> HttpResponse:
    """Return the citation of a report, or of a `piece`: a paragraph, a range, or one without number."""
    report = get_report(meeting, slug)
    version = DataVersion.objects.current()
    if not piece:
        return citation_file(of_report(report, version), form)
    blocks = list(find_blocks(report, piece))
    return citation_file(of_passage(blocks[0], blocks[-1], version), form)


@require_safe
def record_citation(request: HttpRequest, kind: str, slug: str, form: str) -> HttpResponse:
    """Return the citation of what has its page at /kind/slug/."""
    record = kind_at(kind, pages=True).get_record(slug)
    if not record.is_published():
        raise Http404  # an actor that no report names
    return citation_file(of_record(record, DataVersion.objects.current()), form)


@require_safe
def list_citation(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """Return the citation of the whole list at /kind/, with its filters; 400 for what means nothing."""
    listing = find_listing(kind, request.GET, form, refused={})
    if not isinstance(listing, AnyListing):
        return listing
    return citation_file(of_list(listing, listing.filters.count, DataVersion.objects.current()), form)
