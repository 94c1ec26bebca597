"""Sitemap of every public page: an index, and a section for each kind of page."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver

from reports.kinds import KINDS
from reports.lists import Kind, absolute
from reports.models import Actor, Block, BlockKind, DataVersion, Report, public_actors, url_for

Items = Sequence[Any] | QuerySet[Any, Any]


class Section(Sitemap):
    """Some public pages, at the portal's own address, not the host name that a reader typed.

    `find` gives what has a page each, `path` of each its path. More than 50,000 fill several pages.
    """

    def __init__(self, find: Callable[[], Items], path: Callable[[Any], str]) -> None:
        self.find = find
        self.path = path

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    @cached_property
    def paginator(self) -> Paginator:
        return Paginator(self.find(), self.limit)

    def location(self, item: Any) -> str:
        return self.path(item)


class SinglePages(Section):
    """The pages that there is one of, which span all the data and change with its version."""

    def __init__(self) -> None:
        super().__init__(lambda: list(single_pages()), str)

    def items(self) -> Items:
        return self.find()

    @cached_property
    def day(self) -> date | None:
        """The day of the data version, where there is one."""
        version = DataVersion.objects.current()
        return version.date if version else None

    def lastmod(self, item: str) -> date | None:
        return self.day


def sections() -> dict[str, Section]:
    """Return the sections of the sitemap by name: of single pages, of reports, and one a kind."""
    kinds = {kind.page_path or kind.path: kind for kind in KINDS if kind.pages}
    return {
        "pages": SinglePages(),
        "reports": Section(lambda: list(report_pages()), str),
        "paragraphs": Section(paragraphs, Block.get_passage_url),
    } | {
        path: Section(partial(slugs, kind), partial(url_for, f"{kind.name}-detail"))
        for path, kind in kinds.items()
    }


def single_pages() -> Iterator[str]:
    """Yield the pages that there is one of: home, the lists, the rest of urls.py without a variable."""
    for pattern in get_resolver("reports.urls").url_patterns:
        route = str(pattern.pattern)
        if "<" not in route and (not route or route.endswith("/")):
            yield f"/{route}"


def report_pages() -> Iterator[str]:
    """Yield the pages of each report as a whole."""
    for report in Report.objects.published():
        path = report.get_absolute_url()
        yield from (path, f"{path}plain/", f"{path}coverage/")


def paragraphs() -> QuerySet[Block]:
    """Return the paragraphs of the reports, each of which has a page that shows it alone."""
    blocks = Block.objects.published().filter(kind=BlockKind.PARAGRAPH)
    # Without the texts, of which there may be thousands.
    needed = ("number", "key", "report__slug", "report__meeting__slug")
    return blocks.select_related("report__meeting").only(*needed).order_by("pk")


def slugs(kind: Kind) -> Items:
    """Return the slug of each record of a `kind`, or of each actor that a published report names."""
    if kind.model is Actor:
        public = public_actors()
        return [slug for key, slug in Actor.objects.values_list("pk", "slug") if key in public]
    return kind.model.objects.published().order_by("pk").values_list("slug", flat=True)


def index(request: HttpRequest) -> HttpResponse:
    """Return the index of the sitemap: the address of each page of each section that has any."""
    if request.GET.get("p", "1") != "1":
        raise Http404("The index of the sitemap has one page.")
    filled = {name: section for name, section in sections().items() if section.paginator.count}
    response = views.index(request, {**filled}, sitemap_url_name="reports:sitemap-section")
    for each in (response.context_data or {})["sitemaps"]:  # Django's has the host name that was typed
        each.location = absolute(each.location.removeprefix(request.build_absolute_uri("/")[:-1]))
    return response


def one_section(request: HttpRequest, section: str) -> HttpResponse:
    """Return one section of the sitemap, or with `?p=` a further page of it; 404 beyond the last."""
    try:
        return views.sitemap(request, {**sections()}, section)
    except Http404:
        page = request.GET.get("p", "1")
        raise Http404(f"There is no page “{page:.60}” of a sitemap “{section:.60}”.") from None
