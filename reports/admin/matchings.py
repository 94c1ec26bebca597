"""The editors' reading of what serves which objective."""

from django.contrib import admin

from reports.admin.base import KeptAdmin, KeptInline, referred
from reports.models import Matching
from reports.models.objectives import MATCHED


class MatchingInline(KeptInline):
    """The objectives that the record on the page serves, as editors read it."""

    model = Matching
    fields = ["objective"]
    autocomplete_fields = ["objective"]
    related = ["objective", *MATCHED]
    verbose_name_plural = "objectives it serves (the editors' reading, shown as such)"


@admin.register(Matching)
class MatchingAdmin(KeptAdmin):
    """One record that serves one objective."""

    view_on_site = False  # it has no address of its own
    list_display = ["record", "kind", referred("objective")]
    list_filter = ["objective"]
    list_select_related = ["objective", *MATCHED]
    search_fields = ["objective__name", "workshop__name", "recommendation__name", "pledge__purpose"]
    search_help_text = "Words of the objective, or of what serves it."
    autocomplete_fields = ["objective", *MATCHED]
    fieldsets = [
        ("The objective", {"fields": ["objective"]}),
        (
            "What serves it",
            {
                "fields": list(MATCHED),
                "description": "Choose exactly one. The portal shows it as the editors' reading, "
                "for the report does not say so.",
            },
        ),
    ]

    @admin.display(description="what serves it")
    def record(self, matching):
        """The record that is matched."""
        return matching.record

    @admin.display
    def kind(self, matching):
        """What kind of record that is."""
        return matching.kind
