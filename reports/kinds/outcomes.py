"""Outcomes of the workshops: their columns, filters and search text."""

from reports.kinds.shared import (
    EMPTY_LABEL,
    REPORTED_BY,
    SPEAKER,
    SPEAKER_TEXT,
    SPEAKER_WRITTEN,
    findings_about,
    reported_by,
    said_by,
    said_section,
)
from reports.lists import (
    FILE_ONLY,
    ChoiceFacet,
    Facet,
    Kind,
    ListFilterSet,
    SearchText,
    choice,
    field,
    main,
    pointer,
)
from reports.models import Outcome, OutcomeState

COLUMNS = (
    field("order", "No", "integer", "Its place in the report.", **FILE_ONLY),
    main("name", "Outcome", "What came of it, in the report's words.", "name"),
    choice("state", "State", "Developed, begun, or an effect of the workshops.", OutcomeState),
    field(
        "workshop_written",
        "Of",
        "string",
        "The workshop or workshops, as written.",
        noun="of which workshop it came",
    ),
    pointer(
        "workshop",
        "Workshop",
        "The one workshop that it came of, where the words can mean no other.",
        sort=("workshop__name",),
        empty_label="no single workshop stated",
    ),
    SPEAKER,
    SPEAKER_WRITTEN,
    REPORTED_BY,
)


class OutcomeFilterSet(ListFilterSet):
    """Filters of outcomes: by state and workshop."""

    state = ChoiceFacet("State", "state", OutcomeState.choices)
    workshop = Facet("Workshop", "workshop__slug", "workshop__name", empty_label=EMPTY_LABEL)
    speaker = said_by()
    meeting = reported_by()


KIND = Kind(
    model=Outcome,
    path="outcomes",
    heading="Outcomes",
    lede="What came of the workshops: what they developed, began or led to, as the report states it.",
    columns=COLUMNS,
    filters=OutcomeFilterSet,
    search=SearchText(
        10,
        ("workshop_written", *SPEAKER_TEXT, "evidence__quote"),
        ("evidence", "speaker"),
    ),
    stated="Outcomes of the workshops",
    page_context=findings_about,
    sections=(said_section(13, Outcome, "What it says of outcomes"),),
)
