"""Outcomes are the five that a reader of the report lists."""

from tests.kinds.names import IDENTITY, RETURNS
from tests.kinds.stored import blocks_of, ends, rows

# Slug, state, workshop, workshop as written, paragraph.
OUTCOMES = [
    ("awareness-and-capacity", "effect", None, "discussions at the workshops", "p10"),
    ("national-legislation", "effect", None, "the legislative workshops", "p10"),
    ("returns-checklist", "developed", RETURNS, "the returns workshop", "p11"),
    ("return-agreement-paragraphs", "developed", RETURNS, "the returns workshop", "p11"),
    ("identity-guidelines", "begun", IDENTITY, "The identity workshop", "p11"),
]
# Their names in the same order, as `ends` gives them.
OUTCOME_NAMES = [
    "increased participants' awareness … deal with them",
    "assisted many countries … Australia and China",
    "a checklist of … and trafficked people",
    "a compilation of … bilateral return agreements",
    "useful work on … establishment of identity",
]


def test_outcomes_are_the_five(report):
    where = blocks_of("outcome")
    found = rows(report.outcomes, "slug", "state", "workshop__slug", "workshop_written")
    assert [(*row, where[row[0]]) for row in found] == OUTCOMES
    assert [ends(name) for (name,) in rows(report.outcomes, "name")] == OUTCOME_NAMES


def test_legislative_workshops_are_not_said_to_be_one(report):
    assert report.outcomes.get(slug="national-legislation").workshop is None
