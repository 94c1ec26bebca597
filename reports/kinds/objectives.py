"""Objectives: their columns, filters, pages and search text."""

from typing import Any

from reports.kinds.shared import (
    FACTS_SPEAKER,
    REPORTED_BY,
    SPEAKER_WRITTEN,
    actor_facet,
    reported_by,
    said_by,
    said_section,
)
from reports.lists import (
    ActorSection,
    Column,
    Kind,
    ListFilterSet,
    SearchText,
    field,
    main,
    pointer,
    record_group,
)
from reports.models import SERVING_KEYS, Objective, ObjectiveLink

# The models of the records that may serve an objective, by the path of their list.
SERVING: dict[str, Any] = {
    f"{name}s": ObjectiveLink._meta.get_field(name).related_model for name in SERVING_KEYS
}


def served_by(name: str, label: str) -> Column:
    """Return a column of the records of one kind that serve an objective, by the editors' reading."""
    return Column(
        f"{name}s",
        label,
        "list",
        f"{label} that serve it, as the editors read it; the report does not say so.",
        f"objective_links__{name}",
        sort=(f"number_of_{name}s",),
        in_facts=False,
        empty_label="none matched",
        folded_as="matched",
        count_path=f"number_of_{name}s",
    )


COLUMNS = (
    field("order", "No", "integer", "Its place in the report's list.", in_table=False),
    main("name", "Objective", "What Ministers had called for, in the report's words.", "name"),
    pointer(
        "called_for_by",
        "Called for by",
        "Who had called for it, where the words say so.",
        noun="who called for it",
        sort=("called_for_by__folded",),
        in_table=False,
    ),
    FACTS_SPEAKER,
    SPEAKER_WRITTEN,
    served_by("workshop", "Workshops"),
    served_by("recommendation", "Recommendations and proposals"),
    served_by("finding", "Findings"),
    served_by("pledge", "Pledges and contributions"),
    REPORTED_BY,
)


class ObjectiveFilterSet(ListFilterSet):
    """Filters of objectives: by who called for them, and by the report that states them."""

    called_for_by = actor_facet("Called for by", "called_for_by")
    speaker = said_by()
    meeting = reported_by()


def page_context(objective: Objective) -> dict[str, Any]:
    """Return what the report records toward `objective`, by the editors' reading."""
    groups = [
        (
            str(model._meta.verbose_name_plural).capitalize(),
            record_group(
                path,
                model.objects.published().filter(objective_links__objective=objective),
                f"objective={objective.slug}",
            ),
        )
        for path, model in SERVING.items()
    ]
    return {"matched": [(heading, records) for heading, records in groups if records.count]}


KIND = Kind(
    model=Objective,
    path="objectives",
    heading="Objectives",
    lede="What Ministers had called for, in the words and order of the report, and the "
    "records that serve each, as the editors read them.",
    columns=COLUMNS,
    filters=ObjectiveFilterSet,
    search=SearchText(
        8,
        ("evidence__quote",),
        ("evidence",),
    ),
    stated="Objectives that Ministers had called for",
    note="reports/_note_reading.html",
    sections=(
        said_section(14, Objective, "What it says of objectives"),
        ActorSection(
            9,
            "called-for",
            "Called for",
            "",
            Objective,
            ("called_for_by",),
            {"": "/objectives/?called_for_by={}"},
        ),
    ),
    page_context=page_context,
)
