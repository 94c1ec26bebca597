"""Actors: the countries, organisations, processes, agencies, offices and persons that reports name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    ListQuerySet,
    choices_constraint,
    count_rows,
    url_for,
)
from reports.models.meetings import Attendance
from reports.models.report import Block, Report
from reports.text.countries import ALPHA_3
from reports.text.mentions import ActorMatcher
from reports.text.sameness import name_key

SAME_NAME = (
    "“{}” is a name of the actor “{}” ({}) already, as far as capitals, accents, spaces and hyphens go: "
    "use that one, or write what tells the two apart."
)
SHARED_NAME = "“{}” is another name of “{}” too: {}, or take it off the one that no report means by it."


class ActorKind(models.TextChoices):
    """Kinds of actor."""

    COUNTRY = "country", "Country or territory"
    ORGANISATION = "organisation", "Organisation"
    PROCESS = "process", "Process or forum"
    AGENCY = "agency", "Agency or office of a country"
    OFFICE = "office", "Office or body of the process"
    PERSON = "person", "Person"
    GROUP = "group", "Group not named one by one"


class Office(models.TextChoices):
    """Parts that an office is made of, in whose rows those who hold it stand."""

    CO_CHAIR = "co-chair", "The co-chairs of a meeting"
    COORDINATOR = "coordinator", "The coordinators of the experts groups"
    UNSTATED = "unstated", "An office whose holders the report does not state"


class NameKind(models.TextChoices):
    """Relations of another name of an actor to the one it goes by here."""

    OFFICIAL = "official", "Official name"
    FORMER = "former", "Former name"
    SHORT = "short", "Short or other form"
    ABBREVIATION = "abbreviation", "Abbreviation"
    INDEXED = "indexed", "As an index has it: “Downer, Alexander”"


@dataclass(frozen=True)
class Activity:
    """One thing that an actor can have done: the rows of one `relation` of Actor.

    `where` narrows the rows, by fields of theirs or of rows that they lead to.
    """

    relation: str
    where: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> models.QuerySet:
        """Return the published rows of it that belong to the actor of the outer query."""
        key = getattr(Actor, self.relation).field
        rows: models.QuerySet = key.model.objects.published().order_by()
        return rows.filter(**self.where, **{key.name: models.OuterRef("pk")})


# Whether the office of a group presented anything that is public, at the meeting of the group's report.
PRESENTED = "office__presented__presentation__report"
# By the name of their column in the list of who did what.
ACTIVITIES = {
    "attended": Activity("attendances"),
    "co_chaired": Activity("meeting_roles", {"role": "co-chair"}),
    "co_hosted": Activity("meeting_roles", {"role": "co-host"}),
    "mandated": Activity("meeting_roles", {"role": "mandated-by"}),
    "coordinated": Activity("coordinated_groups"),
    "hosted": Activity("workshop_roles", {"role": "host"}),
    "organised": Activity("workshop_roles", {"role": "organiser"}),
    "organised_jointly": Activity("workshop_roles", {"role": "organised-with"}),
    "developed": Activity("workshop_roles", {"role": "developer"}),
    "held": Activity("workshop_roles", {"role": "held-by"}),
    "would_hold": Activity("workshop_roles", {"role": "would-hold"}),
    "planned": Activity("workshop_roles", {"role": "planned-by"}),
    "offered": Activity("workshop_roles", {"role": "offered-by"}),
    "presented": Activity("presented"),
    "presented_as_coordinator": Activity(
        "coordinated_groups",
        {f"{PRESENTED}__published": True, f"{PRESENTED}__meeting": models.F("report__meeting")},
    ),
    "presented_on_behalf": Activity("presentations_on_behalf"),
    "pledged": Activity("pledges", {"state": "pledged"}),
    "announced": Activity("pledges", {"state": "announced"}),
    "willing": Activity("pledges", {"state": "willing"}),
    "given": Activity("pledges", {"state": "given"}),
    "thanked": Activity("pledges", {"state": "thanked"}),
    "highlighted": Activity("pledges", {"state": "highlighted"}),
}


def has_done(names: Iterable[str]) -> models.Q:
    """Return the condition that an actor has done one of `names` of ACTIVITIES."""
    return models.Q(*map(did, names), _connector=models.Q.OR)


@cache
def did(name: str) -> models.Exists:
    """Return the condition that an actor has done what `name` of ACTIVITIES says.

    Remembered, as most pages ask for some of them.
    """
    return models.Exists(ACTIVITIES[name].rows())


@cache
def is_stated(using: str) -> RawSQL:
    """Return the condition that a published row names an actor by a key of its own.

    For queries of actors, as SQL of the database `using`: to make it takes some ten times as long as to
    ask it, and each save and each page of an actor on the desk asks.
    """
    keys: list[Any] = [relation.field for relation in naming_relations()]
    rows = [key.model.objects.published().filter(**{key.name: models.OuterRef("pk")}) for key in keys]
    naming = models.Q(*map(models.Exists, rows), _connector=models.Q.OR)
    query = Actor.objects.filter(naming).order_by().values("pk").query
    sql, params = query.get_compiler(using).as_sql()
    return RawSQL(sql.partition(" WHERE ")[2], params, models.BooleanField())  # noqa: S611 # Django's


def activity_counts() -> dict[str, Coalesce]:
    """Return how often the actor of a query did each of ACTIVITIES: `times_hosted` and so on."""
    return {
        f"times_{name}": count_rows(activity.rows(), getattr(Actor, activity.relation).field.name)
        for name, activity in ACTIVITIES.items()
    }


class ActorQuerySet(ListQuerySet["Actor"]):
    """QuerySet of actors."""

    def published(self) -> Self:
        """Keep those that did anything in a published report; a person did it in an office."""
        return self.filter(has_done(ACTIVITIES)).exclude(kind=ActorKind.PERSON)

    def stated(self) -> Self:
        """Keep those that a published row names by a key of its own."""
        return self.filter(is_stated(self.db))

    def taking_part(self) -> Self:
        """Keep the countries that took part in a published meeting, not as observers."""
        there = ACTIVITIES["attended"].rows().filter(role=Attendance.PARTICIPATING)
        return self.filter(models.Exists(there), kind=ActorKind.COUNTRY)

    def with_sort_keys(self) -> Self:
        return self.alias(**activity_counts())

    def with_table_data(self) -> Self:
        """Add the number of each of ACTIVITIES: `times_hosted` and so on."""
        return self.annotate(**activity_counts())

    with_export_data = with_table_data

    def by_any_name(self, names: set[str], known: Iterable["Actor"] = ()) -> dict[str, list["Actor"]]:
        """Return the actors that each of `names`, words as typed, can mean; at most two queries.

        Under "" stand those whose slug is among `names`, some of which may be `known`; under each other
        name those that it, folded, is a name of: several where it could be more than one.
        """
        meant = {"": list(known)}
        others = names - {actor.slug for actor in meant[""]}
        folded = {name: key for name in others if (key := name_key(name))}
        keys = list(folded.values())
        named = models.Q(folded__in=keys) | models.Q(other_names__slug__in=keys)
        rows = self.filter(models.Q(slug__in=others) | named).distinct()
        found = list(rows.prefetch_related("other_names"))
        meant[""] += [actor for actor in found if actor.slug in others]
        slugs = {actor.slug for actor in meant[""]}
        for actor in found:
            mine = {actor.folded, *(other.slug for other in actor.other_names.all())}
            for name, key in folded.items():
                if key in mine and name not in slugs:
                    meant.setdefault(name, []).append(actor)
        return meant


def iso_constraint(field: str) -> models.UniqueConstraint:
    """Return a constraint that no two actors have one code in `field`."""
    return models.UniqueConstraint(
        fields=[field],
        condition=~models.Q(**{field: ""}),
        name=f"actor_{field}_unique",
        violation_error_code="unique",  # so that a form tells it at the field
        violation_error_message="Another actor has that ISO code: search the actors for it. If it is "
        "the same country, add this name to its other names; else correct the code.",
    )


class Actor(GuardedModel):
    """One country, territory, organisation, process, agency, office or person, however often named."""

    slug = models.SlugField(
        max_length=80, unique=True, help_text="The last part of its address, for ever."
    )
    name = models.CharField(
        max_length=150, unique=True, help_text="The name it goes by here, as a report spells it."
    )
    kind = models.CharField(max_length=20, choices=ActorKind)
    iso2 = models.CharField(
        "ISO 3166 alpha-2", max_length=2, blank=True, help_text="Of a country or territory only."
    )
    iso3 = models.CharField(
        "ISO 3166 alpha-3", max_length=3, blank=True, help_text="Of a country or territory only."
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The country or organisation that an agency or office belongs to; of a person, the "
        "office or agency that the report names with them.",
    )
    office = models.CharField(
        "office of",
        max_length=20,
        choices=Office,
        blank=True,
        help_text="Of an office whose holders stand in other records, or are not stated. Empty for a "
        "body, such as a meeting of ministers.",
    )
    article = models.BooleanField(
        "written with “the”",
        default=False,
        help_text="On where a sentence has “the” before the name: “the Republic of Korea”.",
    )

    folded = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is found.",
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]  # as read; one order on both engines, whatever their collation
        indexes = [models.Index(fields=["kind"], name="actor_of_filters")]
        constraints = [
            choices_constraint("kind", ActorKind),
            choices_constraint("office", Office, blank=True),
            models.CheckConstraint(
                condition=models.Q(office="") | models.Q(kind="office"),
                name="actor_office_of_office",
                violation_error_message="Only an office is held by somebody.",
            ),
            models.CheckConstraint(
                condition=models.Q(iso2="", iso3="")
                | models.Q(kind="country", iso2__regex="^[A-Z]{2}$", iso3__regex="^[A-Z]{3}$"),
                name="actor_iso_of_country",
                violation_error_message="A country or territory has both ISO codes or neither, "
                "in capitals; nothing else has any.",
            ),
            models.CheckConstraint(
                condition=models.Q(part_of=None) | ~models.Q(part_of=models.F("id")),
                name="actor_part_not_itself",
                violation_error_message="An actor is not a part of itself.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name__contains="  "),
                name="actor_name_single_spaces",
                violation_error_message="Between two words of a name is one space.",
            ),
            iso_constraint("iso2"),
            iso_constraint("iso3"),
        ]

    def __str__(self) -> str:
        return capfirst(self.name)

    @property
    def is_person(self) -> bool:
        """True if it is one person, who stands in no matrix."""
        return self.kind == ActorKind.PERSON

    @property
    def in_sentence(self) -> str:
        """The name as it stands within a sentence."""
        return f"the {self.name}" if self.article else self.name

    def set_derived_fields(self) -> None:
        self.folded = name_key(self.name)

    def naming_rows(self) -> list[GuardedModel]:
        """Return the rows whose quotes name it by one of its names."""
        return rows_naming(self.pk)

    def clean(self) -> None:
        """Hold the two ISO codes to each other; raise ValidationError where they are no pair."""
        super().clean()
        code = ALPHA_3.get(self.iso2, self.iso3)  # others may be used that the standard leaves free
        if self.iso3 and self.iso3 != code:
            said = f"By ISO 3166, {self.iso2} goes with {code}, and not with {self.iso3}"
            raise ValidationError({"iso3": f"{said}: correct the one or the other."})

    def find_problems(self) -> list[str]:
        """Say whose name it goes by, where that is another's: an address by it would mean two."""
        if not self.folded or self.name_alone:
            return []
        named = models.Q(folded=self.folded) | models.Q(other_names__slug=self.folded)
        others = Actor.objects.filter(named).exclude(pk=self.pk).distinct()
        return [SAME_NAME.format(self.name, other.name, other.slug) for other in others]

    def get_absolute_url(self) -> str:
        return url_for("actor-detail", self.slug)

    def is_published(self) -> bool:
        """Return True if a published report states or names it."""
        # Asked of each actor of a first load: then no report is published yet.
        return Report.objects.published().exists() and bool(public_actors({self.pk}))


