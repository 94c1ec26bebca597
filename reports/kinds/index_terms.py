"""Index terms: lines of the index, and beside the paragraphs that name them."""

from reports.lists import Part
from reports.models import IndexTerm

TERMS = Part(
    model=IndexTerm,
    reason="a line of the index has no page of its own",
    label="term in the index",
    plural="terms in the index",
    named_by=(),
)
