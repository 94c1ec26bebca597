"""Presentations: what was presented to a meeting, and by whom."""

from typing import Any, Self

from django.db import models

from reports.models.actors import Actor
from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    Record,
    actor_key,
    choices_constraint,
    first_actor,
    order_constraint,
    report_key,
)
from reports.models.evidence import RecordQuerySet


class PresentationKind(models.TextChoices):
    """Names that a report has for a presentation."""

    PRESENTATION = "presentation", "Presentation"
    REPORT = "report", "Report"
    OVERVIEW = "overview", "Overview"
    UPDATE = "update", "Update"


class PresentationQuerySet(RecordQuerySet["Presentation"]):
    """QuerySet of presentations."""

    def with_sort_keys(self) -> Self:
        """Add `first_presenter`, the folded name that presenters sort by."""
        presenters = Presenter.objects.filter(presentation=models.OuterRef("pk"))
        return self.alias(first_presenter=first_actor(presenters))

    def with_evidence(self) -> Self:
        presenters = Presenter.objects.select_related("actor", "person_actor")
        return super().with_evidence().prefetch_related(models.Prefetch("presented_by", presenters))


class Presentation(Record):
    """One presentation, report or overview that was given to a meeting."""

    fetched_with = ("report__meeting", "on_behalf_of", "group", "workshop")

    report = report_key("presentations")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    kind = models.CharField(max_length=20, choices=PresentationKind)
    subject = models.CharField(
        max_length=250, blank=True, help_text="In the report's words. Empty where not stated."
    )
    presenters: "models.ManyToManyField[Actor, Presenter]" = models.ManyToManyField(
        Actor,
        through="Presenter",
        through_fields=("presentation", "actor"),
        related_name="presentations",
    )
    presenters_written = models.CharField(
        "presenters as written",
        max_length=120,
        blank=True,
        help_text="Such as “a number of countries”, where the report does not name them.",
    )
    on_behalf_of = actor_key("presentations_on_behalf")
    group = models.ForeignKey(
        "reports.ExpertsGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
        verbose_name="experts group",
    )
    workshop = models.ForeignKey(
        "reports.Workshop",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
        help_text="Only where the words can mean no other.",
    )

    objects = PresentationQuerySet.as_manager()

    class Meta:
        ordering = ["report", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        indexes = [models.Index(fields=["report", "kind"], name="presentation_of_filters")]
        constraints = [
            choices_constraint("kind", PresentationKind),
            order_constraint(
                "presentation_order_unique", "Another presentation of this report has that place."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject or 'subject not stated'}"

    @property
    def title(self) -> str:
        """The presenters and the subject; queries the presenters where they were not fetched."""
        names = ", ".join(str(presenter.actor) for presenter in self.presented_by.all())
        return f"{names or self.presenters_written}: {self.subject or 'subject not stated'}"


class Presenter(GuardedModel):
    """One actor that gave a presentation; whether jointly with another is not claimed."""

    report_path = "presentation__report"
    natural_key_fields = ("presentation__slug", "actor__slug")

    presentation = models.ForeignKey(Presentation, models.CASCADE, related_name="presented_by")
    actor = models.ForeignKey(
        Actor,
        models.PROTECT,
        related_name="presented",
        help_text="Who presented: an office, where a person did so as its holder.",
    )
    order = models.PositiveIntegerField(default=1)
    name_written = models.CharField("name as written", max_length=200)
    person = models.CharField(
        "person as written",
        max_length=200,
        blank=True,
        help_text="With where they are from, as written.",
    )
    person_actor = actor_key(
        "presented_in_person",
        "The person’s own page, where “person as written” has a name: an actor of the kind Person.",
        verbose_name="person",
    )

    objects = GuardedQuerySet["Presenter"].as_manager()

    class Meta:
        ordering = ["presentation", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["presentation", "actor"],
                name="presenter_once",
                violation_error_message="That actor is a presenter already.",
            ),
            models.CheckConstraint(
                condition=models.Q(person_actor=None) | ~models.Q(person=""),
                name="presenter_person_as_written",
                violation_error_message="A person is named in words: fill in “person as written” too.",
            ),
        ]

    def __str__(self) -> str:
        return self.person or self.name_written

    def dependents(self) -> list[GuardedModel]:
        """Return itself, and the presentation, whose quotes name it."""
        return [self, self.presentation]

    def find_problems(self) -> list[str]:
        """Say if its person is an actor of another kind."""
        person: Any = self.person_actor
        if person is None or person.is_person:
            return []
        return [f"“{person}” is no person: choose an actor of that kind, or none."]
