"""Pages for editors of recommendations: what was recommended, agreed, asked or noted."""

from django.contrib import admin

from reports.admin.base import GuardedInline
from reports.admin.evidence import EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin
from reports.models import Addressee, Recommendation


class AddresseeInline(GuardedInline):
    """The actors asked or named to do what is recommended on the page; nobody who is only inferred."""

    model = Addressee
    fields = ["actor"]
    verbose_name_plural = "who is to act"
    related = ["actor"]


@admin.register(Recommendation)
class RecommendationAdmin(RecordAdmin):
    """One recommendation, with its verb and its speaker."""

    list_display = ["__str__", "verb", "speaker_written", "standing", "order", "quotes"]
    list_filter = ["report", "verb", "standing", EVIDENCE_FILTER]
    list_select_related = ["verb"]
    option_fields = ["verb__name", "name", *REPORT]
    search_fields = ["name", "speaker_written", "addressed__actor__name", "due"]
    search_help_text = "Words of the recommendation, who says so, or who is to act."
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
                "description": "Who says so. Who is to act, as written, is in the list below.",
            },
        ),
        WHERE,
    ]
    inlines = [AddresseeInline, EvidenceInline, ObjectiveLinkInline]
