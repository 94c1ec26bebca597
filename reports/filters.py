"""What each list can be filtered and sorted by: the only readers of a query string."""

from django import forms
from django.db.models import Count, Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import slugify
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from reports import columns
from reports.facets import NOT_STATED, Either, Facet, Option, Related, Stated, Vocabulary, Year
from reports.models import Actor, DataVersion
from reports.models.actors import DEEDS, ActorKind, has_done
from reports.models.meetings import Attendance
from reports.models.pledges import PledgeKind, PledgeState
from reports.models.recommendations import Standing, Verb
from reports.models.text import MeetingKind
from reports.models.workshops import Reach, State, WorkshopKind, WorkshopPart
from reports.tallies import present, tally

NONE = "Not stated"
LEADING = 6  # facets that stand open beside a list, where there are many more
MOST = 10**6  # of a number that an address can ask for
UNCHOOSING = ("sort", "page", "version")  # what a list takes that chooses no rows


class PageFilter(Filter):
    """The number of a page, from 1."""

    field_class = forms.IntegerField


class VersionFilter(PageFilter):
    """The data version that the list's address was cited at: it chooses no rows."""

    def __init__(self, **kwargs):
        super().__init__(label="Data version", method="keep", min_value=1, max_value=MOST, **kwargs)


def no_number(what, typed):
    """The messages of a field for the number of `what`, where something else was `typed`."""
    said = f"“{typed[:60]}” is not the number of a {what}: that is a whole number from 1 upwards."
    return dict.fromkeys(("invalid", "min_value", "max_value"), said)


def known_version(number):
    """Refuse the number of a data version that there is not."""
    if 1 <= number <= MOST and not DataVersion.objects.filter(number=number).exists():
        raise forms.ValidationError(f"There is no data version {number} of this portal.")


