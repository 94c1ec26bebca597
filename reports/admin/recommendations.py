"""What was recommended, agreed, asked or noted as to be done, for editors."""

from django.contrib import admin

from reports.admin.base import WHERE, GuardedInline, RecordAdmin
from reports.admin.evidence import EVIDENCE_FILTER, EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.models import Addressee, Recommendation


class AddresseeInline(GuardedInline):
    """Whom the recommendation on the page is addressed to."""

    model = Addressee
    fields = ["actor"]
    autocomplete_fields = ["actor"]
    related = ["actor"]


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    """One recommendation, with its verb and its speaker."""

    list_display = ["__str__", "verb", "speaker_written", "standing", "order", "quotes"]
    list_filter = ["meeting", "verb", "standing", EVIDENCE_FILTER]
    search_fields = ["name", "speaker_written", "addressed__actor__name", "due"]
    search_help_text = "Words of the recommendation, who says so, or whom it is addressed to."
    autocomplete_fields = ["meeting", "speaker"]
    prepopulated_fields = {"slug": ["name"]}
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
