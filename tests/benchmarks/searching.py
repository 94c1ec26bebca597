"""What a search with highlights costs among 20,000 documents."""

from statistics import median
from time import perf_counter

from reports.indexing import rebuild
from reports.models import Document
from reports.query import parse
from reports.search import Results
from tests.benchmarks.synthetic import Maker

WORKSHOPS = 14_200  # and their paragraphs: 20,000 documents
LIMIT = 50  # milliseconds at the median
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


def fill():
    """Add the workshops to the loaded fixtures, and make the index, which `Maker` goes past."""
    Maker().make(WORKSHOPS)
    rebuild()
    return Document.objects.count()


def measure(rounds=9):
    """The median milliseconds of the first page of each of QUERIES: a dictionary by query."""
    return {query: median(cost(query) for _ in range(rounds)) for query in QUERIES}


def cost(query):
    """The milliseconds that the first page of `query` takes, highlights included."""
    started = perf_counter()
    Results(parse(query)).sections()
    return (perf_counter() - started) * 1000
