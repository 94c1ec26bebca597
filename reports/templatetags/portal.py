"""Template tags of the portal: tables and facets, “Cite this”, the head of a page, error reports.

The pieces that stand hundreds of times on a page are put together here: as templates of their own
they would cost more than all the rest of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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

from reports.citations import jsonld
from reports.citations.citation import (
    Citation,
    meta_tags,
    of_list,
    of_passage,
    of_record,
    of_report,
    path_of,
    plain_text,
)
from reports.citations.formats import FORMS
from reports.lists import Coded, Column, Link, Option, with_suffix
from reports.models import DataVersion, Evidence
from reports.text.abbreviations import explain
from reports.text.cuts import shorten

register = template.Library()

MAX_QUOTE = 600  # characters of a quote in a list; its record's page has the whole
MAX_CELL = 30  # characters of several values in a cell that can fold them
MAX_LINE = 106  # characters of a quote, and of what stands behind it, in one line under its row
FOLD_WIDTH = 15  # characters of it that what opens the whole takes
QUOTE = '<p class="evidence" dir="auto">{} <a href="{}">{}</a></p>'
LINE = '<p class="evidence">{}<a href="{}">{}</a>{}</p>'
LINE_BREAK = mark_safe("<br>")
NONE = mark_safe('<span aria-hidden="true">·</span><span class="visually-hidden">0</span>')
UNSTATED = '<span class="unstated">{}</span>'
BOX = (
    '<label{none}><input type="checkbox" name="{name}" value="{value}"{state}> <bdi>{label}</bdi>{count}'
    "</label>"
)
FOLD = "<details{}><summary>{}</summary>{}</details>"
MAX_BOXES = 16  # of a facet that stand open
COUNT = ' <small>{}<span class="visually-hidden"> row{}</span></small>'
TIME = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?", re.ASCII)  # a year, month or day
ABBREVIATIONS = (
    '{}<details class="abbreviations"><summary>Abbreviations on this page</summary><dl>{}</dl></details>'
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Pairs = list[tuple[str, str]]
RECORD_FILES: Pairs = [("json", "application/json")]
LIST_FILES: Pairs = [("csv", "text/csv"), ("xlsx", XLSX), *RECORD_FILES]
TEXT_FILES: Pairs = [("txt", "text/plain")]


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Return the value of `key` in `mapping`, or None."""
    return mapping.get(key)


@register.filter
def shortened(text: str, most: int) -> str:
    """Return `text`, or its beginning of `most` characters with an ellipsis where it is longer."""
    return shorten(text, most)


@register.filter
def isolated(values: Iterable[Any], between: str) -> SafeString:
    """Return `values` as `linked` does, each in its own direction, on a line of the page's."""
    return format_html_join(between, "<bdi>{}</bdi>", ((link(value),) for value in values))


@register.filter
def linked(values: Iterable[Any], between: str) -> SafeString:
    """Return `values` with `between` in between, each as a link where it has an address."""
    return format_html_join(between, "{}", ((link(value),) for value in values))


@register.filter
def any_of(nouns: Sequence[str]) -> str:
    """Return `nouns` as a sentence lists them: “its date, its subject, or who hosted it”."""
    return ", or ".join(filter(None, [", ".join(nouns[:-1]), *nouns[-1:]]))


@register.filter
def main_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return `evidence` with the longest quote, which says most, before the others in their order."""
    every = list(evidence)
    if not every:
        return []
    main = max(every, key=lambda each: len(each.quote))
    return [main, *(each for each in every if each is not main)]


@register.filter
def words_beyond(record: Any, other: Any) -> list[Evidence]:
    """Return the evidence of `record` whose words are not those of the `other` record's too."""
    said = {(each.block_id, each.quote) for each in other.evidence.all()}
    return [each for each in record.evidence.all() if (each.block_id, each.quote) not in said]


def coded(value: Coded) -> SafeString:
    """Return a value in the element that keeps its form for programs: HTML's time takes no other."""
    if TIME.fullmatch(value.code):
        return format_html('<time datetime="{}">{}</time>', value.code, value)
    return format_html('<data value="{}">{}</data>', value.code, value)


def link(value: Any) -> str:
    """Return `value` as a link, where it has an address; as a template writes it."""
    if isinstance(value, Coded):
        return coded(value)
    if isinstance(value, Link):  # without the words before it, which are no link
        return format_html('<a href="{}">{}</a>', value.address, value.value)
    if address := getattr(value, "get_absolute_url", None):
        return format_html('<a href="{}">{}</a>', address(), value)
    return localize(value)


