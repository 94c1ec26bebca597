"""A row of a list says in a line who, when and what state; its words stand in a second one."""

import csv
import io
import re

import pytest

from reports.kinds.workshops import WHO
from reports.models import Workshop
from reports.models.workshops import Role
from tests.exports.downloaded import download
from tests.lists.listed import LISTS
from tests.reading import get

FIJI = "fiji-2004-refugee-protection"
SEVERAL = "several-members-national-workshops"


def who(slug):
    """The values of the column Who of the workshop of that `slug`, as read."""
    return [str(each) for each in WHO.get(Workshop.objects.with_table_data().get(slug=slug))]


def row(client, url, slug):
    """The HTML of the row of the record of that `slug`, and that of its words."""
    source, _ = get(client, url)
    found = next(body for body in source.split("<tbody>")[1:] if f"/{slug}/" in body.split("</th>")[0])
    return found.split("</tbody>")[0].split("</tr>")[:2]


def test_who_says_everyone_with_a_part_and_which(report):
    assert who(FIJI) == [
        "Hosted by Fiji",
        "Organised by Fiji",
        "Organised by the United Nations High Commissioner for Refugees",
    ]
    assert who("japan-national-meetings") == ["Held by Japan"]
    assert who("thailand-2004-national-workshops") == ["Planned by Thailand"]
    assert who("republic-of-korea-2004-public-awareness") == ["Would be held by the Republic of Korea"]
    assert who("afghanistan-offered") == ["Would be willing to host: Afghanistan"]
    assert who(SEVERAL) == ["several Bali process members"]  # as written, for none is named
    assert who("further-law-enforcement-targeting") == []


def test_every_part_has_its_words():
    assert [part for part, _ in WHO.parts] == Role.values


def test_who_stands_in_the_table_by_part_with_links(reader):
    line, _ = row(reader, "/workshops/", FIJI)
    fiji = '<a href="/participants/fiji/">Fiji</a>'
    assert f'<span class="part">Hosted by {fiji}</span>' in line
    assert f'<span class="part">Organised by {fiji}, <a href=' in line


def test_files_have_who_as_the_page_does(reader):
    body, _ = download(reader, "/workshops.csv")
    rows = {
        each["address"].split("/")[-2]: each
        for each in csv.DictReader(io.StringIO(body.decode("utf-8-sig")))
    }
    for slug in (FIJI, SEVERAL, "further-law-enforcement-targeting"):
        assert rows[slug]["who"] == "; ".join(who(slug))
    records = {
        each["address"].split("/")[-2]: each for each in reader.get("/workshops.json").json()["records"]
    }
    assert [each["name"] for each in records[FIJI]["who"]] == who(FIJI)
    assert records[FIJI]["who"][0]["address"].endswith("/participants/fiji/")
    assert records[SEVERAL]["who"] == who(SEVERAL)


def test_no_row_says_not_stated_three_times(reader):
    for url in LISTS:
        for body in get(reader, url)[0].split("<tbody>")[1:]:
            assert body.count(">not stated<") < 3, body


def test_rows_of_workshops_are_told_apart(reader):
    source, _ = get(reader, "/workshops/")
    lines = [re.sub("<[^>]+>", " ", body.split("</tr>")[0]) for body in source.split("<tbody>")[1:]]
    assert len(set(lines)) == 18


def test_recommendations_say_to_whom_by_when_and_their_standing(reader):
    line, _ = row(reader, "/recommendations/", "report-after-a-year")
    labels = re.findall('data-label="([^"]+)"', line)
    assert labels == ["Verb", "Addressed to", "Due", "Standing"]
    assert "after a year" in line
    assert "Co-chairs" in line


def test_the_words_stand_once_the_longest_shown_and_the_others_folded(reader):
    _, words = row(reader, "/workshops/", "thailand-2004-identity-management")
    shown, _, folded = words.partition("<details>")
    assert "The second, hosted by Thailand in March 2004" in shown
    assert "<summary>3 more quotes</summary>" in folded
    assert "hosted by Thailand in March" not in folded
    _, words = row(reader, "/workshops/", FIJI)
    shown, _, folded = words.partition('<details class="whole">')
    assert " …”</bdi>" in shown
    assert "said by <bdi><a" in shown
    assert "<summary>all 4 quotes</summary>" in folded


def test_a_quote_that_says_no_more_than_the_name_is_a_link_alone(reader):
    _, words = get(reader, "/participants/")
    _, thailand = row(reader, "/participants/", "thailand")
    assert "“" not in thailand
    assert re.search('<a href="[^"]+/report/#[^"]+">in the report</a>', thailand)
    assert "“People's Republic of China” in the report" in words
    assert words.split("56 participants")[1].split("Take this list")[0].count("Thailand") == 1


@pytest.mark.parametrize("url", LISTS)
def test_the_head_of_a_row_is_its_record_s_name_alone(reader, url):
    source, _ = get(reader, url)
    heads = re.findall('<th scope="rowgroup"[^>]*>(.*?)</th>', source)
    assert heads
    heads = [re.sub("</?abbr[^>]*>", "", head) for head in heads]
    assert all(re.fullmatch("<a href=[^>]+>[^<]+</a>", head) for head in heads)
