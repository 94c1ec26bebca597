"""The pages that are measured, each with the page of Datasette that is most like it."""

from dataclasses import dataclass, field

PAGE = 100  # the page far into the list
ROWS = 100  # that the portal's list has on a page, so that Datasette shows as many


@dataclass
class Page:
    """One page: what it is, its path in the portal, and its path in Datasette by table and query."""

    what: str
    path: str
    table: str
    query: dict = field(default_factory=dict)


def hosts(*slugs):
    """Datasette's condition that one of the actors `slugs` is a host."""
    among = ", ".join(f"'{slug}'" for slug in slugs)
    return (
        "id in (select workshop_id from reports_workshoprole r join reports_actor a "
        f"on a.id = r.actor_id where r.role = 'host' and a.slug in ({among}))"
    )


PAGES = (
    Page("all workshops", "/workshops/", "workshops"),
    Page(
        "one host",
        "/workshops/?host=thailand",
        "workshops",
        {"_where": hosts("thailand")},
    ),
    Page(
        "two hosts, held",
        "/workshops/?host=thailand&host=malaysia&state=held",
        "workshops",
        {"_where": hosts("thailand", "malaysia"), "state": "held"},
    ),
    Page("a page far in", f"/workshops/?page={PAGE}", "workshops", {"_next": (PAGE - 1) * ROWS}),
    Page(
        "an actor",
        "/participants/thailand/",
        "reports_workshoprole",
        {"_where": "actor_id = (select id from reports_actor where slug = 'thailand')"},
    ),
)
