"""Experts groups: their columns, filters, pages and search text."""

from typing import Any

from reports.kinds.shared import REPORTED_BY, actor_facet, reported_by
from reports.lists import (
    SELDOM_STATED,
    ActorSection,
    Kind,
    ListFilterSet,
    SearchText,
    field,
    main,
    pointer,
    record_group,
)
from reports.models import ExpertsGroup, Presentation, Workshop

COLUMNS = (
    main("name", "Experts group", "As the report names it.", "name"),
    field("subject", "Subject", "string", "In the report's words."),
    pointer(
        "coordinator",
        "Coordinated by",
        "Who did, as of the report.",
        sort=("coordinator__folded",),
        noun="who coordinated it",
    ),
    pointer(
        "office",
        "Office of its coordinator",
        "What the report calls who coordinates it.",
        sort=("office__folded",),
        **SELDOM_STATED,
    ),
    pointer(
        "agreed_by",
        "Agreed by",
        "Who had agreed that it takes the work forward, where the words say so.",
        sort=("agreed_by__folded",),
        **SELDOM_STATED,
    ),
    field(
        "representative",
        "Coordinator, as written",
        "string",
        "The person, in the report's words.",
        noun="who that was by name",
    ),
    pointer(
        "recommendation",
        "Recommendation or proposal about it",
        "Such as that it be discontinued; suggested is not decided.",
        sort=("recommendation__name",),
        **SELDOM_STATED,
    ),
    REPORTED_BY,
)


class ExpertsGroupFilterSet(ListFilterSet):
    """Filters of experts groups: by who coordinated them."""

    coordinator = actor_facet("Coordinated by", "coordinator")
    meeting = reported_by()


def page_context(group: ExpertsGroup) -> dict[str, Any]:
    """Return the workshops of `group`, and what was presented of its activities."""
    workshops = Workshop.objects.published().filter(group=group)
    return {
        "workshops": record_group("workshops", workshops, f"group={group.slug}"),
        "presentations": Presentation.objects.published().with_evidence().filter(group=group),
    }


KIND = Kind(
    model=ExpertsGroup,
    path="experts-groups",
    heading="Experts groups",
    lede="The ad hoc experts groups, and who coordinated them as of their report.",
    columns=COLUMNS,
    filters=ExpertsGroupFilterSet,
    search=SearchText(
        9,
        ("subject", "coordinator", "representative", "evidence__quote"),
        ("evidence", "coordinator"),
    ),
    in_navigation=False,
    stated="Experts groups",
    page_context=page_context,
    sections=(
        ActorSection(
            3,
            "expertsgroup",
            "Coordinated",
            "coordinating an experts group",
            ExpertsGroup,
            ("coordinator", "office"),
            {"": "/experts-groups/?coordinator={}"},
        ),
        ActorSection(
            12,
            "groups-agreed",
            "Agreed that experts groups take work forward",
            "",
            ExpertsGroup,
            ("agreed_by",),
        ),
    ),
)
