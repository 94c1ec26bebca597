"""Counts that a report states itself, and that the portal's own lists must give."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from reports.models.base import Record, order_constraint, report_key
from reports.models.evidence import RecordQuerySet

validate_list_address = RegexValidator(
    r"^/[a-z][a-z0-9-]*/(?:\?[^\s#]+)?\Z",
    "“%(value)s” is not the address of a list: write it from the first slash on, with its filters, as "
    "in /workshops/?group=aheg-i.",
)


class StatedCount(Record):
    """One count that a report states, with the list of the portal that must give as many rows."""

    report = report_key("stated_counts")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(
        max_length=200, help_text="What is counted, in the report's words: “three workshops”."
    )
    number = models.PositiveIntegerField(help_text="As stated.")
    address = models.CharField(
        max_length=200,
        validators=[validate_list_address],
        help_text="The list that must give as many rows, from the first slash on, with its filters: "
        "/workshops/?group=aheg-i.",
    )

    objects = RecordQuerySet["StatedCount"].as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [
            order_constraint("statedcount_order_unique", "Another count of this report has that place.")
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its row on the page that checks the report against its records."""
        report: Any = self.report
        path = reverse("reports:coverage", args=[report.meeting.slug, report.slug])
        return f"{path}#count_{self.slug}"
