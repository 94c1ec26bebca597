"""Pages for editors of verbs: the report's own words for what was done."""

from django.contrib import admin

from reports.admin.base import GuardedAdmin
from reports.models import Verb


@admin.register(Verb)
class VerbAdmin(GuardedAdmin):
    """One verb, which recommendations and findings share."""

    view_on_site = False  # it has no address of its own
    list_display = ["name", "slug", "meaning"]
    option_fields = ["name"]
    search_fields = ["name", "slug", "meaning"]
    search_help_text = "The verb, or words of its meaning."
    fieldsets = [
        (
            "The verb",
            {
                "fields": ["name", "slug", "meaning"],
                "description": "Look first whether it is here already, perhaps in other words.",
            },
        ),
    ]
