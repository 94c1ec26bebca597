"""No page asks more queries than it may, nor more where there are more rows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.integrity.checks import deferred_checks
from reports.models import (
    Actor,
    Addressee,
    Block,
    Evidence,
    Meeting,
    Objective,
    ObjectiveLink,
    Participant,
    Pledge,
    Recommendation,
)
from tests.benchmarks import synthetic

FEW, MANY = 12, 1200  # rows of a kind

EVERY = (
    "/workshops/?host=thailand&state=held&kind=workshop&year=2004&group=aheg-ii&reach=not-stated"
    "&organiser=not-stated&developer=not-stated&held_by=not-stated&would_hold=not-stated"
    "&planned_by=not-stated&offered_by=not-stated&objective=not-stated&meeting=2004-brisbane-som"
)
# On every page: the data version with the newest report. On every list besides:
# - the rows that the filters leave, and where any is set, all rows: how many;
# - one for all facets of plain columns that are not set; one for each that is set;
# - the keys of the page's rows; the rows; their words.
LISTS = {
    # Parts by role and actor, rows with a part by role; year; objective; the names of actors,
    # groups, objectives, meetings. The rows' roles.
    "/workshops/": 18,
    # As before, and: the other years; who had which part; the other roles of Thailand.
    "/workshops/?host=thailand": 22,
    # Each of fourteen facets for itself.
    EVERY: 30,
    # Nothing found: how many there would be without each filter, but no rows.
    EVERY.replace("state=held", "state=planned"): 30,
    "/workshops/?host=thailand&state=intended": 30,
    # ActorMatcher: asked for as typed; by any name.
    "/workshops/?host=burma": 22,
    "/workshops/?host=atlantis": 22,
    # Addressees, parts of the report, objectives; the names of actors, parts, objectives, meetings;
    # the rows' addressees.
    "/recommendations/": 17,
    "/recommendations/?verb=agreed&speaker=not-stated&addressee=not-stated&standing=not-stated"
    "&part=part-i&objective=not-stated&meeting=2004-brisbane-som": 30,
    # Objectives, currencies; the names of actors, objectives, meetings.
    "/pledges/": 15,
    "/pledges/?giver=japan&state=pledged&kind=money&amount=stated&currency=USD&objective=not-stated"
    "&meeting=2004-brisbane-som": 30,
    # The names of actors and meetings.
    "/participants/": 15,
    "/participants/?name=a&actor=thailand&role=participating&kind=country&meeting=2004-brisbane-som": 30,
    "/meetings/": 15,  # years
    "/objectives/": 15,  # the names of meetings; the rows' objective_links
    "/experts-groups/": 15,  # the names of actors and meetings
    "/who-did-what/": 15,
}
OTHERS = {
    # Actor, other names, its parts; how many records there are by section; eight sections, with the
    # words of each, and who presented; all names, two; the texts that hold one, those that are shown.
    "/participants/thailand/": 30,
    "/participants/senior-officials/": 30,
    # The row; its words; what belongs to it, each kind with its words.
    "/workshops/thailand-2004-targeting/": 15,
    "/recommendations/{recommendation}/": 15,
    "/pledges/{pledge}/": 15,
    "/objectives/return/": 15,
    "/experts-groups/aheg-ii/": 15,
    "/meetings/2004-brisbane-som/": 15,
    "/meetings/2004-brisbane-som/report/": 15,
    "/meetings/2004-brisbane-som/report/plain/": 15,
    "/meetings/2004-brisbane-som/report/19/": 15,
    "/meetings/2004-brisbane-som/report/1-27/": 15,
    "/meetings/2004-brisbane-som/coverage/": 15,
    "/": 15,
    "/about/": 15,
    "/data/": 15,
    "/search/?q=thailand": 15,
}


def grow(number, reports, first):
    """Add that `number` of workshops, recommendations and pledges, and participants of as many
    meetings as there are `reports`, one a year from the `first`."""
    synthetic.fill(number, reports, first)
    meetings = list(Meeting.objects.filter(participants=None, slug__endswith="senior-officials"))
    actors = list(Actor.objects.all())
    objective, block = Objective.objects.first(), Block.objects.filter(kind="paragraph").first()
    shared = {"meeting": block.meeting, "objective": objective}
    with deferred_checks():
        add(Participant, block, [
            {"meeting": meeting, "actor": actor, "role": "observer", "name_written": "x", "order": n}
            for meeting in meetings for n, actor in enumerate(actors, 1)
        ])  # fmt: skip
        add(Recommendation, block, [
            {"slug": f"r{n}", "order": n, "verb": "agreed", "name": f"thing {n}", **shared}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
        add(Pledge, block, [
            {"slug": f"p{n}", "order": n, "state": "pledged", "giver": actors[n % 9], **shared}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
    made = Recommendation.objects.filter(name__startswith="thing", addressed=None)
    Addressee._base_manager.bulk_create(
        Addressee(recommendation=each, actor=actors[n % 9]) for n, each in enumerate(made)
    )


def add(model, block, rows):
    """Store `rows` of `model`, each with evidence in `block`, past the receivers."""
    kind = model._meta.model_name
    objectives = [row.pop("objective", None) for row in rows]
    made = model._base_manager.bulk_create(model(**row) for row in rows)
    Evidence._base_manager.bulk_create(
        Evidence(block=block, anchor=f"{kind}-{len(made)}-{n}", quote=block.text, **{kind: each})
        for n, each in enumerate(made)
    )
    ObjectiveLink._base_manager.bulk_create(
        ObjectiveLink(objective=objective, **{kind: each})
        for objective, each in zip(objectives, made, strict=True)
        if objective
    )


def costs(client, pages):
    """The number of queries of each of `pages`, as they are; none may answer with an error."""
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code < 500, page
        found[page] = [
            sql for sql in (each["sql"] for each in queries) if re.match(r"\(*(SELECT|WITH)", sql)
        ]
    return found


@pytest.fixture
def pages(report):
    """The pages with what they may cost."""
    names = {
        "recommendation": Recommendation.objects.first().slug,
        "pledge": Pledge.objects.first().slug,
    }
    return {page.format(**names): most for page, most in (LISTS | OTHERS).items()}


def test_no_page_costs_more_queries_than_it_may_at_two_sizes(client, pages):
    grow(FEW, reports=1, first=synthetic.FIRST_YEAR)
    small = costs(client, pages)
    assert {page: len(asked) for page, asked in small.items() if len(asked) > pages[page]} == {}
    grow(MANY, reports=19, first=synthetic.FIRST_YEAR + 1)
    large = costs(client, pages)
    # One for each kind of row, never one for each row.
    assert {
        page: (len(small[page]), len(asked))
        for page, asked in large.items()
        if len(asked) != len(small[page])
    } == {}
