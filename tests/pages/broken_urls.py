"""The portal with views that fail, for the pages that say so."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.urls import path

from baliportal.urls import handler400, handler404, handler500, urlpatterns
from tests.factories import make_report

__all__ = ["handler400", "handler404", "handler500"]


def fail(request):
    """A view that fails."""
    raise ZeroDivisionError


def suspect(request):
    """A view that finds the request suspicious."""
    raise SuspiciousOperation


def write(request):
    """A view that breaks the rule that a public request only reads."""
    make_report("2009-written")


def remember(request):
    """A view that changes the reader's session, which is saved when it has answered."""
    request.session["seen"] = True
    return HttpResponse("seen")


urlpatterns = [
    path("admin/remember/", remember),  # before the desk's own, which takes all that begins so
    *urlpatterns,
    path("fail/", fail),
    path("suspect/", suspect),
    path("write/", write),
]
