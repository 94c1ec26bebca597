"""Connective words: parts of the page that checks a report against its records."""

from reports.lists import Part
from reports.models import Connective

CONNECTIVES = Part(
    model=Connective,
    reason="shown on the page that checks its report against the records",
    label="connective words",
    plural="connective words",
    named_by=("report__meeting",),
)
