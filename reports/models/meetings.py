"""Who took part in a meeting, and how."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from reports.models.actors import Actor, OtherName
from reports.models.base import Evidenced, OfMeetingsQuerySet, closed, words
from reports.models.text import Meeting


class Attendance(models.TextChoices):
    """In what role an actor attended."""

    PARTICIPATING = "participating", "Participating"
    OBSERVER = "observer", "Observer"


class MeetingPart(models.TextChoices):
    """An actor's part in a meeting other than attending."""

    CO_CHAIR = "co-chair", "Co-chair"
    CO_HOST = "co-host", "Co-host"
    MANDATED_BY = "mandated-by", "Mandated by"


class ParticipantQuerySet(OfMeetingsQuerySet):
    """Vocabulary of participants."""

    def with_words(self):
        """With their words, actor and meeting."""
        return self.select_related("actor", "meeting").prefetch_related(words())

    def for_listing(self):
        """As a list shows them."""
        return self.with_words()

    def named(self, folded):
        """Those one of whose actor's names, folded, holds `folded`."""
        other = OtherName.objects.filter(actor=OuterRef("actor"), slug__contains=folded)
        return self.filter(Q(actor__folded__contains=folded) | Exists(other))

    def get_by_natural_key(self, meeting, actor):
        """That actor at that meeting."""
        return self.get(meeting__slug=meeting, actor__slug=actor)


class Participant(Evidenced):
    """One actor that attended one meeting, as participant or observer."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="attendances")
    role = models.CharField(max_length=20, choices=Attendance)
    name_written = models.CharField(
        "name as written", max_length=200, help_text="As the report's list prints it."
    )
    order = models.PositiveIntegerField(help_text="Its place in the lists as printed, from 1.")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the meeting first, as each question is of the rows of published meetings.
        indexes = [models.Index(fields=["meeting", "role", "actor"], name="participant_of_filters")]
        constraints = [
            closed("role", Attendance),
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
        ]

    def __str__(self):
        return self.name_written

    def natural_key(self):
        """Its meeting's and its actor's slug."""
        return (*self.meeting.natural_key(), *self.actor.natural_key())

    natural_key.dependencies = ["reports.meeting", "reports.actor"]

    def get_absolute_url(self):
        """Its actor's page."""
        return self.actor.get_absolute_url()


class MeetingRoleQuerySet(models.QuerySet):
    """Vocabulary of parts in meetings."""

    def published(self):
        """Those in published meetings."""
        return self.filter(meeting__published=True)

    def with_words(self):
        """With their words, actor and meeting."""
        return self.select_related("actor", "meeting").prefetch_related(words())

    def get_by_natural_key(self, meeting, actor, role):
        """That part of that actor in that meeting."""
        return self.get(meeting__slug=meeting, actor__slug=actor, role=role)


class MeetingRole(Evidenced):
    """One actor's part in one meeting, other than attending it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="roles")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="meeting_roles")
    role = models.CharField(max_length=20, choices=MeetingPart)
    name_written = models.CharField("name as written", max_length=200)

    objects = MeetingRoleQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "role", "actor"]
        constraints = [
            closed("role", MeetingPart),
            models.UniqueConstraint(
                fields=["meeting", "actor", "role"],
                name="meetingrole_once",
                violation_error_message="That actor has that part in this meeting already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.name_written}"

    @property
    def title(self):
        """Whose part it is, and in the meeting of when."""
        return f"{self.get_role_display()}: {self.actor}, {self.meeting.date_words or self.meeting}"

    def natural_key(self):
        """Its meeting's slug, its actor's slug and the part."""
        return (*self.meeting.natural_key(), *self.actor.natural_key(), self.role)

    natural_key.dependencies = ["reports.meeting", "reports.actor"]

    def get_absolute_url(self):
        """The meeting's page."""
        return self.meeting.get_absolute_url()
