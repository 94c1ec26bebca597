"""Base classes of the pages of records: their evidence, and the columns of their lists."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest

from reports.admin.base import GuardedAdmin, GuardedInline
from reports.admin.evidence import EvidenceInline
from reports.admin.forms import is_public
from reports.models import Evidence
from reports.models.base import count_rows

# As a tuple for list_filter: shows the records that have none, which cannot be published.
EVIDENCE_FILTER = ("evidence", admin.EmptyFieldListFilter)

# A fieldset; its options have a type in the stubs alone.
WHERE: tuple[str, Any] = (
    "Where in the report",
    {
        "fields": ["report", "order"],
        "description": "Which report states it, and its place among those of its kind.",
    },
)


class RecordAdmin(GuardedAdmin):
    """Pages of records, each with the number of quotes it rests on."""

    empty_value_display = "not stated"
    inlines = [EvidenceInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows with how many quotes each has, counted for those of the page alone."""
        key = self.model.evidence.rel.field.name
        quotes = Evidence.objects.filter(**{key: OuterRef("pk")})
        return super().get_queryset(request).annotate(quotes=count_rows(quotes, key))

    @admin.display(ordering="quotes")
    def quotes(self, obj: Any) -> int:
        """Return how many quotes it rests on."""
        return obj.quotes


class RecordInline(GuardedInline):
    """Records that belong to the one on the page; their evidence is on pages of their own."""

    show_change_link = True

    def has_add_permission(  # type: ignore[override] # an inline is asked with the row of the page
        self, request: HttpRequest, obj: Any
    ) -> bool:
        """Return False for what is published: a new record there needs its evidence in the same save."""
        return super().has_add_permission(request, obj) and not (obj and was_public(request, obj))


def was_public(request: HttpRequest, row: Any) -> bool:
    """Return True if the public could see `row` when the page of `request` first asked."""
    if not hasattr(request, "public_rows"):
        request.public_rows = {}  # type: ignore[attr-defined] # asked by each inline of a page
    key = type(row), row.pk
    if key not in request.public_rows:  # type: ignore[attr-defined] # as above
        request.public_rows[key] = is_public(row)  # type: ignore[attr-defined] # as above
    return request.public_rows[key]  # type: ignore[attr-defined] # as above


@admin.display(description="date as stated", ordering="earliest", empty_value="not stated")
def stated_date(obj: Any) -> str:
    """Return the date in the report's words, sorted by the first day that it can mean."""
    return obj.date_words


def link_column(name: str) -> Callable[[Any], Any]:
    """Return a column for the reference `name`; Django's own would not break a long line."""

    @admin.display(description=name, ordering=name)
    def column(obj: Any) -> Any:
        return getattr(obj, name)

    return column
