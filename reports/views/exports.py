"""Lists and records as files: their addresses with .csv, .xlsx or .json for the last slash."""

from tempfile import SpooledTemporaryFile

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from reports import columns, package
from reports.columns import absolute
from reports.exports import Export, dictionary, facts, structured, write_csv, write_json
from reports.listing import Listing
from reports.models import DataVersion, Meeting
from reports.plain import at_once
from reports.views.actors import ActorDetail
from reports.views.citing import problem, standing
from reports.views.lists import RecordList, leads
from reports.views.meetings import MeetingDetail
from reports.workbook import write_xlsx

FORMS = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}

MEMORY = 1 << 20  # bytes of a file that are kept in memory; more go to a temporary file


class FormConverter:
    """The form of a list's file in an address."""

    regex = "|".join(FORMS)
    to_python = to_url = staticmethod(str)


@require_safe
def of_list(request, kind, form):
    """The whole list at /kind/ with its filters; 400 where the address asks for what is not there.

    Written whole before a byte is sent, within the request's snapshot, and sent with its length: an
    error in between is a 500, and a transfer that is cut does not look complete.
    """
    view = standing(f"/{kind}/", RecordList)
    chosen = view.filters(request.GET, view.model.objects.published())
    listing = Listing(chosen, f"/{kind}/")
    if chosen.typed:
        chosen.options  # noqa: B018 - finds the names that lead elsewhere, and counts, which takes long
    if chosen.typed and (lead := leads(listing, chosen.renamed)):
        path, question, query = lead.partition("?")
        return redirect(f"{path.rstrip('/')}.{form}{question}{query}")
    slips = dict.fromkeys(chosen.unknown, "It means nothing here.")
    if "page" in chosen.data:
        slips["page"] = "A file has every row: leave the page out."
    slips |= {name: " ".join(said) for name, said in chosen.form.errors.items()}
    if slips:
        return problem(slips)
    return written(made(view, listing, kind), form)


def made(view, listing, kind):
    """The export of all rows of `listing`, the list of `view` at /kind/."""
    files = columns.for_files(listing.filters.columns)
    return Export(
        kind=kind,
        heading=view.heading,
        filters=listing.words,
        address=listing.address(),
        columns=files,
        rows=listing.ordered,
        count=listing.ordered.count(),
        version=DataVersion.objects.current(),
    )


def written(export, form):
    """The response that sends `export` in that form, with its length."""
    media, write = FORMS[form]

    def write_whole(file):
        with at_once():
            write(export, file)

    return sent(write_whole, media, export.file_name(form))


def sent(write, media, name):
    """A response of all that `write` writes to a file: from memory where it is small."""
    file = SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - the response may close it
    try:
        write(file)
        length = file.tell()
        file.seek(0)
        if length > MEMORY:
            response = FileResponse(file, as_attachment=True, filename=name, content_type=media)
            response["Content-Length"] = length
            return response
        content = file.read()
    except BaseException:
        file.close()
        raise
    file.close()
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": disposition})


@require_safe
def of_record(request, kind, slug):
    """One record as JSON: its columns, its words, and where they are."""
    view = standing(f"/{kind}/{slug}/", DetailView)
    view.setup(request, slug=slug)
    view.object = view.get_object()
    record, version = view.object, DataVersion.objects.current()
    path = f"/{kind}/{slug}/"
    document = {
        "title": str(record),
        "data_version": version.number if version else None,
        "links": {
            "self": absolute(f"{path.rstrip('/')}.json"),
            "page": absolute(path),
            "citation": absolute(f"{path.rstrip('/')}.csl.json"),
        },
    }
    style = {"ensure_ascii": False, "indent": 1, "default": structured}
    return JsonResponse(document | said(view), json_dumps_params=style)


def said(view):
    """What a record's page says, as JSON."""
    record = view.object
    if isinstance(view, ActorDetail):
        return actor_facts(record, view.get_context_data())
    mine = columns.MEETING if isinstance(view, MeetingDetail) else view.columns
    return {
        "facts": facts(mine, record),
        "columns": dictionary(mine),
        "evidence": [evidence(each) for each in record.evidence.all()],
    }


def actor_facts(actor, context):
    """What an actor's page says, as JSON."""
    sections = {
        anchor: [
            {
                "title": str(each),
                "address": absolute(each.get_absolute_url()),
                "evidence": [evidence(quote) for quote in each.evidence.all()],
            }
            for each in found
        ]
        for _, anchor, _, found, _ in context["sections"]
    }
    return {
        "facts": {
            "name": actor.name,
            "kind": actor.kind,
            "iso2": actor.iso2 or None,
            "iso3": actor.iso3 or None,
            "other_names": [other.name for other in actor.other_names.all()],
            "part_of": str(actor.part_of) if actor.part_of else None,
        },
        "records": sections,
        "not_stated": context["unstated"],
    }


def evidence(each):
    """One quote, with where it stands."""
    return {
        "quote": each.quote,
        "prefix": each.prefix or None,
        "paragraph": each.block.number or each.block.key,
        "address": absolute(each.get_absolute_url()),
    }


@require_safe
def data(request):
    """What there is to take away, and how to use it."""
    kinds = [
        (view.heading, f"/{name}", dictionary(columns.for_files(view.filters.columns)))
        for view in RecordList.__subclasses__()
        for name in [address_of(view)]
    ]
    return render(request, "reports/data.html", {"kinds": kinds, "forms": FORMS})


def address_of(view):
    """The name of a list in its address."""
    from django.urls import reverse

    return reverse(f"reports:{view.model._meta.model_name}-list").strip("/")


@require_safe
def whole(request):
    """The whole data set as a Frictionless Data Package."""
    version = DataVersion.objects.current()
    name = f"bali-process-reports_v{version.number if version else 0}.zip"
    return sent(lambda file: package.write(file, version), "application/zip", name)


@require_safe
def report_text(request, slug):
    """A report as plain text, its paragraphs numbered."""
    meeting = get_object_or_404(Meeting.objects.published().with_report(), slug=slug)
    return HttpResponse(package.text(meeting), content_type="text/plain; charset=utf-8")
