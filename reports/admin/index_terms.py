"""Pages for editors of index terms: what the reports name that is no actor."""

from django.contrib import admin

from reports.admin.base import GuardedInline, other_names
from reports.admin.evidence import EvidenceInline
from reports.admin.records import EVIDENCE_FILTER, RecordAdmin, link_column
from reports.models import IndexTerm, IndexTermName


class IndexTermNameInline(GuardedInline):
    """The other names that a term is found by."""

    model = IndexTermName
    fields = ["name"]


@admin.register(IndexTerm)
class IndexTermAdmin(RecordAdmin):
    """A document, database, meeting or body, once however often named."""

    list_display = [
        *("name", "kind", other_names),
        *(link_column("meeting"), link_column("experts_group"), link_column("outcome"), "quotes"),
    ]
    list_filter = ["kind", EVIDENCE_FILTER]
    list_select_related = ["meeting", "experts_group", "outcome"]
    list_prefetch_related = ["other_names"]
    option_fields = ["name"]
    search_fields = ["name", "slug", "other_names__name"]
    search_help_text = "Any of its names."
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["name", "kind", "slug"],
                "description": "Whoever can act is an actor. Quote each paragraph that names it.",
            },
        ),
        ("Whose page tells more", {"fields": ["meeting", "experts_group", "outcome"]}),
    ]
    inlines = [IndexTermNameInline, EvidenceInline]
