"""A public address that is left leads on for ever, or says that what stood there was withdrawn."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.integrity.checks import deferred_checks
from reports.integrity.verify import find_faults
from reports.models import (
    Actor,
    Block,
    FormerAddress,
    Report,
    Workshop,
)
from reports.search.addresses import find_wrong_addresses
from tests.factories import make_block, make_record, make_report

MEETING = "/meetings/2005-test-som/"
REPORT = f"{MEETING}report/"
WORKSHOP = {"slug": "w", "order": 1, "name": "took part", "kind": "workshop", "state": "held"}


@pytest.fixture(scope="module")
def stored_text(empty_for_module):
    """Make a published report with three paragraphs; return its key."""
    report = make_report()
    with deferred_checks():
        for number in (1, 2, 3):
            make_block(report, number, f"Fiji took part in meeting {number}.")
    return report.pk


@pytest.fixture
def text(stored_text, db):
    """A published report with three paragraphs."""
    return Report.objects.get(pk=stored_text)


def rename(row, slug):
    """Give a row another slug, and save it."""
    row.slug = slug
    row.save()


def renumber(*pairs):
    """Give paragraphs other numbers, pairs of the old and the new, as one act."""
    with deferred_checks():
        for old, new in pairs:
            block = Block.objects.get(number=old)
            block.number, block.key = new, f"p{new}"
            block.save()


def location(client, address):
    """Where a 301 leads; else the status."""
    answer = client.get(address)
    return answer["Location"] if answer.status_code == 301 else answer.status_code


def former():
    """The former addresses, each with where it leads."""
    return dict(FormerAddress.objects.values_list("path", "target"))


def test_the_addresses_below_a_meeting_and_a_report_lead_on(client, text):
    rename(text.meeting, "new-meeting")
    rename(Report.objects.get(), "statement")
    now = "/meetings/new-meeting/statement/"
    for below in ("", "coverage/", "plain/", "2/", "1-3/"):
        assert location(client, f"{REPORT}{below}") == f"{now}{below}"
        assert client.get(f"{now}{below}").status_code == 200
    assert location(client, f"{REPORT[:-1]}.txt") == f"{now[:-1]}.txt"
    assert location(client, f"{REPORT}2.bib?version=1") == f"{now}2.bib?version=1"
    assert location(client, f"{REPORT}coverage.json") == f"{now}coverage.json"
    # What no page can be has no other place.
    assert location(client, f"{REPORT}2/3/") == 404


def test_a_chain_is_one_step_and_comes_back(client, text, django_assert_max_num_queries):
    for slug in ("b", "c", "d"):
        rename(text.meeting, slug)
    with django_assert_max_num_queries(8):
        assert location(client, MEETING) == "/meetings/d/"
    assert location(client, "/meetings/b/report/2/") == "/meetings/d/report/2/"
    rename(text.meeting, "2005-test-som")
    assert client.get(MEETING).status_code == 200
    assert location(client, "/meetings/c/") == MEETING
    assert MEETING not in former()
    assert list(find_wrong_addresses()) == []


def test_swapped_slugs_leave_nothing(client, text):
    other = make_report("2005-other-som")
    one, two = text.meeting, other.meeting
    with deferred_checks():
        rename(one, "parked")
        rename(two, "2005-test-som")
        rename(one, "2005-other-som")
    assert former() == {}


def test_a_changed_slug_of_a_draft_leaves_nothing(client, empty):
    report = make_report(published=False)
    rename(report.meeting, "other")
    rename(report, "statement")
    renumbered = make_block(report, 1)
    renumbered.number, renumbered.key = "2", "p2"
    renumbered.save()
    renumbered.delete()
    assert former() == {}
    assert location(client, MEETING) == 404


def test_a_paragraph_leads_to_its_new_number(client, text):
    renumber(("3", "4"))
    assert location(client, f"{REPORT}3/?x=1") == f"{REPORT}4/?x=1"
    assert location(client, f"{REPORT}3.bib") == f"{REPORT}4.bib"
    assert location(client, f"{REPORT}2-3/") == f"{REPORT}2-4/"
    renumber(("4", "5"))
    assert location(client, f"{REPORT}3/") == f"{REPORT}5/"


def test_an_address_that_another_paragraph_has_now_does_not_lead_on(client, text):
    renumber(("3", "4"), ("2", "3"))
    assert client.get(f"{REPORT}3/").status_code == 200
    assert location(client, f"{REPORT}2/") == f"{REPORT}3/"
    assert former() == {f"{REPORT}2/": f"{REPORT}3/"}
    assert list(find_wrong_addresses()) == []


def test_fragments_of_a_former_number_stay(client, text):
    make_record(Block.objects.get(number="3"), Workshop, "took part", **WORKSHOP)
    page = client.get(REPORT).content.decode()
    assert 'id="p3"' in page
    renumber(("3", "4"))
    renumber(("4", "5"))
    rename(text.meeting, "moved")
    page = client.get("/meetings/moved/report/").content.decode()
    for fragment in ("p3", "p4", "p5", "p3.w", "p4.w", "p5.w"):
        assert page.count(f'id="{fragment}"') == 1
    renumber(("2", "3"))
    page = client.get("/meetings/moved/report/").content.decode()
    assert page.count('id="p3"') == 1
    assert 'id="p3.w"' not in page


def test_what_is_deleted_is_410_in_dress_without_its_name(client, text):
    workshop = make_record(Block.objects.get(number="1"), Workshop, "took part", **WORKSHOP)
    key = workshop.pk
    workshop.delete()
    for address in ("/workshops/w/", "/workshops/w.json", "/workshops/w.bib?version=1"):
        assert client.get(address).status_code == 410
    page = client.get("/workshops/w/").content.decode()
    assert "Workshop: it was taken off the portal" in " ".join(page.split())
    assert '<header class="bar">' in page
    assert "took part" not in page.lower()
    assert 'rel="canonical"' not in page
    with pytest.raises(ValidationError, match="was that of another workshop, which was withdrawn"):
        make_record(Block.objects.get(number="1"), Workshop, "took part", **WORKSHOP)
    make_record(Block.objects.get(number="1"), Workshop, "took part", pk=key, **WORKSHOP)  # restored
    assert client.get("/workshops/w/").status_code == 200
    assert former() == {}


def test_a_former_address_of_what_is_deleted_is_410_too(client, text):
    workshop = make_record(Block.objects.get(number="1"), Workshop, "took part", **WORKSHOP)
    rename(workshop, "v")
    workshop.delete()
    assert client.get("/workshops/w/").status_code == 410
    assert list(find_wrong_addresses()) == []


def test_a_paragraph_that_is_deleted_is_410(client, text):
    Block.objects.get(number="3").delete()
    assert client.get(f"{REPORT}3/").status_code == 410
    assert client.get(f"{REPORT}4/").status_code == 404
    make_block(text, 3)
    assert client.get(f"{REPORT}3/").status_code == 200
    assert former() == {}


def test_what_is_unpublished_is_410_until_it_is_published_again(client, text):
    make_record(Block.objects.get(number="1"), Workshop, "took part", **WORKSHOP)
    renumber(("3", "4"))
    public = [MEETING, REPORT, f"{REPORT}2/", f"{REPORT}2.bib", f"{REPORT}coverage/", "/workshops/w/"]
    text.published = False
    text.save()
    assert {client.get(address).status_code for address in [*public, f"{REPORT}3/"]} == {410}
    with deferred_checks():  # what a draft is given at an address is there when it is public
        make_block(text, 3, order=30, place_printed=True)
        text.published = True
        text.save()
    assert {client.get(address).status_code for address in [*public, f"{REPORT}3/"]} == {200}
    assert former() == {}


def test_an_actor_that_no_report_names_any_more_is_410(client, text):
    Actor.objects.create(slug="fiji", name="Fiji", kind="country")
    assert client.get("/participants/fiji/").status_code == 200
    with deferred_checks():
        for block in Block.objects.filter(kind="paragraph"):
            block.text = "Nobody took part."
            block.save()
    assert client.get("/participants/fiji/").status_code == 410


def test_a_miss_costs_one_query_and_a_hit_none(client, text):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return [each["sql"] for each in asked if 'FROM "reports_formeraddress" WHERE' in each["sql"]]

    assert len(queries("/workshops/nowhere/")) == 1
    assert len(queries("/nowhere/")) == 0
    for address in (MEETING, REPORT, f"{REPORT}2/", "/workshops/"):
        assert queries(address) == []


def test_odd_addresses_are_not_found(client, text):
    rename(text.meeting, "moved")
    for address in (
        "/meetings/2005-test-som%00/",
        "/meetings/2005-test-som/é/",
        "//meetings/2005-test-som/",
        "/meetings/2005-test-som/../",
        "/admin/meetings/2005-test-som/",
    ):
        assert client.get(address).status_code in (302, 404), address


def test_verify_finds_an_address_that_leads_nowhere_or_is_live(text):
    FormerAddress.objects.create(path=REPORT, target="/workshops/w/")
    FormerAddress.objects.create(path="/workshops/a/", target="/workshops/nowhere/")
    FormerAddress.objects.create(path="/workshops/b/", target="/workshops/c/")
    FormerAddress.objects.create(path="/workshops/c/", target="/workshops/b/")
    FormerAddress.objects.create(path="/workshops/d/", target=MEETING)
    FormerAddress.objects.create(path="/workshops/e/")
    said = [fault for fault in find_faults() if fault.startswith("former address")]
    assert [each.split("”")[0].partition("“")[2] for each in said] == [
        REPORT,
        "/workshops/a/",
        "/workshops/b/",
        "/workshops/c/",
    ]
    assert "a page stands there" in said[0]
    assert "leads to “/workshops/nowhere/”, where no page is" in said[1]


def test_a_circle_by_hand_is_not_found(client, text):
    FormerAddress.objects.create(path="/workshops/b/", target="/workshops/c/")
    FormerAddress.objects.create(path="/workshops/c/", target="/workshops/b/")
    assert client.get("/workshops/b/").status_code == 404


def test_former_addresses_move_with_the_data(client, text, tmp_path):
    renumber(("3", "4"))
    Block.objects.get(number="2").delete()
    FormerAddress.objects.update(date=date(2026, 1, 2))
    dump, before = tmp_path / "dump.json", former()
    call_command(
        "dumpdata",
        "reports",
        "--natural-foreign",
        "--natural-primary",
        exclude=["reports.revision"],
        output=str(dump),
    )
    assert {row["model"] for row in json.loads(dump.read_text())} >= {"reports.formeraddress"}
    FormerAddress.objects.all().delete()
    call_command("loaddata", str(dump), verbosity=0)
    assert former() == before != {}
    assert {row.date for row in FormerAddress.objects.all()} == {date(2026, 1, 2)}


def test_loaddata_that_changes_a_number_leaves_the_address(client, text, tmp_path):
    block = Block.objects.get(number="3")
    row = {"model": "reports.block", "pk": block.pk, "fields": {"order": 3, "number": "4", "key": "p4"}}
    row["fields"] |= {"report": text.pk, "kind": "paragraph", "text": block.text, "part": block.part_id}
    (tmp_path / "row.json").write_text(json.dumps([row]))
    call_command("loaddata", str(tmp_path / "row.json"), verbosity=0, overwrite=True)
    assert location(client, f"{REPORT}3/") == f"{REPORT}4/"


def test_a_refused_change_leaves_no_address(client, text):
    with pytest.raises(Exception, match="boom"), deferred_checks():
        rename(text.meeting, "moved")
        raise RuntimeError("boom")
    assert former() == {}


def test_the_package_names_present_addresses_alone(client, text):
    rename(text.meeting, "moved")
    package = client.get("/data/package.zip")
    assert b"former" not in package.content
    assert FormerAddress.objects.get(path=MEETING).date == timezone.localdate()
