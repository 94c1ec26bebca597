"""The file that tells finders of a fault in the portal's safety whom to write to (RFC 9116)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

HOLDS = timedelta(days=180)  # RFC 9116 asks for less than a year


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Return whom to write to, and until when that holds; raise Http404 where nobody is named.

    The one public answer that depends on the clock: so it is not kept.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404("Nobody is named in SECURITY_CONTACT.")
    until = (datetime.now(UTC) + HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    text = (
        f"Contact: {settings.SECURITY_CONTACT}\n"
        f"Expires: {until}\n"
        "Preferred-Languages: en\n"
        f"Canonical: {settings.SITE_URL}{reverse('reports:security-txt')}\n"
    )
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer
