"""Documents: the things that search can find, each made of a stored row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Manager, Model, QuerySet

from reports.kinds import KINDS
from reports.lists.kind import Kind, Path, SearchText
from reports.models import (
    KEYS_A_KIND,
    Actor,
    Block,
    BlockKind,
    Document,
    Record,
    prefetch_evidence,
    public_actors,
)
from reports.models.search import HEADINGS, PARAGRAPHS
from reports.report.passages import passage_name
from reports.text.tokens import joined, stored

BATCH = 500  # rows read or written at a time
Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class DocumentKind:
    """Kind of document.

    `number` is its part of the key, `value` its name in an address, `label` and `plural` its name as
    read, `rows` its published rows with all that is needed, `heading` and `pieces` make of one of them
    its title and the pieces of its body.
    """

    number: int
    value: str
    label: str
    plural: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    heading: Callable[[Any], str]
    pieces: Callable[[Any], list[str]]

    def document(self, row: Any) -> Document:
        """Return the document of one row. A paragraph's heading is ours, so no words of it count.

        The body begins with the words that have a hyphen as they are without one.
        """
        heading = self.heading(row)
        title = "" if self.value == "paragraph" else heading
        pieces = list(dict.fromkeys(piece for piece in self.pieces(row) if piece))
        one_word = sorted({token for piece in (title, *pieces) for token, _, _ in joined(piece)})
        return Document(
            pk=self.number * KEYS_A_KIND + row.pk,
            title=stored([title]),
            body=stored(pieces, apart=one_word),
            heading=heading,
            text=Document.PIECE.join(pieces),
            source=str(row.report.meeting) if hasattr(row, "report") else "",  # of one report
            url=row.get_absolute_url(),
        )


PIECES = Block.objects.published().select_related("report__meeting", "part")  # of the published reports
# The kinds of document that are no kinds of record. A number is a part of stored keys: a change asks
# for a rebuild.
BLOCKS = (
    DocumentKind(
        number=PARAGRAPHS,
        value="paragraph",
        label="Paragraph",
        plural="paragraphs",
        model=Block,
        rows=lambda: PIECES.filter(kind=BlockKind.PARAGRAPH),
        heading=lambda block: passage_name(block, block),
        pieces=lambda block: [block.text],
    ),
    DocumentKind(
        number=HEADINGS,
        value="heading",
        label="Title or heading",
        plural="titles or headings",
        model=Block,
        rows=lambda: PIECES.exclude(kind=BlockKind.PARAGRAPH),
        heading=lambda block: block.text,
        pieces=lambda block: [],
    ),
)


def document_kinds() -> dict[str, DocumentKind]:
    """Return the kinds of document by their name in an address, in the order of a page of results."""
    found = [*BLOCKS, *(kind_of_documents(kind, kind.search) for kind in KINDS if kind.search)]
    return {kind.value: kind for kind in sorted(found, key=lambda kind: kind.number)}


def kind_of_documents(kind: Kind, search: SearchText) -> DocumentKind:
    """Return the kind of document of the records of `kind`, by what `search` reads of them."""
    meta = kind.model._meta
    value, label, plural = search.names or (
        str(meta.verbose_name).replace(" ", "-"),
        kind.singular,
        str(meta.verbose_name_plural),
    )
    find = kind.model.objects.published if issubclass(kind.model, Record) else kind.model.objects.all
    relations = search.prefetch + ("report__meeting",) * hasattr(kind.model, "report")
    return DocumentKind(
        number=search.number,
        value=value,
        label=label,
        plural=plural,
        model=kind.model,
        rows=lambda: find().prefetch_related(
            *(prefetch_evidence(path) if path.endswith("evidence") else path for path in relations)
        ),
        heading=lambda record: getattr(record, "title", str(record)),
        pieces=lambda record: [piece for path in search.paths for piece in pieces(record, path)],
    )


def pieces(record: Any, path: Path) -> list[str]:
    """Return the texts that `path` leads to from `record`."""
    if not isinstance(path, str):
        relation, paths = path
        return [
            piece
            for row in getattr(record, relation).all()
            for each in paths
            for piece in pieces(row, each)
        ]
    name, _, rest = path.partition("__")
    value = getattr(record, name)
    values = value.all() if isinstance(value, Manager) else [value]
    if rest:
        return [piece for each in values for piece in pieces(each, rest)]
    return [str(each) for each in values if each is not None]


def batches(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield `keys`, sorted, in pieces that a statement can take: SQLite takes at most 999 values."""
    found = sorted(keys)
    return (found[start : start + BATCH] for start in range(0, len(found), BATCH))


def documents(keys: dict[type, set[int]] | None = None, using: str = "default") -> Iterator[Document]:
    """Yield the documents that there should be for the rows of `keys`, by model; all, for None."""
    for kind in document_kinds().values():
        wanted = None if keys is None else keys.get(kind.model, set())
        if wanted is not None and not wanted:
            continue
        if kind.model is Actor:
            wanted = public_actors(wanted, using)
        rows = kind.rows().using(using)
        rows = rows.order_by("pk")  # an order over joins takes as long to compile as the rest
        found = rows.iterator(BATCH) if wanted is None else rows.in_bulk(wanted).values()
        yield from map(kind.document, found)
