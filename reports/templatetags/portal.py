"""Template tags of the portal: tables and facets, “Cite this”, the head of a page, error reports.

The pieces that stand hundreds of times on a page are put together here: as templates of their own
they would cost more than all the rest of it.
"""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from reports.citations import build, jsonld
from reports.citations.citation import Citation, meta_tags, plain_text
from reports.citations.formats import FORMS
from reports.lists.columns import Column
from reports.lists.facets import Option
from reports.lists.listing import with_suffix
from reports.models import DataVersion, Evidence

register = template.Library()

LINE_BREAK = mark_safe("<br>")
UNSTATED = '<span class="unstated">{}</span>'
BOX = '<label{none}><input type="checkbox" name="{name}" value="{value}"{state}> {label}{count}</label>'
COUNT = ' <small>{}<span class="visually-hidden"> row{}</span></small>'
CITE, METADATA = "reports/_cite.html", "reports/_metadata.html"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_FILES = (("csv", "text/csv"), ("xlsx", XLSX), ("json", "application/json"))
RECORD_FILES = (("json", "application/json"),)
Pairs = list[tuple[str, str]]


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Return the value of `key` in `mapping`, or None."""
    return mapping.get(key)


@register.filter
def linked(values: Iterable[Any], between: str) -> SafeString:
    """Return `values` with `between` in between, each as a link where it has an address."""
    return format_html_join(between, "{}", ((link(value),) for value in values))


def link(value: Any) -> str:
    """Return `value` as a link, where it has an address; as a template writes it."""
    if address := getattr(value, "get_absolute_url", None):
        return format_html('<a href="{}">{}</a>', address(), value)
    return localize(value)


@register.simple_tag
def quotes(evidence: Iterable[Evidence]) -> SafeString:
    """Return the quotes of each paragraph on a line, in its order, with a link to the first of them.

    `evidence` has block and meeting at hand.
    """
    lines = []
    for block, mine in groupby(evidence, key=attrgetter("block")):
        quoted = list(mine)
        said = format_html_join(" … ", "“{}”", ((each.quote,) for each in quoted))
        lines.append((said, quoted[0].get_absolute_url(), block.label))
    return format_html_join("\n", '<p class="evidence">{} <a href="{}">{}</a></p>', lines)


@register.simple_tag
def cells(row: dict[str, Any]) -> SafeString:
    """Return the cells of one row of a list's table, as `Listing.rows_of` gives it."""
    return format_html_join("", "{}", ((cell(row["record"], *each),) for each in row["cells"]))


def cell(record: Any, column: Column, values: list[Any]) -> SafeString:
    """Return one cell: the values, and in the main column the words that the record rests on."""
    if column.main:
        words = record.evidence.all() if hasattr(record, "evidence") else ()  # an actor has none
        return format_html('<th scope="row">{}{}</th>', linked(values, ""), quotes(words))
    between = LINE_BREAK if column.type == "list" else ", "
    said = linked(values, between) if values else format_html(UNSTATED, column.empty_label)
    return format_html('<td data-label="{}">{}</td>', column.label, said)


@register.simple_tag
def boxes(name: str, options: Iterable[Option], *, counted: bool) -> SafeString:
    """Return a box to tick for each of the `options` of the facet `name`; one without rows cannot be.

    Without `counted`, where no list can be made, no numbers of rows.
    """
    # The standard library's escape: Django's, which waits for a translation, takes five times as long.
    said = [
        BOX.format(
            none="" if each.count or each.chosen or not counted else ' class="none"',
            name=name,
            value=escape(each.value),
            state=" checked" if each.chosen else "" if each.count or not counted else " disabled",
            label=escape(each.label),
            count=COUNT.format(each.count, "" if each.count == 1 else "s") if counted else "",
        )
        for each in options
    ]
    return mark_safe("\n".join(said))  # noqa: S308 - escaped above


@register.simple_block_tag
def titled(content: str) -> SafeString:
    """Return the page's title, as it stands in `content`, and as Open Graph (https://ogp.me) has it."""
    whole = format_html("{} · Bali Process reports", content)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', whole, content)


@register.simple_block_tag
def described(content: str) -> SafeString:
    """Return what the page is in a sentence, for results of a search and for links."""
    return format_html(
        '<meta name="description" content="{0}">\n<meta property="og:description" content="{0}">',
        content,
    )


@register.simple_tag(takes_context=True)
def error_report(context: Context, what: Any, path: str, words: str = "") -> str:
    """Return the address of a mail to the keeper about `what` at `path`; "" where none is stated.

    Address, quote and data version are filled in, so that the keeper sees what the reader saw.
    """
    if not settings.KEEPER_EMAIL:
        return ""
    current = version(context)
    lines = [f"Address: {settings.SITE_URL}{path}"]
    lines += [f"Data version: {current.number if current else 'none'}"]
    lines += [f"Quote: “{words}”"] if words else []
    lines += ["", "What is wrong, and what the report says instead:", ""]
    fields = {"subject": f"Error in the portal: {what}", "body": "\r\n".join(lines)}
    return f"mailto:{settings.KEEPER_EMAIL}?{urlencode(fields, quote_via=quote)}"


def version(context: Context) -> DataVersion | None:
    """Return the data version that the page shows."""
    return context.get("data_version") or None


def cite(citation: Citation, address: str) -> dict[str, Any]:
    """Return what “Cite this” shows: the text, and each entry with the address of its file."""
    entries = [
        (form, form.write(citation).strip(), with_suffix(address, form.suffix))
        for form in FORMS.values()
    ]
    return {"text": plain_text(citation), "entries": entries}


