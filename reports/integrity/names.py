"""Rule of names: what is no actor does not go by the name of one, as the index has one alphabet."""

from django.db.models import Q

from reports.models import Actor, GuardedModel, IndexTerm, IndexTermName, OtherName
from reports.models.actors import SAME_NAME
from reports.models.index_terms import SAME_TERM


def find_name_problems(row: GuardedModel) -> list[str]:
    """Say whose name the actor, the index term or the other name `row` has too, in sentences."""
    key = row.slug if isinstance(row, OtherName) else getattr(row, "folded", "")
    if not key:
        return []
    if isinstance(row, IndexTerm | IndexTermName):
        actors = Actor.objects.filter(Q(folded=key) | Q(other_names__slug=key)).distinct()
        return [SAME_NAME.format(row.name, other.name, other.slug) for other in actors]
    if isinstance(row, Actor | OtherName):
        terms = IndexTerm.objects.filter(Q(folded=key) | Q(other_names__folded=key)).distinct()
        return [SAME_TERM.format(row.name, other.name, other.slug) for other in terms]
    return []
