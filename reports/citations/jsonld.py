"""JSON-LD: schema.org descriptions of what a page shows.

Pure: rows and words go in, dictionaries come out. Nothing beyond the report: a place where a city is
stated, a day where a day is stated, no licence, no author that is a person.
"""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.utils.safestring import SafeString, mark_safe

from reports.citations.citation import ATTRIBUTION, INSTITUTION, PORTAL, Citation
from reports.lists.columns import absolute
from reports.models import Actor, ActorKind, DataVersion, Meeting, Report, Workshop
from reports.models.workshops import Role
from reports.text.edtf import HALVES

JsonLd = dict[str, Any]

# In a script element HTML knows only its end and a comment's start; JSON can say these otherwise.
HARMLESS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}

# An office is no organisation; a report counts its countries and territories as countries.
ACTOR_TYPES: dict[str, str] = {
    ActorKind.COUNTRY: "Country",
    ActorKind.ORGANISATION: "Organization",
    ActorKind.PROCESS: "Organization",
    ActorKind.AGENCY: "Organization",
    ActorKind.PERSON: "Person",
}


def script(graph: list[JsonLd]) -> SafeString:
    """Return `graph` as the text of a script element, which nothing in it can end."""
    data = {"@context": "https://schema.org", "@graph": graph}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(HARMLESS))  # noqa: S308


def stated(**fields: Any) -> JsonLd:
    """Return `fields` without those that are not stated; `type` and `id` by their JSON-LD names."""
    names = {"type": "@type", "id": "@id"}
    return {
        names.get(name, name): value for name, value in fields.items() if value not in (None, "", [])
    }


def crumbs(*steps: tuple[str, str]) -> JsonLd:
    """Return the way to a page from home: pairs of a name and a path, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
            for position, (name, path) in enumerate([(PORTAL, "/"), *steps], start=1)
        ],
    }


def dates(edtf: str) -> JsonLd:
    """Return the first and the last of a date, as exact as stated; half a year has no form here."""
    first, _, last = edtf.partition("/")
    if first[5:] in HALVES:
        return {}
    if not last and len(first) < 10:
        return stated(startDate=first)  # in that month or year; for how long is not stated
    return stated(startDate=first, endDate=last or first)


def web_site() -> JsonLd:
    """Return the description of the portal, with the address of its search."""
    return stated(
        type="WebSite",
        id=absolute("/"),
        name=PORTAL,
        url=absolute("/"),
        inLanguage="en-AU",
        potentialAction={
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": absolute("/search/?q={search_term_string}"),
            },
            "query-input": "required name=search_term_string",
        },
    )


def workshop(row: Workshop) -> JsonLd | None:
    """Return the description of one workshop; None where no date is stated that this form has.

    Nor for a plural, which is no one event. Its description says its state, and who had which part.
    """
    when = dates(row.date_edtf) if row.date_edtf else {}
    if not when or row.number != 1:
        return None
    state, stated_by = row.get_state_display(), cast(Report, row.report)
    parts = [
        f"{role.phrase} {', '.join(named)}"
        for role in Role
        if (named := [part.actor.in_sentence for part in row.roles.all() if part.role == role])
    ]
    return stated(
        type="Event",
        id=absolute(row.get_absolute_url()),
        name=str(row),
        description=". ".join([f"{state}, as of the report of the {stated_by.meeting}", *parts]),
        url=absolute(row.get_absolute_url()),
        **when,
    )


def event(meeting: Meeting) -> JsonLd:
    """Return the description of a meeting."""
    return stated(
        type="Event",
        id=absolute(meeting.get_absolute_url()),
        name=meeting.name,
        url=absolute(meeting.get_absolute_url()),
        location={"@type": "Place", "name": meeting.city} if meeting.city else None,
        **dates(meeting.date_edtf),
    )


def report(row: Report) -> JsonLd:
    """Return the description of a report under the name that heads it.

    When it was published is not stated.
    """
    return stated(
        type="Report",
        id=absolute(row.get_absolute_url()),
        name=f"{row.title}, {row.meeting}",
        url=absolute(row.get_absolute_url()),
        inLanguage="en",
        author={"@type": "Organization", "name": INSTITUTION, "description": f"{ATTRIBUTION}."},
        about=event(row.meeting),
    )


def passage(citation: Citation, row: Report, words: str) -> JsonLd:
    """Return the description of a passage of a report, as `citation` cites it, with its words."""
    return stated(
        type="CreativeWork",
        id=citation.address,
        name=citation.heading,
        url=citation.address,
        inLanguage="en",
        text=words,
        isPartOf=report(row),
    )


def actor(row: Actor) -> JsonLd | None:
    """Return the description of a country, an organisation or a person; None for an office."""
    if row.kind not in ACTOR_TYPES:
        return None
    parent = row.part_of
    return stated(
        type=ACTOR_TYPES[row.kind],
        id=absolute(row.get_absolute_url()),
        name=str(row),
        alternateName=[other.name for other in row.other_names.all()],
        url=absolute(row.get_absolute_url()),
        identifier=[
            {"@type": "PropertyValue", "propertyID": system, "value": code}
            for system, code in [("ISO 3166-1 alpha-2", row.iso2), ("ISO 3166-1 alpha-3", row.iso3)]
            if code
        ],
        parentOrganization={"@type": "Organization", "name": str(parent)}
        if parent and row.kind != ActorKind.PERSON and ACTOR_TYPES.get(parent.kind) == "Organization"
        else None,
    )


def data_set(version: DataVersion | None, lists: Iterable[tuple[str, str]]) -> JsonLd:
    """Return the description of the whole data set at `version`: its package, and the lists in it.

    `lists` are pairs of a heading and a path. No licence is given, for none is stated.
    """
    return stated(
        type="Dataset",
        id=absolute("/data/"),
        name=f"{PORTAL}: records and the words they were read from",
        description="Everything that the reports of the Bali Process here were read to state, with "
        "the words that each record rests on, and the reports’ text.",
        url=absolute("/data/"),
        inLanguage="en",
        version=version and str(version.number),
        dateModified=version and version.date.isoformat(),
        isAccessibleForFree=True,
        distribution=[
            {
                "@type": "DataDownload",
                "encodingFormat": "application/zip",
                "contentUrl": absolute("/data/package.zip"),
            }
        ],
        hasPart=[
            {"@type": "Dataset", "@id": absolute(path), "name": heading, "url": absolute(path)}
            for heading, path in lists
        ],
    )


def list_data_set(
    citation: Citation,
    path: str,
    description: str,
    columns: Iterable[str],
    files: Iterable[tuple[str, str]],
) -> JsonLd:
    """Return the description of a list as a data set, as `citation` cites it, at `path`.

    `columns` are the labels of what each row states, `files` pairs of path and media type.
    """
    return stated(
        type="Dataset",
        id=absolute(path),
        name=citation.title,
        description=description,
        url=absolute(path),
        inLanguage="en",
        version=None if citation.version is None else str(citation.version),
        dateModified=citation.day and citation.day.isoformat(),
        isPartOf={"@id": absolute("/data/")},
        variableMeasured=list(columns),
        distribution=[
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": absolute(address)}
            for address, media in files
        ],
    )
