"""Revision and data version rise once per transaction, whoever writes, and not when it is undone."""

from contextlib import suppress

import pytest
from django.db import transaction

from reports.integrity.checks import deferred_checks
from reports.models import Actor, DataVersion, Meeting, OtherName, Report, Revision
from tests.factories import make_block, make_report

pytestmark = pytest.mark.usefixtures("written")


def counters():
    """The revision and the number of data versions."""
    return Revision.objects.current(), DataVersion.objects.count()


def test_each_saved_row_of_a_published_meeting_raises_both():
    report = make_report()
    assert counters() == (1, 1)
    report.meeting.slug = "2005-edited"
    report.meeting.save()
    assert counters() == (2, 2)


def test_a_save_that_changes_nothing_raises_neither():
    report = make_report()
    report.save()
    assert counters() == (1, 1)


def test_many_rows_in_one_transaction_raise_each_once():
    with transaction.atomic():
        report = make_report()
        make_block(report, 1)
        with transaction.atomic():
            make_block(report, 2)
    assert counters() == (1, 1)


def test_a_rolled_back_transaction_raises_neither():
    with suppress(ZeroDivisionError), transaction.atomic():
        make_report()
        raise ZeroDivisionError
    assert counters() == (0, 0)
    make_report()
    assert counters() == (1, 1)


def test_a_rolled_back_savepoint_leaves_the_count_to_the_next_write():
    with transaction.atomic():
        with suppress(ZeroDivisionError), transaction.atomic():
            make_report("2005-undone")
            raise ZeroDivisionError
        make_report("2005-kept")
        make_report("2006-kept")
    assert counters() == (1, 1)


def test_a_draft_raises_the_revision_alone():
    make_block(make_report(published=False))
    revision, versions = counters()
    assert revision > 0
    assert versions == 0


@pytest.mark.parametrize("before", [False, True])
def test_publishing_and_withdrawing_are_published_changes(before):
    report = make_report(published=before)
    versions = DataVersion.objects.count()
    report.published = not before
    report.save()
    assert DataVersion.objects.count() == versions + 1


def test_a_deletion_raises_both():
    block = make_block(make_report())
    before = counters()
    block.delete()
    assert counters() == (before[0] + 1, before[1] + 1)


def test_versions_are_numbered_without_gaps_and_dated():
    for number in range(1, 4):
        make_report(f"200{number}-som")
    assert list(DataVersion.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    assert Meeting.objects.count() == 3


def test_the_data_version_does_not_rise_before_publication():
    with deferred_checks():
        meeting = Meeting.objects.create(slug="2005-test", name="Meeting", kind="ministerial")
        draft = Report.objects.create(meeting=meeting, title="Report")
        make_block(draft, text="A text that names Testland.")
    actor = Actor.objects.create(slug="testland", name="Testland", kind="country")
    OtherName.objects.create(actor=actor, name="Testia", kind="former")
    actor.name = "Test Land"
    actor.save()
    assert not DataVersion.objects.exists()


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