@register.simple_tag
def quotes(evidence: Iterable[Evidence]) -> SafeString:
    """Return the quotes of each paragraph on a line, in its order, with a link to the first of them.

    `evidence` has block, report and meeting at hand.
    """
    lines = []
    for block, mine in groupby(evidence, key=attrgetter("block")):
        quoted = list(mine)
        said = format_html_join(" … ", "“{}”", ((shorten(each.quote, MAX_QUOTE),) for each in quoted))
        lines.append((said, quoted[0].get_absolute_url(), block.label))
    return format_html_join("\n", QUOTE, lines)


@register.simple_tag
def table_row(record: Any, columns: list[tuple[Column, list[Any]]]) -> SafeString:
    """Return the row of `record` in a list's table, from pairs of column and values; then its words.

    The words stand in a row of their own, over the whole width.
    """
    shown = [(column, values) for column, values in columns if not column.with_words]
    row = format_html(
        "<tr>{}</tr>", format_html_join("", "{}", ((cell(record, *each),) for each in shown))
    )
    evidence = list(record.evidence.all()) if hasattr(record, "evidence") else []
    if not evidence:  # an actor has none
        return row
    [name] = next(values for column, values in columns if column.main)
    beside = [(c.label.lower(), values[0]) for c, values in columns if c.with_words and values]
    named = [str(each.value) for column, values in shown for each in values if isinstance(each, Link)]
    said = words(evidence, str(name), beside, named)
    return row + format_html('<tr class="words"><td colspan="{}">{}</td></tr>', len(shown), said)


def words(
    evidence: list[Evidence], name: str, beside: list[tuple[str, Any]], named: list[str]
) -> SafeString:
    """Return the `evidence` of the record of that `name` in one line: a quote, and the others folded.

    The quote shown is the longest, which says most, cut so that one of `named` stands in it; the labels
    and values of `beside` stand behind it.
    Where one says no more than the name, only the link to its place is shown.
    """
    same = [each for each in evidence if each.quote.casefold() == name.casefold()]
    shown = same[0] if same else main_first(evidence)[0]
    whole = "" if same else shown.quote
    most = MAX_LINE - sum(len(f"{label} {value}") for label, value in beside)
    cut = len(whole) > most + FOLD_WIDTH
    said = (
        format_html("<bdi>“{}”</bdi> ", shorten(whole, most, named) if cut else whole) if whole else ""
    )
    place = shown.block.label if shown.block.number else "in the report"
    after = format_html_join("", ", {} <bdi>{}</bdi>", ((label, link(value)) for label, value in beside))
    line = format_html(LINE, said, shown.get_absolute_url(), place, after)
    others = evidence if cut else [each for each in evidence if each is not shown]
    return format_html('<div class="quoted">{}{}</div>', line, fold(others, whole=cut) if others else "")


def fold(evidence: list[Evidence], *, whole: bool) -> SafeString:
    """Return the quotes of `evidence`, folded: the `whole` of it, or what is more than is shown."""
    number = len(evidence)
    several = f"{number} quotes" if whole else f"{number} more quote{'' if number == 1 else 's'}"
    label = f"all {several}" if whole else several
    return format_html(
        FOLD,
        mark_safe(' class="whole"') if whole else "",
        "the whole quote" if whole and number == 1 else label,
        quotes(evidence),
    )


def cell(record: Any, column: Column, values: list[Any]) -> SafeString:
    """Return one cell: the values; in the main column, as the head of the rows of its record."""
    if column.main:
        return format_html('<th scope="rowgroup" dir="auto">{}</th>', linked(values, ""))
    said = parts(values) if column.parts else linked(values, ", ")
    if not values:
        said = format_html(UNSTATED, column.empty_label)
    if column.folded_as and len(", ".join(map(str, values))) > MAX_CELL:
        label = f"{column.count(record)} {column.folded_as}"
        said = format_html(FOLD, "", label, linked(values, LINE_BREAK))
    if column.link and values == [0]:
        said = NONE  # a point, lest zeros drown the numbers
    return format_html('<td data-label="{}" dir="auto">{}</td>', column.label, said)