def naming_relations() -> list[models.ForeignObjectRel]:
    """Return the relations of Actor whose rows name one: all foreign keys to it but its own."""
    return [
        relation
        for relation in Actor._meta.related_objects
        if relation.one_to_many and relation.related_model not in (Actor, OtherName)
    ]


def rows_naming(actor: int | None) -> list[GuardedModel]:
    """Return the rows that name the actor with that key, and those that their rules bear on."""
    found: list[GuardedModel] = []
    for relation in naming_relations():
        model: Any = relation.related_model  # a GuardedModel
        rows = model._base_manager.filter(**{relation.field.name: actor})
        found += (each for row in rows for each in row.dependents())
    return found


class OtherNameQuerySet(GuardedQuerySet["OtherName"]):
    """QuerySet of other names of actors."""

    def abbreviations(self) -> models.QuerySet["OtherName", tuple[str, str]]:
        """Return each abbreviation with the name that its actor goes by."""
        rows = self.filter(kind=NameKind.ABBREVIATION)
        return rows.order_by().values_list("name", "actor__name")


class OtherName(GuardedModel):
    """Another name that an actor is found by: of then or today, in full or short."""

    natural_key_fields = ("actor__slug", "name")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=NameKind)
    ambiguous = models.BooleanField(
        default=False,
        help_text="On where it is another name of several actors (“Foreign Ministers”), at each.",
    )
    slug = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is found.",
    )

    objects = OtherNameQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            choices_constraint("kind", NameKind),
            models.UniqueConstraint(
                fields=["actor", "name"],
                name="othername_unique",
                violation_error_message="This actor has that name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_derived_fields(self) -> None:
        self.slug = name_key(self.name)

    def naming_rows(self) -> list[GuardedModel]:
        """Return the rows whose quotes name its actor by it."""
        return rows_naming(self.actor_id)

    def find_problems(self) -> list[str]:
        """Say which other actor goes by this name, or has it without a mark that it is ambiguous."""
        if not self.slug or self.name_alone:
            return []
        others = Actor.objects.filter(folded=self.slug).exclude(pk=self.actor_id)
        found = [SAME_NAME.format(self.name, other.name, other.slug) for other in others]
        shared = OtherName.objects.filter(slug=self.slug).exclude(actor=self.actor_id)
        for other in shared.select_related("actor"):
            if not other.ambiguous:
                fix = f"tick “ambiguous” on the page of “{other.actor.name}” first, then here"
                found.append(SHARED_NAME.format(self.name, other.actor.name, fix))
            elif not self.ambiguous:
                found.append(
                    SHARED_NAME.format(self.name, other.actor.name, "tick “ambiguous” here too")
                )
        return found

    def is_published(self) -> bool:
        return self.actor.is_published()


def public_actors(keys: set[int] | None = None, using: str = "default") -> set[int]:
    """Return those of the actors of these `keys` that a published report states or names.

    Of all actors, for None. Takes and returns primary keys.
    """
    if keys is not None and not keys:
        return set()  # most actors are part of none, and to compile the query takes 10 ms
    actors = Actor.objects.using(using).prefetch_related("other_names")
    asked = actors if keys is None else actors.filter(pk__in=keys)
    found = set(asked.stated().values_list("pk", flat=True))
    missing = {actor.pk: actor for actor in asked if actor.pk not in found}
    texts = Block.objects.using(using).published().values_list("text", flat=True) if missing else ()
    own = ActorMatcher(missing.values(), missing)
    if named := [text for text in texts if own.actors(text)]:  # unless inside a longer name of another
        matcher = ActorMatcher(actors, missing)
        found |= missing.keys() & {pk for text in named for pk in matcher.actors(text)}
    return found
