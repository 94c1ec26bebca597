"""Recommendations: their columns, filters and search text."""

from reports.kinds.shared import (
    EMPTY_LABEL,
    OBJECTIVES,
    REPORTED_BY,
    objective,
    reported_by,
)
from reports.lists import (
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
from reports.models import Recommendation, Standing, Verb

COLUMNS = (
    main("name", "Recommendation", "What is recommended, in the report's words.", "name"),
    choice("verb", "Verb", "What was done with it, in the report's own verb.", Verb),
    pointer("speaker", "Said by", "Who says so.", sort=("speaker__slug",)),
    field(
        "speaker_written",
        "Speaker as written",
        "string",
        "In the report's words; empty where it says “they” or names nobody.",
        **SELDOM_STATED,
    ),
    Column(
        "addressees",
        "Addressed to",
        "list",
        "Whom it is addressed to.",
        "addressed__actor",
        sort=("first_addressee",),
        empty_label="nobody named",
    ),
    field("due", "Due", "string", "By when, in the report's words.", in_table=False),
    choice("standing", "Standing", "What was to become of the work, where the words say so.", Standing),
    OBJECTIVES,
    REPORTED_BY,
)


class RecommendationFilterSet(ListFilterSet):
    """Filters of recommendations: by verb, speaker and addressee."""

    verb = ChoiceFacet("Verb", "verb", Verb.choices)
    speaker = Facet("Said by", "speaker__slug", "speaker__name", empty_label="Nobody named", actors=True)
    addressee = RelatedFacet(
        "Addressed to",
        "addressed",
        "actor__slug",
        "actor__name",
        empty_label="Nobody named",
        actors=True,
    )
    standing = ChoiceFacet("Standing", "standing", Standing.choices, empty_label=EMPTY_LABEL)
    part = RelatedFacet("Part of the report", "evidence", "block__part__key", "block__part__text")
    objective = objective()
    meeting = reported_by()


KIND = Kind(
    model=Recommendation,
    path="recommendations",
    heading="Recommendations",
    lede="What was recommended, agreed, proposed, asked for or noted as to be done, "
    "each by its report’s own verb.",
    columns=COLUMNS,
    filters=RecommendationFilterSet,
    search=SearchText(
        6,
        ("speaker_written", "speaker", "addressed__actor", "evidence__quote"),
        ("evidence", "speaker", "addressed__actor"),
    ),
    stated="Recommendations",
    sections=(
        ActorSection(
            7,
            "addressed",
            "Was addressed",
            "being addressed by a recommendation",
            Recommendation,
            ("addressees",),
            {"": "/recommendations/?addressee={}"},
        ),
        ActorSection(
            8,
            "recommended",
            "Recommended",
            "making a recommendation",
            Recommendation,
            ("speaker",),
            {"": "/recommendations/?speaker={}"},
        ),
    ),
)
