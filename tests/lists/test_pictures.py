"""In the two pictures every participant has its tile, and every bar is exactly the time stated."""

import html
import re
from datetime import date

import pytest

from reports.integrity.checks import deferred_checks
from reports.kinds.workshops import PLACES, actor_tiles
from reports.models import Actor, Meeting, Participant, Workshop, WorkshopRole
from reports.pages.home import MAX_LABELS, labelled_years, timeline
from tests.factories import make_evidence, make_record


def test_every_participating_country_has_a_place_of_its_own(report):
    codes = set(report.participants.filter(role="participating").values_list("actor__iso3", flat=True))
    assert set(PLACES) == codes - {""}
    assert len(set(PLACES.values())) == 36


def attending(report):
    """The participants of a meeting as pairs of actor and role."""
    return [(each.actor, each.role) for each in report.participants.select_related("actor")]


def tile(client, url, sign):
    """The tile of that sign on the page at `url`: its shade, its address or none, whether chosen."""
    page = client.get(url).content.decode()
    link = r'<(?:a href="([^"]*)"|span)([^>]*)>'
    found = re.search(rf'<li class="[^"]*(n\d)">\s*{link}\s*<span aria-hidden="true">{sign} <', page)
    return found[1], html.unescape(found[2] or ""), 'aria-current="true"' in found[3]


def test_every_participant_is_one_tile(report):
    found = actor_tiles(attending(report), {"thailand": 2})
    assert [len(each) for each in (found.map, found.beside, found.observers, found.organisations)] == [
        36, 0, 11, 9,
    ]  # fmt: skip
    thailand = next(t for t in found.map if t.sign == "THA")
    assert (thailand.shade, thailand.address) == ("n2", "/workshops/?host=thailand")
    nauru = next(t for t in found.map if t.sign == "NRU")
    assert (nauru.shade, nauru.address) == ("n0", "/participants/nauru/")


def test_the_hosts_are_told_in_words_by_how_many(report):
    found = actor_tiles(attending(report), {"thailand": 2, "fiji": 1, "australia": 1})
    told = [(count, [str(tile.actor) for tile in same]) for count, same in found.hosts]
    assert told == [(2, ["Thailand"]), (1, ["Australia", "Fiji"])]


def test_tiles_choose_the_hosts_of_the_list_with_all_else_kept(reader):
    address = "/workshops/?host=thailand&state=held&sort=name"
    both = "/workshops/?host=thailand&host=malaysia&state=held&sort=name"
    assert tile(reader, address, "MYS") == ("n2", both, False)
    assert tile(reader, address, "THA") == ("n2", "/workshops/?state=held&sort=name", True)
    assert tile(reader, address, "NRU") == ("n0", "", False)
    assert tile(reader, both, "MYS") == ("n2", address, True)
    assert tile(reader, "/workshops/?host=thailand&year=2002", "MYS")[0] == "n1"


def test_a_host_that_does_not_take_part_has_a_tile_too(client, report):
    workshop = Workshop.objects.get(slug="afghanistan-offered")
    with deferred_checks():
        role = WorkshopRole.objects.create(
            workshop=workshop,
            actor=Actor.objects.get(slug="interpol"),
            role="host",
            name_written="Interpol",
        )
        make_evidence(report.blocks.get(key="p20"), "Afghanistan", "interpol", workshop_role=role)
    assert tile(client, "/workshops/", "Interpol") == ("n1", "/workshops/?host=interpol", False)


def test_a_new_participant_without_a_place_still_appears(client, report):
    actor = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country", iso2="TV", iso3="TUV")
    there = {"actor": actor, "role": "participating", "name_written": "Tuvalu", "order": 99}
    make_record(report.blocks.get(key="title-3"), Participant, "Ministers", **there)
    page = client.get("/").content.decode()
    assert "Also participating" in page
    assert tile(client, "/", "TUV") == ("n0", "/participants/tuvalu/", False)


def bars(report):
    """The timeline of all that is published, and its bars by slug."""
    workshops = Workshop.objects.published().prefetch_related("roles__actor")
    line = timeline(Meeting.objects.published(), workshops)
    return line, {bar.record.slug: bar for bar in line.bars}


@pytest.mark.parametrize(
    ("slug", "first", "last", "held"),
    [
        ("malaysia-2002", date(2002, 1, 1), date(2002, 12, 31), True),
        ("republic-of-korea-2003-public-awareness", date(2003, 9, 1), date(2003, 9, 30), True),
        ("republic-of-korea-2004-public-awareness", date(2004, 6, 7), date(2004, 12, 31), False),
        ("japan-2004-national-workshops", date(2004, 7, 1), date(2004, 12, 31), False),
        ("2004-brisbane-som", date(2004, 6, 7), date(2004, 6, 8), True),
    ],
)
def test_a_bar_covers_exactly_the_time_stated(report, slug, first, last, held):
    line, by_slug = bars(report)
    bar = by_slug[slug]
    assert bar.start == (first - date(2002, 1, 1)).days
    assert bar.days == (last - first).days + 1
    assert bar.held is held
    assert (line.years, line.days) == ([2002, 2003, 2004], 365 + 365 + 366)
    assert line.starts == [0, 365, 730]


def test_what_has_no_date_is_listed_beside(report):
    line, by_slug = bars(report)
    assert len(line.undated) == 8
    assert not {each.slug for each in line.undated} & by_slug.keys()


def test_an_empty_timeline_is_no_error():
    assert timeline([], []).bars == []


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (2004, 2004, [2004]),
        (1995, 2004, list(range(1995, 2005))),
        (1995, 2005, [1994, 1996, 1998, 2000, 2002, 2004]),
        (1980, 2004, [1980, 1985, 1990, 1995, 2000]),
        (1900, 2004, [1900, 1920, 1940, 1960, 1980, 2000]),
        (1900, 2100, [1900, 1950, 2000, 2050, 2100]),
    ],
)
def test_a_long_time_has_few_labels(first, last, labels):
    assert list(labelled_years(first, last)) == labels


def test_every_year_is_on_the_axis_of_few_labels():
    for first in range(1900, 2101):
        for last in range(first, 2101):
            shown = labelled_years(first, last)
            assert len(shown) <= MAX_LABELS
            assert shown.start <= first <= last < shown.stop


def test_a_bar_is_at_its_place_on_a_thinned_axis(report):
    Workshop.objects.filter(slug="malaysia-2002").update(
        earliest=date(1983, 1, 1), latest=date(1983, 12, 31)
    )
    line, by_slug = bars(report)
    assert line.years == [1980, 1985, 1990, 1995, 2000]
    assert line.days == (date(2005, 1, 1) - date(1980, 1, 1)).days
    assert by_slug["malaysia-2002"].start == (date(1983, 1, 1) - date(1980, 1, 1)).days
