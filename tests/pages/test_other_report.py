"""A report that is called otherwise is not described as the first one: all comes from the data."""

import io
import re
import zipfile

import pytest
from django.urls import is_valid_path

from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.models import (
    Actor,
    DataVersion,
    Objective,
    Outcome,
    Participant,
    Pledge,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from tests.addresses import REPORT, SITE
from tests.factories import claims_of, make_block, make_evidence, make_record, make_report, make_verb
from tests.reading import get
from tests.sitemap import paths

# What is true of the Brisbane report of 2004 alone.
OF_BRISBANE = re.compile(
    r"Brisbane|\b2004\b|\bJune\b|Senior Officials|7 to 8|27 paragraphs|\b47\b|Nauru|Thailand"
    "|Report to Ministers"
)
# How any date is written, by examples, in the descriptions of the package's fields.
EXAMPLES = re.compile("such as “late 2004”|2004-09 for .*? is certain: 2004")
NOW = re.compile(r"T\d\d:\d\d:\d\dZ")  # when a file is made, which may be at 47 past
pytestmark = pytest.mark.usefixtures("site")


@deferred_checks()
def make_other():
    """Publish a statement of ministers with a record of several kinds, none of them Brisbane's."""
    other = make_report(
        "2005-denpasar", kind="ministerial", name="Gathering", city="Denpasar",
        title="Chairs’ Statement", date_words="30 December 2005", date_edtf="2005-12-30",
    )  # fmt: skip
    title = other.blocks.get(kind="title")
    title.text = "A Meeting of Ministers"
    right = claims_of(other.meeting, "Meeting", title)
    title.evidence.update(confirmed=right)
    title.save()
    text = "Ruritania hosted talks, gave money, was asked to report; a list was developed of returns."
    block = make_block(other, text=text)
    actor = Actor.objects.create(slug="ruritania", name="Ruritania", kind="country")
    there = {"actor": actor, "role": "participating", "name_written": "Ruritania", "order": 1}
    make_record(block, Participant, "Ruritania", **there)
    workshop = make_record(
        block, Workshop, "talks", slug="talks", order=1, name="talks", kind="workshop", state="held"
    )
    host = WorkshopRole.objects.create(
        workshop=workshop, actor=actor, role="host", name_written="Ruritania"
    )
    make_evidence(block, "Ruritania hosted", "host", workshop_role=host)
    make_record(
        block, Pledge, "gave money", slug="money", order=1, giver=actor, giver_written="Ruritania",
        state="given", purpose="money",
    )  # fmt: skip
    make_record(block, Objective, "returns", slug="returns", order=1, name="returns")
    make_record(
        block,
        Recommendation,
        "to report",
        slug="to-report",
        order=1,
        name="to report",
        verb=make_verb("asked"),
    )
    make_record(
        block, Outcome, "a list", slug="a-list", order=1, name="a list", state="developed",
        workshop_written="talks",
    )  # fmt: skip
    DataVersion.objects.update(date="2026-11-24")
    return other


def words(answer):
    """All that an answer says; of a zip, all that is in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return body.decode()


def told(client, addresses):
    """Find what any of `addresses` says of the Brisbane report, with a few words around it."""
    found = {}
    for address in addresses:
        said = NOW.sub("", EXAMPLES.sub("", words(client.get(address))))
        if match := OF_BRISBANE.search(said):
            found[address] = said[max(0, match.start() - 60) : match.end() + 60]
    return found


def test_a_portal_with_another_report_alone_says_nothing_of_the_first(client, empty):
    other = make_other()
    pages = paths(client)
    assert len(pages) > 20
    assert [page for page in pages if OF_BRISBANE.search(page)] == []
    lists = [f"/{kind.path}" for kind in KINDS]
    # A file of a list and its citation are written of the rows of it by one function for each form.
    files = [f"{each}.json" for each in lists] + [
        f"{lists[0]}.{form}" for form in ("csv", "xlsx", "bib")
    ]
    files += [f"{page.rstrip('/')}.{form}" for page in pages[len(lists) :] for form in ("json", "bib")]
    files = [file for file in files if is_valid_path(file)]  # what is not there, /nowhere/ answers for
    assert len(files) > 30
    files += [f"{other.get_absolute_url()[:-1]}.{form}" for form in ("txt", "ris", "csl.json")]
    asked = [*pages, *files, "/data/package.zip", "/robots.txt", "/sitemap.xml", "/search/?q=money"]
    asked += ["/nowhere/", "/workshops/?host=x", "/search/?q=zzz", "/search/?q=para+9", "/?page=2"]
    assert told(client, asked) == {}


def test_of_two_reports_home_is_of_the_newest_and_the_data_names_each(client, report):
    make_other()
    _, said = get(client, "/")
    assert (
        "Gathering · Denpasar · 30 December 2005 The Denpasar report, and the records read from it"
        in said
    )
    assert "Read the Chairs’ Statement by paragraph" in said
    assert client.get(REPORT).status_code == 200
    source, said = get(client, "/data/")
    assert "Report to Ministers , Senior Officials Meeting, Brisbane" in said
    assert "Chairs’ Statement , Gathering, Denpasar" in said
    assert 'href="/meetings/2005-denpasar/report.txt"' in source
    for address in set(re.findall(rf"{SITE}(/workshops\.csv[^&\"]*)", source)):
        assert client.get(address).status_code == 200


def test_an_example_without_any_host_is_the_whole_list(client, empty):
    assert f"{SITE}/workshops.csv&quot;" in get(client, "/data/")[0].replace('"', "&quot;")


def test_what_is_not_stated_of_a_meeting_leaves_no_gap(client, empty):
    other = make_report("2006-som", name="Gathering", title="Chairs’ Statement")
    make_block(other)
    for page in ("/", f"{other.get_absolute_url()}coverage/", other.get_absolute_url(), "/meetings/"):
        assert not re.search(r"· ?·|· (?:The|Chairs|What)|The report,", get(client, page)[1]), page
    assert "Gathering Chairs’ Statement, and the records read from it" in get(client, "/")[1]
