"""Experts groups are the two that the report names."""

from tests.kinds.names import ONE, TWO
from tests.kinds.stored import stated

# Slug, name, subject, coordinator.
GROUPS = [
    (ONE, "AHEG I", "international and regional cooperation", "new-zealand"),
    (TWO, "AHEG II", "policy, legislation and law enforcement", "thailand"),
]
REPRESENTATIVES = {
    ONE: "Ms Heather Riddell, New Zealand Ministry of Foreign Affairs and Trade",
    TWO: "Police Major General Krerckphong Pukprayura, of the Royal Thai Police",
}


def test_experts_groups_are_the_two(report):
    fields = ("slug", "name", "subject", "coordinator__slug")
    assert list(report.experts_groups.order_by("slug").values_list(*fields)) == GROUPS
    assert stated(report.experts_groups, "representative") == REPRESENTATIVES
