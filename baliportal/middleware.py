"""Middleware: security headers on every answer, and a public that cannot write."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from reports.pages.errors import not_allowed
from reports.snapshot import snapshot

Responder = Callable[[HttpRequest], HttpResponseBase]

ADMIN = "/admin/"
READS = ("GET", "HEAD")

# Nothing is allowed that is not named. No inline style and no script on a public page; a browser's
# own auditor reads robots.txt as the page would connect. The stock admin has its own scripts, all
# from this site.
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ADMIN_POLICY = PUBLIC_POLICY + "; script-src 'self'"

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
}


class Guard:
    """Outermost middleware, so that it covers static files and error pages too.

    Takes a request, returns 405 for anything but a read outside the admin, and sets the headers.
    """

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        admin = request.path.startswith(ADMIN)
        reading = admin or request.method in READS
        response = self.get_response(request) if reading else not_allowed(READS)
        response["Content-Security-Policy"] = ADMIN_POLICY if admin else PUBLIC_POLICY
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class Gzip(GZipMiddleware):
    """Middleware that compresses pages, but no file sent with its length: a cut one is noticed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming and response.has_header("Content-Length"):
            return response
        return super().process_response(request, response)


class Snapshot:
    """Innermost middleware: a public page reads as of one moment, and cannot write."""

    def __init__(self, get_response: Responder) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ADMIN):
            return self.get_response(request)
        with snapshot():
            return self.get_response(request)
