"""Pages for editors of parts in a meeting: attending it, chairing it and others."""

from django.contrib import admin

from reports.admin.pickers import REPORT
from reports.admin.records import EVIDENCE_FILTER, RecordAdmin, RecordInline, link_column
from reports.models import MeetingRole, Participant

ELSEWHERE = "to a public meeting, add one on its own page, with its evidence"


class ParticipantInline(RecordInline):
    """The participants of the meeting on the page, as the lists print them."""

    model = Participant
    fields = ["report", "order", "actor", "role", "name_written"]
    classes = ["collapse"]
    verbose_name_plural = f"participants ({ELSEWHERE})"


class MeetingRoleInline(RecordInline):
    """The parts in the meeting on the page other than attending it."""

    model = MeetingRole
    fields = ["report", "actor", "role", "name_written"]
    verbose_name_plural = f"parts other than attending ({ELSEWHERE})"


class TookPartAdmin(RecordAdmin):
    """An actor's part in a meeting."""

    list_filter = ["report", "meeting", "role", EVIDENCE_FILTER]
    list_select_related = ["meeting", "actor"]
    search_fields = ["name_written", "actor__name", "actor__other_names__name"]
    search_help_text = "Any name of the actor, or the name as written."


@admin.register(Participant)
class ParticipantAdmin(TookPartAdmin):
    """One actor at one meeting."""

    list_display = ["name_written", "actor", "role", "order", link_column("meeting"), "quotes"]
    option_fields = ["name_written", *REPORT]
    fieldsets = [
        ("What it is", {"fields": ["meeting", "role"]}),
        (
            "Who",
            {
                "fields": ["actor", "name_written"],
                "description": "The actor is whom the name means; the name is as the list prints it.",
            },
        ),
        ("Where in the report", {"fields": ["report", "order"]}),
    ]


@admin.register(MeetingRole)
class MeetingRoleAdmin(TookPartAdmin):
    """One actor's part in one meeting, other than attending it."""

    list_display = ["name_written", "actor", "role", link_column("meeting"), "quotes"]
    option_fields = ["name_written", "role", *REPORT]
    fieldsets = [
        (
            "What it is",
            {
                "fields": ["meeting", "role"],
                "description": "By the report's own verb: to co-host is not to co-chair.",
            },
        ),
        ("Who", {"fields": ["actor", "name_written"]}),
        ("Where in the report", {"fields": ["report"]}),
    ]
