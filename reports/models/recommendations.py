"""What was recommended, agreed, asked or noted as to be done, and to whom it is addressed."""

from django.db import models
from django.db.models import OuterRef

from reports.models.actors import Actor
from reports.models.base import (
    REPORTED,
    Evidenced,
    Kept,
    ReportedQuerySet,
    address,
    closed,
    first_objective,
    together,
)
from reports.models.text import Meeting


class Verb(models.TextChoices):
    """What was done with a recommendation, in the report's own verbs."""

    RECOMMENDED = "recommended", "recommended"
    AGREED = "agreed", "agreed"
    PROPOSED = "proposed", "proposed"
    SUGGESTED = "suggested", "suggested"
    ASKED = "asked", "asked"
    ENCOURAGED = "encouraged", "encouraged"
    REITERATED_NEED = "reiterated-need", "reiterated the need"
    NOTED_NEED = "noted-need", "noted the need"
    NOTED_IMPORTANCE = "noted-importance", "noted the importance"
    NOTED_PRODUCTIVE = "noted-productive", "noted as productive areas for possible further work"
    NOTED = "noted", "noted"
    SHOULD = "should", "should be explored"
    COULD = "could", "could be taken forward"
    MIGHT = "might", "might be taken forward"
    WOULD = "would", "would remain important"


class Standing(models.TextChoices):
    """What was to become of the work, where the words say so."""

    CONTINUE = "continue", "Continue"
    COMPLETED = "completed", "Completed or soon to be"
    OTHER_FORUMS = "other-forums", "In other forums"
    NEW = "new", "Possible new or further work"
    DISCONTINUE = "discontinue", "Discontinue"


class RecommendationQuerySet(ReportedQuerySet):
    """Vocabulary of recommendations."""

    def with_words(self):
        """With their words and speaker."""
        return super().with_words().select_related("speaker")

    def for_listing(self):
        """With words, speaker, addressees and objectives."""
        return self.for_table().prefetch_related(together("matchings", "Matching", "objective"))

    def for_table(self):
        """With words, speaker and addressees."""
        return self.with_words().prefetch_related(together("addressed", "Addressee", "actor"))

    def sortable(self):
        """With `first_addressee`, the slug that addressees sort by."""
        addressed = Addressee.objects.filter(recommendation=OuterRef("pk"))
        return self.alias(
            first_addressee=addressed.order_by("actor__slug").values("actor__slug")[:1],
            first_objective=first_objective("recommendation"),
        )


class Recommendation(Evidenced):
    """One thing recommended, agreed, suggested, asked or encouraged, or noted as to be done."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="recommendations", help_text=REPORTED
    )
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(
        max_length=400, help_text="What is recommended, in the report's words, hedges included."
    )
    verb = models.CharField(max_length=20, choices=Verb)
    speaker = models.ForeignKey(
        Actor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations_made",
        help_text="Who says so. Empty where the sentence names nobody.",
    )
    speaker_written = models.CharField(
        "speaker as written",
        max_length=100,
        blank=True,
        help_text="Such as “many participants”: not all of them.",
    )
    addressees = models.ManyToManyField(
        Actor, through="Addressee", related_name="recommendations_received"
    )
    due = models.CharField(
        "due as stated", max_length=60, blank=True, help_text="Such as “after a year”."
    )
    standing = models.CharField(
        max_length=20, choices=Standing, blank=True, help_text="Only where the words say so."
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the meeting first, as each question is of the rows of published meetings.
        indexes = [
            models.Index(
                fields=["meeting", "verb", "standing", "speaker"], name="recommendation_of_filters"
            )
        ]
        constraints = [
            closed("verb", Verb),
            closed("standing", Standing, blank=True),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="recommendation_order_unique",
                violation_error_message="Another recommendation of this report has that place.",
            ),
        ]

    def __str__(self):
        return self.name[:1].upper() + self.name[1:]

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting", "reports.actor"]

    @property
    def said_by(self):
        """Who says so, in the report's words where the sentence has a name and not “they”."""
        return self.speaker_written or str(self.speaker or "Speaker not named")

    def get_absolute_url(self):
        """Its own page."""
        return address("recommendation-detail", self.slug)


class AddresseeQuerySet(models.QuerySet):
    """Vocabulary of addressees."""

    def get_by_natural_key(self, recommendation, actor):
        """That actor as addressee of that recommendation."""
        return self.get(recommendation__slug=recommendation, actor__slug=actor)


class Addressee(Kept):
    """One actor that a recommendation is addressed to."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="addressed")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="addressed")

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        ordering = ["recommendation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "actor"],
                name="addressee_once",
                violation_error_message="That actor is an addressee already.",
            ),
        ]

    def __str__(self):
        return str(self.actor)

    def natural_key(self):
        """Its recommendation's and its actor's slug."""
        return (*self.recommendation.natural_key(), *self.actor.natural_key())

    natural_key.dependencies = ["reports.recommendation", "reports.actor"]

    def is_public(self):
        """As its recommendation."""
        return self.recommendation.is_public()
