"""Checks of the counts that a report states against the lists of the portal."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict

from reports.integrity.verify import Check, further_checks
from reports.kinds import kind_at
from reports.lists import Listing
from reports.models import StatedCount


def rows_at(address: str) -> int:
    """Return how many rows the list at `address`, a path with its filters, has.

    Raises ValidationError with a sentence where there is no such list, or no such filter of it.
    """
    parts = urlsplit(address)
    try:
        kind = kind_at(parts.path.strip("/"))
    except Http404:
        raise ValidationError(f"There is no list at “{parts.path}”.") from None
    filters = Listing(kind, QueryDict(parts.query)).filters
    errors = [f"“{name}” is no filter of that list." for name in filters.unknown]
    errors += [str(said) for messages in filters.form.errors.values() for said in messages]
    if errors:
        raise ValidationError(errors)
    return filters.count


def rows_or_none(address: str) -> int | None:
    """Return how many rows the list at `address` has; None where there is no such list or filter."""
    try:
        return rows_at(address)
    except ValidationError:
        return None


def find_wrong_counts() -> Iterator[str]:
    """Yield a sentence for each published count that the list of its address does not give."""
    for count in StatedCount.objects.published():
        try:
            rows = rows_at(count.address)
        except ValidationError as error:
            yield f"count “{count.slug}”, {count.address}: {' '.join(error.messages)}"
        else:
            if rows != count.number:
                yield f"count “{count.slug}”: {count.address} has {rows} rows, not {count.number}."


def check_counts() -> Check:
    """Check the published counts that reports state themselves."""
    number = StatedCount.objects.published().count()
    return Check("counts against their lists", number, list(find_wrong_counts()))


further_checks.append(check_counts)
