"""The index of search has all of the report, and follows what bears on much of it."""

from collections import Counter

import pytest
from django.core.management import call_command

from reports.integrity.checks import Change, announce, deferred_checks
from reports.models import Actor, Document, Evidence, Meeting, OtherName, Outcome, Workshop
from reports.models.search import KEYS_A_KIND
from reports.search.documents import document_kinds
from tests.factories import confirm, make_block, make_record, make_report
from tests.search.finding import documents_of, found, in_step, keys


def test_every_kind_is_in_the_index(report):
    assert in_step()
    kinds = document_kinds()
    counts = Counter(document.pk // KEYS_A_KIND for document in Document.objects.all())
    assert counts[kinds["paragraph"].number] == 29
    assert counts[kinds["actor"].number] == Actor.objects.count()
    for kind in ("workshop", "recommendation", "pledge", "objective", "outcome", "presentation"):
        assert counts[kinds[kind].number] == kinds[kind].model.objects.count()
    assert set(counts) == {kind.number for kind in kinds.values()}


@pytest.mark.parametrize("kind", document_kinds())
def test_a_document_leads_to_its_place(read_page, kind):
    document = documents_of(kind).order_by("-pk").first()
    page, _, fragment = document.url.partition("#")
    answer = read_page(page)
    assert answer.status_code == 200
    assert not fragment or f'id="{fragment}"' in answer.content.decode()


def test_it_follows_a_renamed_actor_in_the_records_that_name_it(report):
    actor = Actor.objects.get(slug="japan")
    pledges = found("japan", "pledge")
    with deferred_checks():
        actor.name = "Nippon"
        actor.save()
        OtherName.objects.create(actor=actor, name="Japan", kind="former")  # as the quotes have it
    assert found("nippon", "actor") == {actor.pk}
    mine = set(actor.pledges.values_list("pk", flat=True))
    assert mine <= pledges & found("nippon", "pledge")
    assert found("nippon", "workshop") >= set(actor.workshops.values_list("pk", flat=True)) != set()
    assert in_step()


def test_it_follows_the_page_that_an_outcome_stands_on(empty):
    block = make_block(make_report(), text="A workshop was held, which made a list.")
    fields = {"slug": "w", "order": 1, "name": "workshop", "kind": "workshop", "state": "held"}
    workshop = make_record(block, Workshop, "A workshop was held", **fields)
    fields = {"slug": "list", "order": 1, "name": "list", "state": "begun", "workshop": workshop}
    outcome = make_record(block, Outcome, "made a list", workshop_written="workshop", **fields)
    for row, path in ((outcome, "outcomes"), (outcome.workshop, "workshops")):
        before = Document.objects.get(url=f"/{path}/{row.slug}/")
        row.slug = "moved"
        row.save()
        assert Document.objects.get(url=f"/{path}/moved/").pk == before.pk
        assert in_step()


def test_a_renamed_meeting_is_followed_in_what_it_reports(report):
    report.meeting.city = "Meanjin"
    report.meeting.slug = "2004-meanjin-som"
    confirm(report.meeting)
    report.meeting.save()
    assert Document.objects.filter(source__contains="Meanjin").count() > 100
    assert not Document.objects.filter(url__contains="brisbane-som").exists()
    assert in_step()


def test_it_is_emptied_and_filled_with_the_database(written):
    assert not Document.objects.exists()
    make_block(make_report(), text="A zebra.")
    assert keys("zebra") == {"p1"}
    assert in_step()
    Document.objects.all()._raw_delete("default")
    call_command("migrate", verbosity=0)
    assert keys("zebra") == {"p1"}
    call_command("flush", interactive=False, verbosity=0)
    assert not Document.objects.exists()


def test_loading_writes_each_document_once(report, django_assert_max_num_queries):
    # Not a query a row: the kinds, what they need, the documents there are, and one write.
    rows = [*Evidence.objects.all(), *Workshop.objects.all(), *Meeting.objects.all()]
    with django_assert_max_num_queries(120), deferred_checks():
        for row in rows:
            announce(Change(None, row))
