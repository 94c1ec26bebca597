"""Counters: the internal revision, and the public version of the data."""

from secrets import token_hex

from django.db import models
from django.utils import timezone


def new_mark() -> str:
    """Return a mark that no other state of any database has."""
    return token_hex(16)


class RevisionQuerySet(models.QuerySet["Revision"]):
    """QuerySet of the revision."""

    def current(self) -> int:
        """Return the revision as a whole number; 0 before the first write."""
        return self.values_list("number", flat=True).filter(pk=1).first() or 0

    def state(self) -> tuple[str, int]:
        """Return the mark of the data as they are and the revision; ("", 0) before the first write."""
        return self.values_list("mark", "number").filter(pk=1).first() or ("", 0)

    def rise(self) -> None:
        """Count one more transaction that wrote, and hold back other writers until it ends."""
        if not self.filter(pk=1).update(number=models.F("number") + 1, mark=new_mark()):
            self.create(pk=1, number=1)


class Revision(models.Model):
    """The number of transactions that have written to the portal's tables: the key of every cache.

    There is one row. Its mark is another after each of them: numbers come back after a flush or a
    restore, and what was kept under one of them before is of other data.
    """

    number = models.PositiveBigIntegerField(default=0)
    mark = models.CharField(max_length=32, default=new_mark, editable=False)

    objects = RevisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"revision {self.number}"


class DataVersionQuerySet(models.QuerySet["DataVersion"]):
    """QuerySet of data versions."""

    def current(self) -> "DataVersion | None":
        """Return the newest version, or None before any data is published."""
        return self.order_by("number").last()

    def rise(self) -> "DataVersion":
        """Add the next version, of today. The caller holds the revision, so no two are the same."""
        last = self.aggregate(last=models.Max("number"))["last"] or 0
        return self.create(number=last + 1, date=timezone.localdate())

    def get_by_natural_key(self, number: int) -> "DataVersion":
        return self.get(number=number)


class DataVersion(models.Model):
    """One published change of the data: its number and the day it was published, in UTC."""

    number = models.PositiveIntegerField(unique=True)
    date = models.DateField()

    objects = DataVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"data version {self.number}"

    def natural_key(self) -> tuple[int]:
        return (self.number,)

    # Last in a dump: the rows before it make a first version of their own on loading, which the
    # dump's then replaces, so that a moved database keeps its versions and their dates.
    natural_key.dependencies = ["reports.block"]  # type: ignore[attr-defined] # read by dumpdata