def parts(values: list[Any]) -> SafeString:
    """Return `values`, links with the words before them, a line for each of those words."""
    by_words = groupby(values, key=lambda value: getattr(value, "before", ""))
    lines = ((before, linked(same, ", ")) for before, same in by_words)
    return format_html_join(" ", '<span class="part">{} {}</span>', lines)


@register.simple_tag
def boxes(name: str, options: Iterable[Option], *, counted: bool) -> SafeString:
    """Return a box to tick for each of the `options` of the facet `name`; many are folded.

    One without rows cannot be ticked, and is folded too. Without `counted`, where no list can be made,
    no numbers of rows.
    """
    found: dict[bool, list[str]] = {True: [], False: []}
    chosen = False
    # The standard library's escape: Django's, which waits for a translation, takes five times as long.
    for each in options:
        useful = bool(each.count or each.chosen or not counted)
        chosen = chosen or each.chosen
        box = BOX.format(
            none="" if useful else ' class="none"',
            name=name,
            value=escape(each.value),
            state=" checked" if each.chosen else "" if useful else " disabled",
            label=escape(each.label),
            count=COUNT.format(each.count, "" if each.count == 1 else "s") if counted else "",
        )
        found[useful].append(box)
    boxes, useless = found[True], found[False]
    said = "\n".join(boxes)
    if len(boxes) > MAX_BOXES:
        said = FOLD.format(" open" if chosen else "", f"{len(boxes)} to choose from", said)
    if useless:
        label = f"{len(useless)}{' more' if boxes else ''} without rows"
        said += FOLD.format("", label, "\n".join(useless))
    return mark_safe(said)  # noqa: S308 - escaped above


@register.simple_block_tag
def titled(content: str) -> SafeString:
    """Return the page's title, as it stands in `content`, and as Open Graph (https://ogp.me) has it."""
    said = one_line(content)
    whole = format_html("{} · Bali Process reports", said)
    return format_html('<title>{}</title>\n<meta property="og:title" content="{}">', whole, said)


@register.simple_block_tag
def described(content: str) -> SafeString:
    """Return what the page is in a sentence, for results of a search and for links."""
    return format_html(
        '<meta name="description" content="{0}">\n<meta property="og:description" content="{0}">',
        one_line(content),
    )


