"""Who the reports name, for editors."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reports.admin.base import GuardedAdmin, GuardedInline
from reports.models import Actor, OtherName


class OtherNameInline(GuardedInline):
    """The other names that an actor is found by."""

    model = OtherName
    fields = ["name", "kind"]


@admin.register(Actor)
class ActorAdmin(GuardedAdmin):
    """A country, organisation, process, agency or office, once however often named."""

    list_display = ["name", "kind", "iso3", "part_of", "other"]
    list_filter = ["kind"]
    list_select_related = ["part_of"]
    search_fields = ["name", "other_names__name", "=iso2", "=iso3"]
    search_help_text = "Any of its names, of then or today, or its ISO code."
    autocomplete_fields = ["part_of"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["name", "kind", "slug"],
                "description": "Look first whether it is here already, under another of its names.",
            },
        ),
        ("Of a country or territory", {"fields": [("iso2", "iso3")]}),
        ("Of an agency or office", {"fields": ["part_of"]}),
    ]
    inlines = [OtherNameInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("other_names")

    @admin.display(description="other names")
    def other(self, actor):
        """Its other names."""
        return ", ".join(name.name for name in actor.other_names.all())
