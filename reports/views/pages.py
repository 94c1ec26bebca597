"""The pages there is one of."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Meeting


@require_safe
def home(request):
    """What this is, and the ways in."""
    return render(request, "reports/home.html", {"meeting": latest_report()})


@require_safe
def about(request):
    """Where the text came from, whose site this is, and what it does not do."""
    reports = Meeting.objects.published().with_report()
    return render(request, "reports/about.html", {"reports": reports})


def latest_report():
    """The newest published meeting whose report the portal holds, or None."""
    return Meeting.objects.published().with_report().first()
