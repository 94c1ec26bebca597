"""No published record stands without evidence, and none points to a draft."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from reports.integrity.checks import deferred_checks
from reports.models import Actor, IndexTerm, Meeting, Objective, ObjectiveLink, Report, Workshop
from tests.factories import make_block, make_evidence, make_record, make_report
from tests.integrity.samples import OBJECTIVE, TEXT, WORKSHOP


def test_a_published_record_needs_evidence(block):
    with pytest.raises(ValidationError, match="has no evidence in a published report: quote the words"):
        Objective.objects.create(report=block.report, **OBJECTIVE)
    assert not Objective.objects.exists()


def test_a_draft_is_published_only_with_evidence_for_every_record(empty):
    report = make_report(published=False)
    block = make_block(report, text=TEXT)
    workshop = Workshop.objects.create(
        report=report, slug="w", order=1, name="funds", kind="workshop", state="held"
    )
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    role = workshop.roles.create(actor=japan, role="host", name_written="Japan")
    report.published = True
    with pytest.raises(ValidationError) as refused:
        report.save()
    assert len(refused.value.messages) == 2
    make_evidence(block, "Japan pledged funds", "w", workshop=workshop)
    make_evidence(block, "Japan", "r", workshop_role=role)
    report.save()
    assert Meeting.objects.published().exists()


def test_a_report_is_published_only_with_words_for_its_meeting(empty):
    meeting = Meeting.objects.create(slug="2005-bare", name="Bare Meeting", kind="ministerial")
    with pytest.raises(ValidationError, match=r"“Bare Meeting.*” has no evidence"), transaction.atomic():
        Report.objects.create(meeting=meeting, title="Report", published=True)
    report = Report.objects.create(meeting=meeting, title="Report")
    heading = make_block(
        report, "", key="title-1", kind="title", order=1, part=None, text="A Bare Meeting"
    )
    report.published = True
    with pytest.raises(ValidationError, match=r"“Bare Meeting.*” has no evidence"), transaction.atomic():
        report.save()
    make_evidence(heading, "Bare Meeting", "meeting", meeting=meeting)
    report.save()
    assert meeting.is_published()


def test_the_last_evidence_of_a_published_record_stays(block, objective):
    for last in (objective.evidence.get(), objective.evidence.all()):
        with pytest.raises(ValidationError, match="has no evidence"), transaction.atomic():
            last.delete()
    make_evidence(block, "New Zealand pledged funds", "second", objective=objective)
    objective.evidence.first().delete()
    assert objective.evidence.count() == 1


def test_evidence_does_not_desert_its_record(block, objective):
    other = make_record(block, Objective, "New Zealand", slug="other", order=2, name="New Zealand")
    evidence = objective.evidence.get()
    evidence.objective = other
    with pytest.raises(ValidationError, match="“Pledged funds” has no evidence"):
        evidence.save()


def test_a_workshop_does_not_take_bare_roles_into_a_published_report(block, secret):
    japan = Actor.objects.create(slug="japan", name="Japan", kind="country")
    secret.roles.create(actor=japan, role="host", name_written="Japan")
    make_evidence(block, "Japan pledged funds", "w", workshop=secret, across_reports=True)
    secret.report = block.report
    with pytest.raises(ValidationError, match="“Hosted by: Japan” has no evidence"):
        secret.save()


def test_a_published_record_points_to_no_draft(block, secret):
    workshop = make_record(block, Workshop, "Japan pledged funds", **WORKSHOP)
    workshop.follows = secret
    with pytest.raises(ValidationError, match="points to “Secret”, which is not: publish that"):
        workshop.save()
    secret.follows = Workshop.objects.get(slug="w")
    secret.save()  # a draft builds on what is published


def test_a_report_that_others_build_on_stays_published(block, secret):
    draft = secret.report
    draft.published = True
    draft.save()
    make_record(block, Workshop, "Japan pledged funds", follows=secret, **WORKSHOP)
    draft.published = False
    with pytest.raises(ValidationError, match="“W” is published and points to “Secret”"):
        draft.save()
    block.report.published = False
    block.report.save()
    draft.save()
    block.report.published = True
    with pytest.raises(ValidationError, match="“W” is published and points to “Secret”"):
        block.report.save()


def test_a_published_record_is_linked_with_no_objective_of_a_draft(block, objective, secret):
    hidden = Objective.objects.create(report=secret.report, **OBJECTIVE | {"slug": "hidden"})
    workshop = make_record(block, Workshop, "Japan pledged funds", **WORKSHOP)
    with pytest.raises(ValidationError, match="which is not: publish that too, or first"):
        ObjectiveLink.objects.create(objective=hidden, workshop=workshop)
    ObjectiveLink.objects.create(objective=objective, workshop=secret)  # shown when it is published


def test_a_record_that_others_point_to_is_moved_to_no_draft(block, objective, secret):
    followed = make_record(block, Workshop, "Japan pledged funds", **WORKSHOP)
    make_record(block, Workshop, "New Zealand", follows=followed, **WORKSHOP | {"slug": "n", "order": 2})
    ObjectiveLink.objects.create(objective=objective, workshop=followed)
    for row in (followed, objective):
        row.report, row.order = secret.report, 9
        with pytest.raises(ValidationError, match="is published and points to"), deferred_checks():
            row.save()


def test_a_record_of_a_draft_brings_no_objective_of_one_into_a_published_report(block, secret):
    hidden = Objective.objects.create(report=secret.report, **OBJECTIVE | {"slug": "hidden"})
    ObjectiveLink.objects.create(objective=hidden, workshop=secret)
    make_evidence(block, "Japan pledged funds", "s", workshop=secret, across_reports=True)
    secret.report, secret.order = block.report, 9
    with pytest.raises(ValidationError, match="which is not: publish that too"), deferred_checks():
        secret.save()


def test_a_meeting_that_a_term_leads_to_keeps_its_words(block):
    with deferred_checks():
        meeting = Meeting.objects.create(slug="2003-funds", name="Funds", kind="ministerial")
        quote = make_evidence(block, "Japan pledged funds", "funds", meeting=meeting)
        term = IndexTerm.objects.create(slug="funds", name="Funds", kind="meeting", meeting=meeting)
        make_evidence(block, "Japan pledged funds", "term", index_term=term)
    with pytest.raises(ValidationError, match="has no evidence in a published report"):
        quote.delete()
