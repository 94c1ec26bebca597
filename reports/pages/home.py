"""Home page and the page about the portal."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reports.kinds.meetings import stated_by
from reports.kinds.workshops import actor_tiles
from reports.lists.listing import RecordGroup
from reports.models import (
    ActorKind,
    Finding,
    Meeting,
    Pledge,
    Recommendation,
    Report,
    State,
    Workshop,
    WorkshopKind,
    WorkshopRole,
)
from reports.models.workshops import Reach, Role

MAX_LABELS = 10  # of years on the timeline; a phone has room for as many


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Return the newest report's key figures, who hosted and when, and the ways in."""
    rest = Report.objects.order_by().published().filter(fully_recorded=False)
    report = Report.objects.published().annotate(all_whole=~Exists(rest)).first()
    shown = figures(report) if report else {}
    return render(request, "reports/home.html", {"report": report} | shown)


def figures(report: Report) -> dict[str, Any]:
    """Return what the home page shows of the meeting of a report: its figures and the two pictures.

    They are of all public reports of the meeting, as the lists are that they lead to.
    """
    meeting = report.meeting
    participants = list(
        meeting.participants.published().select_related("actor").prefetch_related("actor__other_names")
    )
    its_workshops = stated_by(Workshop, meeting)
    workshops = RecordGroup(
        its_workshops.with_roles(),
        [("", its_workshops.count(), f"/workshops/?meeting={meeting.slug}")],
    )
    attending = {True: "countries", False: "organisations"}
    pledges = list(stated_by(Pledge, meeting).with_evidence())
    hosts = WorkshopRole.objects.filter(role=Role.HOST).published().order_by()
    hosted = hosts.values_list("actor__slug").annotate(workshops=Count("pk"))
    return {
        "meeting": meeting,
        "attendance": Counter(
            f"{attending[each.actor.kind == ActorKind.COUNTRY]}_{each.role}" for each in participants
        ),
        "held": its_workshops.filter(state=State.HELD, kind=WorkshopKind.WORKSHOP)
        .exclude(reach=Reach.NATIONAL)
        .count(),
        "hosts": hosts.filter(workshop__report__meeting=meeting).values("actor").distinct().count(),
        "pledges": pledges,
        "pledge_states": Counter(each.get_state_display() for each in pledges).items(),
        "specimen": next((each for each in pledges if each.amount_written), None),
        "findings": stated_by(Finding, meeting).count(),
        "recommendations": stated_by(Recommendation, meeting).count(),
        "tiles": actor_tiles([(each.actor, each.role) for each in participants], dict(hosted)),
        "timeline": timeline(Meeting.objects.published(), workshops.shown),
        "workshops": workshops,
        "delegates": meeting.evidence.published().in_order().filter(quote__contains="delegates").first(),
    }


@dataclass
class Bar:
    """One stated date as a bar: what it belongs to, and its place on the axis in days."""

    record: Any
    label: str
    note: str
    held: bool
    start: int
    days: int


@dataclass
class Timeline:
    """Bars on an axis of whole years, of which `years` are labelled; beside it what has no date."""

    years: list[int]
    starts: list[int]
    days: int
    bars: list[Bar]
    undated: list[Any]


def timeline(meetings: Iterable[Meeting], workshops: Iterable[Workshop]) -> Timeline:
    """Return `meetings` and `workshops` (with their roles) by the time stated, and no more of it."""
    events: list[tuple[Any, str, str, bool]] = [
        (each, str(each), each.date_words, True) for each in meetings
    ]
    for each in workshops:
        note = " · ".join(filter(None, [each.actors_named, each.date_words, each.get_state_display()]))
        events.append((each, str(each), note, each.state == "held"))
    dated = [event for event in events if event[0].earliest]
    years = [day.year for event in dated for day in (event[0].earliest, event[0].latest)]
    span = labelled_years(min(years), max(years)) if years else range(0)
    first = date(span.start, 1, 1) if span else date.min
    bars = [
        Bar(
            each,
            label,
            note,
            held,
            start=(each.earliest - first).days,
            days=(each.latest - each.earliest).days + 1,  # both ends counted
        )
        for each, label, note, held in sorted(dated, key=lambda e: (e[0].latest, e[0].earliest))
    ]
    starts = [(date(year, 1, 1) - first).days for year in span]
    days = (date(span.stop, 1, 1) - first).days if span else 0
    return Timeline(list(span), starts, days, bars, [e[0] for e in events if not e[0].earliest])


def labelled_years(first: int, last: int) -> range:
    """Return the years to label on an axis that shows `first` to `last`: its ends are the axis's.

    They are as far apart as it takes for MAX_LABELS at most, so that there is room for each.
    """
    for step in (1, 2, 5, 10, 20, 50):
        start = first // step * step
        count = (last - start) // step + 1
        if count <= MAX_LABELS:
            break
    return range(start, start + count * step, step)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Return where the text came from, whose site this is, and what it does not do."""
    reports = Report.objects.published()
    return render(request, "reports/about.html", {"reports": reports})


@require_safe
@cache_control(public=True, max_age=24 * 3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Return the way to the icon for those who ask at this address; it needs no database."""
    return redirect(static("favicon.ico"))
