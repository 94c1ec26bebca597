"""Pages for editors of the workshops, and of who did what in them."""

from django.contrib import admin

from reports.admin.evidence import EvidenceInline
from reports.admin.objective_links import ObjectiveLinkInline
from reports.admin.outcomes import OutcomeInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, RecordAdmin, RecordInline, link_column, stated_date
from reports.models import Workshop, WorkshopRole


class WorkshopRoleInline(RecordInline):
    """The parts of actors in the workshop on the page."""

    model = WorkshopRole
    fields = ["role", "order", "actor", "name_written"]
    verbose_name_plural = "who (to a published workshop, add one on its own page, with its evidence)"


@admin.register(Workshop)
class WorkshopAdmin(RecordAdmin):
    """A workshop or national meeting, or a stated but unnamed group of them."""

    list_display = ["__str__", "who", "state", stated_date, "reach", "group", "quotes"]
    list_filter = ["report", "state", "kind", "reach", "group", EVIDENCE_FILTER]
    list_select_related = ["group"]
    list_prefetch_related = ["roles"]
    option_fields = ["name", *REPORT]
    search_fields = ["name", "also_called", "subject", "slug", "roles__name_written"]
    search_help_text = "Words of its name, short form, subject or address, or who did what in it."
    fieldsets = [
        ("What it is", {"fields": ["name", "also_called", "kind", "number", "state", "slug"]}),
        (
            "As stated",
            {
                "fields": [
                    "subject",
                    "audience",
                    "actors_written",
                    ("date_words", "date_edtf"),
                    "reach",
                    "pilot",
                ],
                "description": "Only where the words say so; the rest stays empty or unknown.",
            },
        ),
        ("Who says so", {"fields": ["speaker_written", "speaker"]}),
        (
            "In the process",
            {
                "fields": ["group", "follows"],
                "description": "Who hosted, organised or planned it is in the list below.",
            },
        ),
        (
            "Where in the report",
            {
                "fields": ["report", "order"],
                "description": "Which report states it, and its place among the workshops.",
            },
        ),
    ]
    inlines = [WorkshopRoleInline, EvidenceInline, OutcomeInline, ObjectiveLinkInline]

    @admin.display
    def who(self, workshop: Workshop) -> str:
        """Return who did what in it, by the report's verbs: it tells the national meetings apart."""
        return ", ".join(str(role) for role in workshop.roles.all())


@admin.register(WorkshopRole)
class WorkshopRoleAdmin(RecordAdmin):
    """One actor's part in one workshop."""

    list_display = ["name_written", "actor", "role", link_column("workshop"), "quotes"]
    list_filter = ["workshop__report", "role", EVIDENCE_FILTER]
    list_select_related = ["workshop", "actor"]
    option_fields = ["name_written", "role", "workshop__name", "workshop__report__meeting__slug"]
    search_fields = ["name_written", "actor__name", "actor__other_names__name", "workshop__name"]
    search_help_text = "Any name of the actor, or words of the workshop's name."
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["workshop", "role"],
                "description": "By the report's own verb: a host is who “hosted” it.",
            },
        ),
        ("Who", {"fields": ["actor", "name_written", "order"]}),
    ]
