"""What was presented to a meeting, and by whom."""

from django.db import models

from reports.models.actors import Actor
from reports.models.base import REPORTED, Evidenced, Kept, ReportedQuerySet, closed, together
from reports.models.groups import ExpertsGroup
from reports.models.text import Meeting
from reports.models.workshops import Workshop


class PresentationKind(models.TextChoices):
    """What the report calls it."""

    PRESENTATION = "presentation", "Presentation"
    REPORT = "report", "Report"
    OVERVIEW = "overview", "Overview"


class PresentationQuerySet(ReportedQuerySet):
    """Vocabulary of presentations."""

    def for_listing(self):
        """With words, presenters and what they spoke of."""
        return (
            super()
            .for_listing()
            .select_related("on_behalf_of", "group", "workshop")
            .prefetch_related(together("presented_by", "Presenter", "actor"))
        )


class Presentation(Evidenced):
    """One presentation, report or overview that was given to a meeting."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="presentations", help_text=REPORTED
    )
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    kind = models.CharField(max_length=20, choices=PresentationKind)
    subject = models.CharField(
        max_length=250, blank=True, help_text="In the report's words. Empty where not stated."
    )
    presenters = models.ManyToManyField(Actor, through="Presenter", related_name="presentations")
    on_behalf_of = models.ForeignKey(
        Actor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations_on_behalf",
    )
    group = models.ForeignKey(
        ExpertsGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
        verbose_name="experts group",
    )
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
        help_text="Only where the words can mean no other.",
    )

    objects = PresentationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            closed("kind", PresentationKind),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="presentation_order_unique",
                violation_error_message="Another presentation to this meeting has that place.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.subject or 'subject not stated'}"

    @property
    def title(self):
        """Who gave it, and on what: a query, unless the presenters are at hand."""
        names = ", ".join(str(presenter.actor) for presenter in self.presented_by.all())
        return f"{names}: {self.subject or 'subject not stated'}"

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting", "reports.actor", "reports.workshop"]

    def get_absolute_url(self):
        """Its line on the meeting's page."""
        return f"{self.meeting.get_absolute_url()}#presentation-{self.slug}"


class PresenterQuerySet(models.QuerySet):
    """Vocabulary of presenters."""

    def get_by_natural_key(self, presentation, actor):
        """That actor as presenter of that presentation."""
        return self.get(presentation__slug=presentation, actor__slug=actor)


class Presenter(Kept):
    """One actor that gave a presentation; whether jointly with another is not claimed."""

    presentation = models.ForeignKey(Presentation, models.CASCADE, related_name="presented_by")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="presented")
    order = models.PositiveIntegerField(default=1)
    name_written = models.CharField("name as written", max_length=200)
    person = models.CharField("person as written", max_length=200, blank=True)

    objects = PresenterQuerySet.as_manager()

    class Meta:
        ordering = ["presentation", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "actor"],
                name="presenter_once",
                violation_error_message="That actor is a presenter already.",
            ),
        ]

    def __str__(self):
        return self.person or self.name_written

    def natural_key(self):
        """Its presentation's and its actor's slug."""
        return (*self.presentation.natural_key(), *self.actor.natural_key())

    natural_key.dependencies = ["reports.presentation", "reports.actor"]

    def is_public(self):
        """As its presentation."""
        return self.presentation.is_public()