@register.inclusion_tag(CITE, takes_context=True)
def cite_report(context: Context) -> dict[str, Any]:
    """Show “Cite this” for the report of `meeting`."""
    meeting = context["meeting"]
    return cite(build.of_report(meeting, version(context)), meeting.get_report_url())


@register.inclusion_tag(CITE, takes_context=True)
def cite_passage(context: Context) -> dict[str, Any]:
    """Show “Cite this” for the passage from `first` to `last`."""
    passage = build.of_passage(context["first"], context["last"], version(context))
    return cite(passage, build.path_of(passage))


@register.inclusion_tag(CITE, takes_context=True)
def cite_record(context: Context, record: Any) -> dict[str, Any]:
    """Show “Cite this” for a record, a meeting or an actor."""
    return cite(build.of_record(record, version(context)), record.get_absolute_url())


@register.inclusion_tag(CITE, takes_context=True)
def cite_list(context: Context) -> dict[str, Any]:
    """Show “Cite this” for the list of the page, whole, with its filters."""
    return cite(list_citation(context), context["listing"].address())


def list_citation(context: Context) -> Citation:
    """Return the citation of the list of the page."""
    return build.of_list(context["listing"], context["page"].paginator.count, version(context))


@register.inclusion_tag("reports/_version_note.html", takes_context=True)
def version_note(context: Context) -> dict[str, Any]:
    """Say if the data has changed since the version that the address was cited at, if it names one."""
    cited = context["listing"].filters.form.cleaned_data.get("version")
    return {"at": cited, "now": version(context)}


def metadata(
    address: str, graph: list[jsonld.JsonLd], files: Pairs, citation: Citation | None = None
) -> dict[str, Any]:
    """Return what the head holds: tags to cite by, JSON-LD, and other forms of what is at `address`.

    `files` are pairs of a suffix and a media type, beside those of the entries.
    """
    forms = [*files, *((form.suffix, form.media) for form in FORMS.values())]
    return {
        "tags": meta_tags(citation) if citation else (),
        "graph": jsonld.script(graph),
        "alternates": [(with_suffix(address, suffix), media) for suffix, media in forms],
    }


def steps_to(*rows: Any) -> Pairs:
    """Return the steps to the page of the last of `rows`, for breadcrumbs."""
    return [(str(row), row.get_absolute_url()) for row in rows]


MEETINGS = ("Meetings", "/meetings/")


@register.inclusion_tag(METADATA, takes_context=True)
def report_metadata(context: Context) -> dict[str, Any]:
    """Show the head of a report."""
    meeting = context["meeting"]
    path = meeting.get_report_url()
    steps = jsonld.crumbs(MEETINGS, *steps_to(meeting), (meeting.report_title, path))
    citation = build.of_report(meeting, version(context))
    return metadata(path, [jsonld.report(meeting), steps], [("txt", "text/plain")], citation)


@register.inclusion_tag(METADATA, takes_context=True)
def passage_metadata(context: Context) -> dict[str, Any]:
    """Show the head of a passage."""
    meeting, blocks = context["meeting"], [each.block for each in context["passages"]]
    citation = build.of_passage(context["first"], context["last"], version(context))
    path = build.path_of(citation)
    report = (meeting.report_title, meeting.get_report_url())
    steps = jsonld.crumbs(MEETINGS, *steps_to(meeting), report, (context["heading"], path))
    words = "\n\n".join(block.text for block in blocks)
    return metadata(path, [jsonld.passage(citation, meeting, words), steps], [], citation)


@register.inclusion_tag(METADATA)
def record_metadata(record: Any) -> dict[str, Any]:
    """Show the head of the page of a record, a meeting or an actor."""
    path = record.get_absolute_url()
    described = {"meeting": jsonld.event, "actor": jsonld.actor}.get(record._meta.model_name)
    graph = [thing] if described and (thing := described(record)) else []
    parent = path.rstrip("/").rpartition("/")[0] + "/"
    label = "Participants" if described is jsonld.actor else record._meta.verbose_name_plural
    graph.append(jsonld.crumbs((capfirst(str(label)), parent), *steps_to(record)))
    return metadata(path, graph, list(RECORD_FILES))


@register.inclusion_tag(METADATA, takes_context=True)
def list_metadata(context: Context) -> dict[str, Any]:
    """Show the head of a list's page; of one that cannot be made there is nothing to say."""
    if "page" not in context:
        return {}
    listing = context["listing"]
    path = listing.address()
    files = [(with_suffix(path, suffix), media) for suffix, media in LIST_FILES]
    columns = [column.label for column in listing.kind.columns]
    about = jsonld.list_data_set(list_citation(context), path, listing.kind.lede, columns, files)
    steps = jsonld.crumbs((listing.kind.heading, listing.path))
    return metadata(path, [about, steps], list(LIST_FILES))


@register.inclusion_tag(METADATA, takes_context=True)
def data_metadata(context: Context) -> dict[str, Any]:
    """Show the head of the page about the data."""
    lists = [(heading, f"{path}/") for heading, path, _ in context["kinds"]]
    steps = jsonld.crumbs(("Data", "/data/"))
    package = [("/data/package.zip", "application/zip")]
    graph = [jsonld.data_set(version(context), lists), steps]
    return {"graph": jsonld.script(graph), "alternates": package}
