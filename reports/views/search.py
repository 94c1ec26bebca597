"""Search: a reference goes straight to its place, words find passages and records."""

from django.core.paginator import EmptyPage
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django_filters import CharFilter, FilterSet, MultipleChoiceFilter

from reports.documents import KINDS
from reports.facets import Option
from reports.filters import PageFilter, no_number
from reports.models import Document
from reports.query import parse
from reports.references import reference
from reports.search import Results, Section, meant


class SearchSet(FilterSet):
    """What a search can ask for: words, kinds, and a page."""

    q = CharFilter(label="Words", method="keep")
    kind = MultipleChoiceFilter(
        label="Kind", method="keep", choices=[(kind.value, kind.label) for kind in KINDS.values()]
    )
    page = PageFilter(label="Page", method="keep", min_value=1, max_value=10**6)

    def __init__(self, data):
        filled = QueryDict(mutable=True)
        for name, values in data.lists():
            filled.setlist(name, [value for value in values if value])
        # A character that no text can have is a space; Django would refuse it, and it is no slip.
        filled["q"] = filled.get("q", "").replace("\x00", " ").strip()
        super().__init__(filled, Document.objects.none())

    def keep(self, queryset, name, value):
        """The rows are found by the index."""
        return queryset

    @cached_property
    def form(self):
        """The form, whose messages say what each field takes."""
        form = super().form
        form.fields["kind"].error_messages["invalid_choice"] = (
            f"“%(value).60s” is not a kind. It takes: {', '.join(KINDS)}."
        )
        form.fields["page"].error_messages |= no_number("page", self.data.get("page", ""))
        return form

    @property
    def unknown(self):
        """The names in the query string that mean nothing here."""
        return [name for name in self.data if name not in self.filters]

    def options(self, counts):
        """The kinds as options, with `counts` by number."""
        chosen = self.data.getlist("kind")
        return {
            kind.value: Option(kind.value, kind.label, counts.get(kind.number, 0), kind.value in chosen)
            for kind in KINDS.values()
        }

    @property
    def number(self):
        """The number of the page asked for."""
        return int(self.form.cleaned_data["page"] or 1)

    def address(self, path, page=1, kind=None):
        """The address of that page of the search, among all that is chosen or one `kind`."""
        query = QueryDict(mutable=True)
        query.setlist("q", [self.data["q"]] if self.data["q"] else [])
        query.setlist("kind", [kind] if kind else self.data.getlist("kind"))
        if page > 1:
            query["page"] = page
        return f"{path}?{query.urlencode()}" if query.urlencode() else path


@require_safe
def search(request):
    """The results; 302 to a place that is referred to, 400 for a bad value, 404 beyond the end."""
    chosen = SearchSet(request.GET)
    typed = chosen.data["q"]
    context = {"filters": chosen, "searched": typed, "canonical": chosen.address(request.path)}
    if not chosen.form.is_valid():
        context["options"] = chosen.options({})
        return render(request, "reports/search.html", context, status=400)
    place = reference(typed)
    if place.url and not chosen.data.get("kind"):
        return redirect(place.url)
    query = parse(typed)
    results = Results(query, chosen.form.cleaned_data["kind"])
    context |= {"query": query, "hint": place.hint, "results": results}
    context |= {"options": chosen.options(results.counts), "everything": sum(results.counts.values())}
    if query.terms and not results.counts:
        context |= {"alone": results.alone(), "meant": meant(typed)}
    show = one_kind if len(results.kinds) == 1 else every_kind
    context |= show(chosen, results, request.path)
    return render(request, "reports/search.html", context)


def every_kind(chosen, results, path):
    """The best few of each kind, each with the address of all of that kind; they are one page."""
    if (number := chosen.number) > 1:
        raise Http404(
            f"The results of all kinds together are one page: there is no page {number}. "
            "Choose one kind to read on in it."
        )
    return {
        "sections": [(each, chosen.address(path, kind=each.kind.value)) for each in results.sections()]
    }


def one_kind(chosen, results, path):
    """A page of the results of one kind."""
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
