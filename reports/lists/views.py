"""Views of every kind: its list, and the page of one record."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.generic import View

from reports.lists.columns import facts
from reports.lists.kind import Kind
from reports.lists.listing import Listing, with_suffix


class RecordList(View):
    """The list of one `kind`: browse, filter, sort, and see the words that each row rests on."""

    kind: Kind = None  # type: ignore[assignment] # set by as_view()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the list; 400 with the page for a bad value, 404 beyond the last page."""
        listing = Listing(self.kind, request.GET)
        if address := listing.alias_address():
            return redirect(address)
        context = {
            "kind": self.kind,
            "heading": self.kind.heading,
            "noun": self.kind.noun or self.kind.heading.lower(),
            "lede": self.kind.lede,
            "filters": listing.filters,
            "listing": listing,
            "options": listing.filters.options,
        }
        if listing.filters.form.is_valid():
            context |= listing.page_context()
            return render(request, "reports/record_list.html", context)
        context["canonical"] = request.path
        return render(request, "reports/record_list.html", context, status=400)


class RecordDetail(View):
    """The page of one record of a `kind`: its facts, what is not stated, the words it rests on."""

    kind: Kind = None  # type: ignore[assignment] # set by as_view()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Return the page; redirect from another name that a kind knows; 404 where there is none."""
        try:
            record = self.kind.get_record(slug)
            context = self.kind.page_context(record)
        except Http404:
            if self.kind.find_alias and (other := self.kind.find_alias(slug)):
                return redirect(other)
            raise
        context |= {"kind": self.kind, "record": record} | facts(self.kind.columns, record)
        return render(request, self.kind.templates, context)


def refusal(errors: dict[str, str]) -> JsonResponse:
    """Return 400 with a problem document (RFC 9457): what is wrong with each parameter, by name."""
    document = {
        "type": "about:blank",
        "title": "This address cannot be read",
        "status": 400,
        "detail": " ".join(f"{name}: {said}" for name, said in errors.items()),
        "errors": [{"parameter": name, "detail": said} for name, said in errors.items()],
    }
    return JsonResponse(document, status=400, content_type="application/problem+json")


def whole_list(
    kind: Kind, query: QueryDict, suffix: str, refused: dict[str, str]
) -> Listing | HttpResponse:
    """Return the listing that `query` asks for, for a form of it that has every row.

    Or a response: 400 for what means nothing, and for the parameters of `refused`, each with its
    reason; a redirect where an actor goes by another name, to the form with that `suffix`.
    """
    listing = Listing(kind, query)
    filters = listing.filters
    errors = dict.fromkeys(filters.unknown, "It means nothing here.")
    errors |= {name: said for name, said in refused.items() if name in filters.data}
    if not errors and (address := listing.alias_address()):
        return redirect(with_suffix(address, suffix))
    errors |= {name: " ".join(map(str, said)) for name, said in filters.form.errors.items()}
    return refusal(errors) if errors else listing
