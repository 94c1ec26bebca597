"""What every page's frame shows."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from reports.models import DataVersion


def portal(request):
    """The data version (asked for only where a template shows it) and who keeps this copy."""
    return {
        "data_version": SimpleLazyObject(DataVersion.objects.current),
        "keeper": {
            "name": settings.KEEPER_NAME,
            "email": settings.KEEPER_EMAIL,
            "official": settings.OFFICIAL,
        },
    }
