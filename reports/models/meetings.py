"""Meetings, who took part in them, and how."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models

from reports.models.base import Dated, GuardedModel, Record, choices_constraint, count_rows, report_key
from reports.models.evidence import Evidence, RecordQuerySet


class MeetingKind(models.TextChoices):
    """Kinds of meeting."""

    SENIOR_OFFICIALS = "senior-officials", "Senior officials meeting"
    MINISTERIAL = "ministerial", "Ministerial conference"


class MeetingQuerySet(RecordQuerySet["Meeting"]):
    """QuerySet of meetings."""

    def published(self) -> Self:
        """Keep those that a published report states: that have words in one."""
        stated = Evidence.objects.published().filter(meeting=models.OuterRef("pk"))
        return self.filter(models.Exists(stated))

    def with_record_counts(self, relations: dict[str, type[GuardedModel]]) -> Self:
        """Add how many records of each model its published reports state: `stated_workshops` and so on.

        `relations` are models of records by the name that is counted under.
        """
        counts = {
            f"stated_{name}": count_rows(
                model.objects.published().filter(report__meeting=models.OuterRef("pk")),
                "report__meeting",
            )
            for name, model in relations.items()
        }
        return self.annotate(**counts)


class Meeting(Dated, Record):
    """One meeting or conference of the Bali Process that a report names."""

    report_path = ""  # several reports may state it: it is public with its words in any of them
    fetched_with = ()

    slug = models.SlugField(
        max_length=60,
        unique=True,
        help_text="The last part of its address, for ever: year, city or kind.",
    )
    kind = models.CharField(max_length=20, choices=MeetingKind)
    name = models.CharField(max_length=200, help_text="As the report names it.")
    city = models.CharField(
        max_length=60, blank=True, help_text="Leave empty where the report states none."
    )
    delegates = models.PositiveIntegerField(
        "delegates as stated", null=True, blank=True, help_text="Empty where not stated."
    )
    countries = models.PositiveIntegerField(
        "countries as stated",
        null=True,
        blank=True,
        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
    )
    organisations = models.PositiveIntegerField(
        "organisations as stated",
        null=True,
        blank=True,
        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [models.F("earliest").desc(nulls_last=True), "slug"]
        indexes = [models.Index(fields=["kind"], name="meeting_of_filters")]
        constraints = [*Dated.Meta.constraints, choices_constraint("kind", MeetingKind)]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.city, self.date_words]))

    def naming_rows(self) -> list[GuardedModel]:
        """Return the index terms whose page it is, which have a word of its name."""
        return [*self.index_terms.all()]

    def derived_rows(self) -> list[GuardedModel]:
        """Return the workshops of its reports: what was still to come does not begin before it."""
        return [row for report in self.reports.all() for row in report.derived_rows()]

    def is_published(self) -> bool:
        """Return True if a published report states it."""
        return self.evidence.published().exists()


class Attendance(models.TextChoices):
    """Roles in which an actor attends."""

    PARTICIPATING = "participating", "Participating"
    OBSERVER = "observer", "Observer"


class ParticipantQuerySet(RecordQuerySet["Participant"]):
    """QuerySet of participants."""

    def with_export_data(self) -> Self:
        """Fetch the actor too, of which files give the kind."""
        return self.select_related("actor")

    def named(self, folded: str) -> Self:
        """Keep those one of whose actor's names, folded, holds `folded`."""
        other = self.model._base_manager.filter(actor__other_names__slug__contains=folded)
        return self.filter(
            models.Q(actor__folded__contains=folded) | models.Q(pk__in=other.values("pk"))
        )


class Participant(Record):
    """One actor that attended one meeting, as participant or observer."""

    natural_key_fields = ("meeting__slug", "actor__slug")
    fetched_with = ("report", "meeting", "actor")

    report = report_key("participants")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="participants", help_text="The meeting attended."
    )
    actor = models.ForeignKey("reports.Actor", models.PROTECT, related_name="attendances")
    role = models.CharField(max_length=20, choices=Attendance)
    name_written = models.CharField(
        "name as written", max_length=200, help_text="As the report's list prints it."
    )
    order = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="Its place in the lists as printed, from 1."
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the report first, as each question is of the rows of published reports.
        indexes = [
            models.Index(fields=["report", "meeting", "role", "actor"], name="participant_of_filters")
        ]
        constraints = [
            choices_constraint("role", Attendance),
            models.UniqueConstraint(
                fields=["meeting", "actor"],
                name="participant_once",
                violation_error_message="That actor is listed for this meeting already.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="participant_order_unique",
                violation_error_message="Another participant of this meeting has that place.",
            ),
            models.CheckConstraint(
                condition=models.Q(order__gte=1),
                name="participant_order_from_1",
                violation_error_message="The first place in a list is 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.name_written

    def get_absolute_url(self) -> str:
        return self.actor.get_absolute_url()


class Role(models.TextChoices):
    """An actor's part in a meeting other than attending."""

    CO_CHAIR = "co-chair", "Co-chair"
    CO_HOST = "co-host", "Co-host"
    MANDATED_BY = "mandated-by", "Mandated by"

    @property
    def deed(self) -> str:
        """The part as a deed, for the actor's own page; the label is for the meeting's."""
        return {"co-chair": "Co-chaired", "co-host": "Co-hosted", "mandated-by": "Mandated"}[self]


class MeetingRole(Record):
    """One actor's part in one meeting, other than attending it."""

    natural_key_fields = ("meeting__slug", "actor__slug", "role")
    fetched_with = ("report", "meeting", "actor")

    report = report_key("meeting_roles")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="roles", help_text="The meeting that it had the part in."
    )
    actor = models.ForeignKey("reports.Actor", models.PROTECT, related_name="meeting_roles")
    role = models.CharField(max_length=20, choices=Role)
    name_written = models.CharField("name as written", max_length=200)

    objects = RecordQuerySet["MeetingRole"].as_manager()

    class Meta:
        ordering = ["meeting", "role", "actor"]
        constraints = [
            choices_constraint("role", Role),
            models.UniqueConstraint(
                fields=["meeting", "actor", "role"],
                name="meetingrole_once",
                violation_error_message="That actor has that part in this meeting already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name_written}"

    @property
    def deed(self) -> str:
        """The deed of the actor, such as “Co-chaired”."""
        return Role(self.role).deed

    @property
    def title(self) -> str:
        """The meeting, the part, and whose it is."""
        return f"{self.meeting}: {self.get_role_display().lower()} {self.actor}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()
