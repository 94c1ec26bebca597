"""Columns, facets and search text that several kinds share."""

from reports.lists import (
    FILE_ONLY,
    SELDOM_STATED,
    Column,
    Facet,
    RelatedFacet,
    field,
)

EMPTY_LABEL = "Not stated"
# What search reads of those with a part in a record.
ROLE_TEXT = ("roles", ("actor", "name_written", "evidence__quote"))

DATE = (
    field(
        "date_words",
        "Date",
        "string",
        "The date in the report's own words.",
        sort=("earliest", "latest"),
    ),
    field(
        "date_edtf",
        "Date (EDTF)",
        "string",
        "The date as EDTF (ISO 8601-2), no more exact than the words.",
        **SELDOM_STATED,
    ),
    # A derived day would look like a stated one on a page.
    field("earliest", "Earliest day", "date", "The first day that the date can mean.", **FILE_ONLY),
    field("latest", "Latest day", "date", "The last day that the date can mean.", **FILE_ONLY),
)
REPORTED_BY = Column(
    "reported_by",
    "Reported by",
    "string",
    "The meeting whose report states it.",
    "report__meeting",
    sort=("report__meeting__earliest", "report__meeting__slug"),
    in_table=False,
)
OBJECTIVES = Column(
    "objectives",
    "Objectives (editors’ reading)",
    "list",
    "What Ministers had called for that it serves, as the editors read it; the report does not say so.",
    "objective_links__objective",
    sort=("first_objective",),
    in_table=False,
    empty_label="none matched by the editors",
)


def reported_by() -> Facet:
    """Return the facet of the meeting whose report states a record."""
    return Facet("Reported by", "report__meeting__slug", "report__meeting__name")


def objective() -> RelatedFacet:
    """Return the facet of the objectives that the editors read a record as serving."""
    return RelatedFacet(
        "Objective (editors’ reading)",
        "objective_links",
        "objective__slug",
        "objective__name",
        empty_label="None matched",
    )
