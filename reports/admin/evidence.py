"""Pages for editors of evidence, the words that the records rest on."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from reports.admin.base import GuardedAdmin, GuardedInline
from reports.admin.forms import GuardedForm, NewlineField
from reports.admin.quotes import find_refusal
from reports.models import RECORDS, Evidence

MARKS = ("confirmed", "across_reports")  # what an editor says of a quote that no comparison can


class EvidenceForm(GuardedForm):
    """A quote, kept to the letter: the space between prefix and quote is part of the prefix."""

    class Meta:
        field_classes = {"prefix": NewlineField}
        widgets = {
            "anchor": AdminTextInputWidget(attrs={"class": "", "size": 20}),
            "prefix": AdminTextareaWidget(attrs={"class": "", "rows": 3, "cols": 20}),
            "quote": AdminTextareaWidget(attrs={"class": "", "rows": 4, "cols": 36}),
            "confirmed": AdminTextareaWidget(attrs={"class": "", "rows": 3, "cols": 24}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "prefix" in self.fields:
            self.fields["prefix"].trims = False  # type: ignore[attr-defined] # a NewlineField
            self.fields["prefix"].help_text += " With the space between the two, if there is one."

    def clean(self) -> dict[str, Any] | None:
        """Tell at the quote that it does not stand in its paragraph, as that is on the page."""
        cleaned = super().clean() or self.cleaned_data
        block, quote = cleaned.get("block"), cleaned.get("quote")
        if block and quote and "prefix" in cleaned:
            refusal = find_refusal(block, cleaned["prefix"], quote, self.prefix or "")
            if refusal:
                self.add_error("quote", refusal)
        return cleaned


class EvidenceInline(GuardedInline):
    """The words that the record on the page rests on."""

    model = Evidence
    form = EvidenceForm
    fields = ["block", "anchor", "prefix", "quote", *MARKS]
    related = ["block__report__meeting", "block__part"]
    view_on_site = True
    verbose_name = "quote"
    verbose_name_plural = "evidence: the words it rests on"


@admin.display(description="record")
def record_link(evidence: Evidence) -> str:
    """Return the record that rests on the words, linked to its page here."""
    name = evidence.record._meta.model_name
    url = reverse(f"admin:reports_{name}_change", args=[evidence.record.pk])
    return format_html('<a href="{}">{}</a>', url, evidence.record)


class BlockEvidenceInline(EvidenceInline):
    """The quotes in the text on the page, corrected together with it."""

    fields = [record_link, "anchor", "prefix", "quote", *MARKS]  # type: ignore[list-item] # may be callable
    readonly_fields = [record_link]  # type: ignore[list-item] # may be callable
    related = ["block__report__meeting", "block__part", *RECORDS]
    verbose_name_plural = "evidence: the quotes in this text"

    def has_add_permission(  # type: ignore[override] # an inline is asked with the row of the page
        self, request: HttpRequest, obj: Any
    ) -> bool:
        """Return False: evidence is added where its record is."""
        return False


class KindFilter(admin.SimpleListFilter):
    """Filter by the kind of record that rests on the evidence."""

    title = "kind of record"
    parameter_name = "record"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(name, model._meta.verbose_name) for name, model in RECORDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in RECORDS:
            return queryset.filter(**{f"{self.value()}__isnull": False})
        return queryset


@admin.register(Evidence)
class EvidenceAdmin(GuardedAdmin):
    """Every quote, with its place and its record."""

    form = EvidenceForm
    list_display = ["place", "quote", record_link]
    list_filter = ["block__report", KindFilter, ("confirmed", admin.EmptyFieldListFilter), MARKS[1]]
    list_select_related = ["block__report__meeting", "block__part", *RECORDS]
    search_fields = ["quote", "anchor", "=block__key"]
    search_help_text = "Words of the quote, its anchor, or its paragraph as in p19."
    fieldsets = [
        (
            "The words",
            {
                "fields": ["block", "prefix", "quote", "anchor"],
                "description": "Prefix and quote together stand exactly once in the paragraph. "
                "To give a published quote another anchor, delete it and add it anew.",
            },
        ),
        (
            "The record that rests on them",
            {"fields": list(RECORDS), "description": "Choose exactly one."},
        ),
        (
            "Where a rule asks",
            {
                "fields": list(MARKS),
                "description": "Only where a save was refused and says so: read the quote first.",
            },
        ),
    ]

    @admin.display(description="piece", ordering="block__order")
    def place(self, evidence: Evidence) -> str:
        """Return the way to refer to its block."""
        return evidence.block.label
