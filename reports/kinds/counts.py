"""Counts that a report states itself: parts of the page that checks it against its records."""

from reports.lists import Part
from reports.models import StatedCount

COUNTS = Part(
    model=StatedCount,
    reason="shown on the page that checks its report against the records",
    label="count of its own",
    plural="counts of its own",
    named_by=("report__meeting",),
)
