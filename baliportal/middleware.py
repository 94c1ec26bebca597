"""Middleware: headers on every answer, addresses without trackers, a public that cannot write."""

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from reports.models import Revision
from reports.pages.errors import not_allowed
from reports.snapshot import snapshot

Responder = Callable[[HttpRequest], HttpResponseBase]

ADMIN = "/admin/"
READS = ("GET", "HEAD")
WITHOUT_DATA = ("/robots.txt", "/favicon.ico")  # pages that read nothing from the database
STATES = "baliportal.states"  # in an environ: a list for the state that an answer is made of

# Nothing is allowed that is not named. No inline style and no script on a public page; a browser's
# own auditor reads robots.txt as the page would connect. The stock admin has its own scripts, all
# from this site.
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ADMIN_POLICY = PUBLIC_POLICY + "; script-src 'self'"

SECURITY_HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
}
# What is public may be read by the pages of any site, as a chart drawn from a list's file does.
PUBLIC_HEADERS = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
ADMIN_HEADERS = {"Cross-Origin-Resource-Policy": "same-origin"}

# Parameters that mail programs, search engines, social networks and counters of visits hang on an
# address to follow its reader, as the public lists of browsers' filters have them. They ask nothing of
# the portal. Families by what their names begin with, in any case; no filter of a list is named so.
TRACKER = re.compile(
    r"(?:utm|mtm|matomo|pk|piwik|hsa|gad|itm|at|fb|rdt|oly|mc|mkt|vero|dm|sc|ns|bsft|vgo|trk|guce|_branch"
    r"|ga|_ga|ml_subscriber)_\w+"
    r"|(?:fb|g|dc|y|tw|tt|ad|ob|irg|vmc|qc)clid|msclkid|(?:ir|rb_)clickid|gclsrc|[gw]braid|igsh(?:id)?"
    r"|_ga|_gl|_gid|_hsenc|_hsmi|__hs\w+|hsctatracking|sccid|li_fat_id|srsltid|epik|ef_id|s_kwcid"
    r"|_ke|_kx|_openstat|guccounter|wickedid|dicbo|cmpid|ncid|spm|scm|xtor|elqtrack\w*|trk|mkwid",
    re.IGNORECASE,
)


class OwnHeaders:
    """Outermost middleware, so that it covers static files and error pages too: the portal's headers.

    Django's own middleware, next to it in HEADERS_MIDDLEWARE, sets the others.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        admin = request.path.startswith(ADMIN)
        response = self.get_response(request)
        response["Content-Security-Policy"] = ADMIN_POLICY if admin else PUBLIC_POLICY
        for name, value in (SECURITY_HEADERS | (ADMIN_HEADERS if admin else PUBLIC_HEADERS)).items():
            response.setdefault(name, value)
        if admin:
            add_never_cache_headers(response)
        return response


class ReadsOnly:
    """Middleware that returns 405 for anything but a read outside the admin."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reading = request.path.startswith(ADMIN) or request.method in READS
        return self.get_response(request) if reading else not_allowed(READS)


class DropTrackers:
    """Middleware that takes known trackers out of a public address before anyone reads it.

    So a page, a file and a citation of one address answer alike, and give the address without them.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ADMIN):
            query = request.META.get("QUERY_STRING", "")
            request.META["QUERY_STRING"] = without_trackers(query)
        return self.get_response(request)


def without_trackers(query: str) -> str:
    """Return the `query` of an address without the known trackers in it."""
    return "&".join(filter(is_no_tracker, query.split("&")))


def is_no_tracker(parameter: str) -> bool:
    """Return False if `parameter`, as in “utm_source=mail”, is a known tracker."""
    return not TRACKER.fullmatch(unquote_plus(parameter.partition("=")[0]))


class Snapshot:
    """Innermost middleware: a public page reads as of one moment, and cannot write.

    Who keeps answers learns the state of the data that each is made of.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN) or request.path in WITHOUT_DATA:
            return self.get_response(request)
        states = request.META.get(STATES)
        if states is None:
            with snapshot():
                return self.get_response(request)
        with snapshot():
            states.append(Revision.objects.state())
            if states[-1][0]:
                return self.get_response(request)
        # A page that waited for a restore sees none of the new tables' rows: it begins anew.
        with snapshot():
            states[-1] = Revision.objects.state()
            return self.get_response(request)