def one_line(content: str) -> SafeString:
    """Return what a template made, on one line."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 - escaped by the template


@register.simple_block_tag(takes_context=True)
def explained(context: Context, content: SafeString) -> SafeString:
    """Return the main part of a page with its abbreviations explained.

    Each where it first stands, by an element that changes no word of the report and is not copied; and
    in a list at the end, for those who do not point at words.
    """
    html, found = explain(content, context.get("abbreviations") or {})
    # “AHEGs” needs no line of its own below “AHEG”.
    rows = [each for each in found.items() if each[0][-1] != "s" or each[0][:-1] not in found]
    listed = format_html_join("\n", "<dt><bdi>{}</bdi></dt><dd><bdi>{}</bdi></dd>", rows)
    return format_html(ABBREVIATIONS, html, listed) if rows else html


@register.simple_tag(takes_context=True)
def error_report(context: Context, what: Any, path: str, words: str = "") -> str:
    """Return the address of a mail to the keeper about `what` at `path`; "" where none is stated.

    Address, quote and data version are filled in, so that the keeper sees what the reader saw.
    """
    if not settings.KEEPER_EMAIL:
        return ""
    current = context.get("data_version")
    lines = [f"Address: {settings.SITE_URL}{path}"]
    lines += [f"Data version: {current.number if current else 'none'}"]
    lines += [f"Quote: “{words}”"] if words else []
    lines += ["", "What is wrong, and what the report says instead:", ""]
    fields = {"subject": f"Error in the portal: {what}", "body": "\r\n".join(lines)}
    return f"mailto:{settings.KEEPER_EMAIL}?{urlencode(fields, quote_via=quote)}"


@dataclass
class Subject:
    """Subject of a page: its address, how it is cited, what machines read of it, its files.

    `files` are pairs of a suffix and a media type, beside those of the entries.
    """

    address: str
    citation: Citation
    graph: list[jsonld.JsonLd]
    files: Pairs


def subject(context: Context) -> Subject:
    """Return what the page of `context` is about: a list, a record, a passage or a whole report."""
    if "listing" in context:
        return list_subject(context)
    if record := context.get("record"):
        return record_subject(record, context["data_version"])
    report = context["report"]
    path = report.get_absolute_url()
    steps = [("Meetings", "/meetings/"), *steps_to(report.meeting), (report.title, path)]
    if "first" not in context:
        graph = [jsonld.report(report), jsonld.crumbs(*steps)]
        return Subject(path, of_report(report, context["data_version"]), graph, TEXT_FILES)
    citation = of_passage(context["first"], context["last"], context["data_version"])
    path = path_of(citation)
    words = "\n\n".join(each.block.text for each in context["passages"])
    crumbs = jsonld.crumbs(*steps, (context["heading"], path))
    return Subject(path, citation, [jsonld.passage(citation, report, words), crumbs], [])


def list_subject(context: Context) -> Subject:
    """Return what the page of a list is about: the whole list, with its filters."""
    listing = context["listing"]
    path, kind = listing.address(), listing.kind
    citation = of_list(listing, listing.filters.count, context["data_version"])
    files = [(with_suffix(path, suffix), media) for suffix, media in LIST_FILES]
    labels = [column.label for column in kind.columns]
    about = jsonld.list_data_set(citation, path, kind.lede, labels, files)
    crumbs = jsonld.crumbs((kind.heading, listing.path))
    return Subject(path, citation, [about, crumbs], LIST_FILES)


def record_subject(record: Any, current: DataVersion | None) -> Subject:
    """Return what the page of a record, a meeting or an actor is about."""
    path, label = record.get_absolute_url(), capfirst(str(record._meta.verbose_name_plural))
    graph = []
    if record._meta.model_name == "meeting":
        graph.append(jsonld.event(record))
    elif record._meta.model_name == "workshop":
        graph += filter(None, [jsonld.workshop(record)])
    elif record._meta.model_name == "actor":
        label = "Participants"
        graph += filter(None, [jsonld.actor(record)])
    parent = path.rstrip("/").rpartition("/")[0] + "/"
    graph.append(jsonld.crumbs((label, parent), *steps_to(record)))
    return Subject(path, of_record(record, current), graph, RECORD_FILES)


def steps_to(*rows: Any) -> Pairs:
    """Return the steps to the page of the last of `rows`, for breadcrumbs."""
    return [(str(row), row.get_absolute_url()) for row in rows]


@register.inclusion_tag("reports/_cite.html", takes_context=True)
def cite(context: Context) -> dict[str, Any]:
    """Show “Cite this”: the text, and each entry with the address of its file."""
    about = subject(context)
    return {
        "text": plain_text(about.citation),
        "entries": [
            (form, form.write(about.citation).strip(), with_suffix(about.address, form.suffix))
            for form in FORMS.values()
        ],
    }


@register.inclusion_tag("reports/_metadata.html", takes_context=True)
def metadata(context: Context) -> dict[str, Any]:
    """Show what the head holds: tags to cite by, JSON-LD, and other forms of what is at the address.

    Nothing for a list that cannot be made.
    """
    if "listing" in context and "page" not in context:
        return {}
    about = subject(context)
    forms = [*about.files, *((form.suffix, form.media) for form in FORMS.values())]
    return {
        "tags": meta_tags(about.citation) if about.citation.of_report else (),
        "graph": jsonld.script(about.graph),
        "alternates": [(with_suffix(about.address, suffix), media) for suffix, media in forms],
    }


@register.inclusion_tag("reports/_metadata.html")
def site_metadata() -> dict[str, Any]:
    """Show what machines read of the portal in the head of its home page."""
    return {"graph": jsonld.script([jsonld.web_site()])}


@register.inclusion_tag("reports/_metadata.html", takes_context=True)
def data_metadata(context: Context) -> dict[str, Any]:
    """Show the head of the page about the data."""
    lists = [(heading, f"{path}/") for heading, path, _ in context["kinds"]]
    graph = [jsonld.data_set(context["data_version"] or None, lists), jsonld.crumbs(("Data", "/data/"))]
    return {
        "graph": jsonld.script(graph),
        "alternates": [("/data/package.zip", "application/zip")],
    }


@register.inclusion_tag("reports/_version_note.html", takes_context=True)
def version_note(context: Context) -> dict[str, Any]:
    """Say if the data has changed since the version that the address was cited at, if it names one."""
    cited = context["listing"].filters.form.cleaned_data.get("version")
    return {"at": cited, "now": context["data_version"]}
