"""The index as a list: its filters, its columns, and the rows that an address asks for."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst

from reports.index.entries import PATH, Entry, Letter, find_entries, letters, see_also_links
from reports.kinds import kind_at
from reports.lists import (
    AnyListing,
    Column,
    Link,
    Option,
    VersionField,
    absolute,
    moved_slug,
    number_messages,
    read_query,
    refuse_unreadable,
    whole_list,
    with_suffix,
)
from reports.models import ActorKind, IndexTermKind, Meeting, url_parts

# Kinds of both, in the order of a reader: who, then what.
KINDS_NAMED: dict[str, str] = {**dict(ActorKind.choices), **dict(IndexTermKind.choices)}

COLUMNS = (
    Column("heading", "Heading", "string", "What is named, as a report spells it.", main=True),
    Column("kind", "Kind", "string", "Of an actor, or of what is no actor."),
    Column("other_names", "Other names", "list", "Names that lead to it, as “see” does."),
    Column(
        "not_in_reports",
        "Not in the reports",
        "list",
        "Those of its other names that no published report has: official, former or later ones.",
    ),
    Column(
        "paragraphs",
        "Paragraphs",
        "list",
        "Where it is named: the number of a paragraph, else the first words of the piece.",
    ),
    Column(
        "paragraph_addresses",
        "Addresses of the paragraphs",
        "list",
        "Each of these in its report; of what is no actor, its very words.",
    ),
    Column("see_also", "See also", "list", "Entries near it: what it is a part of, or has as parts."),
    Column("page", "Page", "string", "The page that tells more of it, where there is one."),
)
SOURCE = (
    "Names of actors are looked for in the texts of the reports; what else is named was read out of "
    "them by the portal's editors, each with the words that name it. Names that no report has are the "
    "portal's, so that who looks for them is led on."
)


@dataclass(frozen=True)
class Index:
    """Names and columns of the index, as a Kind says them of a list."""

    path: str = PATH.strip("/")
    heading: str = "Index"
    noun: str = "entries"
    lede: str = (
        "Everything that the reports name, as at the back of a book: actors, persons, forums, meetings, "
        "documents, databases, each with its paragraphs and, where it has one, its page."
    )
    columns: tuple[Column, ...] = COLUMNS
    file_columns: tuple[Column, ...] = COLUMNS


INDEX = Index()


class IndexForm(forms.Form):
    """Form of what the index can be asked for: kinds, meetings, a data version."""

    kind = forms.MultipleChoiceField(label="Kind", choices=list(KINDS_NAMED.items()), required=False)
    meeting = forms.MultipleChoiceField(label="Named in the report of", required=False)
    version = VersionField(label="Data version", required=False)


class IndexFilters:
    """Filters of the index: the only reader of its query string, with the manners of a filterset.

    `entries` gives all entries, where they are asked for.
    """

    facets = ("kind", "meeting")
    aliases: dict[str, Any] = {}  # no value is another name of something
    actors_by_name: dict[str, list] = {"": []}

    def __init__(self, query: QueryDict, entries: Callable[[], list[Entry]]) -> None:
        self.find = entries
        self.data = read_query(query, self.facets)
        self.submitted = {name: self.data.getlist(name) for name in self.facets if self.data.get(name)}
        self.unknown = [name for name in self.data if name not in IndexForm.base_fields]
        self.filters = IndexForm.base_fields  # for their labels

    @cached_property
    def meetings(self) -> dict[str, str]:
        """The public meetings, any of which is a value, by slug."""
        return {each.slug: capfirst(str(each)) for each in Meeting.objects.published()}

    def labels_of(self, name: str) -> dict[str, str]:
        """Return the labels of the values that the facet `name` takes."""
        return KINDS_NAMED if name == "kind" else self.meetings

    @cached_property
    def form(self) -> IndexForm:
        """The form, with the messages of a list's."""
        form = IndexForm(self.data)
        form.fields["meeting"].choices = list(self.meetings.items())  # type: ignore[attr-defined]
        for name in self.facets:
            form.fields[name].error_messages["invalid_choice"] = (
                f"“%(value).60s” is not a value of “{form.fields[name].label}”. "
                f"It takes: {', '.join(self.labels_of(name))}."
            )
        messages = number_messages("data version", self.data.get("version", ""))
        form.fields["version"].error_messages |= messages
        return form

    def moved_values(self) -> dict[str, list[str]] | None:
        """Return the meetings asked for with the slugs now for former ones; None where none is."""
        asked = self.submitted.get("meeting", [])
        page = url_parts("meeting-detail")
        moved = [slug if slug in self.meetings else moved_slug(page, slug) for slug in asked]
        return {"meeting": list(dict.fromkeys(moved))} if moved != asked else None

    @property
    def primary_fields(self) -> list[forms.BoundField]:
        """The form's fields that stand open on a page."""
        return [self.form[name] for name in self.facets]

    @cached_property
    def all_entries(self) -> list[Entry]:
        """All entries, whatever is asked for."""
        return self.find()

    def kept(self, without: str = "") -> list[Entry]:
        """Return the entries that the filters leave, without the filter of that name."""
        found = self.all_entries
        asked = {name: values for name, values in self.submitted.items() if name != without}
        if meetings := asked.get("meeting"):
            found = [mine for entry in found if (mine := entry.within(meetings)).places]
        kinds = asked.get("kind")
        return [entry for entry in found if not kinds or entry.kind in kinds]

    @cached_property
    def entries(self) -> list[Entry]:
        """The entries that the filters leave."""
        return self.kept()

    @property
    def count(self) -> int:
        """The number of entries that the filters leave."""
        return len(self.entries)

    @cached_property
    def counts_without(self) -> dict[str, int]:
        """The number of entries without each filter that is set, by its name."""
        return {name: len(self.kept(name)) for name in self.submitted}

    @cached_property
    def options(self) -> dict[str, dict[str, Option]]:
        """The options of each facet by value, each with its count if the form is valid.

        Kinds in their order, and the meetings whose reports name anything, or that were asked for.
        """
        counts: dict[str, Counter[str]] = {name: Counter() for name in self.facets}
        if self.form.is_valid():
            counts["kind"] = Counter(entry.kind for entry in self.kept("kind"))
            reports = ({p.block.report.meeting.slug for p in e.places} for e in self.kept("meeting"))
            counts["meeting"] = Counter(slug for slugs in reports for slug in slugs)
        found = {}
        for name in self.facets:
            chosen = self.submitted.get(name, ())
            found[name] = {
                value: Option(value, label, counts[name][value], value in chosen)
                for value, label in self.labels_of(name).items()
                if name == "kind" or counts[name][value] or value in chosen
            }
        return found


