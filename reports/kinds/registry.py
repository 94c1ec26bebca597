"""The registry of the kinds of record; reports.kinds fills it."""

from reports.lists.kind import Kind, Part

KINDS: list[Kind] = []  # in the order of the site; reports.kinds fills it
PARTS: list[Part] = []


def kind_at(path: str, *, pages: bool = False) -> Kind | None:
    """Return the kind whose list is at `path`, or with `pages` whose pages are under it."""
    for kind in KINDS:
        if pages and kind.pages and path == (kind.page_path or kind.path):
            return kind
        if not pages and path == kind.path:
            return kind
    return None
