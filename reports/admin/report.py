"""Pages for editors of meetings, their reports, and the text of those."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from reports.admin.base import GuardedAdmin, GuardedInline
from reports.admin.evidence import BlockEvidenceInline, EvidenceInline
from reports.admin.forms import GuardedForm
from reports.admin.meetings import MeetingRoleInline, ParticipantInline
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, RecordAdmin, link_column, stated_date
from reports.kinds import KINDS
from reports.models import Block, GuardedModel, Meeting, Report
from reports.text.white_space import find_odd, make_single


class ReportInline(GuardedInline):
    """The reports of the meeting on the page."""

    model = Report
    fields = ["order", "title", "slug", "published"]
    readonly_fields = ["published"]
    show_change_link = True


@admin.register(Meeting)
class MeetingAdmin(RecordAdmin):
    """A meeting, its facts as stated, its reports, and who took part."""

    list_display = ["__str__", "kind", stated_date, "quotes"]
    list_filter = ["kind", EVIDENCE_FILTER]
    option_fields = ["name", "city", "date_words"]
    search_fields = ["name", "city", "date_words", "slug"]
    search_help_text = "Words of its name, city or date as stated."
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
    ]
    inlines = [EvidenceInline, ReportInline, MeetingRoleInline, ParticipantInline]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Return none: the address is made of year, city and kind when it is saved."""
        return {}


@admin.register(Report)
class ReportAdmin(GuardedAdmin):
    """A report of a meeting, the way to its text and its records, and whether it is public."""

    list_display = ["title", link_column("meeting"), "published", "fully_recorded"]
    list_filter = ["published", "fully_recorded"]
    list_select_related = ["meeting"]
    option_fields = ["title", "meeting__name", "meeting__city", "meeting__date_words"]
    search_fields = ["title", "meeting__name", "meeting__city", "meeting__slug", "slug"]
    search_help_text = "Words of its title, or of its meeting's name or city."
    readonly_fields = ["stated"]
    fieldsets = [
        ("What it is", {"fields": ["meeting", "title", "slug", "order"]}),
        (
            "What it holds",
            {
                "fields": ["source_sha256", "stated", "fully_recorded"],
                "description": "First the pieces of the text, then the records that rest on them. The "
                "page of coverage shows which words no record covers yet.",
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

    @admin.display(description="pieces and records")
    def stated(self, report: Report) -> str:
        """Return its pieces and the records it states, counted, linked to their lists."""
        if not report.pk:
            return "Save the report first."
        models: list[type[GuardedModel]] = [Block, *(kind.model for kind in KINDS if kind.stated)]
        links = (counted_link(model, report) for model in models)
        return format_html_join(" · ", '<a href="{}?report__id__exact={}">{} {}</a>', links)


def counted_link(model: type[GuardedModel], report: Report) -> tuple[str, int, int, str]:
    """Return the address of the list of `model`, the report's key, and how many rows of which name."""
    number, meta = model.objects.filter(report=report).count(), model._meta
    name = str(meta.verbose_name if number == 1 else meta.verbose_name_plural)
    return reverse(f"admin:reports_{meta.model_name}_changelist"), report.pk, number, name


class BlockForm(GuardedForm):
    """A text, which may be typed or pasted with white space that is made one space on request."""

    one_space = forms.BooleanField(
        label="make one space of each white space",
        required=False,
        help_text="Tick it for a text that was pasted with line breaks or double spaces that the report "
        "does not have. What was changed is told when it is saved.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.single_spaces = 0
        if cleaned.get("one_space") and cleaned.get("white_space_printed"):
            self.add_error("one_space", "Choose one: the white space as printed, or one space for each.")
        elif cleaned.get("one_space") and "text" in cleaned:
            self.single_spaces = len(list(find_odd(cleaned["text"])))
            cleaned["text"] = make_single(cleaned["text"])
        return cleaned


@admin.register(Block)
class BlockAdmin(GuardedAdmin):
    """A piece of a report, and the quotes in it: corrected together, as one act."""

    form = BlockForm

    list_display = ["label", "beginning", "kind", link_column("part"), link_column("report")]
    list_filter = ["report", "kind", EVIDENCE_FILTER]
    list_select_related = ["report__meeting", "part"]
    option_fields = ["key", "text", *REPORT]
    search_fields = ["text", "key", "number__exact"]
    search_help_text = "Words of the text, a paragraph's number, or a key as in p19."
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["report", "kind", ("number", "number_printed"), "key"],
                "description": "A numbered paragraph's key is p and its number, or its part's key, a "
                "hyphen and the number. If another piece has that key, a hyphen and a digit follow.",
            },
        ),
        (
            "As printed",
            {
                "fields": ["text", "one_space", "white_space_printed"],
                "description": "To the letter. Correct the text and the quotes from it, below, in one "
                "save: they are judged together as they will be.",
            },
        ),
        ("Where in the report", {"fields": ["part", "order", "place_printed"]}),
    ]
    inlines = [BlockEvidenceInline]

    def save_model(self, request: HttpRequest, obj: Block, form: Any, change: bool) -> None:
        """Save the piece; say how much of its white space was made one space."""
        super().save_model(request, obj, form, change)
        if form.single_spaces:
            places = f"{form.single_spaces} place{'s' * (form.single_spaces > 1)}"
            self.message_user(request, f"White space was made one space in {places} of the text.")

    @admin.display(description="piece", ordering="order")
    def label(self, block: Block) -> str:
        """Return the way to refer to it."""
        return block.label

    @admin.display(description="text")
    def beginning(self, block: Block) -> str:
        """Return the first words of it."""
        return format_html("{}…", block.text[:80]) if len(block.text) > 80 else block.text