class IndexListing(AnyListing):
    """The entries of the index that the `query` of an address asks for."""

    source = SOURCE

    def __init__(self, query: QueryDict) -> None:
        super().__init__(INDEX, IndexFilters(query, find_entries))
        self.filters: IndexFilters

    @property
    def canonical(self) -> str:
        """The one address of these entries, however they were asked for."""
        return self.address(**{name: sorted(values) for name, values in self.chosen.items()})

    @cached_property
    def letters(self) -> list[Letter]:
        """The alphabet with the lines of these entries."""
        return letters(self.filters.entries)

    @cached_property
    def by_report(self) -> bool:
        """True if reports of several are named: then each place says which."""
        reports = {place.block.report_id for e in self.filters.entries for place in e.places}
        return len(reports) > 1

    @cached_property
    def near(self) -> dict[str, list[Link]]:
        """The links to what is near each entry, by its fragment."""
        shown = {entry.fragment for entry in self.filters.entries}
        return {entry.fragment: see_also_links(entry, shown) for entry in self.filters.entries}

    def file_rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values of the columns of a file for each entry."""
        for entry in self.filters.entries:
            yield (
                entry.heading,
                entry.kind_label,
                entry.other_names,
                [name for name in entry.other_names if name in entry.unused],
                [place.label for place in entry.places],
                [absolute(place.address) for place in entry.places],
                [near.link for near in sorted(entry.see_also, key=lambda near: near.key)],
                absolute(entry.page) if entry.page else None,
            )


def find_listing(
    path: str, query: QueryDict, suffix: str, refused: dict[str, str]
) -> AnyListing | HttpResponse:
    """Return the listing at /path/, of a kind of record or the index, for a form that has every row.

    Or a response, as `whole_list` does. Raises Http404 where there is no such list.
    """
    if path != INDEX.path:
        return whole_list(kind_at(path), query, suffix, refused)
    listing = IndexListing(query)
    answer = refuse_unreadable(listing, refused)
    if answer and (address := listing.moved_address()):
        return redirect(with_suffix(address, suffix), permanent=True)
    return answer or listing
