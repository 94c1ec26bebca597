"""Meetings: their columns, filters, pages and search text."""

from typing import Any

from reports.kinds.registry import KINDS
from reports.kinds.shared import DATE, EMPTY_LABEL, ROLE_TEXT
from reports.lists import (
    ActorSection,
    ChoiceFacet,
    Kind,
    ListFilterSet,
    Part,
    SearchText,
    YearFacet,
    choice,
    field,
    main,
)
from reports.models import (
    ExpertsGroup,
    Meeting,
    MeetingKind,
    MeetingRole,
    Outcome,
    Presentation,
    Record,
)

COLUMNS = (
    main("name", "Meeting", "As the report names it.", "name"),
    *DATE,
    choice("kind", "Kind", "Senior officials meeting or ministerial conference.", MeetingKind),
    field("city", "City", "string", "Where it was, where stated."),
    field(
        "delegates",
        "Delegates",
        "integer",
        "How many attended, as stated.",
        noun="how many delegates attended",
    ),
    field(
        "countries",
        "Countries",
        "integer",
        "The report's own count.",
        noun="how many countries",
        in_table=False,
    ),
    field(
        "organisations",
        "Organisations",
        "integer",
        "The report's own count.",
        noun="how many organisations",
        in_table=False,
    ),
)


class MeetingFilterSet(ListFilterSet):
    """Filters of meetings: by kind and year."""

    kind = ChoiceFacet("Kind", "kind", MeetingKind.choices)
    year = YearFacet("Year", "earliest", empty_label=EMPTY_LABEL)


def page_context(meeting: Meeting) -> dict[str, Any]:
    """Return who took part in `meeting` and how, and what its reports record."""
    stated = [kind for kind in KINDS if kind.stated]
    counted = Meeting.objects.with_record_counts({kind.name: kind.model for kind in stated})
    counts = counted.get(pk=meeting.pk)
    return {
        "meeting": meeting,
        "reports": meeting.reports.published(),
        "roles": meeting.roles.published().with_evidence(),
        "participants": meeting.participants.published().select_related("actor"),
        "stated": [
            (
                kind.stated,
                f"/{kind.path}/?meeting={meeting.slug}",
                getattr(counts, f"stated_{kind.name}"),
            )
            for kind in stated
        ],
        "experts_groups": stated_by(ExpertsGroup, meeting).select_related("coordinator"),
        "outcomes": stated_by(Outcome, meeting).with_evidence(),
        "presentations": stated_by(Presentation, meeting).with_evidence(),
    }


def stated_by(model: type[Record], meeting: Meeting) -> Any:
    """Return the records of `model` that the published reports of `meeting` state."""
    return model.objects.published().filter(report__meeting=meeting)


KIND = Kind(
    model=Meeting,
    path="meetings",
    heading="Meetings",
    lede="The meetings that the reports here name, with dates and places as they state them.",
    columns=COLUMNS,
    filters=MeetingFilterSet,
    search=SearchText(
        3,
        ("evidence__quote", ROLE_TEXT),
        ("evidence", "roles__actor", "roles__evidence"),
    ),
    page_context=page_context,
)

ROLES = Part(
    model=MeetingRole,
    reason="shown on the pages of its meeting and of its actor",
    label="part in a meeting",
    plural="parts in a meeting",
    named_by=("meeting", "actor"),
    sections=(
        ActorSection(
            2,
            "meetingrole",
            "Part in a meeting",
            "a part in leading or mandating a meeting",
            MeetingRole,
            ("actor",),
        ),
    ),
)
