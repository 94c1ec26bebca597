"""Findings: their columns, filters and search text."""

from reports.kinds.shared import (
    OBJECTIVES,
    REPORTED_BY,
    SPEAKER,
    SPEAKER_TEXT,
    SPEAKER_WRITTEN,
    VERBS,
    objective,
    reported_by,
    said_by,
    said_section,
    verb_facet,
    verbs_of,
)
from reports.lists import (
    SELDOM_STATED,
    ActorSection,
    Column,
    Kind,
    ListFilterSet,
    RelatedFacet,
    SearchText,
    field,
    main,
    pointer,
)
from reports.models import Finding


def about(name: str, label: str, sort: str) -> Column:
    """Return the column of the one record of a kind that a finding is about."""
    description = f"The one {label.lower()} that it is about."
    return pointer(name, label, description, sort=(sort,), **SELDOM_STATED)


COLUMNS = (
    main("name", "Finding", "What was found, in the report's words.", "name"),
    *VERBS,
    SPEAKER,
    SPEAKER_WRITTEN,
    field(
        "subject",
        "About",
        "string",
        "What it is about, in a few words of the report's.",
        noun="what it is about",
        in_table=False,
    ),
    Column(
        "actors",
        "Actors it names",
        "list",
        "Who is named in it, beside the one who says it.",
        "named__actor",
        sort=("first_named",),
        empty_label="none",
        folded_as="named",
    ),
    about("workshop", "Workshop", "workshop__name"),
    about("outcome", "Outcome", "outcome__name"),
    about("pledge", "Contribution", "pledge__order"),
    OBJECTIVES,
    REPORTED_BY,
)


class FindingFilterSet(ListFilterSet):
    """Filters of findings: by verb, by who says it, and by whom it names."""

    verb = verb_facet("None: the report itself says so")
    speaker = said_by()
    actor = RelatedFacet(
        "Actor it names", "named", "actor__slug", "actor__name", empty_label="None", actors=True
    )
    part = RelatedFacet("Part of the report", "evidence", "block__part__key", "block__part__text")
    objective = objective()
    meeting = reported_by()


KIND = Kind(
    model=Finding,
    path="findings",
    heading="Findings",
    lede="What was noted, agreed, reviewed, discussed, welcomed or considered, and is nothing still to "
    "be done, each by its report’s own verb.",
    columns=COLUMNS,
    filters=FindingFilterSet,
    search=SearchText(
        12,
        (*SPEAKER_TEXT, "named__actor", "evidence__quote"),
        ("evidence", "speaker", "named__actor", "verb"),
    ),
    stated="Findings",
    note="reports/_note_verbs.html",
    named_by=("verb",),
    list_context=verbs_of,
    sections=(
        ActorSection(
            15,
            "named",
            "Named in what was found",
            "",
            Finding,
            ("actors",),
            {"": "/findings/?actor={}"},
        ),
        said_section(16, Finding, "Noted, agreed, discussed or welcomed"),
    ),
)
