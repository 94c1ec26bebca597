"""Context of every page: what its frame shows."""

from typing import Any

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports.kinds import KINDS
from reports.models import DataVersion, IndexTermName, OtherName, Report
from reports.text.abbreviations import full_names


def portal(request: HttpRequest) -> dict[str, Any]:
    """Return the data version with the newest report, the navigation, and who keeps this copy.

    The data version, and the abbreviations with their full names, are a query each, where a template
    asks for them.
    """
    # A report stands in the navigation apart from its meeting.
    report = request.path.startswith("/meetings/") and request.path.count("/") > 3
    lists = [(kind.path, kind.heading) for kind in KINDS if kind.in_navigation]
    return {
        "data_version": SimpleLazyObject(data_version),
        "abbreviations": SimpleLazyObject(abbreviations),
        "navigation": [
            (f"/{path}/", label, request.path.startswith(f"/{path}/") and not report)
            for path, label in [*lists, ("data", "Data"), ("about", "About")]
        ],
        "reading": report,
        "site": getattr(settings, "SITE_URL", ""),
        "keeper": {
            "name": settings.KEEPER_NAME,
            "email": settings.KEEPER_EMAIL,
            "official": settings.OFFICIAL,
        },
    }


def data_version() -> DataVersion | None:
    """Return the data version in force, with the slugs of the newest published report and its meeting.

    They are its `report` and `meeting`.
    """
    newest = Report.objects.published()
    return DataVersion.objects.annotate(
        report=Subquery(newest.values("slug")[:1]), meeting=Subquery(newest.values("meeting__slug")[:1])
    ).first()


def abbreviations() -> dict[str, str]:
    """Return the full name of each abbreviation of an actor or of a public index term.

    Of actors of drafts too: where a published page has one, its text names that actor, who is public.
    """
    terms = IndexTermName.objects.published().abbreviations()
    return full_names(OtherName.objects.abbreviations().union(terms))
