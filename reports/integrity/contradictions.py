"""Rules of rows that contradict each other: circles, and what follows something later than itself."""

from collections.abc import Iterator
from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist

from reports.integrity.problems import Problem
from reports.models import Actor, GuardedModel, Workshop

FOLLOWS_ITSELF = (
    "“{}” would follow itself, by way of {}: take out of “follows” of one of them what the report does "
    "not say."
)
PART_OF_ITSELF = (
    "“{}” would be a part of itself, by way of {}: take out of “part of” of one of them what is not so."
)
FOLLOWS_LATER = (
    "“{}” ({}) cannot follow “{}” ({}), which was later: correct the one that it follows, or the dates."
)


def find_contradictions(row: GuardedModel) -> Iterator[Problem]:
    """Yield where the workshop or actor `row`, as stored, contradicts another."""
    with suppress(ObjectDoesNotExist):  # deleted meanwhile: the database's own key tells it
        if isinstance(row, Workshop) and row.follows:
            if between := find_circle(row, "follows"):
                yield Problem(FOLLOWS_ITSELF.format(row, between), row, "follows")
            else:
                yield from find_later(row, row.follows)
        if isinstance(row, Actor) and row.part_of and (between := find_circle(row, "part_of")):
            yield Problem(PART_OF_ITSELF.format(row, between), row, "part_of")


def find_circle(row: GuardedModel, name: str) -> str:
    """Return the rows by which the foreign key `name` leads back to `row`, in words; "" if it ends."""
    passed = {row.pk: row}
    other = getattr(row, name)
    while other and other.pk not in passed:
        passed[other.pk] = other
        other = getattr(other, name)
    if other != row:
        return ""
    return ", ".join(f"“{each}”" for each in passed.values() if each != row)


def find_later(row: Workshop, first: Workshop) -> Iterator[Problem]:
    """Yield a sentence where `row` was over before that began which it follows, by both stated dates."""
    if row.latest and first.earliest and row.latest < first.earliest:
        sentence = FOLLOWS_LATER.format(row, row.date_words, first, first.date_words)
        yield Problem(sentence, row, "follows")
