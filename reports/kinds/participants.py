"""Participants: who attended a meeting; their columns and filters."""

from django_filters import CharFilter

from reports.lists import (
    FILE_ONLY,
    ActorSection,
    ChoiceFacet,
    Column,
    Facet,
    Kind,
    ListFilterSet,
    MeetingFacet,
    choice,
    field,
    pointer,
)
from reports.models import ActorKind, Participant
from reports.models.meetings import Attendance, ParticipantQuerySet
from reports.text.sameness import name_key

COLUMNS = (
    # A page is in the order of the lists, and quotes what is written otherwise than the name here.
    field("order", "No", "integer", "Its place in the lists as printed.", **FILE_ONLY),
    pointer("actor", "Participant", "The name it goes by here.", sort=("actor__folded",), main=True),
    field("name_written", "As written", "string", "As the report's list prints it.", **FILE_ONLY),
    choice("role", "Role", "Participating or observer.", Attendance),
    Column(
        "kind",
        "Kind",
        "string",
        "Country or territory, organisation, process or forum.",
        "actor__kind",
        choices=ActorKind,
        sort=("actor__kind",),
    ),
    pointer(
        "meeting",
        "Meeting",
        "The meeting attended.",
        sort=("meeting__earliest", "meeting__slug"),
        in_table=False,
    ),
)


class ParticipantFilterSet(ListFilterSet):
    """Filters of participants: by role and kind, or by any name of then or today."""

    name = CharFilter(
        label="Name", method="named", max_length=100, help_text="Any name, of then or today."
    )
    actor = Facet("Participant", "actor__slug", "actor__name", actors=True)
    role = ChoiceFacet("Role", "role", Attendance.choices)
    kind = ChoiceFacet("Kind", "actor__kind", ActorKind.choices)
    meeting = MeetingFacet("Meeting", "meeting__slug", "meeting__name")

    def named(self, queryset: ParticipantQuerySet, name: str, value: str) -> ParticipantQuerySet:
        """Keep those one of whose names holds `value`, in whatever way either is written."""
        folded = name_key(value)
        return queryset.named(folded) if folded else queryset.none()


KIND = Kind(
    model=Participant,
    path="participants",
    heading="Participants",
    lede="Who took part in a meeting or observed it, as its report lists them.",
    columns=COLUMNS,
    filters=ParticipantFilterSet,
    pages=False,
    named_by=("actor",),
    note="reports/_note_activities.html",
    sections=(
        ActorSection(
            1,
            "participant",
            "Attended",
            "attending a meeting",
            Participant,
            ("actor",),
            {"": "/participants/?actor={}"},
        ),
    ),
)
