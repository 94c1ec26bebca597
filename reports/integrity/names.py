"""Rule of names: what is no actor does not go by the name of one, as the index has one alphabet."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.db.models import Q

from reports.models import Actor, GuardedModel, IndexTerm, IndexTermName, OtherName
from reports.models.actors import SAME_NAME
from reports.models.index_terms import SAME_TERM
from reports.text.sameness import name_key

# The field of each model that has a name by which names are the same.
KEYS: dict[type[GuardedModel], str] = {
    Actor: "folded",
    OtherName: "slug",
    IndexTerm: "folded",
    IndexTermName: "folded",
}


def mark_alone(rows: Sequence[Any]) -> None:
    """Mark which of `rows`, of one model, have a name that no other row has.

    Asks once for all names, where each row would ask several times for its own. A key that does not
    follow from its name tells nothing.
    """
    if rows and (own := KEYS.get(type(rows[0]))):
        asked = (model.objects.order_by().values_list(key, flat=True) for model, key in KEYS.items())
        found = Counter(chain.from_iterable(asked))
        for row in rows:
            key = getattr(row, own)
            row.name_alone = found[key] == 1 and key == name_key(row.name)


def find_name_problems(row: GuardedModel) -> list[str]:
    """Say whose name the actor, the index term or the other name `row` has too, in sentences."""
    own = KEYS.get(type(row))
    key = getattr(row, own) if own else ""
    if not key or row.name_alone:
        return []
    if isinstance(row, IndexTerm | IndexTermName):
        actors = Actor.objects.filter(Q(folded=key) | Q(other_names__slug=key)).distinct()
        return [SAME_NAME.format(row.name, other.name, other.slug) for other in actors]
    if isinstance(row, Actor | OtherName):
        terms = IndexTerm.objects.filter(Q(folded=key) | Q(other_names__folded=key)).distinct()
        return [SAME_TERM.format(row.name, other.name, other.slug) for other in terms]
    return []
