"""Documents: the things that search can find, each made of a stored row."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Model, QuerySet

from reports.kinds import KINDS
from reports.lists.kind import Kind, Path, SearchText
from reports.models import (
    KEYS_A_KIND,
    Actor,
    Block,
    BlockKind,
    Document,
    Meeting,
    Record,
    prefetch_evidence,
    public_actors,
)
from reports.report.passages import passage_name
from reports.text.tokens import stored

BATCH = 500  # rows read or written at a time
OF_NO_REPORT = (Actor, Meeting)  # models whose rows do not belong to the report of one meeting


@dataclass(frozen=True)
class DocumentKind:
    """Kind of document.

    `number` is its part of the key, `value` its name in an address, `label` and `plural` its name as
    read, `rows` its published rows with all that is needed, and `read` makes of one of them its title
    and the pieces of its body.
    """

    number: int
    value: str
    label: str
    plural: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    read: Callable[[Any], tuple[str, list[str]]]

    def documents(self, keys: set[int] | None, using: str) -> Iterator[Document]:
        """Yield the documents of this kind for the rows of these primary `keys`; of all, for None."""
        rows = self.rows().using(using)
        found = rows.order_by("pk").iterator(BATCH) if keys is None else rows.in_bulk(keys).values()
        return map(self.document, found)

    def document(self, row: Any) -> Document:
        """Return the document of one row. A paragraph's heading is ours, so no words of it count."""
        heading, pieces = self.read(row)
        pieces = list(dict.fromkeys(piece for piece in pieces if piece))
        return Document(
            pk=self.number * KEYS_A_KIND + row.pk,
            title="" if self.value == "paragraph" else stored([heading]),
            body=stored(pieces),
            heading=heading,
            text=Document.PIECE.join(pieces),
            source="" if self.model in OF_NO_REPORT else str(row.meeting),
            url=row.get_absolute_url(),
        )


def published_blocks() -> QuerySet[Block]:
    """Return the pieces of the published reports."""
    return Block.objects.published().select_related("meeting")


# The kinds of document that are no kinds of record. A number is a part of stored keys: a change asks
# for a rebuild.
BLOCKS = (
    DocumentKind(
        number=1,
        value="paragraph",
        label="Paragraph",
        plural="paragraphs",
        model=Block,
        rows=lambda: published_blocks().filter(kind=BlockKind.PARAGRAPH),
        read=lambda block: (passage_name(block, block), [block.text]),
    ),
    DocumentKind(
        number=2,
        value="heading",
        label="Title or heading",
        plural="titles or headings",
        model=Block,
        rows=lambda: published_blocks().exclude(kind=BlockKind.PARAGRAPH),
        read=lambda block: (block.text, []),
    ),
)


def document_kinds() -> dict[str, DocumentKind]:
    """Return the kinds of document by their name in an address, in the order of a page of results."""
    found = [*BLOCKS, *(kind_of_documents(kind, kind.search) for kind in KINDS if kind.search)]
    return {kind.value: kind for kind in sorted(found, key=lambda kind: kind.number)}


def kind_of_documents(kind: Kind, search: SearchText) -> DocumentKind:
    """Return the kind of document of the records of `kind`, by what `search` reads of them."""
    meta = kind.model._meta
    value = str(meta.verbose_name).replace(" ", "-")
    names = search.names or (value, kind.singular, str(meta.verbose_name_plural))

    def rows() -> QuerySet:
        found = kind.model.objects.published() if issubclass(kind.model, Record) else kind.model.objects
        source = () if kind.model in OF_NO_REPORT else ("meeting",)
        return found.prefetch_related(
            *source,
            *(
                prefetch_evidence(path) if path.endswith("evidence") else path
                for path in search.prefetch
            ),
        )

    def read(record: Any) -> tuple[str, list[str]]:
        title = record.title if isinstance(record, Record) else str(record)
        return title, [piece for path in search.paths for piece in pieces(record, path)]

    return DocumentKind(search.number, *names, kind.model, rows, read)


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


def documents(keys: dict[type, set[int]] | None = None, using: str = "default") -> Iterator[Document]:
    """Yield the documents that there should be for the rows of `keys`, by model; all, for None."""
    for kind in document_kinds().values():
        wanted = None if keys is None else keys.get(kind.model, set())
        if kind.model is Actor and wanted != set():
            wanted = public_actors(wanted, using)
        yield from kind.documents(wanted, using)
