"""Views of files: lists and records at their addresses with .csv, .xlsx or .json for the last slash."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.exports import package
from reports.exports.files import file_name, json_value, record_values, write_csv, write_json
from reports.exports.xlsx import write_xlsx
from reports.index.listing import INDEX, find_listing
from reports.kinds import KINDS, kind_at
from reports.lists import FILE_FORMS, AnyListing, absolute, dictionary, with_suffix
from reports.models import DataVersion, Evidence, Report, WorkshopRole
from reports.models.workshops import Role

FORMS = {
    "csv": ("text/csv; charset=utf-8", write_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": ("application/json", write_json),
}
MEMORY = 1 << 20  # bytes of a file that are kept in memory; more go to a temporary file


@require_safe
def list_file(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """Return the whole list at /kind/ with its filters; 400 for what is not there.

    Written whole before a byte is sent, within the request's snapshot, and sent with its length: an
    error in between is a 500, and a transfer that is cut does not look complete.
    """
    refused = {"page": "A file has every row: leave the page out."}
    listing = find_listing(kind, request.GET, form, refused)
    if not isinstance(listing, AnyListing):
        return listing
    media, write = FORMS[form]
    return file_response(lambda file: write(listing, file), media, file_name(listing, form))


def file_response(
    write: Callable[[IO[bytes]], None], media: str, name: str
) -> HttpResponse | FileResponse:
    """Return a response of all that `write` writes to a file: from memory where it is small."""
    file = SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 - the response may close it
    try:
        write(file)
        length = file.tell()
        file.seek(0)
        if length > MEMORY:
            return FileResponse(file, as_attachment=True, filename=name, content_type=media)
        content = file.read()
    except BaseException:
        file.close()
        raise
    file.close()
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": disposition})


@require_safe
def record_json(request: HttpRequest, kind: str, slug: str) -> JsonResponse:
    """Return one record as JSON: its columns, its words, and where they are."""
    found = kind_at(kind, pages=True)
    record, version = found.get_record(slug), DataVersion.objects.current()
    context = found.page_context(record)
    path = f"/{kind}/{slug}/"
    document: dict[str, Any] = {
        "title": str(record),
        "data_version": version.number if version else None,
        "links": {
            "self": absolute(with_suffix(path, "json")),
            "page": absolute(path),
            "citation": absolute(with_suffix(path, "csl.json")),
        },
    }
    if "sections" in context:
        document |= actor_document(record, context)
    else:
        document |= {
            "facts": record_values(found.columns, record),
            "columns": dictionary(found.columns),
            "evidence": [quote(each) for each in record.evidence.all()],
        }
    style = {"ensure_ascii": False, "indent": 1, "default": json_value}
    return JsonResponse(document, json_dumps_params=style)


def actor_document(actor: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of an actor, of that `context`, says, for JSON."""
    return {
        "facts": {
            "name": actor.name,
            "kind": actor.kind,
            "iso2": actor.iso2 or None,
            "iso3": actor.iso3 or None,
            "other_names": [other.name for other in actor.other_names.all()],
            "part_of": str(actor.part_of) if actor.part_of else None,
        },
        "records": {
            section.anchor: [
                {
                    "title": str(each),
                    "address": absolute(each.get_absolute_url()),
                    "evidence": [quote(evidence) for evidence in each.evidence.all()],
                }
                for each in records.rows
            ]
            for section, records in context["sections"]
        },
        "not_stated": context["unrecorded"],
    }


def quote(evidence: Evidence) -> dict[str, Any]:
    """Return one quote, with where it stands, for JSON."""
    return {
        "quote": evidence.quote,
        "prefix": evidence.prefix or None,
        "paragraph": evidence.block.number or evidence.block.label,
        "address": absolute(evidence.get_absolute_url()),
    }


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Return the page of what there is to take away, and how to use it."""
    lists = [(kind.heading, f"/{kind.path}", dictionary(kind.file_columns)) for kind in KINDS]
    lists.append((INDEX.heading, f"/{INDEX.path}", dictionary(INDEX.file_columns)))
    reports = Report.objects.published()
    hosts = WorkshopRole.objects.published().filter(role=Role.HOST).select_related("actor", "workshop")
    example = hosts.order_by("actor__slug", "workshop__order").last()
    context = {
        "kinds": lists,
        "forms": FILE_FORMS,
        "reports": reports,
        "host": example and example.actor.slug,
        "record": example and example.workshop,
    }
    return render(request, "reports/data.html", context)


@require_safe
def whole_package(request: HttpRequest) -> HttpResponse | FileResponse:
    """Return the whole data set as a Frictionless Data Package."""
    version = DataVersion.objects.current()
    name = f"bali-process-reports_v{version.number if version else 0}.zip"
    return file_response(lambda file: package.write(file, version), "application/zip", name)
