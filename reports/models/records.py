"""QuerySets of rows that have a list, and of records."""

from typing import Self

from reports.models.base import GuardedQuerySet, Row
from reports.models.evidence import prefetch_evidence

MAX_CELL_VALUES = 12  # values that one cell of a list's table shows; the record's page has the rest


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


class RecordQuerySet(ListQuerySet[Row]):
    """QuerySet of records that a meeting's report states."""

    def with_evidence(self) -> Self:
        """Fetch the meeting and the published evidence of each record too."""
        return self.select_related("meeting").prefetch_related(prefetch_evidence())

    def with_table_data(self) -> Self:
        """Fetch all that a row of a list's page shows: no query for each row."""
        return self.with_evidence()
