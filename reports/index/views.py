"""View of the index."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reports.index.listing import INDEX, IndexListing


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Return the index: one alphabet, letters to jump to, two filters; 400 for a bad value."""
    listing = IndexListing(request.GET)
    valid = listing.filters.form.is_valid()
    if not valid and (address := listing.moved_address()):
        return redirect(address, permanent=True)
    context = {
        "kind": INDEX,
        "heading": INDEX.heading,
        "lede": INDEX.lede,
        "filters": listing.filters,
        "listing": listing,
        "options": listing.filters.options,
    }
    if valid:
        total = len(listing.filters.all_entries)
        context |= {"page": listing.letters, "total": total, "canonical": listing.canonical}
    else:
        context["canonical"] = request.path
    return render(request, "reports/index.html", context, status=200 if valid else 400)
