"""The machinery of the rules that hold whoever writes: when they are checked, what they count."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from reports import indexing
from reports.models import DataVersion, Revision

_pending = ContextVar("rows to check when all is written", default=None)


@contextmanager
def settled(using=DEFAULT_DB_ALIAS):
    """Check the rows written inside together, in their final state, in one transaction.

    Outside of it each write is checked at once. Raises ValidationError, and keeps nothing, when a
    row breaks a rule at the end. Inside another one, that one checks.
    """
    if _pending.get() is not None:
        yield
        return
    with transaction.atomic(using=using), indexing.gathered(using):
        token = _pending.set({})
        try:
            yield
            settle(using)
        finally:
            _pending.reset(token)


def settle(using=DEFAULT_DB_ALIAS):
    """Check what the open `settled` block has written so far; raises ValidationError as it does."""
    pending = _pending.get()
    rows, problems = dict(pending), {}
    pending.clear()
    for row in fresh(rows, using):
        problems |= dict.fromkeys(row.problems())
    if problems:
        raise ValidationError(list(problems))


def fresh(rows, using):
    """The pending `rows`, a dictionary keyed by model and primary key, as they are stored now."""
    for model, pk in rows:
        if row := model._base_manager.using(using).filter(pk=pk).first():
            yield row


def check(row, using=DEFAULT_DB_ALIAS):
    """Check `row` as stored: now, or at the end of the `settled` block that is open.

    Raises ValidationError with every problem of the row.
    """
    pending = _pending.get()
    if pending is not None:
        pending[type(row), row.pk] = True
    elif problems := [p for row in fresh({(type(row), row.pk): True}, using) for p in row.problems()]:
        raise ValidationError(problems)


def revision_counted():
    """Stand in the queue of a transaction's commit as the mark that it has raised the revision."""


def version_counted():
    """Stand in the queue of a transaction's commit as the mark that it has raised the version."""


def count(using, *, public):
    """Raise the revision, and for a `public` change the data version, once per transaction."""
    once(using, revision_counted, Revision.objects.using(using).rise)
    if public:
        once(using, version_counted, DataVersion.objects.using(using).rise)


def once(using, mark, act):
    """Do `act` unless this transaction has; `mark` is what remembers it.

    The queue of the commit hooks is the one list that a rollback, to a savepoint too, shortens by
    exactly what it undoes in the database.
    """
    if not any(hook is mark for _, hook, *_ in connections[using].run_on_commit):
        act()
        transaction.on_commit(mark, using=using)
