"""Columns, facets and search text that several kinds share."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from reports.lists.columns import FILE_ONLY, SELDOM_STATED, Column, field
from reports.lists.facets import Facet, RelatedFacet
from reports.models.base import Record
from reports.models.evidence import prefetch_evidence
from reports.models.records import RecordQuerySet

EMPTY_LABEL = "Not stated"

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
    "meeting",
    sort=("meeting__earliest", "meeting__slug"),
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
    return Facet("Reported by", "meeting__slug", "meeting__name")


def objective() -> RelatedFacet:
    """Return the facet of the objectives that the editors read a record as serving."""
    return RelatedFacet(
        "Objective (editors’ reading)",
        "objective_links",
        "objective__slug",
        "objective__name",
        empty_label="None matched",
    )


def quotes(record: Record) -> list[str]:
    """Return the words that `record` rests on."""
    return [evidence.quote for evidence in record.evidence.all()]


def prefetch_roles(relation: str, model: type[Record]) -> Prefetch:
    """Return a prefetch of the rows with a part in a record, with their actors and evidence."""
    rows = model.objects.select_related("actor").prefetch_related(prefetch_evidence())
    return Prefetch(relation, rows)


def role_texts(roles: Iterable[Any]) -> list[str]:
    """Return what search reads of `roles`: the actor's name, the name as written, and the quotes."""
    return [each for role in roles for each in (str(role.actor), role.name_written, *quotes(role))]


def searched(model: type[Record], *prefetches: Prefetch) -> QuerySet:
    """Return the published rows of `model` as search reads them, with what else it needs."""
    rows: RecordQuerySet = model.objects.published().with_evidence()
    return rows.prefetch_related(*prefetches)
