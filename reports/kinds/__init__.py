"""One module for each kind of record: its columns, filters, pages and search text.

KINDS is their registry. URLs, navigation, lists, record pages, files, search, the sitemap, the data
page, a meeting's page, the margin of a report, an actor's sections and the admin's counts loop over
it.
"""

from reports.kinds import (
    actors,
    connectives,
    counts,
    findings,
    groups,
    index_terms,
    meetings,
    objectives,
    outcomes,
    participants,
    pledges,
    presentations,
    recommendations,
    workshops,
)
from reports.kinds.registry import KINDS, PARTS, kind_at

KINDS += [
    meetings.KIND,
    participants.KIND,
    workshops.KIND,
    actors.KIND,
    findings.KIND,
    recommendations.KIND,
    pledges.KIND,
    objectives.KIND,
    outcomes.KIND,
    groups.KIND,
    presentations.KIND,
]
PARTS += [meetings.ROLES, workshops.ROLES, counts.COUNTS, connectives.CONNECTIVES, index_terms.TERMS]

__all__ = ["KINDS", "PARTS", "kind_at"]
