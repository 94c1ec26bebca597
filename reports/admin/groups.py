"""Pages for editors of the experts groups."""

from django.contrib import admin

from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, RecordAdmin
from reports.models import ExpertsGroup


@admin.register(ExpertsGroup)
class ExpertsGroupAdmin(RecordAdmin):
    """An ad hoc experts group."""

    list_display = ["name", "subject", "coordinator", "representative", "quotes"]
    list_filter = ["report", EVIDENCE_FILTER]
    list_select_related = ["coordinator"]
    option_fields = ["name", *REPORT]
    search_fields = ["name", "subject", "coordinator__name", "representative"]
    search_help_text = "Words of its name or subject, or who coordinates it."
    fieldsets = [
        ("What it is", {"fields": ["name", "slug"]}),
        ("As stated", {"fields": ["subject"]}),
        ("Who", {"fields": ["coordinator", "office", "representative", "agreed_by", "recommendation"]}),
        ("Where in the report", {"fields": ["report"]}),
    ]
