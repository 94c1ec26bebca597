"""Error pages, in the dress of the rest."""

import sys
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template import loader
from django.urls import Resolver404, resolve

from reports.integrity.locks import is_away, is_lock
from reports.lists import Kind, with_suffix
from reports.models import FormerAddress

RETRY_AFTER = 10  # seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400: the request itself cannot be read; 413 for a form that is too large, in words.

    And 503 for a session that a lock kept from saving, which Django takes for one that was deleted.
    """
    if is_lock(exception):
        return busy(request)
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        limits = {
            "fields": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS,
            "size": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        }
        return render(request, "400.html", limits, status=413)
    return render(request, "400.html", status=400)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404 with the sentence of the Http404, where a view gave one.

    And with the address of the last page of what ends before. What stood there once and has moved is
    a 301, what was withdrawn a 410: one query tells.
    """
    if answer := moved_or_withdrawn(request):
        return answer
    said, last, *_ = (*(exception.args if exception else ()), "", "")
    # Django's own sentences end so.
    ours = isinstance(said, str) and not said.endswith(("matching the query", "the given query."))
    return render(request, "404.html", {"said": said if ours else "", "last": last}, status=404)


def moved_or_withdrawn(request: HttpRequest) -> HttpResponse | None:
    """Return 301 or 410 for an address that was public once, also of a file or citation; else None.

    The query string goes along.
    """
    folder, _, name = request.path.rpartition("/")
    name, _, suffix = name.partition(".")
    page = f"{folder}/{name}/" if name else f"{folder}/"
    if not is_public(page, suffix):
        return None
    place, withdrawn = FormerAddress.objects.follow(page)
    if withdrawn:
        context = {"what": what_stood_at(withdrawn.path), "withdrawn": withdrawn}
        return render(request, "410.html", context, status=410)
    if place == page or not is_public(place, suffix):
        return None
    query = request.META.get("QUERY_STRING", "")
    address = with_suffix(place, suffix) if suffix else place
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def is_public(page: str, suffix: str) -> bool:
    """Return True if an address of the form of `page`, or of its file with that `suffix`, can be."""
    try:
        found = resolve(with_suffix(page, suffix) if suffix else page)
    except Resolver404:
        return False
    return found.app_names == ["reports"]


def what_stood_at(path: str) -> str:
    """Return the kind of what had its page at `path`, as in “Workshop”."""
    found = resolve(path)
    kind = found.kwargs.get("kind")
    if isinstance(kind, Kind):
        return kind.singular
    return {"report": "Report", "passage": "Piece of a report"}.get(found.url_name or "", "Page")


def not_allowed(reads: Iterable[str]) -> HttpResponseNotAllowed:
    """Return 405: only the methods `reads`; rendered without request or database, before either."""
    return HttpResponseNotAllowed(reads, loader.render_to_string("405.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500, or 503 where the error in hand is a lock or that the database is away.

    Rendered without request or database, as either may be what failed.
    """
    if is_lock(sys.exception()):
        return busy(request)
    if is_away(sys.exception()):
        return try_later("unavailable.html")
    return HttpResponseServerError(loader.render_to_string("500.html"))


def busy(request: HttpRequest) -> HttpResponse:
    """Return 503, with the time after which to try again; leave the session as it is stored."""
    if hasattr(request, "session"):
        # Saved with any answer but a 500, it would wait for the lock again.
        request.session.modified = False
    return try_later("503.html")


def try_later(template: str) -> HttpResponse:
    """Return 503 with the page of that `template`, and the time after which to try again."""
    page = loader.render_to_string(template, {"status": 503})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
