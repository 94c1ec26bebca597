"""A cell of many values shows the first of them and leads to the rest."""

from collections import Counter

from reports.lists.listing import FEW, few
from reports.models import Objective, ObjectiveLink, Recommendation
from tests.reading import get


def test_a_cell_of_many_values_leads_to_the_rest(report):
    row = Objective.objects.get(slug="return")
    assert few([1, 2], row) == [1, 2]
    assert few(list(range(FEW)), row) == list(range(FEW))
    shown = few(list(range(40)), row)
    assert shown[:FEW] == list(range(FEW))
    assert [str(each) for each in shown[FEW:]] == [f"and {40 - FEW} more"]
    assert shown[FEW].get_absolute_url() == "/objectives/return/"


def test_a_row_of_objectives_holds_only_what_its_cells_show(client, report):
    row = Objective.objects.get(slug="return")
    before = row.objective_links.exclude(recommendation=None).count()
    shared = {"meeting": row.meeting, "verb": "agreed"}
    made = Recommendation._base_manager.bulk_create(
        Recommendation(slug=f"r{n}", order=n, name=f"thing {n}", **shared) for n in range(200, 220)
    )
    ObjectiveLink._base_manager.bulk_create(
        ObjectiveLink(objective=row, recommendation=each) for each in made
    )
    held = Objective.objects.with_table_data().get(slug="return")
    kinds = Counter(each.kind for each in held.objective_links.all())
    assert kinds["recommendation"] == FEW
    assert kinds["workshop"] == min(FEW, row.objective_links.exclude(workshop=None).count())
    further = f"and {before + 20 - FEW} more"
    assert f'<a href="/objectives/return/">{further}</a>' in get(client, "/objectives/")[0]
