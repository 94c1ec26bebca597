"""The public site; read it from the top as a site map."""

from django.urls import path, register_converter
from django.views.generic import RedirectView, TemplateView

from reports.citations import views as citations
from reports.citations.formats import FORMS
from reports.exports import views as exports
from reports.index import views as index
from reports.kinds import KINDS
from reports.lists.listing import FILE_FORMS, record_detail, record_list
from reports.pages import home, security, sitemap
from reports.quoting import views as quoting
from reports.report import views as report
from reports.search import views as search

app_name = "reports"
REPORT = "meetings/<slug:meeting>/<slug:slug>"  # of one report


class FileFormConverter:
    """The form of a list's file in an address: csv, xlsx or json."""

    regex = "|".join(FILE_FORMS)
    to_python = to_url = staticmethod(str)


class CitationFormConverter(FileFormConverter):
    """The form of a citation in an address: bib, ris or csl.json."""

    regex = "|".join(suffix.replace(".", r"\.") for suffix in FORMS)


register_converter(FileFormConverter, "file_form")
register_converter(CitationFormConverter, "citation_form")

urlpatterns = [
    path("", home.home, name="home"),
    # The list of each kind, such as /workshops/.
    *(path(f"{kind.path}/", record_list, {"kind": kind}, name=f"{kind.name}-list") for kind in KINDS),
    # The page of each record, such as /workshops/<slug>/; of an actor, /participants/<slug>/.
    *(
        path(
            f"{kind.page_path or kind.path}/<slug:slug>/",
            record_detail,
            {"kind": kind},
            name=f"{kind.name}-detail",
        )
        for kind in KINDS
        if kind.pages
    ),
    # The reports of a meeting, such as /meetings/<meeting>/report/, and their passages.
    path(
        "meetings/<slug:meeting>/coverage/",
        RedirectView.as_view(pattern_name="reports:coverage", permanent=True),
        {"slug": "report"},
    ),
    path(f"{REPORT}/", report.WholeReport.as_view(), name="report"),
    path(f"{REPORT}/coverage/", report.Coverage.as_view(), name="coverage"),
    path(
        f"{REPORT}/plain/",
        report.WholeReport.as_view(marked=False, template_name="reports/report_plain.html"),
        name="report-plain",
    ),
    path(f"{REPORT}/<slug:piece>/", report.Passage.as_view(), name="passage"),
    path("index/", index.index, name="index"),
    path("search/", search.search, name="search"),
    path("quote/", quoting.quote, name="quote"),
    path("quote.json", quoting.quote_json, name="quote-json"),
    path("about/", home.about, name="about"),
    # What stands at an address, cited: its last slash as .bib, .ris or .csl.json.
    path("<slug:kind>.<citation_form:form>", citations.list_citation, name="list-citation"),
    path(
        "<slug:kind>/<slug:slug>.<citation_form:form>",
        citations.record_citation,
        name="record-citation",
    ),
    path(f"{REPORT}.<citation_form:form>", citations.report_citation, name="report-citation"),
    path(
        f"{REPORT}/<slug:piece>.<citation_form:form>",
        citations.report_citation,
        name="passage-citation",
    ),
    # What stands at an address, as a file: its last slash as .csv, .xlsx or .json.
    path("<slug:kind>.<file_form:form>", exports.list_file, name="list-file"),
    path("<slug:kind>/<slug:slug>.json", exports.record_json, name="record-file"),
    path(f"{REPORT}/coverage.json", report.coverage_json, name="coverage-file"),
    path(f"{REPORT}.txt", report.report_as_text, name="report-text"),
    path("data/", exports.data, name="data"),
    path("data/package.zip", exports.whole_package, name="data-package"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap.one_section, name="sitemap-section"),
    path("favicon.ico", home.favicon, name="favicon"),
    path(".well-known/security.txt", security.security_txt, name="security-txt"),
    # All but the desk, the search and the check of a quote, whose pages have no end.
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain; charset=utf-8"),
        name="robots",
    ),
]
