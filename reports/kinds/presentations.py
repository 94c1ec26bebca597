"""Presentations to a meeting: their columns, filters and search text."""

from django.db.models import QuerySet

from reports.kinds.shared import EMPTY_LABEL, REPORTED_BY, quotes, reported_by, searched
from reports.lists.columns import Column, choice, field, main, pointer
from reports.lists.facets import ChoiceFacet, Facet, RelatedFacet
from reports.lists.filterset import ListFilterSet, sort_filter
from reports.lists.kind import ActorSection, Kind, Naming, SearchReader
from reports.models import Presentation, Presenter
from reports.models.base import prefetch_rows
from reports.models.presentations import PresentationKind

COLUMNS = (
    field("order", "No", "integer", "Its place in the report.", in_facts=False),
    main("name", "Presentation", "What the report calls it, and on what.", "order"),
    Column(
        "presenters",
        "Presented by",
        "list",
        "Who gave it; whether jointly is not claimed.",
        "presented_by__actor",
        sort=("first_presenter",),
    ),
    pointer(
        "on_behalf_of",
        "On behalf of",
        "For whom it was given, where the words say so.",
        sort=("on_behalf_of__slug",),
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
        in_table=False,
    ),
    pointer(
        "workshop",
        "Workshop",
        "The workshop that it is on, where the words can mean no other.",
        sort=("workshop__name",),
        in_table=False,
    ),
    REPORTED_BY,
)


class PresentationFilterSet(ListFilterSet):
    """Filters of presentations: by presenter and kind."""

    columns = COLUMNS
    presenter = RelatedFacet(
        "Presented by",
        "presented_by",
        "actor__slug",
        "actor__name",
        empty_label=EMPTY_LABEL,
        actors=True,
    )
    on_behalf_of = Facet(
        "On behalf of",
        "on_behalf_of__slug",
        "on_behalf_of__name",
        empty_label=EMPTY_LABEL,
        actors=True,
    )
    kind = ChoiceFacet("Kind", "kind", PresentationKind)
    group = Facet("Experts group", "group__slug", "group__name", empty_label=EMPTY_LABEL)
    workshop = Facet("Workshop", "workshop__slug", "workshop__name", empty_label=EMPTY_LABEL)
    meeting = reported_by()
    sort = sort_filter()


def search_rows() -> QuerySet:
    """Return the published presentations as search reads them."""
    return searched(Presentation)


def read(row: Presentation) -> tuple[str, list[str]]:
    """Return a presentation's title, and by whom and for whom it was given, and its words."""
    people = [each for by in row.presented_by.all() for each in (by.name_written, by.person)]
    return row.title, [*people, str(row.on_behalf_of or ""), *quotes(row)]


KIND = Kind(
    model=Presentation,
    path="presentations",
    heading="Presentations",
    lede="Presentations, reports and overviews given to a meeting, and who gave them.",
    columns=COLUMNS,
    filters=PresentationFilterSet,
    search=SearchReader(11, search_rows, read),
    in_navigation=False,
    stated="Presentations to the meeting",
    naming=Naming(prefetch=lambda: prefetch_rows("presented_by", Presenter, "actor")),
    sections=(
        ActorSection(
            5,
            "presentation",
            "Presented",
            "presenting to a meeting",
            Presentation,
            ("presenters", "on_behalf_of"),
        ),
    ),
)
