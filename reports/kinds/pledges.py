"""Pledges and contributions: their columns, filters and search text."""

from django.db.models import Q

from reports.kinds.shared import (
    EMPTY_LABEL,
    OBJECTIVES,
    REPORTED_BY,
    SPEAKER,
    SPEAKER_TEXT,
    SPEAKER_WRITTEN,
    actor_facet,
    findings_about,
    objective,
    reported_by,
    said_by,
    said_section,
)
from reports.lists import (
    FILE_ONLY,
    ActorSection,
    BooleanFacet,
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
from reports.models import Pledge, PledgeKind, PledgeState

COLUMNS = (
    main(
        "name",
        "Pledge or contribution",
        "Giver, amount where stated, and what it is or is for.",
        "order",
    ),
    pointer(
        "giver",
        "Giver",
        "Who gives; not named where the report names nobody.",
        sort=("giver__folded",),
        empty_label="not named",
    ),
    field(
        "giver_written",
        "Giver as written",
        "string",
        "In the report's words.",
        written_of="giver",
        in_table=False,
    ),
    field(
        "purpose",
        "What, or what for",
        "string",
        "What it is or what it is for, in the report's words.",
        noun="what it is for",
        in_table=False,
    ),
    choice(
        "state", "State", "Pledged, announced, thanked for and so on, in the report's verb.", PledgeState
    ),
    choice(
        "kind",
        "Kind",
        "Money or in kind, where the words say so.",
        PledgeKind,
        noun="whether it is money or in kind",
        in_table=False,
    ),
    field(
        "amount_written",
        "Amount",
        "string",
        "In the report's words.",
        sort=("currency", "amount"),
        codes=("amount", "currency"),
    ),
    field("amount", "Amount (number)", "number", "In whole units of its currency.", **FILE_ONLY),
    field("currency", "Currency", "string", "ISO 4217 code.", **FILE_ONLY),
    SPEAKER,
    SPEAKER_WRITTEN,
    OBJECTIVES,
    REPORTED_BY,
)


class PledgeFilterSet(ListFilterSet):
    """Filters of pledges: by giver and state."""

    giver = actor_facet("Giver", "giver", "Not named")
    state = ChoiceFacet("State", "state", PledgeState.choices)
    kind = ChoiceFacet("Kind", "kind", PledgeKind.choices, empty_label=EMPTY_LABEL)
    amount = BooleanFacet(
        "Amount",
        "amount",
        Q(amount__isnull=False),
        ("stated", "Stated"),
        empty_label=EMPTY_LABEL,
    )
    currency = Facet("Currency", "currency", empty_label=EMPTY_LABEL)
    speaker = said_by()
    objective = objective()
    meeting = reported_by()


KIND = Kind(
    model=Pledge,
    path="pledges",
    heading="Pledges and contributions",
    lede="Money and other contributions: pledged, announced, thanked for or highlighted, each by its "
    "report’s own verb. Amounts in different currencies are never added up.",
    columns=COLUMNS,
    filters=PledgeFilterSet,
    search=SearchText(
        7,
        ("giver", *SPEAKER_TEXT, "evidence__quote"),
        ("evidence", "giver", "speaker"),
        ("pledge", "Pledge or contribution", "pledges and contributions"),
    ),
    stated="Pledges and contributions",
    note="reports/_note_offers.html",
    page_context=findings_about,
    sections=(
        ActorSection(
            6,
            "pledge",
            "Pledged or contributed",
            "pledging or contributing",
            Pledge,
            ("giver",),
            {"": "/pledges/?giver={}"},
        ),
        said_section(11, Pledge, "What it says of contributions"),
    ),
)
