"""The index that search reads: one document for each thing that it can find."""

from dataclasses import dataclass

from django.db import models
from django.db.models import BooleanField, Count, F, FloatField, Func, Q

SHIFT = 2**40  # a document's key is its kind's number times this, plus its row's own key

Phrase = tuple[str, ...]  # tokens that stand next to each other


@dataclass(frozen=True)
class Term:
    """One thing that a document must have: any of these alternatives, each of phrases all needed."""

    alternatives: tuple[tuple[Phrase, ...], ...]

    def written(self, phrase, both, either):
        """It in an engine's language: `phrase` writes a phrase, `both` and `either` are operators."""
        return either.join(f"({both.join(map(phrase, each))})" for each in self.alternatives)


def fts5(terms):
    """The expression of `terms` for SQLite. Tokens are a-z and 0-9, so that nothing needs escaping."""
    return " AND ".join(f"({each.written(quoted, ' AND ', ' OR ')})" for each in terms)


def quoted(phrase):
    """A phrase as SQLite has it."""
    return f'"{" ".join(phrase)}"'


def tsquery(terms):
    """The expression of `terms` for PostgreSQL, past its parser, as of tokens that stand already."""
    return " & ".join(f"({each.written(followed, ' & ', ' | ')})" for each in terms)


def followed(phrase):
    """A phrase as PostgreSQL has it."""
    return "(" + " <-> ".join(f"'{token}'" for token in phrase) + ")"


class Matches(Func):
    """The condition that a document has all of `terms`."""

    output_field = BooleanField()

    def __init__(self, terms):
        super().__init__()
        self.terms = tuple(terms)

    def as_sqlite(self, compiler, connection, **context):
        return '"reports_document" MATCH %s', [fts5(self.terms)]

    def as_postgresql(self, compiler, connection, **context):
        return '"reports_document"."tokens" @@ %s::tsquery', [tsquery(self.terms)]


class Rank(Matches):
    """How well a document that has `terms` fits them; less is better, and the title counts more."""

    output_field = FloatField()

    def as_sqlite(self, compiler, connection, **context):
        return 'bm25("reports_document", 4.0, 1.0)', []

    def as_postgresql(self, compiler, connection, **context):
        weighed = '-ts_rank(\'{0, 0, 0.25, 1}\', "reports_document"."tokens", %s::tsquery, 1)'
        return weighed, [tsquery(self.terms)]


class DocumentQuerySet(models.QuerySet):
    """Vocabulary of the index."""

    def matching(self, terms):
        """The documents that have all of `terms`."""
        return self.filter(Matches(terms))

    def of_kinds(self, numbers):
        """Those of the kinds of these `numbers`; of all, where there is none."""
        chosen = Q()
        for number in numbers:
            chosen |= Q(pk__range=(number * SHIFT, (number + 1) * SHIFT - 1))
        return self.filter(chosen)

    def ranked(self, terms):
        """The primary keys of the documents that have `terms`, the best first; ties by kind and row."""
        found = self.matching(terms).annotate(score=Rank(terms))
        return found.order_by("score", "pk").values_list("pk", flat=True)

    def counted(self):
        """How many documents there are of each kind: a dictionary by its number."""
        kinds = self.order_by().annotate(number=F("pk") / SHIFT).values("number")
        return dict(kinds.annotate(n=Count("pk")).values_list("number", "n"))


class Document(models.Model):
    """One document of the index: its tokens, and what a page of results shows of it.

    On SQLite the table is an FTS5 table, on PostgreSQL one with a tsvector that follows from the
    tokens. It is written by `reports.indexing` alone, and is no data of the portal (see Router).
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

    def __str__(self):
        return self.heading

    @property
    def number(self):
        """The number of its kind."""
        return self.pk // SHIFT


class Router:
    """The index follows from the data: it is neither dumped nor loaded, but made anew."""

    def allow_migrate(self, db, app_label, model_name=None, **hints):
        """No for the index; no opinion on anything else."""
        return False if (app_label, model_name) == ("reports", "document") else None
