"""The workshops of the process, and who did what in them."""

from django.db import models
from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from reports.models.actors import Actor
from reports.models.base import (
    REPORTED,
    Dated,
    Evidenced,
    ReportedQuerySet,
    address,
    closed,
    first_objective,
    together,
    words,
)
from reports.models.groups import ExpertsGroup
from reports.models.text import Meeting


class State(models.TextChoices):
    """Where a workshop stood, as of the report that says so."""

    HELD = "held", "Held"
    ANNOUNCED = "announced", "Announced"
    PLANNED = "planned", "Planned"
    OFFERED = "offered", "Offered"
    INTENDED = "intended", "Intended"


class Reach(models.TextChoices):
    """How wide a workshop was, where the words say so."""

    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"


class WorkshopKind(models.TextChoices):
    """What the report calls it."""

    WORKSHOP = "workshop", "Workshop"
    MEETING = "meeting", "Meeting"


class WorkshopPart(models.TextChoices):
    """An actor's part in a workshop, by the report's own verb: a host is who “hosted” it."""

    HOST = "host", "Hosted by"
    ORGANISER = "organiser", "Organised by"
    DEVELOPER = "developer", "Developed by"
    HELD_BY = "held-by", "Held by"
    WOULD_HOLD = "would-hold", "“Would hold”: announced by"
    PLANNED_BY = "planned-by", "Planned by"
    OFFERED_BY = "offered-by", "Offered by (“willing to host”)"

    @property
    def facet(self):
        """The name that the list of workshops is filtered by it under, in an address."""
        return self.value.replace("-", "_")


class WorkshopQuerySet(ReportedQuerySet):
    """Vocabulary of workshops."""

    def for_listing(self):
        """With words, roles with theirs, and objectives."""
        roles = WorkshopRole.objects.select_related("actor").prefetch_related(words())
        return (
            super()
            .for_listing()
            .select_related("group", "follows")
            .prefetch_related(Prefetch("roles", roles), together("matchings", "Matching", "objective"))
        )

    def for_table(self):
        """With words, roles and experts group."""
        roles = together("roles", "WorkshopRole", "actor", order=("role", "order", "actor__slug"))
        return self.select_related("group").prefetch_related(words(), roles)

    def sortable(self):
        """With `first_host` and so on, the slugs that parts sort by."""
        first = {}
        for part in WorkshopPart:
            actors = WorkshopRole.objects.filter(workshop=OuterRef("pk"), role=part)
            slugs = actors.order_by("actor__slug").values("actor__slug")
            first[f"first_{part.name.lower()}"] = Subquery(slugs[:1])
        return self.alias(**first, first_objective=first_objective("workshop"))


