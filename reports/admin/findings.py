"""Pages for editors of findings: what was noted, agreed, discussed or welcomed."""

from django.contrib import admin

from reports.admin.base import GuardedInline
from reports.admin.evidence import EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin
from reports.models import Finding, NamedActor


class NamedActorInline(GuardedInline):
    """The actors that the finding on the page names, beside the one who says it."""

    model = NamedActor
    fields = ["actor"]
    verbose_name_plural = "actors it names"
    related = ["actor"]


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    """One finding, with its verb and its speaker."""

    list_display = ["__str__", "verb", "speaker_written", "subject", "order", "quotes"]
    list_filter = ["report", "verb", EVIDENCE_FILTER]
    list_select_related = ["verb"]
    option_fields = ["verb__name", "name", *REPORT]
    search_fields = ["name", "subject", "speaker_written", "named__actor__name"]
    search_help_text = "Words of the finding, who says it, or whom it names."
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["name", "verb", "subject", "slug"],
                "description": "What is still to be done is a recommendation; what somebody gives or "
                "is thanked for giving, a contribution.",
            },
        ),
        (
            "Who",
            {
                "fields": ["speaker_written", "speaker"],
                "description": "Who says so. Whom it names stands in the list below.",
            },
        ),
        (
            "The record it is about",
            {
                "fields": ["workshop", "outcome", "pledge"],
                "description": "Only where the words can mean no other.",
            },
        ),
        WHERE,
    ]
    inlines = [NamedActorInline, EvidenceInline, ObjectiveLinkInline]
