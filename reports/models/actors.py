"""Who the reports name: countries, organisations, processes, agencies and offices."""

from functools import reduce
from operator import or_

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from reports.models.base import Kept, ListedQuerySet, SlugQuerySet, address, closed
from reports.models.text import Meeting


class ActorKind(models.TextChoices):
    """What an actor is."""

    COUNTRY = "country", "Country or territory"
    ORGANISATION = "organisation", "Organisation"
    PROCESS = "process", "Process or forum"
    AGENCY = "agency", "Agency"
    OFFICE = "office", "Office or body of the process"


class NameKind(models.TextChoices):
    """How another name of an actor relates to the one it goes by here."""

    OFFICIAL = "official", "Official name"
    FORMER = "former", "Former name"
    SHORT = "short", "Short or other form"
    ABBREVIATION = "abbreviation", "Abbreviation"


# What an actor can have done, by the name of a column: the model, the path to the actor in it, the
# path to its meeting's state, and what narrows it to that.
DEEDS = {
    "attended": ("Participant", "actor", "meeting", {}),
    "co_chaired": ("MeetingRole", "actor", "meeting", {"role": "co-chair"}),
    "co_hosted": ("MeetingRole", "actor", "meeting", {"role": "co-host"}),
    "coordinated": ("ExpertsGroup", "coordinator", "meeting", {}),
    "hosted": ("WorkshopRole", "actor", "workshop__meeting", {"role": "host"}),
    "organised": ("WorkshopRole", "actor", "workshop__meeting", {"role": "organiser"}),
    "held": ("WorkshopRole", "actor", "workshop__meeting", {"role": "held-by"}),
    "presented": ("Presenter", "actor", "presentation__meeting", {}),
    "pledged": ("Pledge", "giver", "meeting", {}),
    "offered": ("WorkshopRole", "actor", "workshop__meeting", {"role": "offered-by"}),
}


def deeds(name):
    """The published rows of one of DEEDS that belong to the actor of the outer query."""
    model, path, meeting, where = DEEDS[name]
    mine = {path: OuterRef("pk"), f"{meeting}__published": True}
    return apps.get_model(f"reports.{model}").objects.filter(**mine, **where).order_by()


def has_done(names):
    """The condition that an actor has done one of `names` of DEEDS."""
    return reduce(or_, (Q(Exists(deeds(name))) for name in names))


def times():
    """How often the actor of a query did each of DEEDS: expressions by name, such as `times_hosted`."""
    counts = {}
    for name in DEEDS:
        path = DEEDS[name][1]
        count = deeds(name).values(path).annotate(n=Count("pk")).values("n")
        counts[f"times_{name}"] = Coalesce(Subquery(count), 0)
    return counts


class ActorQuerySet(ListedQuerySet, SlugQuerySet):
    """Vocabulary of actors."""

    def published(self):
        """Those that did anything in a published report."""
        return self.filter(has_done(DEEDS))

    def taking_part(self):
        """The countries that took part in a published meeting, not as observers."""
        there = {"actor": OuterRef("pk"), "role": "participating", "meeting__published": True}
        participants = apps.get_model("reports.Participant").objects.filter(**there)
        return self.filter(Exists(participants), kind=ActorKind.COUNTRY)

    def sortable(self):
        """With the number of each of DEEDS to sort by."""
        return self.alias(**times())

    def for_listing(self):
        """With the number of each of DEEDS: `times_hosted` and so on."""
        return self.annotate(**times())

    def by_any_name(self, names):
        """The actors that each of `names`, a set of words as typed, can mean, in two queries.

        A dictionary: under "" those whose address is among `names`; under each other name those
        that it, folded, is a name of: several where it could be more than one.
        """
        folded = {}
        for name in names:
            if key := slugify(name):  # of letters that it has none for, nothing is left
                folded.setdefault(key, set()).add(name)
        found = (
            self.filter(Q(slug__in=names) | Q(folded__in=folded) | Q(other_names__slug__in=folded))
            .values_list("pk", "folded", "other_names__slug")
            .distinct()
        )
        rows = {each.pk: each for each in self.filter(pk__in={pk for pk, *_ in found})}
        meant = {"": [each for each in rows.values() if each.slug in names]}
        direct = {each.slug for each in meant[""]}
        for pk, *keys in found:
            for name in set().union(*(folded.get(key, ()) for key in keys)) - direct:
                if rows[pk] not in meant.setdefault(name, []):
                    meant[name].append(rows[pk])
        return meant


class Actor(Kept):
    """One country, territory, organisation, process, agency or office, however often named."""

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
        help_text="The country or organisation that an agency or office belongs to.",
    )

    folded = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is found.",
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]  # one order on both engines, whatever their collation
        indexes = [models.Index(fields=["kind"], name="actor_of_filters")]
        constraints = [
            closed("kind", ActorKind),
            models.CheckConstraint(
                condition=Q(iso2="", iso3="")
                | Q(kind="country", iso2__regex="^[A-Z]{2}$", iso3__regex="^[A-Z]{3}$"),
                name="actor_iso_of_country",
                violation_error_message="A country or territory has both ISO codes or neither, "
                "in capitals; nothing else has any.",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="actor_part_not_itself",
                violation_error_message="An actor is not a part of itself.",
            ),
        ]

    def __str__(self):
        return self.name[:1].upper() + self.name[1:]

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    def derive(self):
        """The folded name."""
        self.folded = slugify(self.name)

    def get_absolute_url(self):
        """Its page, which says everything that is said of it."""
        return address("participant-detail", self.slug)

    def is_public(self):
        """Reference rows show on pages as soon as any meeting is published."""
        return Meeting.objects.published().exists()


class OtherNameQuerySet(models.QuerySet):
    """Vocabulary of other names."""

    def get_by_natural_key(self, actor, name):
        """That name of the actor of that slug."""
        return self.get(actor__slug=actor, name=name)


class OtherName(Kept):
    """Another name that an actor is found by: of then or today, in full or short."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=NameKind)
    slug = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is found.",
    )

    objects = OtherNameQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            closed("kind", NameKind),
            models.UniqueConstraint(
                fields=["actor", "name"],
                name="othername_unique",
                violation_error_message="This actor has that name already.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        """Its actor's slug and the name."""
        return (*self.actor.natural_key(), self.name)

    natural_key.dependencies = ["reports.actor"]

    def derive(self):
        """The folded name."""
        self.slug = slugify(self.name)

    def is_public(self):
        """As its actor."""
        return self.actor.is_public()
