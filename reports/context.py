"""What every page's frame shows."""

from django.conf import settings
from django.db.models import Subquery
from django.utils.functional import SimpleLazyObject

from reports.models import DataVersion, Meeting

# The main navigation: the first part of a path, and what it is called.
NAVIGATION = {
    "meetings": "Meetings",
    "participants": "Participants",
    "workshops": "Workshops",
    "recommendations": "Recommendations",
    "pledges": "Pledges",
    "objectives": "Objectives",
    "data": "Data",
    "about": "About",
}


def portal(request):
    """The data version and the newest report (one query, where a template asks), the navigation,
    and who keeps this copy."""
    return {
        "data_version": SimpleLazyObject(current),
        "navigation": [
            (f"/{name}/", label, request.path.startswith(f"/{name}/") and reading(request) != name)
            for name, label in NAVIGATION.items()
        ],
        "reading": reading(request),
        "site": getattr(settings, "SITE_URL", ""),
        "keeper": {
            "name": settings.KEEPER_NAME,
            "email": settings.KEEPER_EMAIL,
            "official": settings.OFFICIAL,
        },
    }


def current():
    """The data version in force, with `report`, the slug of the newest published report."""
    reports = Meeting.objects.published().with_report().values("slug")
    return DataVersion.objects.annotate(report=Subquery(reports[:1])).current()


def reading(request):
    """The part of the navigation that a page of a report stands under, though its path does not."""
    return "meetings" if "/report/" in request.path else ""
