"""Pages for editors of actors: whom the reports name."""

from django.contrib import admin

from reports.admin.base import GuardedAdmin, GuardedInline, other_names
from reports.models import Actor, OtherName


class OtherNameInline(GuardedInline):
    """The other names that an actor is found by."""

    model = OtherName
    fields = ["name", "kind", "ambiguous"]


@admin.register(Actor)
class ActorAdmin(GuardedAdmin):
    """A country, organisation, process, agency, office or person, once however often named."""

    list_display = ["name", "kind", "iso3", "part_of", other_names]
    list_filter = ["kind"]
    list_select_related = ["part_of"]
    list_prefetch_related = ["other_names"]
    option_fields = ["name"]
    search_fields = ["name", "other_names__name", "=iso2", "=iso3"]
    search_help_text = "Any of its names, of then or today, or its ISO code."
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["name", "article", "kind", "slug"],
                "description": "Look first whether it is here already, under another of its names.",
            },
        ),
        ("Of a country or territory", {"fields": [("iso2", "iso3")]}),
        ("Of an agency, office or person", {"fields": ["part_of", "office"]}),
    ]
    inlines = [OtherNameInline]
