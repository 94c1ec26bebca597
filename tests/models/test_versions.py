"""Revision and data version rise once per transaction, whoever writes, and not when it is undone."""

from contextlib import suppress

import pytest
from django.db import transaction

from reports.integrity.checks import deferred_checks
from reports.models import Actor, DataVersion, Meeting, OtherName, Report, Revision
from tests.factories import make_block, make_evidence, make_report

pytestmark = pytest.mark.usefixtures("written")


def counters():
    """The revision and the number of data versions."""
    return Revision.objects.current(), DataVersion.objects.count()


def test_each_change_of_what_is_published_raises_both_without_gaps():
    report = make_report()
    assert counters() == (1, 1)
    report.save()  # which changes nothing
    assert counters() == (1, 1)
    report.meeting.slug = "2005-edited"
    report.meeting.save()
    assert counters() == (2, 2)
    block = make_block(report)
    before = counters()
    block.delete()
    assert counters() == (before[0] + 1, before[1] + 1)
    numbers = DataVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, before[1] + 2))


def test_what_is_rolled_back_raises_neither_and_many_rows_each_once():
    with suppress(ZeroDivisionError), transaction.atomic():
        make_report()
        raise ZeroDivisionError
    assert counters() == (0, 0)
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            make_report("2005-undone")
            raise ZeroDivisionError  # leaves the count to the next write
        report = make_report("2005-kept")
        make_report("2006-kept")
        make_block(report, 1)
        with transaction.atomic():
            make_block(report, 2)
    assert counters() == (1, 1)


def test_a_draft_raises_the_revision_alone_until_it_is_published():
    with deferred_checks():
        meeting = Meeting.objects.create(slug="2005-test", name="Meeting", kind="ministerial")
        draft = Report.objects.create(meeting=meeting, title="Report")
        block = make_block(draft, text="A text that names Testland.")
        make_evidence(block, "Testland", meeting=meeting)
    actor = Actor.objects.create(slug="testland", name="Testland", kind="country")
    OtherName.objects.create(actor=actor, name="Testia", kind="former")
    actor.name = "Test Land"
    actor.save()
    revision, versions = counters()
    assert revision == 4
    assert versions == 0
    for number, published in enumerate((True, False, True), 1):
        draft.published = published
        draft.save()
        assert counters() == (revision + number, number)


def test_a_row_whose_report_is_published_meanwhile_raises_the_version(monkeypatch):
    """Test an editor who changes a draft, and waits for another who publishes it."""
    block = make_block(make_report(published=False))
    queryset = type(Revision.objects.all())
    rise = queryset.rise

    def wait(revisions):
        Report.objects.filter(pk=block.report_id).update(published=True)
        rise(revisions)

    before = counters()
    monkeypatch.setattr(queryset, "rise", wait)
    block.text = "Other words."
    block.save()
    assert counters() == (before[0] + 1, before[1] + 1)