class ListSet(FilterSet):
    """The filters of one kind of record: facets, a sort and a page.

    `data` is a QueryDict; `columns` say what can be sorted by. Invalid data leaves `form.errors`.
    """

    columns = ()
    page = PageFilter(label="Page", method="keep", min_value=1, max_value=MOST)
    version = VersionFilter()

    def __init__(self, data=None, queryset=None, **kwargs):
        # A form sends its empty fields too: they ask for nothing. NUL is a character that
        # PostgreSQL keeps in no text, and would refuse to be asked about.
        filled = QueryDict(mutable=True)
        for name, values in data.lists():
            asked = dict.fromkeys(value.replace("\x00", "\ufffd") for value in values if value)
            several = isinstance(self.base_filters.get(name), Facet)
            filled.setlist(name, list(asked) if several else list(asked)[-1:])
        super().__init__(filled, queryset, **kwargs)

    def keep(self, queryset, name, value):
        """Sorting and paging are the list's to do: here they choose no rows."""
        return queryset

    @cached_property
    def facets(self):
        """The facets by name, in the order that a reader sees them."""
        return {name: each for name, each in self.filters.items() if isinstance(each, Facet)}

    @property
    def further(self):
        """The facets that a page shows folded, by name: those after the LEADING, where they are many."""
        names = list(self.facets)[LEADING:]
        return names if len(names) > 1 else []

    @property
    def further_chosen(self):
        """Whether one of those is chosen, or answered with what is wrong."""
        return any(name in self.typed for name in self.further)

    @cached_property
    def typed(self):
        """What was typed for each filter that chooses rows: lists, by name, without empty ones."""
        names = [name for name in self.filters if name not in UNCHOOSING]
        return {name: self.data.getlist(name) for name in names if self.data.get(name)}

    @cached_property
    def unknown(self):
        """The names in the query string that mean nothing here."""
        return [name for name in self.data if name not in self.filters]

    def narrowed(self, but=None):
        """The rows that the filters as typed leave, without the filter named `but`."""
        left = self.queryset
        for name, values in self.typed.items():
            if name != but:
                left = self.filters[name].filter(left, values if name in self.facets else values[-1])
        return left

    @cached_property
    def tallies(self):
        """How many rows there are under each key of each facet, with its own choice left out: all
        that are not set among the same rows, together, and each that is set for itself."""
        unset = {name: facet for name, facet in self.facets.items() if name not in self.typed}
        found = tally(unset, self.narrowed())
        for name in self.facets:
            if name not in unset:
                found |= tally({name: self.facets[name]}, self.narrowed(but=name))
        return found

    @cached_property
    def count(self):
        """How many rows the filters as typed leave."""
        for name, facet in self.facets.items():
            if facet.plain and name not in self.typed:
                return self.tallies[name].total()
        return self.narrowed().count()

    @cached_property
    def counts_without(self):
        """How many rows there would be without each filter that is set, by name: one query."""
        each = [
            self.narrowed(but=name)
            .order_by()
            .annotate(without=Value(name))
            .values_list("without")
            .annotate(rows_left=Count("pk"))
            for name in self.typed
        ]
        return dict.fromkeys(self.typed, 0) | dict(each[0].union(*each[1:], all=True) if each else ())

    @cached_property
    def options(self):
        """Each facet's options, a dictionary by facet and value."""
        there = present(self.facets, self.queryset, None if self.typed else self.tallies)
        found = {
            name: facet.collect(self.tallies[name], there[name]) for name, facet in self.facets.items()
        }
        self.complete({name: options for name, options in found.items() if self.facets[name].actors})
        for name, options in found.items():
            for value in self.typed.get(name, ()):
                if value in options:
                    options[value].chosen = True
        return found

    def complete(self, found):
        """Add to the options of the facets of actors, `found`, those that have no row.

        Whoever is typed is a fair question, and so are, for a facet of `every` actor, all that have
        a part here. A name that is not an actor's address leads to `renamed`.
        """
        labels = {o.value: o.label for each in found.values() for o in each.values()}
        strange = {v for name in found for v in self.typed.get(name, ())} - labels.keys()
        self.renamed = {}
        if strange:
            named = Actor.objects.by_any_name(strange)
            labels |= {each.slug: str(each) for each in named.pop("", [])}
            self.renamed = {value: actors for value, actors in named.items() if actors}
        labels.pop(NOT_STATED, None)
        for name, options in found.items():
            missing = options.pop(NOT_STATED, None)
            fair = labels if self.facets[name].every else labels.keys() & self.typed.get(name, ())
            every = {value: Option(value, labels[value], 0) for value in fair} | options
            options.clear()
            options |= dict(sorted(every.items(), key=Facet.order))
            if missing:
                options[NOT_STATED] = missing

    @cached_property
    def form(self):
        """The form, whose facets take the options that there are."""
        form = super().form
        for name in self.facets.keys() & self.typed.keys():  # the others' options cost counts
            field = form.fields[name]
            field.choices = [(o.value, o.label) for o in self.options[name].values()]
            field.error_messages["invalid_choice"] = self.refusal(name)
        form.fields["sort"].choices = self.sorts
        form.fields["sort"].error_messages["invalid_choice"] = (
            "“%(value).60s” is not a column to sort by. Sort by: "
            + ", ".join(column.name for column in self.columns if column.sort)
            + "; a minus in front turns the order round."
        )
        for name, what in (("page", "page"), ("version", "data version")):
            form.fields[name].error_messages |= no_number(what, self.data.get(name, ""))
        form.fields["version"].validators.append(known_version)
        return form

    def refusal(self, name):
        """The message for a value that the facet `name` does not have."""
        allowed = [option.value for option in self.options[name].values()]
        further = f" and {len(allowed) - 12} more" if len(allowed) > 12 else ""
        some = ", ".join(allowed[:12]) + further
        return f"“%(value).60s” is not a value of “{self.filters[name].label}”. It takes: {some}."

    @cached_property
    def sorts(self):
        """What can be sorted by: two groups, each of pairs of the value in an address and its label."""
        named = [(column.name, column.label) for column in self.columns if column.sort]
        return [("In order", named), ("Reversed", [(f"-{name}", label) for name, label in named])]


def sort_filter():
    """The sort of a list; its choices come from the list's columns."""
    return ChoiceFilter(label="Sort", method="keep", choices=[])


def reported_by():
    """The facet of the meeting whose report states a record."""
    return Facet("Reported by", "meeting__slug", "meeting__name")


def objective():
    """The facet of the objectives that the editors read a record as serving."""
    return Related(
        "Objective (editors’ reading)",
        "matchings",
        "objective__slug",
        "objective__name",
        missing="None matched",
    )


