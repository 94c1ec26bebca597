"""Pages for editors of presentations: what was presented to a meeting."""

from django.contrib import admin

from reports.admin.base import GuardedInline
from reports.admin.evidence import EvidenceInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin, link_column
from reports.models import Presentation, Presenter


class PresenterInline(GuardedInline):
    """The presenters of the presentation on the page."""

    model = Presenter
    fields = ["order", "actor", "name_written", "person", "person_actor"]
    verbose_name_plural = "presenters (whether jointly is not claimed)"


@admin.register(Presentation)
class PresentationAdmin(RecordAdmin):
    """One presentation, report or overview."""

    list_display = ["__str__", "given_by", "group", link_column("workshop"), "order", "quotes"]
    list_filter = ["report", "kind", "group", EVIDENCE_FILTER]
    list_select_related = ["group", "workshop"]
    list_prefetch_related = ["presented_by"]
    option_fields = ["kind", "subject", *REPORT]
    search_fields = ["subject", "slug", "presented_by__name_written", "presented_by__person"]
    search_help_text = "Words of the subject, or who presented, as written."
    prepopulated_fields = {"slug": ["subject"]}
    fieldsets = [
        ("What it is", {"fields": ["kind", "slug"]}),
        ("As stated", {"fields": ["subject", "workshop", "group"]}),
        (
            "Who",
            {
                "fields": ["on_behalf_of", "presenters_written"],
                "description": "Only where the words say so. Who presented is in the list below.",
            },
        ),
        WHERE,
    ]
    inlines = [PresenterInline, EvidenceInline]

    @admin.display(description="presenters")
    def given_by(self, presentation: Presentation) -> str:
        """Return the presenters, as written."""
        return ", ".join(str(presenter) for presenter in presentation.presented_by.all())
