"""Pages for editors of the counts that a report states itself."""

from typing import Any

from django.contrib import admin

from reports.admin.forms import GuardedForm
from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, WHERE, RecordAdmin, link_column
from reports.models import StatedCount
from reports.report.counts import rows_at


class StatedCountForm(GuardedForm):
    """A stated count, whose address must be that of a list."""

    def clean_address(self) -> Any:
        """Return the address; raise ValidationError where there is no such list or filter."""
        rows_at(self.cleaned_data["address"])
        return self.cleaned_data["address"]


@admin.register(StatedCount)
class StatedCountAdmin(RecordAdmin):
    """One count that a report states itself."""

    form = StatedCountForm
    list_display = ["__str__", "number", "address", link_column("report"), "quotes"]
    list_filter = ["report", EVIDENCE_FILTER]
    list_select_related = ["report__meeting"]
    option_fields = ["name", *REPORT]
    search_fields = ["name", "slug"]
    search_help_text = "Words of what is counted."
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        ("What it is", {"fields": ["name", "number", "slug"]}),
        (
            "Checked against",
            {
                "fields": ["address"],
                "description": "“manage.py verify” and the coverage page say where the two differ.",
            },
        ),
        WHERE,
    ]
