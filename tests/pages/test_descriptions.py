"""Descriptions of the pages of the sitemap: a sentence of its own for each, made of its facts."""

import html
import re
from collections import Counter

import pytest

from reports.kinds import KINDS
from reports.models import Actor
from tests.addresses import SITE
from tests.kinds.telling import ends, telling
from tests.sitemap import paths

LONGEST = 400  # characters; what a search engine cuts stands last


def described(answer):
    """The description of the page in `answer`, as read."""
    found = re.findall('<meta name="description" content="([^"]*)">', answer.content.decode())
    assert len(found) == 1
    return html.unescape(found[0])


def test_at_most_two_pages_have_one_description(reader, read_page):
    # That the names of all records differ, kinds/test_pages.py proves; a description begins with more.
    rows = [row for kind in KINDS if kind.pages for row in telling(kind.model.objects.all())]
    richest = Actor.objects.filter(slug__in=["australia", "thailand"])
    pages = {*ends(paths(reader, SITE)), *(row.get_absolute_url() for row in (*rows, *richest))}
    found = {path: described(read_page(path)) for path in pages}
    assert len(found) > 80
    for path, said in found.items():
        assert 20 < len(said) <= LONGEST, path
        assert said == " ".join(said.split()), path
    assert Counter(found.values()).most_common(1)[0][1] <= 2


@pytest.mark.parametrize(
    ("path", "facts"),
    [
        ("/pledges/japan-website-10000-usd/", ["Japan (pledged): US$10,000", "“In recognition of"]),
        ("/workshops/thailand-2004-targeting/", ["Workshop: ", "Thailand, May 2004"]),
        ("/participants/nauru/", ["Nauru, country or territory", "attended (1)", "named in 1 passage."]),
        ("/meetings/2004-brisbane-som/report/19/", ["Paragraph 19 of the Report to Ministers", "“"]),
        ("/workshops/", ["18 workshops and meetings."]),
        ("/workshops/?host=thailand", ["2 workshops and meetings: Hosted by Thailand."]),
        ("/", ["42 findings, 35 recommendations and 10 pledges"]),
        ("/search/?q=website", ["“website”"]),
    ],
)
def test_a_description_is_made_of_the_page_s_facts(read_page, path, facts):
    said = described(read_page(path))
    assert [fact for fact in facts if fact not in said] == []
