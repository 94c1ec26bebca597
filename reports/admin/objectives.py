"""Pages for editors of objectives: what Ministers had called for."""

from django.contrib import admin

from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin, link_column
from reports.models import Objective


@admin.register(Objective)
class ObjectiveAdmin(RecordAdmin):
    """An objective, in the report's words."""

    list_display = ["__str__", "order", link_column("report"), "quotes"]
    list_filter = ["report", EVIDENCE_FILTER]
    list_select_related = ["report__meeting"]
    option_fields = ["name", *REPORT]
    search_fields = ["name", "slug"]
    search_help_text = "Words of the objective."
    fieldsets = [
        ("What it is", {"fields": ["name", "slug"]}),
        ("Who", {"fields": ["called_for_by", "speaker_written", "speaker"]}),
        WHERE,
    ]
