"""Presentations to a meeting: their columns, filters and search text."""

from reports.kinds.shared import EMPTY_LABEL, REPORTED_BY, actor_facet, reported_by
from reports.lists import (
    FILE_ONLY,
    SELDOM_STATED,
    ActorSection,
    ChoiceFacet,
    Column,
    Facet,
    Kind,
    ListFilterSet,
    RelatedFacet,
    SearchText,
    choice,
    field,
    main,
    pointer,
)
from reports.models import Presentation, PresentationKind

COLUMNS = (
    field("order", "No", "integer", "Its place in the report.", **FILE_ONLY),
    main("name", "Presentation", "What the report calls it, and on what.", "order"),
    Column(
        "presenters",
        "Presented by",
        "list",
        "Who gave it; whether jointly is not claimed.",
        "presented_by__actor",
        sort=("first_presenter",),
        noun="who gave it",
    ),
    field(
        "presenters_written",
        "Presenters as written",
        "string",
        "In the report's words, where it does not name them.",
        **SELDOM_STATED,
    ),
    pointer(
        "on_behalf_of",
        "On behalf of",
        "For whom it was given, where the words say so.",
        sort=("on_behalf_of__folded",),
        unstated_in_facts=False,
    ),
    choice(
        "kind", "Kind", "Presentation, report or overview, as the report calls it.", PresentationKind
    ),
    field("subject", "Subject", "string", "In the report's words.", in_table=False),
    pointer(
        "group",
        "Experts group",
        "The experts group whose activities it is on, where the words say so.",
        sort=("group__name",),
        **SELDOM_STATED,
    ),
    pointer(
        "workshop",
        "Workshop",
        "The workshop that it is on, where the words can mean no other.",
        sort=("workshop__name",),
        **SELDOM_STATED,
    ),
    REPORTED_BY,
)


class PresentationFilterSet(ListFilterSet):
    """Filters of presentations: by presenter and kind."""

    presenter = RelatedFacet(
        "Presented by",
        "presented_by",
        "actor__slug",
        "actor__name",
        empty_label=EMPTY_LABEL,
        actors=True,
    )
    on_behalf_of = actor_facet("On behalf of", "on_behalf_of")
    kind = ChoiceFacet("Kind", "kind", PresentationKind.choices)
    group = Facet("Experts group", "group__slug", "group__name", empty_label=EMPTY_LABEL)
    workshop = Facet("Workshop", "workshop__slug", "workshop__name", empty_label=EMPTY_LABEL)
    meeting = reported_by()


KIND = Kind(
    model=Presentation,
    path="presentations",
    heading="Presentations",
    lede="Presentations, reports and overviews given to a meeting, and who gave them.",
    columns=COLUMNS,
    filters=PresentationFilterSet,
    search=SearchText(
        11,
        (
            ("presented_by", ("name_written", "person")),
            "presenters_written",
            "on_behalf_of",
            "evidence__quote",
        ),
        ("evidence", "presented_by__actor", "on_behalf_of"),
    ),
    in_navigation=False,
    stated="Presentations to the meeting",
    named_by=("presented_by__actor",),
    sections=(
        ActorSection(
            5,
            "presentation",
            "Presented",
            "presenting to a meeting",
            Presentation,
            ("presenters", "on_behalf_of", "presented_by__person_actor"),
        ),
    ),
)
