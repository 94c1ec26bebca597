"""Problems that rules find: a sentence that knows the row and the field to correct."""

from reports.models import GuardedModel


class Problem(str):
    """A sentence of what is wrong, with its `row`, and the `field` at which a form tells it or ""."""

    row: GuardedModel
    field: str

    def __new__(cls, sentence: str, row: GuardedModel, field: str) -> "Problem":
        problem = super().__new__(cls, sentence)
        problem.row, problem.field = row, field
        return problem
