"""Measure a search among 20,000 documents, beside the engine's own search.

The engine alone has the same texts in a table of its own, with its own stemmer, ranking and
highlights, and is asked for the twenty best and how many there are: so a site searches that uses its
database's search as it is. It knows no kinds and no other names of a country, and makes no page.
"""

import re
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db import connection
from django.test import Client

from reports.models import Document
from reports.search.index import rebuild
from reports.search.query import parse
from reports.search.results import Results
from tests.benchmarks.portal import timed
from tests.benchmarks.synthetic import FIRST_YEAR, REPORTS, Maker

DOCUMENTS = 20_000
ROUNDS = 9
# From words that nearly every document has to words that few have; names, phrases, a whole year.
QUERIES = (
    "workshop",
    "the of",
    "senior officials",
    "thailand",
    "south korea",
    "burma",
    "document fraud",
    "trafficking victims",
    "hosted by malaysia",
    "border management australia",
    '"identity management"',
    '"law enforcement targeting" held',
    "2009",
    "number 17",
    "refugees announced 2004",
    "website",
)
TABLES = {
    "sqlite": (
        "CREATE VIRTUAL TABLE plain USING fts5(heading, text, tokenize = 'porter unicode61')",
        "INSERT INTO plain SELECT heading, text FROM reports_document",
    ),
    "postgresql": (
        "CREATE TABLE plain AS SELECT heading, text, setweight(to_tsvector('english', heading), 'A') "
        "|| setweight(to_tsvector('english', text), 'B') AS words FROM reports_document",
        "CREATE INDEX plain_words ON plain USING gin (words)",
        "ANALYZE",
    ),
}
ASKED = {
    "sqlite": (
        "SELECT count(*) FROM plain WHERE plain MATCH %s",
        "SELECT highlight(plain, 0, '<mark>', '</mark>'), "
        "snippet(plain, 1, '<mark>', '</mark>', '…', 40) "
        "FROM plain WHERE plain MATCH %s ORDER BY bm25(plain, 4.0, 1.0) LIMIT 20",
    ),
    "postgresql": (
        "SELECT count(*) FROM plain WHERE words @@ websearch_to_tsquery('english', %s)",
        "SELECT ts_headline('english', heading, q), ts_headline('english', text, q) FROM "
        "(SELECT heading, text, q FROM plain, websearch_to_tsquery('english', %s) AS q "
        "WHERE words @@ q ORDER BY ts_rank(words, q, 1) DESC LIMIT 20) AS best",
    ),
}


@dataclass
class Costs:
    """The milliseconds of one query: the search with its highlights, the whole page of it, and the
    engine alone; and how much is found, by the portal and by the engine."""

    hits: int
    others: int
    search: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)


def compare():
    """Measure each query, in turns and without a server between: Costs as a dictionary, by query."""
    fill()
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    acts = {
        "search": lambda query: Results(parse(query)).sections(),
        "page": lambda query: client.get("/search/", {"q": query}),
        "engine": alone,
    }
    found = {query: Costs(hits(client, query), alone(query)) for query in QUERIES}  # and warm
    for _ in range(ROUNDS):
        for query, costs in found.items():
            for name, act in acts.items():
                getattr(costs, name).append(timed(lambda act=act, query=query: act(query))[0])
    return {query: asdict(costs) for query, costs in found.items()}


def fill():
    """Add made-up reports to those there are, up to DOCUMENTS; and the engine's own table of them."""
    lacking = DOCUMENTS - Document.objects.count()
    workshops = lacking * 10 // 14  # ten are in four paragraphs
    Maker().make(workshops, REPORTS, FIRST_YEAR + REPORTS)
    rebuild()
    with connection.cursor() as cursor:
        for statement in TABLES[connection.vendor]:
            cursor.execute(statement)


def hits(client, query):
    """Read on the page of `query` how many results there are."""
    answer = client.get("/search/", {"q": query})
    return int(re.search(r'role="status">\s*<strong>(\d+)', answer.content.decode())[1])


def alone(query):
    """Let the engine's own search show the best rows, and count all that it finds."""
    with connection.cursor() as cursor:
        count, best = ASKED[connection.vendor]
        cursor.execute(best, [query])
        cursor.fetchall()
        cursor.execute(count, [query])
        return cursor.fetchone()[0]
