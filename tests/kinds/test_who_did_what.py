"""The table of who did what counts as a reader of the report counts."""

import html
import re

from reports.kinds.actors import COLUMNS
from reports.models import ACTIVITIES, Actor, ExpertsGroup, meetings, workshops
from reports.models.pledges import PledgeState
from tests.factories import make_presentation, make_report
from tests.lists.listed import chosen
from tests.reading import get


def who(client, url="/who-did-what/"):
    """The rows of who did what: a dictionary of numbers by column, by name."""
    source, _ = get(client, url)
    heads = [
        re.sub("<[^>]+>|[↑↓]", "", h).strip()
        for h in re.findall(r'<th scope="col".*?</th>', source, re.S)
    ]
    found = {}
    for row in re.findall(r'<tr[^>]*>\s*<th scope="row(?:group)?"[^>]*>(.*?)</tr>', source, re.S):
        row = row.replace('<span aria-hidden="true">·</span>', "")
        cells = [re.sub("<[^>]+>", "", c).strip() for c in re.split(r"</t[hd]>", row)]
        found[cells[0]] = dict(zip(heads[1:], cells[1:], strict=False))
    return found


def test_who_did_what_is_what_a_reader_counts(reader):
    rows = who(reader)
    expected = {
        "Australia": {
            "Attended": 1,
            "Co-chaired": 1,
            "Hosted": 1,
            "Held meetings": 1,
        }
        | {"Presented": 2, "Announced": 1},
        "Australian Minister for Foreign Affairs": {"Co-hosted": 2, "Presented": 1},
        "Foreign Minister of Indonesia": {"Co-hosted": 2},
        "Ministers": {"Mandated": 1},
        "Thailand": {"Attended": 1, "Coordinated": 1, "Hosted": 2, "Held meetings": 1, "Planned": 1}
        | {"Presented as coordinator": 1},
        "New Zealand": {"Attended": 1, "Coordinated": 1, "Presented": 1, "Pledged": 1}
        | {"Presented as coordinator": 1},
        "Japan": {"Attended": 1, "Held meetings": 1, "Planned": 1, "Pledged": 1, "Highlighted": 1},
        "Australian Federal Police": {"Developed workshops": 1},
        "Republic of Korea": {"Attended": 1, "Hosted": 1, "Would hold": 1, "Presented": 1},
        "International Organization for Migration": {"Attended": 1, "Presented": 3, "Thanked for": 3}
        | {"Highlighted": 1},
        "Fiji": {"Attended": 1, "Hosted": 1, "Organised": 1, "Presented": 1},
        "Afghanistan": {"Attended": 1, "Willing to host": 1},
        "Budapest process": {"Organised jointly": 1, "Presented on its behalf": 1},
        "Nauru": {"Attended": 1},
    }
    for name, activities in expected.items():
        stated = {k: int(v) for k, v in rows[name].items() if k != "Kind" and v != "0"}
        assert stated == activities, name


def test_who_did_what_sorts_and_narrows_to_more_than_attending(reader):
    rows = who(reader, "/who-did-what/?beyond=yes&sort=-hosted")
    assert list(rows)[:2] == ["Malaysia", "Thailand"]
    assert "Nauru" not in rows
    assert (
        len(rows) + len(who(reader, "/who-did-what/?beyond=not-stated"))
        == Actor.objects.published().count()
    )


def test_every_number_leads_to_as_many_rows(reader):
    source, _ = get(reader, "/who-did-what/")
    links = set(re.findall(r'<td[^>]*>\s*<a href="(/[^"]+\?[^"]+)">(\d+)</a>', source))
    assert len(links) > 60
    # The links of one column differ in the actor alone: the least and the most of each are followed.
    columns = {}
    for link, number in sorted(links, key=lambda each: (int(each[1]), each[0])):
        columns.setdefault(re.sub(r"=[a-z0-9-]+", "=", link, count=1), []).append((link, number))
    assert len(columns) == 14
    followed = {each for column in columns.values() for each in (column[0], column[-1])}
    assert {(link, str(chosen(html.unescape(link)).count)) for link, _ in followed} == followed
    anchors = {}
    for page, anchor in re.findall(r'<a href="(/participants/[^"?]+)#([a-z]+)"', source):
        anchors.setdefault(anchor, []).append(page)
    assert {"meetingrole", "presentation", "office"} <= anchors.keys()
    for anchor, pages in anchors.items():
        for page in {pages[0], pages[-1]}:
            assert f'id="{anchor}"' in reader.get(page).content.decode(), page


def test_what_a_coordinator_presented_is_counted_at_the_meeting_of_the_group_alone(report):
    thailand = Actor.objects.with_table_data().filter(slug="thailand").values()
    before = thailand.get()
    assert before["times_presented_as_coordinator"] == 1
    other = make_report("2006-other", published=False)
    make_presentation(other, ExpertsGroup.objects.get(coordinator__slug="thailand").office)
    assert thailand.get() == before
    other.published = True
    other.save()
    assert thailand.get() == before


def test_every_part_and_every_state_is_an_activity():
    """Test that none is left out, as if who has it had done nothing."""
    named = [where for each in ACTIVITIES.values() for where in each.where.items()]
    assert {state for name, state in named if name == "state"} == set(PledgeState.values)
    parts = {*meetings.Role.values, *workshops.Role.values}
    assert {part for name, part in named if name == "role"} == parts
    assert {f"times_{name}" for name in ACTIVITIES} <= {column.path for column in COLUMNS}
