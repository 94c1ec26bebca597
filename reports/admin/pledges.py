"""Pages for editors of pledges: what was offered or contributed."""

from django.contrib import admin

from reports.admin.evidence import EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin
from reports.models import Pledge


@admin.register(Pledge)
class PledgeAdmin(RecordAdmin):
    """One offer or contribution."""

    list_display = ["giver_written", "purpose", "state", "kind", "amount_written", "giver", "quotes"]
    list_filter = ["report", "state", "kind", EVIDENCE_FILTER]
    list_select_related = ["giver"]
    option_fields = ["giver_written", "purpose", "amount_written", *REPORT]
    search_fields = ["giver_written", "giver__name", "giver__other_names__name", "purpose"]
    search_help_text = "Any name of the giver, or words of the purpose."
    prepopulated_fields = {"slug": ["giver_written", "purpose"]}
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["purpose", "kind", "state", "slug"],
                "description": "An offer to host is a workshop instead.",
            },
        ),
        (
            "As stated",
            {
                "fields": ["amount_written", ("amount", "currency")],
                "description": "All three, or none where the report states no amount.",
            },
        ),
        ("Who", {"fields": ["giver_written", "giver", "speaker_written", "speaker"]}),
        WHERE,
    ]
    inlines = [EvidenceInline, ObjectiveLinkInline]
