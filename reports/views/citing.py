"""Citations as files: the address of what is cited, with .bib, .ris or .csl.json for its last slash."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, View

from reports import cited
from reports.entries import FORMS, form_of
from reports.listing import Listing
from reports.models import DataVersion, Meeting
from reports.reading import find
from reports.views.actors import ActorDetail
from reports.views.lists import RecordList, leads


class FormConverter:
    """The form of an entry in an address."""

    regex = "|".join(suffix.replace(".", r"\.") for suffix in FORMS)
    to_python = to_url = staticmethod(str)


@require_safe
def of_report(request, slug, form):
    """The citation of a report."""
    meeting = get_object_or_404(Meeting.objects.published().with_report(), slug=slug)
    return file(cited.of_report(meeting, DataVersion.objects.current()), form)


@require_safe
def of_passage(request, slug, piece, form):
    """The citation of a paragraph, a range, or an unnumbered piece."""
    meeting = get_object_or_404(Meeting.objects.published().with_report(), slug=slug)
    try:
        blocks = list(find(meeting, piece).select_related("meeting"))
    except LookupError as error:
        raise Http404(str(error)) from None
    return file(cited.of_passage(blocks[0], blocks[-1], DataVersion.objects.current()), form)


@require_safe
def of_record(request, kind, slug, form):
    """The citation of what has its page at /kind/slug/."""
    view = standing(f"/{kind}/{slug}/", DetailView)
    view.setup(request, slug=slug)
    view.object = view.get_object()
    if isinstance(view, ActorDetail):
        view.get_context_data()  # an actor that no published report names is not found
    return file(cited.of_record(view.object, DataVersion.objects.current()), form)


@require_safe
def of_list(request, kind, form):
    """The citation of the whole list at /kind/, with its filters; 400 for what means nothing."""
    view = standing(f"/{kind}/", RecordList)
    chosen = view.filters(request.GET, view.model.objects.published())
    listing = Listing(chosen, f"/{kind}/")
    chosen.options  # noqa: B018 - finds the names that lead elsewhere
    if lead := leads(listing, chosen.renamed):
        return redirect(form_of(lead, form))
    slips = dict.fromkeys(chosen.unknown, "It means nothing here.")
    slips |= {name: " ".join(said) for name, said in chosen.form.errors.items()}
    if slips:
        return problem(slips)
    now = DataVersion.objects.current()
    return file(cited.of_list(listing, view.heading, listing.ordered.count(), now), form)


def standing(path, kind):
    """A view of `kind` like the one that has the page at `path`; Http404 where there is none."""
    view = getattr(resolve(path).func, "view_class", View)
    if not issubclass(view, kind):
        raise Http404(f"Nothing at {path} has a citation.")
    return view()


def problem(slips):
    """400 with a problem document (RFC 9457): what is wrong with each parameter, by its name."""
    document = {
        "type": "about:blank",
        "title": "This address cannot be read",
        "status": 400,
        "detail": " ".join(f"{name}: {said}" for name, said in slips.items()),
        "errors": [{"parameter": name, "detail": said} for name, said in slips.items()],
    }
    return JsonResponse(document, status=400, content_type="application/problem+json")


def file(citation, suffix):
    """The entry of `citation` as a file to keep."""
    form = FORMS[suffix]
    media = form.media if suffix == "csl.json" else f"{form.media}; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{citation.key[:150]}.{suffix}"'}
    return HttpResponse(form.write(citation), content_type=media, headers=headers)
