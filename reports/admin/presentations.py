"""What was presented to a meeting, for editors."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from reports.admin.base import WHERE, GuardedInline, RecordAdmin, link_column
from reports.admin.evidence import EVIDENCE_FILTER, EvidenceInline
from reports.models import Presentation, Presenter


class PresenterInline(GuardedInline):
    """Who gave the presentation on the page."""

    model = Presenter
    fields = ["order", "actor", "name_written", "person"]
    autocomplete_fields = ["actor"]
    verbose_name_plural = "presenters (whether jointly is not claimed)"


@admin.register(Presentation)
class PresentationAdmin(RecordAdmin):
    """One presentation, report or overview."""

    list_display = ["__str__", "given_by", "group", link_column("workshop"), "order", "quotes"]
    list_filter = ["meeting", "kind", "group", EVIDENCE_FILTER]
    list_select_related = ["group", "workshop"]
    search_fields = ["subject", "slug", "presented_by__name_written", "presented_by__person"]
    search_help_text = "Words of the subject, or who presented, as written."
    autocomplete_fields = ["meeting", "on_behalf_of", "group", "workshop"]
    prepopulated_fields = {"slug": ["subject"]}
    fieldsets = [
        ("What it is", {"fields": ["kind", "slug"]}),
        ("As stated", {"fields": ["subject", "workshop", "group"]}),
        (
            "Who",
            {
                "fields": ["on_behalf_of"],
                "description": "Only where the words say so. Who presented is in the list below.",
            },
        ),
        WHERE,
    ]
    inlines = [PresenterInline, EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("presented_by")

    @admin.display(description="presenters")
    def given_by(self, presentation):
        """Its presenters, as written."""
        return ", ".join(str(presenter) for presenter in presentation.presented_by.all())
