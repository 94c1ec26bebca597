"""The page of each record shows its facts, what is not stated, its words, and the way to them."""

import html
import re
from collections import Counter

import pytest
from django.db.models import Count

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.kinds.actors import actor_sections
from reports.lists import MAX_RECORDS_SHOWN
from reports.models import (
    RECORDS,
    Actor,
    Block,
    Evidence,
    Participant,
    Recommendation,
    Workshop,
)
from reports.text.mentions import ActorMatcher
from tests.addresses import MEETING
from tests.factories import make_block, make_evidence, make_record, make_report
from tests.kinds.telling import telling
from tests.reading import get, main, piece_of


def test_every_address_answers_and_every_fragment_is_there(read_page):
    pages = {}
    models = [*RECORDS.values(), Actor, Block, Evidence]
    assert sum(model.objects.count() for model in models) > 500
    for model in models:
        rows = list(model.objects.all())
        told = {row.pk for row in telling(rows)}
        for row in rows:
            path, _, fragment = row.get_absolute_url().partition("#")
            if path not in pages and (fragment or row.pk in told):  # a fragment is of a page of many
                pages[path] = read_page(path)
                assert pages[path].status_code == 200, path
            if fragment:
                assert f'id="{fragment}"' in pages[path].content.decode(), row.get_absolute_url()
    assert len(pages) > 60
    for path, answer in pages.items():
        ids = re.findall(r' id="([^"]+)"', answer.content.decode())
        assert len(ids) == len(set(ids)), path
        assert answer.content.decode().count("<h1") == 1, path


def heading_of(row):
    """The name that the title of its page begins with."""
    return str(row) if isinstance(row, Recommendation) else row.title


def test_titles_tell_all_pages_apart(read_page):
    pages = [kind.model for kind in KINDS if kind.pages and kind.model in RECORDS.values()]
    headings = [(model, heading_of(row)[:79]) for model in pages for row in model.objects.all()]
    assert len(headings) == len(set(headings)) > 140  # a title has no less of it, see below
    titles = {}
    for row in (row for model in pages for row in telling(model.objects.all())):
        said = read_page(row.get_absolute_url()).content.decode()
        title = html.unescape(re.search("<title>(.*?)</title>", said, re.S)[1])
        assert title.startswith(heading_of(row)[:79]), title
        titles[title] = row
    assert len(titles) > 45


def test_every_record_with_a_page_shows_its_words_and_leads_to_them(read_page):
    told = {row for model in RECORDS.values() for row in telling(model.objects.all())}
    shown = [evidence for evidence in Evidence.objects.in_order() if evidence.record in told]
    assert {type(evidence.record) for evidence in shown} == {*RECORDS.values()}
    pages = {}
    for evidence in shown:
        path = evidence.record.get_absolute_url().partition("#")[0]
        if path not in pages:
            assert read_page(path).status_code == 200, path
            pages[path] = main(read_page(path))
        source, words = pages[path]
        assert " ".join(evidence.quote.split()) in words, evidence
        assert f'href="{evidence.get_absolute_url()}"' in source, evidence


def test_every_paragraph_leads_to_its_records(reader, report):
    source, _ = get(reader, report.get_absolute_url())
    for evidence in Evidence.objects.in_order():
        address = evidence.record.get_absolute_url()
        assert f'href="{address}"' in piece_of(source, evidence.block.key)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/workshops/malaysia-2002/", ["Date 2002", "Hosted by Malaysia"]),
        ("/workshops/thailand-2004-targeting/", ["Pilot yes"]),
        ("/workshops/australia-national-meetings/", ["including Australia, Indonesia, Japan"]),
        ("/workshops/afghanistan-offered/", ["willingness to host, as of 7 to 8 June 2004"]),
        ("/pledges/japan-website-10000-usd/", ["Amount US$10,000"]),
        (
            "/pledges/australia-website-funding/",
            ["website funding, amount not stated", "State Announced"],
        ),
        ("/pledges/several-countries-contributions/", ["Giver not named", "several countries"]),
        ("/meetings/2002-ministerial-conference/", ["do not state who attended"]),
        ("/recommendations/report-after-a-year/", ["Due after a year", "Addressed to Co-chairs"]),
        ("/objectives/root-causes/", ["the editors’ reading. No report matches them"]),
        ("/outcomes/returns-checklist/", ["State Developed", "Of the returns workshop"]),
        ("/outcomes/national-legislation/", ["Workshop no single workshop stated"]),
        ("/presentations/icmpd-2004/", ["On behalf of Budapest process", "Kind Presentation"]),
        ("/experts-groups/aheg-i/", ["Coordinated by New Zealand", "Ms Heather Riddell"]),
        ("/participants/nauru/", ["says this of Nauru: a part in leading", "a part in a workshop"]),
        ("/participants/budapest-process/", ["says this of the Budapest process: attending a meeting"]),
        (
            "/participants/thailand/",
            ["Participating, as “Thailand”", "AHEG II", "Hosted: Identity management"],
        ),
        ("/participants/myanmar/", ["Also found as Burma"]),
    ],
)
def test_page_says(reader, address, said):
    _, words = get(reader, address)
    for each in said:
        assert each in words