class Workshop(Dated, Evidenced):
    """A workshop or national meeting that a report states, or a stated but unnamed group of them."""

    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        related_name="workshops",
        verbose_name="reported by",
        help_text=REPORTED,
    )
    slug = models.SlugField(
        max_length=80, unique=True, help_text="The last part of its address, for ever."
    )
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    name = models.CharField(
        max_length=250, help_text="What it goes by here, in words that the report uses of it."
    )
    also_called = models.CharField(
        max_length=120, blank=True, help_text="The report's short form, such as “returns workshop”."
    )
    subject = models.CharField(
        max_length=250,
        blank=True,
        help_text="What it was “on”, in the report's words. Leave empty where not stated.",
    )
    audience = models.CharField(
        max_length=250, blank=True, help_text="Whom it was for, in the report's words."
    )
    kind = models.CharField(max_length=20, choices=WorkshopKind)
    state = models.CharField(
        max_length=20,
        choices=State,
        help_text="As of the report. “Would be willing to host” is offered, not held.",
    )
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="1 for one; empty where the report uses a plural."
    )
    reach = models.CharField(
        max_length=20, choices=Reach, blank=True, help_text="Only where the words say so."
    )
    group = models.ForeignKey(
        ExpertsGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name="experts group",
        help_text="Only where the words say so.",
    )
    pilot = models.BooleanField(
        null=True, blank=True, help_text="Yes where the report calls it a pilot; else unknown."
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    actors = models.ManyToManyField(Actor, through="WorkshopRole", related_name="workshops")

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        # By the last day that the date can mean: “late 2004” (2004) comes after May 2004. Dates not
        # stated come last, on both engines.
        ordering = [F("latest").asc(nulls_last=True), F("earliest").asc(nulls_last=True), "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the meeting first, as each question is of the rows of published meetings.
        indexes = [
            models.Index(
                fields=["meeting", "state", "kind", "reach", "group"], name="workshop_of_filters"
            )
        ]
        constraints = [
            *Dated.Meta.constraints,
            closed("kind", WorkshopKind),
            closed("state", State),
            closed("reach", Reach, blank=True),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("id")),
                name="workshop_follows_not_itself",
                violation_error_message="A workshop does not follow itself.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="workshop_order_unique",
                violation_error_message="Another workshop of this report has that place.",
            ),
        ]

    def __str__(self):
        return self.name[:1].upper() + self.name[1:]

    @property
    def actors_named(self):
        """Whose it is, for telling alike names apart: the hosts, or who else has a part in it."""
        roles = list(self.roles.all())
        hosts = [role for role in roles if role.role == WorkshopPart.HOST] or roles
        return ", ".join(dict.fromkeys(str(role.actor) for role in hosts))

    @property
    def title(self):
        """Its name, whose it is and when, as far as stated."""
        return ", ".join(filter(None, [str(self), self.actors_named, self.date_words]))

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    natural_key.dependencies = ["reports.meeting", "reports.expertsgroup"]

    def bears_on(self):
        """Itself and its roles, which are as public as it is."""
        return [self, *self.roles.all()]

    def get_absolute_url(self):
        """Its own page."""
        return address("workshop-detail", self.slug)


class WorkshopRoleQuerySet(models.QuerySet):
    """Vocabulary of parts in workshops."""

    def published(self):
        """Those in workshops of published meetings."""
        return self.filter(workshop__meeting__published=True)

    def with_words(self):
        """With their words, actor and workshop."""
        return self.select_related("actor", "workshop__meeting").prefetch_related(words())

    def get_by_natural_key(self, workshop, actor, role):
        """That part of that actor in that workshop."""
        return self.get(workshop__slug=workshop, actor__slug=actor, role=role)


class WorkshopRole(Evidenced):
    """One actor's part in one workshop, by the report's verb."""

    MEETING = "workshop__meeting"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="roles")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="workshop_roles")
    role = models.CharField(max_length=20, choices=WorkshopPart)
    name_written = models.CharField("name as written", max_length=200)
    order = models.PositiveIntegerField(default=1, help_text="Among those of the same part.")

    objects = WorkshopRoleQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "role", "order", "actor"]
        # For the filters of who had a part. With the actor first: SQLite keeps no statistics, and
        # would take an index that begins with the role for every workshop, which is 50 times slower.
        indexes = [models.Index(fields=["actor", "role", "workshop"], name="workshoprole_of_actor")]
        constraints = [
            closed("role", WorkshopPart),
            models.UniqueConstraint(
                fields=["workshop", "actor", "role"],
                name="workshoprole_once",
                violation_error_message="That actor has that part in this workshop already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.name_written}"

    @property
    def title(self):
        """Whose part it is, and in which workshop."""
        return f"{self.get_role_display()} {self.actor}: {self.workshop}"

    def natural_key(self):
        """Its workshop's slug, its actor's slug and the part."""
        return (*self.workshop.natural_key(), *self.actor.natural_key(), self.role)

    natural_key.dependencies = ["reports.workshop", "reports.actor"]

    def get_absolute_url(self):
        """The workshop's page."""
        return self.workshop.get_absolute_url()

    def is_public(self):
        """As its workshop."""
        return self.workshop.is_public()
