"""Read a list from its page, or bind its filters to a query."""

import re

from django.http import QueryDict

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.kinds.actors import ActorFilterSet
from reports.kinds.findings import FindingFilterSet
from reports.kinds.groups import ExpertsGroupFilterSet
from reports.kinds.meetings import MeetingFilterSet
from reports.kinds.objectives import ObjectiveFilterSet
from reports.kinds.outcomes import OutcomeFilterSet
from reports.kinds.participants import ParticipantFilterSet
from reports.kinds.pledges import PledgeFilterSet
from reports.kinds.presentations import PresentationFilterSet
from reports.kinds.recommendations import RecommendationFilterSet
from reports.kinds.workshops import WorkshopFilterSet
from reports.models import Actor, Workshop
from tests.factories import make_block, make_evidence, make_record, make_report
from tests.reading import get

LISTS = {
    "/meetings/": MeetingFilterSet,
    "/participants/": ParticipantFilterSet,
    "/workshops/": WorkshopFilterSet,
    "/findings/": FindingFilterSet,
    "/recommendations/": RecommendationFilterSet,
    "/pledges/": PledgeFilterSet,
    "/objectives/": ObjectiveFilterSet,
    "/outcomes/": OutcomeFilterSet,
    "/experts-groups/": ExpertsGroupFilterSet,
    "/presentations/": PresentationFilterSet,
    "/who-did-what/": ActorFilterSet,
}


def slugs(client, url):
    """The slugs of the rows on the page, in order."""
    source, _ = get(client, url)
    return re.findall(r'<th scope="rowgroup"[^>]*>\s*<a href="/[a-z-]+/([^/"]+)/"', source)


def total(client, url):
    """Read how many rows the page announces, of how many."""
    return re.search(r'role="status"><strong>(.*?)</strong>', get(client, url)[0])[1]


def kind_of(set_class):
    """The kind of record that a filterset is of."""
    return next(kind for kind in KINDS if kind.filters is set_class)


def bound(set_class, query=""):
    """A filterset over the published rows of its kind, bound to a query string."""
    kind = kind_of(set_class)
    return set_class(QueryDict(query), kind.model.objects.published(), kind.columns)


def chosen(url):
    """The filterset of the list at `url`, of an address that its page answers with rows."""
    path, _, query = url.partition("?")
    found = bound(LISTS[path], query)
    assert found.form.is_valid(), (url, found.form.errors)
    assert found.alias_redirect() is None, url
    return found


def announced(url):
    """Say how many rows the list at `url` has, of how many, as its page announces it."""
    found = chosen(url)
    kind = kind_of(type(found))
    return f"{found.count} of {found.queryset.count()} {kind.noun or kind.heading.lower()}"


def many(number, **fields):
    """A second report with `number` workshops, each of two or three hosts, some dates not stated."""
    actors = list(Actor.objects.filter(kind="country")[:5])
    dates = [("", ""), ("2003", "2003"), ("May 2004", "2004-05")]
    with deferred_checks():
        report = make_report(**fields)
        for n in range(number):
            text = f"Workshop number {n} was hosted by them."
            block = make_block(report, n + 1, text=text)
            words, edtf = dates[n % 3]
            fields = {
                "slug": f"w{n}",
                "order": n,
                "kind": "workshop",
                "state": "held",
                "name": f"number {n % 4}",
            }
            workshop = make_record(block, Workshop, date_words=words, date_edtf=edtf, **fields)
            for actor in actors[: 2 + n % 2]:
                role = workshop.roles.create(actor=actor, role="host", name_written="them")
                make_evidence(block, "them", f"host-{actor.slug}", workshop_role=role)
