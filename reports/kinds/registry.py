"""The registry of the kinds of record; reports.kinds fills it."""

from django.http import Http404

from reports.lists import (
    Kind,
    Part,
)

KINDS: list[Kind] = []  # in the order of the site; reports.kinds fills it
PARTS: list[Part] = []


def kind_at(path: str, *, pages: bool = False) -> Kind:
    """Return the kind whose list is at `path`, or with `pages` whose pages are under it.

    Raises Http404 where there is none.
    """
    for kind in KINDS:
        if path == ((kind.page_path or kind.path) if pages else kind.path) and (kind.pages or not pages):
            return kind
    raise Http404
