"""The site of the editors' desk: Django's admin, with a door of its own."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse

from baliportal.door.entrance import PasswordForm


class Desk(AdminSite):
    """The editors' desk."""

    site_header = "Bali Process reports: the editors’ desk"
    site_title = "The editors’ desk"
    index_title = "What the portal keeps"
    login_form = PasswordForm

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Return the log-in page; 429 with the seconds to wait, where log-ins are refused."""
        answer = super().login(request, extra_context)
        form = getattr(answer, "context_data", {}).get("form")
        return refused(answer, form) if form else answer


def refused(answer: HttpResponse, form: Any) -> HttpResponse:
    """Return `answer`, which says 429 where its log-in form was refused by a pause."""
    if pause := getattr(form, "pause", None):
        answer.status_code = 429
        answer["Retry-After"] = str(int(pause.total_seconds()) + 1)
    return answer
