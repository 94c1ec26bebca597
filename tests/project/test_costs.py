"""No page asks more queries than it may, nor more where there are more rows."""

import re

import pytest
from django.db import connection

from reports.integrity.checks import deferred_checks
from reports.kinds import actors, offices
from reports.lists import listing
from reports.models import (
    Actor,
    Addressee,
    Block,
    Evidence,
    Finding,
    Meeting,
    NamedActor,
    Objective,
    ObjectiveLink,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Recommendation,
)
from tests.benchmarks import synthetic
from tests.factories import make_verb

FEW, MANY = 3, 12  # rows of a kind; the more are beyond a page of a list
# In the test a tenth of the rows on a page of a list, and a fifth of the records that the page of
# something else shows: with these, MANY do.
ON_A_PAGE, SHOWN = 10, 10

EVERY = (
    "/workshops/?host=thailand&who=thailand&state=held&kind=workshop&year=2004&group=aheg-ii"
    "&reach=not-stated"
    "&organiser=not-stated&developer=australian-federal-police&held_by=not-stated"
    "&would_hold=not-stated&planned_by=not-stated&offered_by=not-stated"
    "&objective=law-enforcement-cooperation&meeting=2004-brisbane-som"
)
ABBREVIATIONS = 1  # query of every page besides, for the abbreviations that it explains
# On every page: the data version with the newest report. On every list besides:
# - one for what all its facets can choose, and where any is set one for those of a few facets;
# - two for how many rows each choice gives;
# - how many rows the filters leave, where those do not tell; where any is set, how many there are;
# - the keys of the page's rows; the rows; their words.
LISTS = {
    # The rows' roles; for the tiles, the countries that take part and their other names.
    "/workshops/": 11,
    # As before, and: Thailand by its name; all rows; the other roles of Thailand.
    "/workshops/?host=thailand": 14,
    # As before, each of fifteen facets counted in the one statement.
    EVERY: 14,
    # Nothing found: how many there would be without each filter, but no rows.
    EVERY.replace("state=held", "state=planned"): 11,
    "/workshops/?host=thailand&state=intended": 11,
    # Names: a redirect, for which they are asked for alone; one that nobody has, with the page.
    "/workshops/?host=burma": 3,
    "/workshops/?host=atlantis": 7,
    # The actors that the rows name, and the verbs with their meanings.
    "/findings/": 10,
    "/findings/?verb=noted&speaker=senior-officials&actor=iom&part=part-iii&objective=not-stated"
    "&meeting=2004-brisbane-som": 11,
    # The rows' addressees, and the verbs.
    "/recommendations/": 10,
    "/recommendations/?verb=agreed&speaker=senior-officials&addressee=not-stated&standing=not-stated"
    "&due=not-stated&part=part-ii&objective=not-stated&meeting=2004-brisbane-som": 12,
    "/pledges/": 8,
    "/pledges/?giver=japan&state=pledged&kind=money&amount=stated&currency=USD&objective=not-stated"
    "&meeting=2004-brisbane-som": 10,
    "/participants/": 7,
    "/participants/?name=a&actor=thailand&role=participating&kind=country&meeting=2004-brisbane-som": 9,
    "/meetings/": 8,
    "/objectives/": 8,  # the rows' objective links
    "/outcomes/": 7,
    "/outcomes/?state=effect&workshop=not-stated&meeting=2004-brisbane-som": 8,
    "/experts-groups/": 7,
    "/presentations/": 9,  # the rows' presenters
    "/presentations/?presenter=iom&on_behalf_of=not-stated&kind=report&group=not-stated"
    "&workshop=not-stated&meeting=2004-brisbane-som": 10,
    "/who-did-what/": 5,  # one facet, counted; no words
}
FILES = {
    # Thailand by its name; the rows: their keys, and for each chunk of them the rows;
    # roles, objective links, and whom these point to; groups and meetings; the reports, and the words.
    "/workshops.csv?host=thailand": 12,
    "/index.csv": 9,
}
OTHERS = {
    # Actor, other names, its parts; how many records there are by section; eight sections, with the
    # words of each, and who presented; all names, two; the texts that hold one, those that are shown.
    # And the offices that it holds: of meetings, of groups, what is asked of them, what they presented.
    "/participants/thailand/": 40,
    "/participants/senior-officials/": 30,
    # The row; its words; what belongs to it, each kind with its words.
    "/workshops/thailand-2004-targeting/": 15,
    "/findings/{finding}/": 15,
    "/recommendations/{recommendation}/": 15,
    "/pledges/{pledge}/": 15,
    "/objectives/return/": 15,
    "/outcomes/returns-checklist/": 4,
    "/experts-groups/aheg-ii/": 15,
    "/presentations/pakistan-australia-targeting-workshop/": 4,
    "/meetings/2004-brisbane-som/": 15,
    "/meetings/2004-brisbane-som/report/": 17,  # the verbs of two kinds
    "/meetings/2004-brisbane-som/report/plain/": 15,
    "/meetings/2004-brisbane-som/report/19/": 15,
    "/meetings/2004-brisbane-som/report/1-27/": 19,
    # As before, and up to three for each of the six counts that the report states.
    "/meetings/2004-brisbane-som/report/coverage/": 34,
    "/": 16,
    "/about/": 15,
    "/data/": 15,
    # Texts, actors, their names; terms, their words and names; meetings, and the data version.
    "/index/": 9,
    "/index/?kind=person&meeting=2004-brisbane-som&version=1": 10,
    "/search/?q=thailand": 15,
    # The reports; of the one sentence, what has its words, what is most like it, and those blocks.
    "/quote/?q=They+agrees+that+the+Steering+Group+should+continue": 8,
}