def part(role, **more):
    """The facet of who had one part in a workshop."""
    path = ("roles", "actor__slug", "actor__name", {"role": role})
    return Related(role.label, *path, missing=NONE, actors=True, **more)


class WorkshopSet(ListSet):
    """Workshops, by host first of all."""

    columns = columns.WORKSHOP
    host = part(WorkshopPart.HOST, every=True)
    state = Vocabulary("State", "state", State)
    kind = Vocabulary("Called", "kind", WorkshopKind)
    year = Year("Year", "earliest", missing=NONE)
    group = Facet("Experts group", "group__slug", "group__name", missing=NONE)
    reach = Vocabulary("Reach", "reach", Reach, missing=NONE)
    organiser = part(WorkshopPart.ORGANISER)
    developer = part(WorkshopPart.DEVELOPER)
    held_by = part(WorkshopPart.HELD_BY)
    would_hold = part(WorkshopPart.WOULD_HOLD)
    planned_by = part(WorkshopPart.PLANNED_BY)
    offered_by = part(WorkshopPart.OFFERED_BY)
    objective = objective()
    meeting = reported_by()
    sort = sort_filter()


class RecommendationSet(ListSet):
    """Recommendations, by verb, speaker and addressee."""

    columns = columns.RECOMMENDATION
    verb = Vocabulary("Verb", "verb", Verb)
    speaker = Facet("Said by", "speaker__slug", "speaker__name", missing="Nobody named", actors=True)
    addressee = Related(
        "Addressed to",
        "addressed",
        "actor__slug",
        "actor__name",
        missing="Nobody named",
        actors=True,
    )
    standing = Vocabulary("Standing", "standing", Standing, missing=NONE)
    part = Related("Part of the report", "evidence", "block__part__key", "block__part__text")
    objective = objective()
    meeting = reported_by()
    sort = sort_filter()


class PledgeSet(ListSet):
    """Pledges and contributions, by giver and state."""

    columns = columns.PLEDGE
    giver = Facet("Giver", "giver__slug", "giver__name", missing="Not named", actors=True)
    state = Vocabulary("State", "state", PledgeState)
    kind = Vocabulary("Kind", "kind", PledgeKind, missing=NONE)
    amount = Stated("Amount", "amount", missing=NONE)
    currency = Facet("Currency", "currency", missing=NONE)
    objective = objective()
    meeting = reported_by()
    sort = sort_filter()


class ParticipantSet(ListSet):
    """Those who attended, by role and kind, or found by any name of then or today."""

    columns = columns.PARTICIPANT
    name = CharFilter(
        label="Name", method="named", max_length=100, help_text="Any name, of then or today."
    )
    actor = Facet("Participant", "actor__slug", "actor__name", actors=True)
    role = Vocabulary("Role", "role", Attendance)
    kind = Vocabulary("Kind", "actor__kind", ActorKind)
    meeting = Facet("Meeting", "meeting__slug", "meeting__name")
    sort = sort_filter()

    def named(self, queryset, name, value):
        """Those one of whose names holds `value`, whatever its case, accents and marks."""
        folded = slugify(value)
        return queryset.named(folded) if folded else queryset.none()


class Beyond(Either):
    """A facet of whether an actor did anything beyond attending."""

    def condition(self):
        return has_done(name for name in DEEDS if name != "attended")


class ActorSet(ListSet):
    """Actors, by kind and by whether they did anything beyond attending."""

    columns = columns.ACTOR
    beyond = Beyond("Any role beyond attending", "beyond", missing="No")
    kind = Vocabulary("Kind", "kind", ActorKind)
    sort = sort_filter()


class MeetingSet(ListSet):
    """Meetings, by kind and year."""

    columns = columns.MEETING
    kind = Vocabulary("Kind", "kind", MeetingKind)
    year = Year("Year", "earliest", missing=NONE)
    sort = sort_filter()


class ObjectiveSet(ListSet):
    """Objectives, by the report that states them."""

    columns = columns.OBJECTIVE
    meeting = reported_by()
    sort = sort_filter()


class ExpertsGroupSet(ListSet):
    """Experts groups."""

    columns = columns.EXPERTS_GROUP
    coordinator = Facet(
        "Coordinated by", "coordinator__slug", "coordinator__name", missing=NONE, actors=True
    )
    meeting = reported_by()
    sort = sort_filter()
