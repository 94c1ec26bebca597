"""QuerySets of rows that have a list, and of records."""

from typing import Self, TypeVar

from django.db import models

from reports.models.base import GuardedQuerySet, Record, Row
from reports.models.evidence import prefetch_evidence

RecordRow = TypeVar("RecordRow", bound=Record)

MAX_CELL_VALUES = 12  # values that one cell of a list's table shows; the record's page has the rest


def first_actor(rows: models.QuerySet) -> models.Subquery:
    """Return the slug of the first actor that `rows` of the record of a query name, to sort by."""
    return models.Subquery(rows.order_by("actor__slug").values("actor__slug")[:1])


class ListQuerySet(GuardedQuerySet[Row]):
    """QuerySet of rows that have a list."""

    def with_sort_keys(self) -> Self:
        """Add what columns sort by that is no column of the database."""
        return self

    def with_table_data(self) -> Self:
        """Fetch all that a row of a list's page shows: no query for each row."""
        return self

    def with_page_data(self) -> Self:
        """Fetch all that the page of a record shows of it: no query for each value."""
        return self.with_table_data()

    def with_export_data(self) -> Self:
        """Add the numbers that files give and that are no column of the database."""
        return self


class RecordQuerySet(ListQuerySet[RecordRow]):
    """QuerySet of records."""

    def with_evidence(self) -> Self:
        """Fetch the published evidence of each record too, and the rows that it is `fetched_with`."""
        rows = self.select_related(*self.model.fetched_with)
        return rows.prefetch_related(prefetch_evidence())

    def with_table_data(self) -> Self:
        """Fetch all that a row of a list's page shows: no query for each row."""
        return self.with_evidence()
