"""Columns, facets and search text that several kinds share."""

from dataclasses import replace
from typing import Any

from reports.lists import (
    FILE_ONLY,
    SELDOM_STATED,
    ActorSection,
    Column,
    Facet,
    Listing,
    MeetingFacet,
    RelatedFacet,
    field,
    pointer,
)
from reports.models import Finding, Record, Verb

EMPTY_LABEL = "Not stated"
# What search reads of those with a part in a record.
ROLE_TEXT = ("roles", ("actor", "name_written", "evidence__quote"))

DATE = (
    field(
        "date_words",
        "Date",
        "string",
        "The date in the report's own words.",
        sort=("latest",),
        codes=("date_edtf",),
    ),
    field(
        "date_edtf",
        "Date (EDTF)",
        "string",
        "The date as EDTF (ISO 8601-2), no more exact than the words.",
        **FILE_ONLY,  # a key for programs: “2004-41” is the second half of 2004
    ),
    # A derived day would look like a stated one on a page. What a report announces, plans or offers does
    # not begin before its meeting.
    field("earliest", "Earliest day", "date", "The first day that it can mean.", **FILE_ONLY),
    field("latest", "Latest day", "date", "The last day that the date can mean.", **FILE_ONLY),
)
# Who says so, where it is not the report itself.
SPEAKER = pointer(
    "speaker",
    "Said by",
    "Who says so, where the report does not say it itself.",
    sort=("speaker__folded",),
    empty_label="the report itself",
    with_words=True,
)
FACTS_SPEAKER = replace(SPEAKER, in_table=False)  # where all rows of a list have the same
SPEAKER_WRITTEN = field(
    "speaker_written",
    "Speaker as written",
    "string",
    "In the report's words; empty where it says “they” or names nobody.",
    written_of="speaker",
    **SELDOM_STATED,
)
SPEAKER_TEXT = ("speaker_written", "speaker")  # what search reads of it
VERBS = (
    Column(
        "verb",
        "Verb",
        "string",
        "What was done with it, in the report's own verb.",
        "verb_name",
        sort=("verb__name",),
        empty_label="none: the report itself says so",
    ),
    Column(
        "verb_meaning",
        "Meaning of the verb",
        "string",
        "What the verb says and does not say, as the editors read it.",
        "verb_meaning",
        sort=("verb__name",),
        in_table=False,
        in_facts=False,
    ),
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


def reported_by() -> MeetingFacet:
    """Return the facet of the meeting whose report states a record."""
    return MeetingFacet("Reported by", "report__meeting__slug", "report__meeting__name")


def actor_facet(label: str, name: str, empty_label: str = EMPTY_LABEL) -> Facet:
    """Return the facet of the actor that a record points to by its field `name`."""
    return Facet(label, f"{name}__slug", f"{name}__name", empty_label=empty_label, actors=True)


def said_by() -> Facet:
    """Return the facet of who says what a record states."""
    return actor_facet("Said by", "speaker", "The report itself")


def verb_facet(empty_label: str | None = None) -> Facet:
    """Return the facet of the verb; `empty_label` says what it is where there is none."""
    return Facet("Verb", "verb__slug", "verb__name", empty_label=empty_label)


def verbs_of(listing: Listing) -> dict[str, Any]:
    """Return the verbs of a list's rows, as its note shows them with their meanings."""
    rows = listing.kind.model.objects.published().order_by()
    return {"verbs": Verb.objects.filter(pk__in=rows.values("verb"))}


def findings_about(record: Record) -> dict[str, Any]:
    """Return the published findings about a workshop, an outcome or a pledge, for its page."""
    about = Finding.objects.published().filter(**{str(record._meta.model_name): record})
    return {"findings": about.with_evidence()}


def said_section(place: int, model: type[Record], heading: str) -> ActorSection:
    """Return the section of an actor's page with the records of `model` that it says."""
    name = str(model._meta.model_name)
    lists = {"": f"/{name}s/?speaker={{}}"}
    return ActorSection(place, f"said-{name}", heading, "", model, ("speaker",), lists)


def objective() -> RelatedFacet:
    """Return the facet of the objectives that the editors read a record as serving."""
    return RelatedFacet(
        "Objective (editors’ reading)",
        "objective_links",
        "objective__slug",
        "objective__name",
        empty_label="None matched",
    )
