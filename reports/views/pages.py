"""The pages there is one of."""

from collections import Counter

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.models import Meeting, Pledge, Recommendation, Workshop, WorkshopRole
from reports.models.actors import ActorKind
from reports.models.base import together
from reports.models.workshops import WorkshopPart
from reports.pictures import tiles, timeline


@require_safe
def home(request):
    """What this is, the newest report's key figures, who hosted and when, and the ways in."""
    meeting = Meeting.objects.published().with_report().first()
    context = {"meeting": meeting} | (figures(meeting) if meeting else {})
    return render(request, "reports/home.html", context)


def figures(meeting):
    """What the home page shows of a meeting's report: its figures and the two pictures."""
    meetings = list(Meeting.objects.published())
    participants = list(
        meeting.participants.select_related("actor").prefetch_related("actor__other_names")
    )
    workshops = list(
        Workshop.objects.published().prefetch_related(together("roles", "WorkshopRole", "actor"))
    )
    hosts = hosted()
    words = meeting.evidence.published().in_order().filter(quote__contains="delegates")
    pledges = list(Pledge.objects.published().with_words())
    return {
        "attendance": attendance(participants),
        "held": [each for each in workshops if each.state == "held" and each.kind == "workshop"],
        "hosts": hosts,
        "pledges": pledges,
        "specimen": next((each for each in pledges if each.amount_written), None),
        "recommendations": Recommendation.objects.published().count(),
        "tiles": tiles([(each.actor, each.role) for each in participants], hosts),
        "timeline": timeline(meetings, workshops),
        "delegates": words.first(),
    }


def attendance(participants):
    """How many countries and organisations attended in which role, by name."""
    kinds = {True: "countries", False: "organisations"}
    return Counter(f"{kinds[each.actor.kind == ActorKind.COUNTRY]}_{each.role}" for each in participants)


def hosted():
    """How many workshops each actor hosted, by slug."""
    hosts = WorkshopRole.objects.published().filter(role=WorkshopPart.HOST)
    return Counter(hosts.values_list("actor__slug", flat=True))


@require_safe
def about(request):
    """Where the text came from, whose site this is, and what it does not do."""
    reports = Meeting.objects.published().with_report()
    return render(request, "reports/about.html", {"reports": reports})
