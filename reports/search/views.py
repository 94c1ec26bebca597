"""View of a search: a reference goes straight to its place, words find passages and records."""

from typing import Any

from django import forms
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from reports.lists import MAX_NUMBER, Option, number_messages
from reports.report.references import read_reference
from reports.search.documents import document_kinds
from reports.search.query import parse
from reports.search.results import PAGE_SIZE, Results, Section, spelling_suggestion


class SearchForm(forms.Form):
    """Form of a search: words, kinds, and a page. Its messages say what each field takes."""

    data: QueryDict

    q = forms.CharField(label="Words", required=False)
    kind = forms.MultipleChoiceField(
        label="Kind",
        required=False,
        choices=lambda: [(kind.value, kind.label) for kind in document_kinds().values()],
    )
    page = forms.IntegerField(label="Page", required=False, min_value=1, max_value=MAX_NUMBER)

    def __init__(self, data: QueryDict) -> None:
        filled = QueryDict(mutable=True)
        for name, values in data.lists():
            filled.setlist(name, [value for value in values if value])
        # A character that no text can have is a space; Django would refuse it, and it is no slip.
        self.typed = filled.get("q", "").replace("\x00", " ").strip()
        filled["q"] = self.typed
        super().__init__(filled)
        self.fields["kind"].error_messages["invalid_choice"] = (
            f"“%(value).60s” is not a kind. It takes: {', '.join(document_kinds())}."
        )
        self.fields["page"].error_messages |= number_messages("page", filled.get("page", ""))

    def options(self, counts: dict[int, int]) -> dict[str, Option]:
        """Return the kinds as options, with `counts` by number."""
        return {
            value: Option(
                value, kind.label, counts.get(kind.number, 0), value in self.data.getlist("kind")
            )
            for value, kind in document_kinds().items()
        }

    def address(self, path: str, page: int = 1, kind: str | None = None) -> str:
        """Return the address of that page of the search, among all that is chosen or one `kind`."""
        asked: dict[str, list[str]] = {
            "q": [self.typed] if self.typed else [],
            "kind": [kind] if kind else self.data.getlist("kind"),
            "page": [str(page)] if page > 1 else [],
        }
        query = urlencode(asked, doseq=True)
        return f"{path}?{query}" if query else path


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Return the results; 302 to a place referred to, 400 for a bad value, 404 beyond the end."""
    form = SearchForm(request.GET)
    context: dict[str, Any] = {
        "filters": {"form": form, "unknown": [name for name in form.data if name not in form.fields]},
        "searched": form.typed,
        "canonical": form.address(request.path),
    }
    if not form.is_valid():
        context["options"] = form.options({})
        return render(request, "reports/search.html", context, status=400)
    place = read_reference(form.typed)
    if len(place.places) == 1 and not form.data.get("kind"):
        return redirect(place.places[0][1])
    query = parse(form.typed)
    results = Results(query, form.cleaned_data["kind"])
    context |= {
        "query": query,
        "hint": place.hint,
        "places": place.places,
        "results": results,
        "options": form.options(results.counts),
        "everything": sum(results.counts.values()),
    }
    if query.terms and not results.counts:
        context |= {
            "per_term_counts": results.per_term_counts(),
            "suggestion": spelling_suggestion(form.typed),
        }
    show = one_kind if len(results.kinds) == 1 else every_kind
    context |= show(form, results, request.path, form.cleaned_data["page"] or 1)
    return render(request, "reports/search.html", context)


def every_kind(form: SearchForm, results: Results, path: str, number: int) -> dict[str, Any]:
    """Return the best few of each kind, each with the address of all of that kind; they are one page."""
    if number > 1:
        raise Http404(
            f"The results of all kinds together are one page: there is no page {number}. "
            "Choose one kind to read on in it."
        )
    return {
        "sections": [(each, form.address(path, kind=each.kind.value)) for each in results.sections()]
    }


def one_kind(form: SearchForm, results: Results, path: str, number: int) -> dict[str, Any]:
    """Return a page of the results of one kind."""
    kind = results.kinds[0]
    pages = Paginator(results.ranked.get(kind.number, []), PAGE_SIZE)
    try:
        page = pages.page(number)
    except EmptyPage:
        last = pages.num_pages
        said = f"This search ends at page {last}: there is no page {number}."
        raise Http404(said, form.address(path, last)) from None
    section = Section(kind, pages.count, results.hits(page.object_list))
    return {
        "page": page,
        "sections": [(section, "")] if pages.count else [],
        "canonical": form.address(path, number),
        "previous": form.address(path, number - 1),
        "next": form.address(path, number + 1),
    }
