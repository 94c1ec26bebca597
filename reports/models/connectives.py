"""Words of a report that state nothing of their own, with the editors' reason."""

from typing import Any

from django.db import models
from django.urls import reverse

from reports.models.base import Record, order_constraint, report_key
from reports.models.evidence import RecordQuerySet


class Connective(Record):
    """Words of a report that state nothing that a record could rest on, and why the editors say so."""

    report = report_key("connectives")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    reason = models.CharField(
        max_length=300,
        help_text="Why these words state nothing of their own, in a sentence that readers see: “It "
        "points to the list below.” Several quotes may have one reason.",
    )

    objects = RecordQuerySet["Connective"].as_manager()

    class Meta:
        ordering = ["report", "order"]
        verbose_name_plural = "connectives"
        constraints = [
            order_constraint(
                "connective_order_unique", "Another connective of this report has that place."
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def get_absolute_url(self) -> str:
        """Return the address of its row on the page that checks the report against its records."""
        report: Any = self.report
        path = reverse("reports:coverage", args=[report.meeting.slug, report.slug])
        return f"{path}#connective_{self.slug}"
