"""Meetings and the text of their reports, for editors."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from reports.admin.base import GuardedAdmin, RecordAdmin, link_column, stated_date
from reports.admin.evidence import EVIDENCE_FILTER, BlockEvidenceInline, EvidenceInline
from reports.admin.meetings import MeetingRoleInline, ParticipantInline
from reports.kinds import KINDS
from reports.models import Block, Meeting
from reports.models.base import GuardedModel


def stated_models() -> list[type[GuardedModel]]:
    """Return the models of the pieces of a report and of the records that it states."""
    return [Block, *(kind.model for kind in KINDS if kind.stated)]


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    """A meeting, its facts as stated, who took part, and the way to its report."""

    list_display = ["__str__", "kind", stated_date, "published", "quotes"]
    list_filter = ["published", "kind", EVIDENCE_FILTER]
    search_fields = ["name", "city", "date_words", "slug"]
    search_help_text = "Words of its name, city or date as stated."
    prepopulated_fields = {"slug": ["date_edtf", "city"]}
    readonly_fields = ["stated"]
    fieldsets = [
        ("What it is", {"fields": ["name", "kind", "slug"]}),
        (
            "As stated",
            {
                "fields": [
                    ("date_words", "date_edtf"),
                    "city",
                    "delegates",
                    ("countries", "organisations"),
                ],
                "description": "Only what a report says of it; the rest stays empty.",
            },
        ),
        (
            "Its report",
            {
                "fields": ["report_title", "source_sha256", "stated"],
                "description": "First the pieces of the text, then the records that rest on them.",
            },
        ),
        (
            "Publishing",
            {
                "fields": ["published"],
                "description": "Refused as long as one of its records has no evidence.",
            },
        ),
    ]
    inlines = [EvidenceInline, MeetingRoleInline, ParticipantInline]

    @admin.display(description="pieces and records")
    def stated(self, meeting):
        """What its report consists of and states, counted, each linked to its list here."""
        if not meeting.pk:
            return "Save the meeting first."
        links = ((list_url(model, meeting), *counted(model, meeting)) for model in stated_models())
        return format_html_join(" · ", '<a href="{}">{} {}</a>', links)


def counted(model: type[GuardedModel], meeting: Meeting) -> tuple[int, str]:
    """Return how many rows of `model` the report of `meeting` has, and what they are called."""
    number, meta = model.objects.filter(meeting=meeting).count(), model._meta
    return number, str(meta.verbose_name if number == 1 else meta.verbose_name_plural)


def list_url(model: type[GuardedModel], meeting: Meeting) -> str:
    """Return the address of the list here of the rows of `model` of that meeting's report."""
    address = reverse(f"admin:reports_{model._meta.model_name}_changelist")
    return f"{address}?meeting__id__exact={meeting.pk}"


@admin.register(Block)
class BlockAdmin(GuardedAdmin):
    """A piece of a report, and the quotes in it: corrected together, as one act."""

    list_display = ["label", "beginning", "kind", link_column("part"), link_column("meeting")]
    list_filter = ["meeting", "kind", EVIDENCE_FILTER]
    list_select_related = ["meeting", "part"]
    search_fields = ["text", "key", "number__exact"]
    search_help_text = "Words of the text, a paragraph's number, or a key as in p19."
    autocomplete_fields = ["meeting", "part"]
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["meeting", "kind", ("number", "number_printed"), "key"],
                "description": "A numbered paragraph's key is p and its number.",
            },
        ),
        (
            "As printed",
            {
                "fields": ["text"],
                "description": "To the letter. Correct the text and the quotes from it, below, in one "
                "save: they are judged together as they will be.",
            },
        ),
        ("Where in the report", {"fields": ["part", "order"]}),
    ]
    inlines = [BlockEvidenceInline]

    @admin.display(description="piece", ordering="order")
    def label(self, block):
        """How to refer to it."""
        return block.label

    @admin.display(description="text")
    def beginning(self, block):
        """The first words of it."""
        return format_html("{}…", block.text[:80]) if len(block.text) > 80 else block.text
