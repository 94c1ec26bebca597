"""Sitemap of every public page."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import get_resolver

from reports.kinds import KINDS
from reports.models import Actor, Block, BlockKind, DataVersion, Report, public_actors, url_for


class PublicPages(Sitemap):
    """Every public page, at the portal's own address, not the host name that a reader typed.

    When a page last changed is known only of those that there is one of, which span all the data:
    with the data version.
    """

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def items(self) -> list[tuple[str, date | None]]:
        """Return the path of each page, and the day that it changed, where that is known."""
        version = DataVersion.objects.current()
        day = version.date if version else None
        return [
            *((path, day) for path in single_pages()),
            *((path, None) for path in report_pages()),
            *((path, None) for path in record_pages()),
        ]

    def location(self, item: tuple[str, date | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, date | None]) -> date | None:
        return item[1]


def single_pages() -> Iterator[str]:
    """Yield the pages that there is one of: home, the lists, the rest of urls.py without a variable."""
    for pattern in get_resolver("reports.urls").url_patterns:
        route = str(pattern.pattern)
        if "<" not in route and (not route or route.endswith("/")):
            yield f"/{route}"


def report_pages() -> Iterator[str]:
    """Yield the pages of each report, and of each paragraph alone."""
    for report in Report.objects.published().select_related("meeting"):
        path = report.get_absolute_url()
        yield from (path, f"{path}plain/", f"{path}coverage/")
    blocks = Block.objects.published().filter(kind=BlockKind.PARAGRAPH)
    # Without the texts, of which there may be thousands.
    needed = ("number", "key", "report__slug", "report__meeting__slug")
    for block in blocks.select_related("report__meeting").only(*needed):
        yield block.get_passage_url()


def record_pages() -> Iterator[str]:
    """Yield the page of each record that has one, and of each actor that a published report names."""
    for kind in KINDS:
        if kind.pages:
            public = (
                Actor.objects.filter(pk__in=public_actors())
                if kind.model is Actor
                else kind.model.objects.published()
            )
            for slug in public.values_list("slug", flat=True):
                yield url_for(f"{kind.name}-detail", slug)
