"""The pages there is one of."""

from collections import Counter

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.listing import Records
from reports.models import Meeting, WorkshopRole
from reports.models.actors import ActorKind
from reports.models.base import together
from reports.models.workshops import State, WorkshopKind, WorkshopPart
from reports.pictures import tiles, timeline


@require_safe
def home(request):
    """What this is, the newest report's key figures, who hosted and when, and the ways in."""
    meeting = Meeting.objects.published().with_report().first()
    context = {"meeting": meeting} | (figures(meeting) if meeting else {})
    return render(request, "reports/home.html", context)


def figures(meeting):
    """What the home page shows of a meeting's report: its figures and the two pictures."""
    participants = list(
        meeting.participants.select_related("actor").prefetch_related("actor__other_names")
    )
    reported = reverse("reports:workshop-list") + f"?meeting={meeting.slug}"
    workshops = meeting.workshops.prefetch_related(together("roles", "WorkshopRole", "actor"))
    workshops = Records(workshops, [("", meeting.workshops.count(), reported)])
    words = meeting.evidence.published().in_order().filter(quote__contains="delegates")
    pledges = list(meeting.pledges.with_words())
    hosts = hosted()
    return {
        "attendance": attendance(participants),
        "held": meeting.workshops.filter(state=State.HELD, kind=WorkshopKind.WORKSHOP).count(),
        "hosts": hosts_of(meeting),
        "pledges": pledges,
        "specimen": next((each for each in pledges if each.amount_written), None),
        "recommendations": meeting.recommendations.count(),
        "tiles": tiles([(each.actor, each.role) for each in participants], hosts),
        "timeline": timeline(Meeting.objects.published(), workshops.shown),
        "workshops": workshops,
        "delegates": words.first(),
    }


def attendance(participants):
    """How many countries and organisations attended in which role, by name."""
    kinds = {True: "countries", False: "organisations"}
    return Counter(f"{kinds[each.actor.kind == ActorKind.COUNTRY]}_{each.role}" for each in participants)


def hosts_of(meeting):
    """How many actors hosted a workshop that the meeting's report states."""
    roles = WorkshopRole.objects.filter(workshop__meeting=meeting, role=WorkshopPart.HOST)
    return roles.order_by().values("actor").distinct().count()


def hosted():
    """How many workshops each actor hosted, by slug."""
    hosts = WorkshopRole.objects.published().filter(role=WorkshopPart.HOST).order_by()
    return dict(hosts.values_list("actor__slug").annotate(workshops=Count("pk")))


@require_safe
def about(request):
    """Where the text came from, whose site this is, and what it does not do."""
    reports = Meeting.objects.published().with_report()
    return render(request, "reports/about.html", {"reports": reports})
