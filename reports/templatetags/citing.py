"""“Cite this” on a page, and in its head what machines read of it."""

from django import template
from django.urls import is_valid_path

from reports import cited, structured
from reports.citing import meta, text
from reports.entries import FORMS, form_of

register = template.Library()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_FILES = (("csv", "text/csv"), ("xlsx", XLSX), ("json", "application/json"))
CITE, HEAD = "reports/_cite.html", "reports/_metadata.html"


def version(context):
    """The data version that the page shows, or None."""
    return context.get("data_version") or None


def shown(citation, address):
    """What “Cite this” shows: the text, and each entry with the address of its file."""
    entries = [
        (form, form.write(citation).strip(), form_of(address, form.suffix)) for form in FORMS.values()
    ]
    return {"text": text(citation), "entries": entries}


def head(address, graph, citation=None, files=()):
    """What the head holds: tags to cite by, JSON-LD, and the other forms of what is at `address`.

    `files` are pairs of a path and a media type, of those that `served` has kept.
    """
    entries = [(form_of(address, form.suffix), form.media) for form in FORMS.values()]
    return {
        "tags": meta(citation) if citation else (),
        "graph": structured.script(graph),
        "alternates": [*files, *entries],
    }


def served(address, forms):
    """Those of `forms` of what is at `address` that urls.py answers: pairs of a path and a media type.

    `forms` are pairs of a suffix and a media type.
    """
    files = [(form_of(address, suffix), media) for suffix, media in forms]
    return [(path, media) for path, media in files if is_valid_path(path.partition("?")[0])]


@register.inclusion_tag(CITE, takes_context=True)
def cite_report(context):
    """“Cite this” for the report of `meeting`."""
    meeting = context["meeting"]
    return shown(cited.of_report(meeting, version(context)), meeting.get_report_url())


@register.inclusion_tag(CITE, takes_context=True)
def cite_passage(context):
    """“Cite this” for the passage from `first` to `last`."""
    passage = cited.of_passage(context["first"], context["last"], version(context))
    return shown(passage, cited.path_of(passage))


@register.inclusion_tag(CITE, takes_context=True)
def cite_record(context, record):
    """“Cite this” for a record, a meeting or an actor."""
    return shown(cited.of_record(record, version(context)), record.get_absolute_url())


@register.inclusion_tag(CITE, takes_context=True)
def cite_list(context):
    """“Cite this” for the list of the page, whole, with its filters."""
    return shown(list_of(context), context["listing"].address())


def list_of(context):
    """The citation of the list of the page."""
    count = context["page"].paginator.count
    return cited.of_list(context["listing"], context["heading"], count, version(context))


@register.inclusion_tag("reports/_version_note.html", takes_context=True)
def cited_note(context):
    """Whether the data has changed since the version that the address was cited at, if it says one."""
    return {
        "at": context["listing"].filters.form.cleaned_data.get("version"),
        "now": version(context),
    }


def way(*rows):
    """The steps to the page of the last of `rows`, for breadcrumbs."""
    return [(str(row), row.get_absolute_url()) for row in rows]


MEETINGS = ("Meetings", "/meetings/")


@register.inclusion_tag(HEAD, takes_context=True)
def head_report(context):
    """The head of a report."""
    meeting = context["meeting"]
    path = meeting.get_report_url()
    steps = structured.crumbs(MEETINGS, *way(meeting), (meeting.report_title, path))
    citation = cited.of_report(meeting, version(context))
    files = served(path, [("txt", "text/plain")])
    return head(path, [structured.report(meeting), steps], citation, files)


@register.inclusion_tag(HEAD, takes_context=True)
def head_passage(context):
    """The head of a passage."""
    meeting, blocks = context["meeting"], [each.block for each in context["passages"]]
    citation = cited.of_passage(context["first"], context["last"], version(context))
    path = cited.path_of(citation)
    report = (meeting.report_title, meeting.get_report_url())
    steps = structured.crumbs(MEETINGS, *way(meeting), report, (context["heading"], path))
    words = "\n\n".join(block.text for block in blocks)
    return head(path, [structured.passage(citation, meeting, words), steps], citation)


@register.inclusion_tag(HEAD)
def head_meeting(meeting):
    """The head of a meeting's page."""
    path = meeting.get_absolute_url()
    steps = structured.crumbs(MEETINGS, *way(meeting))
    return head(path, [structured.event(meeting), steps], files=json_of(path))


@register.inclusion_tag(HEAD)
def head_record(record):
    """The head of a record's page."""
    path = record.get_absolute_url()
    label = record._meta.verbose_name_plural
    steps = structured.crumbs((label[:1].upper() + label[1:], parent(path)), *way(record))
    return head(path, [steps], files=json_of(path))


@register.inclusion_tag(HEAD)
def head_actor(actor):
    """The head of an actor's page."""
    path = actor.get_absolute_url()
    steps = structured.crumbs(("Participants", parent(path)), *way(actor))
    described = structured.actor(actor)
    return head(path, [described, steps] if described else [steps], files=json_of(path))


@register.inclusion_tag(HEAD, takes_context=True)
def head_list(context):
    """The head of a list's page; of one that cannot be made there is nothing to say."""
    if "page" not in context:
        return {}
    listing, heading = context["listing"], context["heading"]
    path, citation = listing.address(), list_of(context)
    files = served(path, LIST_FILES)
    columns = [column.label for column in listing.filters.columns]
    about = structured.dataset(
        citation, path, context["lede"], columns, [(media, address) for address, media in files]
    )
    return head(path, [about, structured.crumbs((heading, listing.path))], files=files)


@register.inclusion_tag(HEAD, takes_context=True)
def head_data(context):
    """The head of the page about the data."""
    lists = [(heading, f"{path}/") for heading, path, _ in context["kinds"]]
    steps = structured.crumbs(("Data", "/data/"))
    package = [("/data/package.zip", "application/zip")]
    graph = [structured.whole(version(context), lists), steps]
    return {"graph": structured.script(graph), "alternates": package}


def json_of(path):
    """The JSON form of the record at `path`."""
    return served(path, [("json", "application/json")])


def parent(path):
    """The list that a record's page stands under: /workshops/x/ → /workshops/."""
    return path.rstrip("/").rpartition("/")[0] + "/"
