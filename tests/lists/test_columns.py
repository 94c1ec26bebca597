"""A cell of many values shows the first of them and leads to the rest."""

from collections import Counter

from reports.lists.columns import Column
from reports.lists.listing import cell
from reports.models import MAX_CELL_VALUES, Objective, ObjectiveLink, Recommendation
from tests.factories import make_verb
from tests.reading import get


def test_a_cell_of_many_values_leads_to_the_rest(report):
    row = Objective.objects.get(slug="return")
    column = Column("given", "Given", "list", "What the test gives.", "given")

    def shown(number):
        row.given = list(range(number))
        return cell(column, row)

    assert shown(2) == [0, 1]
    assert shown(MAX_CELL_VALUES) == list(range(MAX_CELL_VALUES))
    many = shown(40)
    assert many[:MAX_CELL_VALUES] == list(range(MAX_CELL_VALUES))
    assert [str(each) for each in many[MAX_CELL_VALUES:]] == [f"and {40 - MAX_CELL_VALUES} more"]
    assert many[MAX_CELL_VALUES].get_absolute_url() == "/objectives/return/"


def test_a_row_of_objectives_holds_only_what_its_cells_show(client, report):
    row = Objective.objects.get(slug="return")
    before = row.objective_links.exclude(recommendation=None).count()
    shared = {"report": row.report, "verb": make_verb("agreed")}
    made = Recommendation._base_manager.bulk_create(
        Recommendation(slug=f"r{n}", order=n, name=f"thing {n}", **shared) for n in range(200, 220)
    )
    ObjectiveLink._base_manager.bulk_create(
        ObjectiveLink(objective=row, recommendation=each) for each in made
    )
    held = Objective.objects.with_table_data().get(slug="return")
    kinds = Counter(each.kind for each in held.objective_links.all())
    assert kinds["recommendation"] == MAX_CELL_VALUES
    assert kinds["workshop"] == min(MAX_CELL_VALUES, row.objective_links.exclude(workshop=None).count())
    further = f"and {before + 20 - MAX_CELL_VALUES} more"
    assert f'<a href="/objectives/return/">{further}</a>' in get(client, "/objectives/")[0]
