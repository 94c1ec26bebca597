"""Read a list from its page, or bind its filters to a query."""

import re

from django.http import QueryDict

from reports.integrity.checks import deferred_checks
from reports.lists import filterset as filters
from reports.lists.views import RecordList
from reports.models import Actor, Workshop
from tests.factories import make_block, make_evidence, make_meeting, make_record
from tests.reading import get

LISTS = {
    "/meetings/": filters.MeetingSet,
    "/participants/": filters.ParticipantSet,
    "/workshops/": filters.WorkshopSet,
    "/recommendations/": filters.RecommendationSet,
    "/pledges/": filters.PledgeSet,
    "/objectives/": filters.ObjectiveSet,
    "/experts-groups/": filters.ExpertsGroupSet,
    "/who-did-what/": filters.ActorSet,
}


def slugs(client, url):
    """The slugs of the rows on the page, in order."""
    source, _ = get(client, url)
    return re.findall(r'<th scope="row">\s*<a href="/[a-z-]+/([^/"]+)/"', source)


def total(client, url):
    """Read how many rows the page announces, of how many."""
    return re.search(r'role="status"><strong>(.*?)</strong>', get(client, url)[0])[1]


def list_views():
    """The views of lists."""
    return RecordList.__subclasses__()


def bound(set_class, query=""):
    """A filterset over the published rows of its kind, bound to a query string."""
    model = next(v for v in list_views() if v.filters is set_class).model
    return set_class(QueryDict(query), model.objects.published())


def many(number):
    """A second report with `number` workshops, each of two or three hosts, some dates not stated."""
    meeting = make_meeting()
    actors = list(Actor.objects.filter(kind="country")[:5])
    dates = [("", ""), ("2003", "2003"), ("May 2004", "2004-05")]
    for n in range(number):
        text = f"Workshop number {n} was hosted by them."
        block = make_block(meeting, n + 1, text=text)
        words, edtf = dates[n % 3]
        fields = {
            "slug": f"w{n}",
            "order": n,
            "kind": "workshop",
            "state": "held",
            "name": f"number {n % 4}",
        }
        with deferred_checks():
            workshop = make_record(block, Workshop, date_words=words, date_edtf=edtf, **fields)
            for actor in actors[: 2 + n % 2]:
                role = workshop.roles.create(actor=actor, role="host", name_written="them")
                make_evidence(block, "them", f"host-{actor.slug}", workshop_role=role)
