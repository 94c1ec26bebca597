"""Coverage of a paragraph: which of its words lie in quotes of records."""

from collections.abc import Iterable
from contextlib import suppress

from reports.models.base import Record
from reports.models.evidence import Evidence
from reports.text.statements import Quote, Sentence, read


def covered_sentences(text: str, evidence: Iterable[Evidence]) -> list[Sentence]:
    """Return the sentences of `text`, a block's, with the words that none of its `evidence` covers."""
    statements = read(text)
    return statements.cover(quote[:2] for quote in statements.counting(located(evidence)))


def located(evidence: Iterable[Evidence]) -> list[Quote]:
    """Return the places of the `evidence` of a block, without what is not found in its text.

    And without that of records that say nothing of what they name.
    """
    found = []
    for each in evidence:
        model: type[Record] = getattr(Evidence, each.kind).field.related_model
        if not model.states:
            continue
        with suppress(ValueError):  # told of the evidence itself
            found.append(each.locate())
    return found