def grow(number, reports, first):
    """Add that `number` of workshops, findings, recommendations, pledges, outcomes and presentations,
    and participants of as many meetings as there are `reports`, one a year from the `first`."""
    synthetic.fill(number, reports, first)
    meetings = list(Meeting.objects.filter(participants=None, slug__endswith="senior-officials"))
    givers = list(Actor.objects.all())
    objective, block = Objective.objects.first(), Block.objects.filter(kind="paragraph").first()
    shared = {"report": block.report, "objective": objective}
    with deferred_checks():
        add(Participant, block, [
            {
                "report": meeting.reports.get(), "meeting": meeting, "actor": actor,
                "role": "observer", "name_written": "x", "order": n,
            }
            for meeting in meetings for n, actor in enumerate(givers, 1)
        ])  # fmt: skip
        add(Recommendation, block, [
            {"slug": f"r{n}", "order": n, "verb": make_verb("agreed"), "name": f"thing {n}", **shared}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
        add(Finding, block, [
            {"slug": f"f{n}", "order": n, "verb": make_verb("noted"), "name": f"found {n}", **shared}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
        add(Pledge, block, [
            {"slug": f"p{n}", "order": n, "state": "pledged", "giver": givers[n % 9], **shared}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
        add(Outcome, block, [
            {"report": block.report, "slug": f"o{n}", "order": n, "state": "begun", "name": f"o {n}"}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
        add(Presentation, block, [
            {"report": block.report, "slug": f"t{n}", "order": n, "kind": "report"}
            for n in range(100 + number, 100 + 2 * number)
        ])  # fmt: skip
    given = Presentation.objects.filter(slug__startswith="t", subject="", presented_by=None)
    Presenter._base_manager.bulk_create(
        Presenter(presentation=each, actor=givers[n % 9]) for n, each in enumerate(given)
    )
    made = Recommendation.objects.filter(name__startswith="thing", addressed=None)
    Addressee._base_manager.bulk_create(
        Addressee(recommendation=each, actor=givers[n % 9]) for n, each in enumerate(made)
    )
    found = Finding.objects.filter(name__startswith="found", named=None)
    NamedActor._base_manager.bulk_create(
        NamedActor(finding=each, actor=givers[n % 9]) for n, each in enumerate(found)
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

    def note(execute, sql, *rest):
        if re.match(r"\(*(SELECT|WITH)", sql):
            found[page].append(sql)
        return execute(sql, *rest)

    for page in pages:
        found[page] = []
        with connection.execute_wrapper(note):  # quicker than what also writes out the parameters
            assert client.get(page).status_code < 500, page
    return found


@pytest.fixture
def pages(report):
    """The pages with what they may cost."""
    names = {
        "recommendation": Recommendation.objects.first().slug,
        "finding": Finding.objects.first().slug,
        "pledge": Pledge.objects.first().slug,
    }
    most = {page: number + ABBREVIATIONS for page, number in (LISTS | OTHERS).items()}
    return {page.format(**names): number for page, number in (most | FILES).items()}


def test_no_page_costs_more_queries_than_it_may_at_two_sizes(client, pages, monkeypatch):
    for module in (listing, actors, offices):
        monkeypatch.setattr(module, "MAX_RECORDS_SHOWN", SHOWN)
    monkeypatch.setattr(listing, "PAGE_SIZE", ON_A_PAGE)
    assert FEW < ON_A_PAGE < MANY
    grow(FEW, reports=1, first=synthetic.FIRST_YEAR)
    small = costs(client, pages)
    assert {page: len(asked) for page, asked in small.items() if len(asked) > pages[page]} == {}
    grow(MANY, reports=3, first=synthetic.FIRST_YEAR + 1)
    large = costs(client, pages)
    # One for each kind of row, never one for each row.
    assert {
        page: (len(small[page]), len(asked))
        for page, asked in large.items()
        if len(asked) != len(small[page])
    } == {}
