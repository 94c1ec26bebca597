"""The machinery of a list: columns, facets, filters, pages. Named here: what a kind is declared with."""

from reports.lists.columns import FILE_ONLY, SELDOM_STATED, Column, choice, field, main, pointer
from reports.lists.facets import BooleanFacet, ChoiceFacet, Facet, RelatedFacet, YearFacet
from reports.lists.filterset import ListFilterSet
from reports.lists.kind import ActorSection, Kind, Part, SearchText
from reports.lists.listing import MAX_RECORDS_SHOWN, Listing, RecordGroup, record_group

__all__ = [
    "FILE_ONLY",
    "MAX_RECORDS_SHOWN",
    "SELDOM_STATED",
    "ActorSection",
    "BooleanFacet",
    "ChoiceFacet",
    "Column",
    "Facet",
    "Kind",
    "ListFilterSet",
    "Listing",
    "Part",
    "RecordGroup",
    "RelatedFacet",
    "SearchText",
    "YearFacet",
    "choice",
    "field",
    "main",
    "pointer",
    "record_group",
]
