"""Search, and read the page of results or the rows that are found."""

import re
from urllib.parse import urlencode

from reports.models import Block, Document
from reports.models.search import KEYS_A_KIND
from reports.search.documents import document_kinds
from reports.search.index import find_mismatches
from reports.search.query import parse
from reports.search.results import Results
from tests.reading import main

NUMBERS = {name: kind.number for name, kind in document_kinds().items()}


def get(client, query, status=200):
    """The page of a search, given as its words or all of its parameters: as HTML, and as words."""
    asked = urlencode(query if isinstance(query, dict) else {"q": query}, doseq=True)
    answer = client.get(f"/search/?{asked}")
    assert answer.status_code == status, query
    return main(answer)


def links(client, query):
    """The addresses of the results on the page, in order."""
    return re.findall(r'<h3[^>]*><a href="([^"]+)"', get(client, query)[0])


def documents_of(kind):
    """The documents of that kind."""
    first = NUMBERS[kind] * KEYS_A_KIND
    return Document.objects.filter(pk__range=(first, first + KEYS_A_KIND - 1))


def found(typed, kind="paragraph"):
    """The rows of that kind that a search finds, by primary key."""
    query = parse(typed)
    keys = Results(query, [kind]).ranked.get(NUMBERS[kind], []) if query.terms else []
    return {key % KEYS_A_KIND for key in keys}


def keys(typed):
    """The keys of the paragraphs that a search finds."""
    return set(Block.objects.filter(pk__in=found(typed)).values_list("key", flat=True))


def in_step():
    """True where the index is as the data says."""
    return list(find_mismatches()) == []
