"""Pages for editors of the words that they mark as connective."""

from django.contrib import admin

from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin, link_column
from reports.models import Connective


@admin.register(Connective)
class ConnectiveAdmin(RecordAdmin):
    """Words that state nothing of their own, with the editors' reason."""

    list_display = ["__str__", link_column("report"), "quotes"]
    list_filter = ["report", EVIDENCE_FILTER]
    list_select_related = ["report__meeting"]
    option_fields = ["reason", *REPORT]
    search_fields = ["reason", "slug", "evidence__quote"]
    search_help_text = "Words of the reason, or of a quote."
    prepopulated_fields = {"slug": ["reason"]}
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["reason", "slug"],
                "description": "Mark only words that tell a reader nothing: a pointer to a list, an "
                "“and” between two statements. Words that change what is said, such as not, largely or "
                "could, are refused: they belong in the quote of a record.",
            },
        ),
        WHERE,
    ]
