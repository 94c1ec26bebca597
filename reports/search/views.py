"""View of a search: a reference goes straight to its place, words find passages and records."""

from typing import Any

from django import forms
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from reports.lists.facets import Option
from reports.lists.filterset import MAX_NUMBER, PageFilter, number_messages
from reports.models import Document
from reports.report.references import read_reference
from reports.search.documents import document_kinds
from reports.search.query import parse
from reports.search.results import Results, Section, spelling_suggestion


class SearchFilterSet(FilterSet):
    """Filters of a search: words, kinds, and a page. The rows are found by the index."""

    q = CharFilter(label="Words")
    kind = MultipleChoiceFilter(label="Kind", choices=[])
    page = PageFilter(label="Page", min_value=1, max_value=MAX_NUMBER)

    def __init__(self, data: QueryDict) -> None:
        filled = QueryDict(mutable=True)
        for name, values in data.lists():
            filled.setlist(name, [value for value in values if value])
        # A character that no text can have is a space; Django would refuse it, and it is no slip.
        filled["q"] = filled.get("q", "").replace("\x00", " ").strip()
        super().__init__(filled, Document.objects.none())

    @cached_property
    def form(self) -> forms.Form:
        """The form, whose messages say what each field takes."""
        form = super().form
        kinds = document_kinds()
        form.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds.values()]
        form.fields["kind"].error_messages["invalid_choice"] = (
            f"“%(value).60s” is not a kind. It takes: {', '.join(kinds)}."
        )
        form.fields["page"].error_messages |= number_messages("page", self.data.get("page", ""))
        return form

    @property
    def unknown(self) -> list[str]:
        """The names in the query string that mean nothing here."""
        return [name for name in self.data if name not in self.filters]

    def options(self, counts: dict[int, int]) -> dict[str, Option]:
        """Return the kinds as options, with `counts` by number."""
        chosen = self.data.getlist("kind")
        return {
            kind.value: Option(kind.value, kind.label, counts.get(kind.number, 0), kind.value in chosen)
            for kind in document_kinds().values()
        }

    @property
    def number(self) -> int:
        """The number of the page asked for."""
        return int(self.form.cleaned_data["page"] or 1)

    def address(self, path: str, page: int = 1, kind: str | None = None) -> str:
        """Return the address of that page of the search, among all that is chosen or one `kind`."""
        query = QueryDict(mutable=True)
        query.setlist("q", [self.data["q"]] if self.data["q"] else [])
        query.setlist("kind", [kind] if kind else self.data.getlist("kind"))
        if page > 1:
            query["page"] = str(page)
        return f"{path}?{query.urlencode()}" if query.urlencode() else path


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return the results; 302 to a place referred to, 400 for a bad value, 404 beyond the end."""
    chosen = SearchFilterSet(request.GET)
    typed = chosen.data["q"]
    context = {"filters": chosen, "searched": typed, "canonical": chosen.address(request.path)}
    if not chosen.form.is_valid():
        context["options"] = chosen.options({})
        return render(request, "reports/search.html", context, status=400)
    place = read_reference(typed)
    if place.url and not chosen.data.get("kind"):
        return redirect(place.url)
    query = parse(typed)
    results = Results(query, chosen.form.cleaned_data["kind"])
    context |= {"query": query, "hint": place.hint, "results": results}
    context |= {"options": chosen.options(results.counts), "everything": sum(results.counts.values())}
    if query.terms and not results.counts:
        context |= {
            "per_term_counts": results.per_term_counts(),
            "suggestion": spelling_suggestion(typed),
        }
    show = one_kind if len(results.kinds) == 1 else every_kind
    context |= show(chosen, results, request.path)
    return render(request, "reports/search.html", context)


def every_kind(chosen: SearchFilterSet, results: Results, path: str) -> dict[str, Any]:
    """Return the best few of each kind, each with the address of all of that kind; they are one page."""
    if (number := chosen.number) > 1:
        raise Http404(
            f"The results of all kinds together are one page: there is no page {number}. "
            "Choose one kind to read on in it."
        )
    return {
        "sections": [(each, chosen.address(path, kind=each.kind.value)) for each in results.sections()]
    }


def one_kind(chosen: SearchFilterSet, results: Results, path: str) -> dict[str, Any]:
    """Return a page of the results of one kind."""
    number, pages = chosen.number, results.pages()
    try:
        page = pages.page(number)
    except EmptyPage:
        last = pages.num_pages
        said = f"This search ends at page {last}: there is no page {number}."
        raise Http404(said, chosen.address(path, last)) from None
    section = Section(results.kinds[0], pages.count, results.hits(page.object_list))
    return {
        "page": page,
        "sections": [(section, "")] if pages.count else [],
        "canonical": chosen.address(path, number),
        "previous": chosen.address(path, number - 1),
        "next": chosen.address(path, number + 1),
    }
