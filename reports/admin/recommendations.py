"""Pages for editors of recommendations: what was recommended, agreed, asked or noted."""

from django.contrib import admin

from reports.admin.base import GuardedInline
from reports.admin.evidence import EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin
from reports.models import Addressee, Recommendation


class AddresseeInline(GuardedInline):
    """The addressees of the recommendation on the page."""

    model = Addressee
    fields = ["actor"]
    related = ["actor"]


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    """One recommendation, with its verb and its speaker."""

    list_display = ["__str__", "verb", "speaker_written", "standing", "order", "quotes"]
    list_filter = ["report", "verb", "standing", EVIDENCE_FILTER]
    search_fields = ["name", "speaker_written", "addressed__actor__name", "due"]
    search_help_text = "Words of the recommendation, who says so, or whom it is addressed to."
    fieldsets = [
        ("What it is", {"fields": ["name", "verb", "slug"]}),
        (
            "As stated",
            {
                "fields": ["due", "standing"],
                "description": "Only where the words say so; suggested is not decided.",
            },
        ),
        (
            "Who",
            {
                "fields": ["speaker_written", "speaker"],
                "description": "Who says so. Whom it is addressed to is in the list below.",
            },
        ),
        WHERE,
    ]
    inlines = [AddresseeInline, EvidenceInline, ObjectiveLinkInline]
