"""Index of search: one document for each thing that it can find."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.db import models

from reports.text.tokens import Phrase

KEYS_A_KIND = 2**40  # a document's key is its kind's number times this, plus its row's own key
PARAGRAPHS, HEADINGS = 1, 2  # the numbers of the kinds whose rows are blocks


@dataclass(frozen=True)
class Term:
    """One thing that a document must have: any of these alternatives, each of phrases all needed."""

    alternatives: tuple[tuple[Phrase, ...], ...]

    def written(self, phrase: str, following: str, both: str, either: str) -> str:
        """Return it in an engine's language: `phrase` has {} for its tokens; the others join."""
        return either.join(
            "(" + both.join(phrase.format(following.join(tokens)) for tokens in each) + ")"
            for each in self.alternatives
        )


def fts5(terms: Iterable[Term]) -> str:
    """Return the expression of `terms` for SQLite; tokens are a-z and 0-9, so nothing is escaped."""
    written = (each.written('"{}"', " ", " AND ", " OR ") for each in terms)
    return " AND ".join(f"({each})" for each in written)


def tsquery(terms: Iterable[Term]) -> str:
    """Return the expression of `terms` for PostgreSQL, past its parser, as they are tokens already."""
    written = (each.written("('{}')", "' <-> '", " & ", " | ") for each in terms)
    return " & ".join(f"({each})" for each in written)


class Matches(models.Func):
    """The condition that a document has all of `terms`."""

    output_field: models.Field = models.BooleanField()

    def __init__(self, terms: Iterable[Term]) -> None:
        super().__init__()
        self.terms = tuple(terms)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str | int]]:
        return '"reports_document" MATCH %s', [fts5(self.terms)]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:
        return '"reports_document"."tokens" @@ %s::tsquery', [tsquery(self.terms)]


class Rank(Matches):
    """The fit of a document that has `terms`; less is better, and the title counts more."""

    output_field = models.FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str | int]]:
        return 'bm25("reports_document", 4.0, 1.0)', []

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[str]]:
        return (
            '-ts_rank(\'{0, 0, 0.25, 1}\', "reports_document"."tokens", %s::tsquery, 1)',
            [tsquery(self.terms)],
        )


class DocumentQuerySet(models.QuerySet["Document"]):
    """QuerySet of the index."""

    def matching(self, terms: Iterable[Term]) -> Self:
        """Keep the documents that have all of `terms`."""
        return self.filter(Matches(terms))

    def block_keys(self) -> list[int]:
        """Return the primary keys of the blocks among the rows of these documents.

        Read, since the conditions name the table and would not hold in a subquery.
        """
        found = self.filter(pk__gte=PARAGRAPHS * KEYS_A_KIND, pk__lt=(HEADINGS + 1) * KEYS_A_KIND)
        return [key % KEYS_A_KIND for key in found.values_list("pk", flat=True)]

    def ranked(self, terms: Iterable[Term]) -> models.QuerySet:
        """Return the keys of the documents that have `terms`, the best first; ties by kind and row."""
        found = self.matching(terms).annotate(score=Rank(terms))
        return found.order_by("score", "pk").values_list("pk", flat=True)


class Document(models.Model):
    """One document of the index: its tokens, and what a page of results shows of it.

    On SQLite the table is an FTS5 table, on PostgreSQL one with a tsvector that follows from the
    tokens. It is written by `reports.search.index` alone, and is no data of the portal (see Router).
    """

    id = models.BigIntegerField(primary_key=True, db_column="rowid")
    title = models.TextField(blank=True, help_text="Tokens of the title, where it has words of its own.")
    body = models.TextField(blank=True, help_text="Tokens of everything else.")
    heading = models.TextField(help_text="The title as a reader sees it.")
    text = models.TextField(
        blank=True, help_text="The pieces that the body was made of, with PIECE between."
    )
    source = models.TextField(blank=True, help_text="The meeting whose report it stands in; else empty.")
    url = models.TextField()

    PIECE = "\x1f"

    objects = DocumentQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "reports_document"
        default_permissions = ()

    def __str__(self) -> str:
        return self.heading


class Router:
    """Router that keeps the index out of dumps and loads: it follows from the data."""

    def allow_migrate(
        self, db: str, app_label: str, model_name: str | None = None, **hints: Any
    ) -> bool | None:
        """Return False for the index, and None, no opinion, on anything else."""
        return False if (app_label, model_name) == ("reports", "document") else None
