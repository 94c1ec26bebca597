"""Pages for editors of outcomes: what came of the workshops."""

from django.contrib import admin

from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin, RecordInline, link_column
from reports.models import Outcome


class OutcomeInline(RecordInline):
    """The outcomes of the workshop on the page."""

    model = Outcome
    fields = ["report", "order", "name", "slug", "state", "workshop_written"]
    verbose_name_plural = "outcomes (of a published workshop, add one on its own page)"


@admin.register(Outcome)
class OutcomeAdmin(RecordAdmin):
    """One thing that a workshop produced or began."""

    list_display = ["__str__", "state", "workshop_written", link_column("workshop"), "quotes"]
    list_filter = ["report", "state", EVIDENCE_FILTER]
    list_select_related = ["workshop"]
    option_fields = ["name", *REPORT]
    search_fields = ["name", "workshop_written", "workshop__name"]
    search_help_text = "Words of the outcome, or of its workshop."
    fieldsets = [
        ("What it is", {"fields": ["name", "state", "slug"]}),
        (
            "Of which workshop",
            {
                "fields": ["workshop_written", "workshop"],
                "description": "The words always; the workshop only where they can mean no other.",
            },
        ),
        ("Who says so", {"fields": ["speaker_written", "speaker"]}),
        WHERE,
    ]
