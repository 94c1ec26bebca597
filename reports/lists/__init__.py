"""The machinery of a list: columns, facets, filters, pages. Named here: what others use of it."""

from reports.lists.columns import (
    FILE_ONLY,
    SELDOM_STATED,
    Column,
    Link,
    absolute,
    choice,
    dictionary,
    field,
    main,
    pointer,
)
from reports.lists.facets import (
    BooleanFacet,
    ChoiceFacet,
    Facet,
    MeetingFacet,
    Option,
    RelatedFacet,
    YearFacet,
)
from reports.lists.filterset import MAX_NUMBER, ListFilterSet, number_messages
from reports.lists.kind import ActorSection, Kind, Part, SearchText
from reports.lists.listing import (
    FILE_FORMS,
    MAX_RECORDS_SHOWN,
    Listing,
    RecordGroup,
    record_group,
    whole_list,
    with_suffix,
)

__all__ = [
    "FILE_FORMS",
    "FILE_ONLY",
    "MAX_NUMBER",
    "MAX_RECORDS_SHOWN",
    "SELDOM_STATED",
    "ActorSection",
    "BooleanFacet",
    "ChoiceFacet",
    "Column",
    "Facet",
    "Kind",
    "Link",
    "ListFilterSet",
    "Listing",
    "MeetingFacet",
    "Option",
    "Part",
    "RecordGroup",
    "RelatedFacet",
    "SearchText",
    "YearFacet",
    "absolute",
    "choice",
    "dictionary",
    "field",
    "main",
    "number_messages",
    "pointer",
    "record_group",
    "whole_list",
    "with_suffix",
]
