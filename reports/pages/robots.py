"""What crawlers ask for: robots.txt, and a sitemap of every public page."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_resolver
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from reports.kinds import KINDS
from reports.kinds.actors import public_actors
from reports.models import Actor, Block, DataVersion, Meeting
from reports.models.base import url_for
from reports.models.report import BlockKind


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: all but the desk and the search, whose pages have no end."""
    context = {"site": settings.SITE_URL}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


class PortalSitemap(Sitemap):
    """Sitemap of pages given by their paths, at the portal's own address."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """Return the portal's host name, not the one that one reader typed."""
        return urlsplit(settings.SITE_URL).netloc

    def location(self, item: str) -> str:
        """Return the path of the page: the item itself."""
        return item


class SinglePages(PortalSitemap):
    """Pages that there is one of: home, the lists, and the rest of urls.py without a variable.

    When a page last changed is known of these only, which span all the data: with the data version.
    """

    def items(self) -> list[str]:
        """Return the paths of the pages."""
        routes = [str(each.pattern) for each in get_resolver("reports.urls").url_patterns]
        pages = [route for route in routes if "<" not in route and (not route or route.endswith("/"))]
        return [f"/{route}" for route in pages]

    @cached_property
    def version(self) -> DataVersion | None:
        """The data version."""
        return DataVersion.objects.current()

    def lastmod(self, item: str) -> date | None:
        """Return the day of the data version."""
        return self.version and self.version.date


class ReportPages(PortalSitemap):
    """Pages of each report, and of each paragraph alone."""

    def items(self) -> list[str]:
        """Return the paths of the pages."""
        pages = []
        for meeting in Meeting.objects.published().with_report():
            path = meeting.get_report_url()
            pages += [path, f"{path}plain/", f"{meeting.get_absolute_url()}coverage/"]
        blocks = Block.objects.published().exclude(meeting__report_title="")
        needs = ("number", "key", "meeting__slug")  # and not the texts, of which there may be thousands
        blocks = blocks.filter(kind=BlockKind.PARAGRAPH).select_related("meeting").only(*needs)
        return pages + [block.get_passage_url() for block in blocks]


class RecordPages(PortalSitemap):
    """Pages of each record that has one, and of each actor that a published report names."""

    def items(self) -> list[str]:
        """Return the paths of the pages."""
        return [
            url_for(f"{kind.name}-detail", slug)
            for kind in KINDS
            if kind.pages
            for slug in self.slugs(kind.model)
        ]

    def slugs(self, model: type[Any]) -> Iterable[str]:
        """Return the slugs of the rows of `model` that have a page."""
        public = (
            Actor.objects.filter(pk__in=public_actors()) if model is Actor else model.objects.published()
        )
        return public.values_list("slug", flat=True)


SITEMAPS = {"pages": SinglePages, "reports": ReportPages, "records": RecordPages}
