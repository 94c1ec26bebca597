"""What Ministers had called for, for editors."""

from django.contrib import admin

from reports.admin.base import WHERE, RecordAdmin, link_column
from reports.admin.evidence import EVIDENCE_FILTER, EvidenceInline
from reports.models import Objective


@admin.register(Objective)
class ObjectiveAdmin(RecordAdmin):
    """An objective, in the report's words."""

    list_display = ["__str__", "order", link_column("meeting"), "quotes"]
    list_filter = ["meeting", EVIDENCE_FILTER]
    list_select_related = ["meeting"]
    search_fields = ["name", "slug"]
    search_help_text = "Words of the objective."
    autocomplete_fields = ["meeting"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [("What it is", {"fields": ["name", "slug"]}), WHERE]
    inlines = [EvidenceInline]
