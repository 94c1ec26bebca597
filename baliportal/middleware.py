"""What holds for every answer: the security headers, and that the public cannot write."""

from django.middleware.gzip import GZipMiddleware

from reports.snapshot import snapshot
from reports.views.errors import not_allowed

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
    """Outermost, so that it covers static files and error pages too.

    Takes a request, gives 405 for anything but a read outside the admin, and sets the headers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        admin = request.path.startswith(ADMIN)
        reading = admin or request.method in READS
        response = self.get_response(request) if reading else not_allowed(READS)
        response["Content-Security-Policy"] = ADMIN_POLICY if admin else PUBLIC_POLICY
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class Gzip(GZipMiddleware):
    """Compresses pages; a file sent with its length stays as it is, so that a cut one is noticed."""

    def process_response(self, request, response):
        if response.streaming and response.has_header("Content-Length"):
            return response
        return super().process_response(request, response)


class Snapshot:
    """Innermost: a public page reads as of one moment, and its connection refuses to write."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(ADMIN):
            return self.get_response(request)
        with snapshot():
            return self.get_response(request)
