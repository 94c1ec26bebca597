"""Recommendations and proposals: their columns, filters and search text."""

from dataclasses import replace

from reports.kinds.shared import (
    EMPTY_LABEL,
    OBJECTIVES,
    REPORTED_BY,
    SPEAKER,
    SPEAKER_TEXT,
    SPEAKER_WRITTEN,
    VERBS,
    objective,
    reported_by,
    said_by,
    verb_facet,
    verbs_of,
)
from reports.lists import (
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
)
from reports.models import Finding, Recommendation, Standing

COLUMNS = (
    main("name", "Recommendation or proposal", "What it is, in the report's words.", "name"),
    *VERBS,
    replace(SPEAKER, description="Who says so."),
    SPEAKER_WRITTEN,
    Column(
        "addressees",
        "Addressed to",
        "list",
        "Who is asked to do it, or named as the one to do it.",
        "addressed__actor",
        sort=("first_addressee",),
        empty_label="nobody named",
    ),
    field(
        "due",
        "Due",
        "string",
        "By when, in the report's words.",
        noun="when it is due",
    ),
    choice(
        "standing",
        "Standing",
        "What was to become of the work, where the words say so.",
        Standing,
        noun="what was to become of the work",
    ),
    OBJECTIVES,
    REPORTED_BY,
)


class RecommendationFilterSet(ListFilterSet):
    """Filters of recommendations: by verb, speaker and addressee, and by what is to become of them."""

    verb = verb_facet()
    speaker = said_by()
    addressee = RelatedFacet(
        "Addressed to",
        "addressed",
        "actor__slug",
        "actor__name",
        empty_label="Nobody named",
        actors=True,
    )
    standing = ChoiceFacet("Standing", "standing", Standing.choices, empty_label=EMPTY_LABEL)
    due = Facet("Due", "due", empty_label=EMPTY_LABEL)
    part = RelatedFacet("Part of the report", "evidence", "block__part__key", "block__part__text")
    objective = objective()
    meeting = reported_by()


def find_alias(slug: str) -> Finding | None:
    """Return the finding of that `slug`: what was noted as a fact stood among these at first."""
    return Finding.objects.published().filter(slug=slug).first()


KIND = Kind(
    model=Recommendation,
    path="recommendations",
    heading="Recommendations and proposals",
    lede="What was recommended, agreed, proposed, asked for or noted as to be done, "
    "each by its report’s own verb.",
    columns=COLUMNS,
    filters=RecommendationFilterSet,
    search=SearchText(
        6,
        (*SPEAKER_TEXT, "addressed__actor", "evidence__quote"),
        ("evidence", "speaker", "addressed__actor", "verb"),
        ("recommendation", "Recommendation or proposal", "recommendations and proposals"),
    ),
    stated="Recommendations and proposals",
    note="reports/_note_verbs.html",
    named_by=("verb",),
    list_context=verbs_of,
    find_alias=find_alias,
    sections=(
        ActorSection(
            7,
            "addressed",
            "Asked or named to act",
            "",
            Recommendation,
            ("addressees",),
            {"": "/recommendations/?addressee={}"},
        ),
        ActorSection(
            8,
            "recommended",
            "Recommended, agreed, asked or noted",
            "",
            Recommendation,
            ("speaker",),
            {"": "/recommendations/?speaker={}"},
        ),
    ),
)
