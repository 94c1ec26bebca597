"""Checks of the rules that hold whoever writes, now or at the end of a block; counts of writes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.dispatch import Signal

from reports.integrity.claims import find_claim_problems
from reports.integrity.contradictions import find_contradictions
from reports.integrity.names import find_name_problems
from reports.integrity.places import find_place_problems
from reports.integrity.problems import Problem
from reports.integrity.publication import find_problems_of_records, find_publication_problems
from reports.models import DataVersion, GuardedModel, Report, Revision


class Change(NamedTuple):
    """One write of a row: as it was stored before and as it is now; None where it is not stored."""

    before: GuardedModel | None
    after: GuardedModel | None


class LeftAddress(NamedTuple):
    """A public address that a write leaves: where it leads now, "" for nowhere, and what stood there."""

    path: str
    target: str
    kind: str
    name: str


@dataclass
class DeferredChecks:
    """Rows that an open `deferred_checks` block has still to check, and the changes made in it.

    `switched` are the primary keys of reports whose records may be public since, or no longer;
    `announced` of the changes were told already; `published` says that one of them is of what is
    public, or was; `left` are the public addresses that these leave.
    """

    rows: dict[tuple[type[GuardedModel], object], None] = field(default_factory=dict)
    switched: set[object] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    announced: int = 0
    published: bool = False
    left: list[LeftAddress] = field(default_factory=list)


# Sent with `changes`, a list of Change, and `using` when rows were written: one at once, or at the
# end of a `deferred_checks` block all that were written in it.
data_changed = Signal()

_pending: ContextVar[DeferredChecks | None] = ContextVar("open deferred_checks block", default=None)


@contextmanager
def deferred_checks(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Check the rows written inside together, in their final state, in one transaction.

    Outside of it each write is checked at once. Raises ValidationError, and keeps nothing, when a
    row breaks a rule at the end. Inside another such block, the outer one checks.
    """
    if _pending.get() is not None:
        yield
        return
    with transaction.atomic(using=using):
        token = _pending.set(pending := DeferredChecks())
        try:
            yield
            run_deferred_checks(using)
        finally:
            _pending.reset(token)
        if changes := pending.changes[pending.announced :]:
            data_changed.send(None, changes=changes, using=using)


@contextmanager
def trial(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Undo all that is written inside, whatever comes of it: a `deferred_checks` block of its own.

    Nothing is checked at its end; `run_deferred_checks` may be called inside.
    """
    with transaction.atomic(using=using):
        token = _pending.set(DeferredChecks())
        try:
            yield
        finally:
            _pending.reset(token)
            transaction.set_rollback(True, using=using)


def run_deferred_checks(using: str = DEFAULT_DB_ALIAS) -> None:
    """Check what the open `deferred_checks` block has written so far, as its end does."""
    pending = _pending.get()
    if pending is not None:
        keys, switched = list(pending.rows), set(pending.switched)
        pending.rows.clear()
        pending.switched.clear()
        raise_problems(keys, switched, using)


def raise_problems(
    keys: Iterable[tuple[type[GuardedModel], object]], switched: set[object], using: str
) -> None:
    """Raise ValidationError with what is wrong with the rows of `keys`, each sentence once.

    And with the records of the reports that were `switched`, see `check`. `keys` are pairs of model and
    primary key; the rows are taken as they are stored now.
    """
    problems: dict[str, None] = {}
    by_model: dict[type[GuardedModel], list[Any]] = {}
    for model, pk in keys:
        by_model.setdefault(model, []).append(pk)
    for model, pks in by_model.items():
        # With the rows that each belongs to, which the rules ask for.
        rows = model._base_manager.using(using).select_related().order_by()
        found = list(rows.in_bulk(pks).values())
        for row in found:
            problems |= dict.fromkeys(of_row(each, row) for each in find_problems(row))
        problems |= dict.fromkeys([*find_claim_problems(found), *find_place_problems(found)])
    for report in Report._base_manager.using(using).in_bulk(switched).values():
        problems |= dict.fromkeys(of_row(each, report) for each in find_problems_of_records(report))
    if problems:
        raise ValidationError(list(problems))


def of_row(sentence: str, row: GuardedModel) -> Problem:
    """Return `sentence` as one about `row`, where it is about no other."""
    return sentence if isinstance(sentence, Problem) else Problem(sentence, row, "")


def find_problems(row: GuardedModel) -> list[str]:
    """Return what is wrong with `row` as stored: its own rules, and those that look at others too."""
    return [
        *row.find_problems(),
        *find_name_problems(row),
        *find_contradictions(row),
        *find_publication_problems(row),
    ]


def check(
    rows: Iterable[GuardedModel], using: str = DEFAULT_DB_ALIAS, switched: Iterable[Report] = ()
) -> None:
    """Check `rows` as stored: now, or at the end of the `deferred_checks` block that is open.

    And the records of the reports that were `switched`: published or withdrawn.
    Raises ValidationError with every problem of theirs.
    """
    pending = _pending.get()
    keys = dict.fromkeys((type(row), row.pk) for row in rows)
    reports: set[object] = {report.pk for report in switched}
    if pending is None:
        raise_problems(keys, reports, using)
    else:
        pending.rows |= keys
        pending.switched |= reports


def announce(change: Change, using: str = DEFAULT_DB_ALIAS) -> None:
    """Send `data_changed` for one change: now, or at the end of the block that is open."""
    pending = _pending.get()
    if pending is None:
        data_changed.send(None, changes=[change], using=using)
    else:
        pending.changes.append(change)


def announce_so_far(using: str = DEFAULT_DB_ALIAS) -> DeferredChecks:
    """Announce what the open `deferred_checks` block has written so far, as its end does; return it.

    Returns an empty one where none is open.
    """
    pending = _pending.get() or DeferredChecks()
    if changes := pending.changes[pending.announced :]:
        pending.announced = len(pending.changes)
        data_changed.send(None, changes=changes, using=using)
    return pending


def tell_left(addresses: Iterable[LeftAddress]) -> None:
    """Tell the `deferred_checks` block that is open, if any, of public `addresses` that were left."""
    if (pending := _pending.get()) is not None:
        pending.left += addresses


def touches_published() -> bool:
    """Return True if the open `deferred_checks` block has written what is public, or was before."""
    pending = _pending.get()
    return pending is not None and pending.published


def revision_bumped() -> None:
    """Do nothing: in the queue of commit hooks, mark that the transaction has raised the revision."""


def version_bumped() -> None:
    """Do nothing: in the queue of commit hooks, mark that the transaction has raised the version."""


def bump_versions(using: str, row: GuardedModel, *, was_public: bool = False) -> None:
    """Raise the revision, and where `row` is or was public the data version, once per transaction.

    What was raised is marked in the queue of the commit hooks: the one list that a rollback, to a
    savepoint too, shortens by exactly what it undoes in the database.
    """
    marks = [hook for _, hook, *_ in connections[using].run_on_commit]
    if revision_bumped not in marks:
        Revision.objects.using(using).rise()
        transaction.on_commit(revision_bumped, using=using)
        # Whom this has waited for may have published the report of the row, which remembers the old one.
        row = type(row)._base_manager.using(using).filter(pk=row.pk).order_by().first() or row
    pending = _pending.get()
    told = version_bumped in marks and (pending is None or pending.published)
    if told or not (was_public or row.is_published()):
        return
    if pending is not None:
        pending.published = True
    if version_bumped not in marks:
        DataVersion.objects.using(using).rise()
        transaction.on_commit(version_bumped, using=using)
