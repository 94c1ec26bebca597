"""The lists: browse, filter, sort, and see of every row the words that it rests on."""

from django.core.paginator import EmptyPage
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.generic import View

from reports import filters
from reports.listing import Listing
from reports.models import (
    Actor,
    ExpertsGroup,
    Meeting,
    Objective,
    Participant,
    Pledge,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from reports.models.meetings import Attendance
from reports.models.workshops import WorkshopPart
from reports.pictures import tiles


class RecordList(View):
    """The list of one kind of record: `model` by its `filters`."""

    model = None
    filters = None
    heading = lede = noun = ""
    matrix = False  # whether its table is mostly numbers

    def get(self, request):
        """The list; 400 with the page for a value that means nothing, 404 beyond the last page."""
        chosen = self.filters(request.GET, self.model.objects.listed())
        listing = Listing(chosen, request.path)
        chosen.options  # noqa: B018 - finds the names that lead elsewhere
        if lead := leads(listing, chosen.renamed):
            return redirect(lead)
        context = {
            "heading": self.heading,
            "noun": self.noun or self.heading.lower(),
            "lede": self.lede,
            "matrix": self.matrix,
            "filters": chosen,
            "listing": listing,
        }
        if not chosen.form.is_valid():
            context["canonical"] = request.path
            return render(request, "reports/record_list.html", context, status=400)
        context |= self.found(listing, int(chosen.form.cleaned_data["page"] or 1))
        return render(request, "reports/record_list.html", context)

    def found(self, listing, number):
        """What the page shows of the rows found."""
        try:
            page = listing.pages.page(number)
        except EmptyPage:
            last = listing.pages.num_pages
            ends = f"This list ends at page {last}" if last > 1 else "This list has one page"
            raise Http404(f"{ends}: there is no page {number}.", listing.page_address(last)) from None
        return {
            "page": page,
            "rows": listing.cells(page),
            "heads": listing.heads(),
            "total": listing.filters.queryset.count() if listing.filters.typed else page.paginator.count,
            "canonical": listing.canonical(number),
            "previous": listing.page_address(number - 1),
            "next": listing.page_address(number + 1),
        } | self.beside(listing)

    def beside(self, listing):
        """What else the page of this kind shows."""
        return {}


def leads(listing, renamed):
    """The address with every other name of an actor replaced by its own, where each means one."""
    if not renamed or any(len(actors) > 1 for actors in renamed.values()):
        return None
    changes = {}
    for name, facet in listing.filters.facets.items():
        if facet.actors and name in listing.clean:
            values = [renamed[v][0].slug if v in renamed else v for v in listing.clean[name]]
            changes[name] = list(dict.fromkeys(values))
    return listing.address(**changes)


class MeetingList(RecordList):
    """Every meeting that the reports name."""

    model = Meeting
    filters = filters.MeetingSet
    heading = "Meetings"
    lede = "The meetings that the reports here name, with dates and places as they state them."


class ParticipantList(RecordList):
    """Those who attended."""

    model = Participant
    filters = filters.ParticipantSet
    heading = "Participants"
    lede = "Who took part in a meeting or observed it, as its report lists them."

    def beside(self, listing):
        """What they did is another list, of all actors."""
        return {"deeds": True}


class WorkshopList(RecordList):
    """Workshops, by host country first of all."""

    model = Workshop
    filters = filters.WorkshopSet
    heading = "Workshops"
    noun = "workshops and meetings"
    lede = "Workshops and national meetings held, announced, planned, offered or intended."

    def beside(self, listing):
        """Hosts to choose from, and what else is theirs."""
        return {"tiles": host_tiles(listing), "not_hosted": not_hosted(listing)}


def not_hosted(listing):
    """For the hosts chosen: what else is theirs, though “hosted” is not the report's word.

    Gives rows of an actor's name, its part as read, how many workshops, and the address of their list.
    """
    options = listing.filters.options["host"]
    hosts = [value for value in listing.filters.typed.get("host", ()) if value in options]
    other = [part.value for part in WorkshopPart if part is not WorkshopPart.HOST]
    roles = WorkshopRole.objects.published().filter(actor__slug__in=hosts, role__in=other)
    counts = roles.values_list("actor__slug", "role").annotate(n=Count("pk"))
    return [
        (options[slug].label, part.label, count, f"{listing.path}?{part.facet}={slug}")
        for slug, role, count in counts.order_by("actor__slug", "role")
        for part in [WorkshopPart(role)]
    ]


def host_tiles(listing):
    """The countries that take part, and whoever else hosted, as tiles that choose the list's hosts.

    Each leads to the list with that host too, or without it where it is chosen, with all else kept.
    """
    options = listing.filters.options["host"]
    chosen = [value for value, option in options.items() if option.chosen]
    hosted = {value: option.count for value, option in options.items()}
    hosts = [value for value, option in options.items() if option.count or option.chosen]
    shown = Actor.objects.taking_part() | Actor.objects.filter(slug__in=hosts)
    shown = shown.prefetch_related("other_names")

    def toggled(actor, count):
        if actor.slug in chosen:
            return listing.without("host", actor.slug)
        return listing.address(host=[*chosen, actor.slug]) if count else ""

    return tiles([(actor, Attendance.PARTICIPATING) for actor in shown], hosted, toggled, chosen)


class WhoDidWhat(RecordList):
    """Who did what: every actor with what it did, by kind of deed."""

    model = Actor
    filters = filters.ActorSet
    heading = "Who did what"
    noun = "actors"
    matrix = True
    lede = (
        "Who attended, led, coordinated, hosted, organised, held, presented, pledged or offered, and in "
        "how many records; each number leads to them. A record may be of several, where the report "
        "uses a plural."
    )


class RecommendationList(RecordList):
    """Recommendations."""

    model = Recommendation
    filters = filters.RecommendationSet
    heading = "Recommendations"
    lede = (
        "What was recommended, agreed, proposed, asked for or noted as to be done, "
        "each by the report’s own verb."
    )


class PledgeList(RecordList):
    """Pledges and contributions."""

    model = Pledge
    filters = filters.PledgeSet
    heading = "Pledges"
    lede = "Money and other contributions. Amounts in different currencies are never added up."

    def beside(self, listing):
        """Offers to host are workshops, not counted twice here."""
        return {"offers": True}


class ObjectiveList(RecordList):
    """Objectives."""

    model = Objective
    filters = filters.ObjectiveSet
    heading = "Objectives"
    lede = "What Ministers had called for, in the report’s words and order, and what came of it."

    def beside(self, listing):
        """The matching is the editors' reading, and says so."""
        return {"reading_note": True}


class ExpertsGroupList(RecordList):
    """Experts groups."""

    model = ExpertsGroup
    filters = filters.ExpertsGroupSet
    heading = "Experts groups"
    lede = "The ad hoc experts groups, and who coordinated them as of the report."
