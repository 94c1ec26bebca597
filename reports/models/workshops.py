"""Workshops of the process, and who did what in them."""

from typing import Any, Self

from django.db import models

from reports.models.actors import Actor
from reports.models.base import (
    Dated,
    GuardedModel,
    Record,
    Spoken,
    choices_constraint,
    first_actor,
    order_constraint,
    report_key,
)
from reports.models.evidence import RecordQuerySet, prefetch_evidence
from reports.models.objective_links import ServingQuerySet


class State(models.TextChoices):
    """Stages of a workshop, as of the report that states it."""

    HELD = "held", "Held"
    ANNOUNCED = "announced", "Would be held"
    PLANNED = "planned", "Planned"
    OFFERED = "offered", "Willingness to host"
    INTENDED = "intended", "Intended"


class Reach(models.TextChoices):
    """Extents of a workshop, where the words say so."""

    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"


class WorkshopKind(models.TextChoices):
    """Names that a report has for a workshop."""

    WORKSHOP = "workshop", "Workshop"
    MEETING = "meeting", "Meeting"


class Role(models.TextChoices):
    """An actor's part in a workshop, by the report's own verb: a host is who “hosted” it."""

    HOST = "host", "Hosted by"
    ORGANISER = "organiser", "Organised by"
    ORGANISED_WITH = "organised-with", "Organised jointly with"
    DEVELOPER = "developer", "Developed by"
    HELD_BY = "held-by", "Held by"
    WOULD_HOLD = "would-hold", "“Would hold”"
    PLANNED_BY = "planned-by", "“Planning to hold”"
    OFFERED_BY = "offered-by", "“Would be willing to host”"

    @property
    def deed(self) -> str:
        """The part as a deed, for the actor's own page; the label is for the workshop's."""
        return {"organised-with": "Organised jointly"}.get(self, str(self.label).removesuffix(" by"))

    @property
    def phrase(self) -> str:
        """The part as words before the name of the actor, as in “Hosted by Malaysia”."""
        return {
            "would-hold": "Would be held by",
            "planned-by": "Planned by",
            "offered-by": "Would be willing to host:",
        }.get(self, str(self.label))

    @property
    def facet(self) -> str:
        """The name that the list of workshops is filtered by it under, in an address."""
        return self.value.replace("-", "_")


class WorkshopQuerySet(ServingQuerySet["Workshop"]):
    """QuerySet of workshops."""

    def with_sort_keys(self) -> Self:
        """Add `first_host` and so on, `first_actor` of any role, and `first_objective`, to sort by."""
        parts = WorkshopRole.objects.filter(workshop=models.OuterRef("pk"))
        first = {f"first_{role.name.lower()}": first_actor(parts.filter(role=role)) for role in Role}
        return super().with_sort_keys().alias(**first, first_actor=first_actor(parts))

    def with_table_data(self) -> Self:
        return super().with_table_data().with_roles()

    def with_roles(self) -> Self:
        """Fetch the roles with their actors."""
        roles = WorkshopRole.objects.select_related("actor")
        return self.prefetch_related(models.Prefetch("roles", roles))

    def with_page_data(self) -> Self:
        """Fetch evidence, roles with theirs, and objectives."""
        rows = super().with_page_data().select_related("follows")
        return rows.prefetch_related(prefetch_evidence("roles__evidence"))


class Workshop(Dated, Spoken, Record):
    """A workshop or national meeting that a report states, or a stated but unnamed group of them."""

    fetched_with = ("report__meeting", "group", "speaker")

    report = report_key("workshops")
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
    actors_written = models.CharField(
        "who, as written",
        max_length=200,
        blank=True,
        help_text="Where the report names some of several: “a number of countries, including …”.",
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
        "reports.ExpertsGroup",
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
    actors: "models.ManyToManyField[Actor, WorkshopRole]" = models.ManyToManyField(
        Actor, through="WorkshopRole", related_name="workshops"
    )

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        # By the last day that the date can mean: “late 2004” (2004) comes after May 2004. Dates not
        # stated come last, on both engines.
        ordering = [models.F("latest").asc(nulls_last=True), "report_id", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the report first, as each question is of the rows of published reports.
        indexes = [
            models.Index(
                fields=["report", "state", "kind", "reach", "group"], name="workshop_of_filters"
            )
        ]
        constraints = [
            *Dated.Meta.constraints,
            choices_constraint("kind", WorkshopKind),
            choices_constraint("state", State),
            choices_constraint("reach", Reach, blank=True),
            models.CheckConstraint(
                condition=models.Q(follows=None) | ~models.Q(follows=models.F("id")),
                name="workshop_follows_not_itself",
                violation_error_message="A workshop does not follow itself.",
            ),
            order_constraint("workshop_order_unique", "Another workshop of this report has that place."),
        ]

    @property
    def actors_named(self) -> str:
        """The hosts, or who else has a part in it, to tell alike names apart."""
        roles = list(self.roles.all())
        hosts = [role for role in roles if role.role == Role.HOST] or roles
        return ", ".join(dict.fromkeys(str(role.actor) for role in hosts))

    def set_derived_fields(self) -> None:
        """Set the days that the date can mean: of what was still to come, none before the meeting."""
        super().set_derived_fields()
        report: Any = self.report if self.report_id else None
        begun = report and report.meeting.earliest
        if self.state != State.HELD and begun and self.earliest and self.earliest < begun <= self.latest:
            self.earliest = begun

    @property
    def title(self) -> str:
        """The name, whose it is and when, as far as stated and as the name does not say it already."""
        more = [self.actors_named, self.date_words]
        return ", ".join([str(self), *(words for words in more if words and words not in self.name)])

    def dependents(self) -> list[GuardedModel]:
        """Return itself, its parts, and those that follow it, which its date may contradict."""
        return [self, *self.roles.all(), *self.followed_by.all()]


class WorkshopRole(Record):
    """One actor's part in one workshop, by the report's verb."""

    report_path = "workshop__report"
    natural_key_fields = ("workshop__slug", "actor__slug", "role")
    fetched_with = ("actor", "workshop__report__meeting")

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="roles")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="workshop_roles")
    role = models.CharField(max_length=20, choices=Role)
    name_written = models.CharField("name as written", max_length=200)
    order = models.PositiveIntegerField(default=1, help_text="Among those of the same part.")

    objects = RecordQuerySet["WorkshopRole"].as_manager()

    class Meta:
        ordering = ["workshop", "role", "order", "actor"]
        # For the filters of who had a part. With the actor first: SQLite keeps no statistics, and
        # would take an index that begins with the role for every workshop, which is 50 times slower.
        indexes = [models.Index(fields=["actor", "role", "workshop"], name="workshoprole_of_actor")]
        constraints = [
            choices_constraint("role", Role),
            models.UniqueConstraint(
                fields=["workshop", "actor", "role"],
                name="workshoprole_once",
                violation_error_message="That actor has that part in this workshop already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name_written}"

    @property
    def deed(self) -> str:
        """The deed of the actor, such as “Hosted”."""
        return Role(self.role).deed

    @property
    def title(self) -> str:
        """The part, whose it is, and the workshop."""
        return f"{self.get_role_display()}: {self.actor}, {self.workshop}"

    def get_absolute_url(self) -> str:
        return self.workshop.get_absolute_url()
