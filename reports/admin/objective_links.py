"""Pages for editors of their own reading: what serves which objective."""

from django.contrib import admin

from reports.admin.base import GuardedAdmin, GuardedInline
from reports.admin.records import link_column
from reports.models import SERVING_KEYS, ObjectiveLink, Record


class ObjectiveLinkInline(GuardedInline):
    """The objectives that the record on the page serves, as editors read it."""

    model = ObjectiveLink
    fields = ["objective"]
    related = ["objective", *SERVING_KEYS]
    verbose_name_plural = "objectives it serves (the editors' reading, shown as such)"


@admin.register(ObjectiveLink)
class ObjectiveLinkAdmin(GuardedAdmin):
    """One record that serves one objective."""

    view_on_site = False  # it has no address of its own
    list_display = ["record", "kind", link_column("objective")]
    list_filter = ["objective"]
    list_select_related = ["objective", *SERVING_KEYS]
    search_fields = [
        "objective__name",
        "workshop__name",
        "recommendation__name",
        "pledge__purpose",
        "finding__name",
    ]
    search_help_text = "Words of the objective, or of what serves it."
    fieldsets = [
        ("The objective", {"fields": ["objective"]}),
        (
            "What serves it",
            {
                "fields": list(SERVING_KEYS),
                "description": "Choose exactly one. The portal shows it as the editors' reading, "
                "for the report does not say so.",
            },
        ),
    ]

    @admin.display(description="what serves it")
    def record(self, link: ObjectiveLink) -> Record:
        """Return the record that serves the objective."""
        return link.record
