"""Offices and who holds them, by the records of meetings and experts groups that say so."""

from dataclasses import dataclass, field
from typing import Any

from reports.lists import MAX_RECORDS_SHOWN
from reports.models import (
    Actor,
    ExpertsGroup,
    Meeting,
    MeetingRole,
    Office,
    Presentation,
    Recommendation,
    Record,
)
from reports.models.meetings import Role


@dataclass
class Holding:
    """One office as held by one actor: `stated` is the record that says so, of one `meeting`.

    `records` are what the reports of that meeting say of the office and not of its holder by name.
    """

    office: Actor
    holder: Actor
    stated: Record
    meeting: Meeting
    records: list[Record] = field(default_factory=list)


def holders(office: Actor) -> list[Holding]:
    """Return who holds `office` as the published reports say: none where they do not."""
    if office.office == Office.CO_CHAIR:
        return [of_role(office, role) for role in co_chairs()]
    groups = coordinated_groups()
    if office.office != Office.COORDINATOR:
        groups = groups.filter(office=office)
    return [of_group(office, group) for group in groups]


def meetings_without_holders(office: Actor, found: list[Holding]) -> list[Meeting]:
    """Return the published meetings of which no report says who held `office`, of co-chairs."""
    if office.office != Office.CO_CHAIR:
        return []
    stated = {holding.meeting.pk for holding in found}
    return [meeting for meeting in Meeting.objects.published() if meeting.pk not in stated]


def offices(holder: Actor) -> list[Holding]:
    """Return the offices that `holder` holds of which a report says something: with those records."""
    by_part: dict[str, list[Actor]] = {}
    for office in Actor.objects.exclude(office=""):
        by_part.setdefault(office.office, []).append(office)
    found = [
        of_role(office, role)
        for role in co_chairs().filter(actor=holder)
        for office in by_part.get(Office.CO_CHAIR, [])
    ]
    for group in coordinated_groups().filter(coordinator=holder):
        own = [group.office] if group.office else []
        found += [of_group(office, group) for office in own + by_part.get(Office.COORDINATOR, [])]
    if found:
        add_records(found)
    return [holding for holding in found if holding.records]


def co_chairs() -> Any:
    """Return the published parts of co-chairs, with their evidence."""
    return MeetingRole.objects.published().filter(role=Role.CO_CHAIR).with_evidence()


def coordinated_groups() -> Any:
    """Return the published experts groups that have a coordinator, with their evidence."""
    return ExpertsGroup.objects.published().exclude(coordinator=None).with_evidence()


def of_role(office: Actor, role: MeetingRole) -> Holding:
    """Return `office` as held by the actor of a `role` in a meeting."""
    return Holding(office, role.actor, role, role.meeting)


def of_group(office: Actor, group: ExpertsGroup) -> Holding:
    """Return `office` as held by the coordinator of a `group`."""
    report: Any = group.report
    holder: Any = group.coordinator  # not None, see coordinated_groups
    return Holding(office, holder, group, report.meeting)


def add_records(found: list[Holding]) -> None:
    """Add to each of `found` what its office is asked to do and what it presented; two queries."""
    held = [holding.office for holding in found]
    there = {"report__meeting__in": {holding.meeting.pk for holding in found}}
    asked = Recommendation.objects.published().filter(addressees__in=held, **there).distinct()
    given = Presentation.objects.published().filter(presenters__in=held, **there).distinct()
    for record in asked.with_evidence().prefetch_related("addressees")[:MAX_RECORDS_SHOWN]:
        add_record(found, record, {each.pk for each in record.addressees.all()})
    for presentation in given.with_evidence()[:MAX_RECORDS_SHOWN]:
        add_record(found, presentation, {each.actor_id for each in presentation.presented_by.all()})


def add_record(found: list[Holding], record: Any, offices: set[int | None]) -> None:
    """Add `record` to those of `found` that are of one of `offices`, keys of actors, at its meeting."""
    for holding in found:
        if holding.office.pk in offices and holding.meeting == record.report.meeting:
            holding.records.append(record)
