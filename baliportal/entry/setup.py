"""Set up the entry from the settings: what wsgi.py serves."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port, validate_host
from django.template import loader
from django.utils.module_loading import import_string

from baliportal.entry.answers import Headers
from baliportal.entry.app import STATIC, Entry, OwnReply, headers_of
from baliportal.entry.connections import open_read_only
from baliportal.entry.files import Files
from baliportal.entry.pools import Pool
from baliportal.entry.revisions import revisions_of
from baliportal.middleware import ADMIN
from reports.kinds import KINDS
from reports.pages.errors import RETRY_AFTER

HSTS = "Strict-Transport-Security"  # not to be sent without TLS
# Parameters of public addresses that are no filter of a list: of searches, sitemaps, pages.
OTHERS = {"q", "kind", "page", "p", "sort", "version"}


def known_parameters() -> frozenset[str]:
    """Return the names of all parameters that a public address may have."""
    return frozenset(OTHERS.union(*(kind.filters.base_filters for kind in KINDS)))


@lru_cache(maxsize=256)
def is_host(host: str) -> bool:
    """Return True if the portal answers to the Host header `host`."""
    domain, _ = split_domain_port(host)
    allowed = settings.ALLOWED_HOSTS
    if settings.DEBUG and not allowed:
        allowed = [".localhost", "127.0.0.1", "[::1]"]
    return bool(domain) and validate_host(domain, allowed)


def is_static(path: str) -> bool:
    """Return True if a static file stands at the `path` of an address."""
    if not path.startswith(STATIC):
        return False
    name = path.removeprefix(STATIC)
    if settings.HASHED_STATIC:
        file = (settings.STATIC_ROOT / name).resolve()
        return file.is_file() and file.is_relative_to(settings.STATIC_ROOT.resolve())
    return finders.find(name) is not None


def error_page(status: HTTPStatus | str, said: str = "") -> OwnReply:
    """Return an error page in the dress of the rest, made without Django's handler or database.

    `said` is a sentence on what to do; of a page that can be asked for again, when.
    """
    line = status if isinstance(status, str) else f"{status.value} {status.phrase}"
    name = "500.html" if line.startswith("500") else "unavailable.html"
    body = loader.render_to_string(name, {"status": line[:3], "said": said}).encode()
    more = [("Retry-After", str(RETRY_AFTER))] if line.startswith("503") else []
    return OwnReply(line, headers_of("text/html", body) + more, [body])


def security_headers() -> dict[tuple[bool, bool], Headers]:
    """Return the headers that the middleware of headers sets, by what an answer is of and came over.

    The keys are: of the desk, and by TLS.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = HttpResponse()
        del response["Content-Type"]
        return response

    for name in reversed(settings.HEADERS_MIDDLEWARE):
        respond = import_string(name)(respond)
    found: dict[tuple[bool, bool], Headers] = {}
    for path in (ADMIN, "/"):
        request = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": BytesIO()}
        headers = [*respond(WSGIRequest(request | {"wsgi.url_scheme": "https"})).items()]
        found[path == ADMIN, True] = headers
        found[path == ADMIN, False] = [pair for pair in headers if pair[0] != HSTS]
    return found


def enter(django: Callable[..., Any]) -> Entry:
    """Return the entry in front of the WSGI application `django`; from now on only the desk writes."""
    write, role = open_read_only(connections, settings.PUBLIC_DATABASE), settings.ROLE
    return Entry(
        django,
        revisions_of(settings.PUBLIC_DATABASE),
        Files(settings.ANSWERS_DIR),
        known=known_parameters(),
        is_host=is_host,
        scheme="https" if settings.SECURE_SSL_REDIRECT else "",
        proxies=settings.TRUSTED_PROXIES,
        error_page=error_page,
        security_headers=security_headers(),
        is_static=is_static,
        stored=settings.PAGE_STORE,
        desk=None if role == "public" else Pool("desk", size=2, wait=15, limit=60, begin=write),
        elsewhere=settings.SITE_URL if role == "desk" else "",
    )