@pytest.mark.parametrize(
    ("address", "said", "label"),
    [
        (
            "/workshops/malaysia-2002/",
            "who organised it, its subject, whom it was for, whether it is regional or national, or an "
            "experts group",
            "Subject",
        ),
        (
            "/workshops/thailand-2004-targeting/",
            "who organised it, whom it was for, or whether it is regional or national",
            "Reach",
        ),
        (
            "/workshops/australia-national-meetings/",
            "its date, who hosted it, who organised it, an experts group, or how many there are",
            "Date",
        ),
        ("/pledges/australia-website-funding/", "its amount", "Amount"),
        (
            "/meetings/2002-ministerial-conference/",
            "its city, how many delegates attended, how many countries, or how many organisations",
            "City",
        ),
    ],
)
def test_page_says_in_a_sentence_what_is_not_stated(reader, address, said, label):
    source, words = get(reader, address)
    assert f"No report here states {said}. The words it rests on" in words
    assert f"<dt>{label}</dt>" not in source


@pytest.mark.parametrize(
    ("address", "element"),
    [
        ("/pledges/japan-website-10000-usd/", '<data value="10000.00 USD">US$10,000</data>'),
        ("/workshops/thailand-2004-targeting/", '<time datetime="2004-05">May 2004</time>'),
        ("/workshops/malaysia-2002/", '<time datetime="2002">2002</time>'),
        (
            "/workshops/japan-2004-national-workshops/",
            '<data value="2004-41">second half of 2004</data>',
        ),
        (MEETING, '<data value="2004-06-07/2004-06-08">7 to 8 June 2004</data>'),
    ],
)
def test_a_page_keeps_forms_for_programs_in_its_elements_alone(reader, address, element):
    source, words = get(reader, address)
    assert element in source
    shown = words.split("Cite this")[0]
    assert not re.search(r"EDTF|\(number\)|10000\.00|\bUSD\b|2004-\d\d", shown)


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/pledges/japan-website-10000-usd/", "Giver as written"),
        ("/findings/progress-reviewed/", "Speaker as written"),
    ],
)
def test_words_that_say_no_more_than_the_name_are_not_repeated(reader, address, label):
    source, _ = get(reader, address)
    assert f"<dt>{label}</dt>" not in source
    assert "<dt>Giver as written</dt>" in get(reader, "/pledges/several-countries-contributions/")[0]


def test_a_finding_s_words_are_not_repeated_beside_its_pledge_s(reader):
    source, words = get(reader, "/pledges/japan-website-10000-usd/")
    assert "What the report says of it" in words
    assert source.count("<blockquote") == 1


def test_no_amount_or_day_is_invented(reader):
    _, words = get(reader, "/pledges/australia-website-funding/")
    words = words.split("Cite this")[0]  # where the data version's own day stands
    assert not re.search(r"\b0(?:\.0+)?\b", words)
    _, words = get(reader, "/workshops/republic-of-korea-2003-public-awareness/")
    words = words.split("Cite this")[0]
    assert "September 2003" in words
    assert "1 September" not in words
    assert "30 September" not in words


def test_a_draft_record_is_nowhere(client, report):
    fields = {"slug": "secret", "order": 1, "name": "secret talks", "kind": "workshop", "state": "held"}
    with deferred_checks():
        block = make_block(make_report(published=False), text="Thailand hosted secret talks.")
        workshop = make_record(block, Workshop, "secret talks", **fields)
        thailand = Actor.objects.get(slug="thailand")
        role = workshop.roles.create(actor=thailand, role="host", name_written="Thailand")
        make_evidence(block, "Thailand", "host", workshop_role=role)
        Participant.objects.create(
            report=block.report,
            meeting=block.report.meeting,
            actor=thailand,
            role="participating",
            name_written="T.",
            order=1,
        )
    assert client.get("/workshops/secret/").status_code == 404
    source, words = get(client, "/participants/thailand/")
    assert "secret" not in words
    assert "2005-test-som" not in source


def test_a_page_shows_the_first_of_many_records_and_where_all_are(client, report, monkeypatch):
    monkeypatch.setattr("reports.lists.listing.MAX_RECORDS_SHOWN", 2)
    monkeypatch.setattr("reports.kinds.actors.MAX_RECORDS_SHOWN", 2)
    source, words = get(client, "/participants/thailand/")
    assert "The first 2 of 4. All of them: " in words
    assert "The first 2 of 6 pieces of the reports that name it. Search for “Thailand” ." in words
    links = re.findall(r'<a href="(/workshops/\?[^"]*)">[^<]*: (\d+)</a>', source)
    assert sorted(links) == [
        ("/workshops/?held_by=thailand", "1"),
        ("/workshops/?host=thailand", "2"),
        ("/workshops/?planned_by=thailand", "1"),
    ]
    for address, count in links:
        assert f'role="status"><strong>{count} of' in client.get(address).content.decode()
    records = client.get("/participants/thailand.json").json()["records"]["workshoprole"]
    assert len(records) == 4
    source, words = get(client, "/experts-groups/aheg-ii/")
    assert "The first 2 of 3. All of them: Workshops: 3 ." in words
    assert 'href="/workshops/?group=aheg-ii"' in source


def test_no_record_of_today_is_beyond_the_first(report):
    """Nor any piece of the report that names an actor, on its page."""
    listed = Counter()
    for section in actor_sections():
        for field in section.fields:
            rows = section.model.objects.order_by().values_list(field)
            for actor, number in rows.annotate(Count("pk")):
                listed[section.anchor, actor] += number if actor else 0
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"))
    naming = Counter(actor for block in Block.objects.all() for actor in matcher.actors(block.text))
    assert 20 < max([*listed.values(), *naming.values()]) <= MAX_RECORDS_SHOWN
