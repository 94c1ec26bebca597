"""Views of a quote that is checked: a page, and the same as JSON. Their addresses hold the text."""

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from reports.lists import absolute, with_suffix
from reports.lists.listing import refusal
from reports.models import DataVersion, Report
from reports.quoting.checking import (
    MAX_LENGTH,
    MAX_SENTENCES,
    Checked,
    Checker,
    Place,
    count_sentences,
)
from reports.text.lines import unify_line_ends

# Nobody keeps an answer, and no other request, as for the stylesheet, names its address.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

Response = TypeVar("Response", bound=HttpResponse)


class QuoteForm(forms.Form):
    """Form of a text to check. Its messages say how much it takes."""

    q = forms.CharField(label="Text to check", required=False)

    def __init__(self, data: QueryDict) -> None:
        # A character that no text can have is a space; Django would refuse it, and it is no slip.
        self.typed = unify_line_ends(data.get("q", "")).replace("\x00", " ").strip()
        super().__init__({"q": self.typed})
        self.unknown = [name for name in data if name not in self.fields]

    def clean_q(self) -> str:
        """Return the text; refuse one that is too long, or of too many sentences."""
        text: str = self.cleaned_data["q"]
        if len(text) > MAX_LENGTH:
            raise ValidationError(
                f"This has {len(text):,} characters, and {MAX_LENGTH:,} can be checked at once: "
                "take some out, and check them next."
            )
        if (count := count_sentences(text)) > MAX_SENTENCES:
            raise ValidationError(
                f"This has {count} sentences, and {MAX_SENTENCES} can be checked at once: "
                "take some out, and check them next."
            )
        return text


@require_safe
def quote(request: HttpRequest) -> HttpResponse:
    """Return the page with a verdict on each sentence of the text; 400 for too long a text.

    Without a text it is a page like any other, which search engines may list.
    """
    form = QuoteForm(request.GET)
    context: dict[str, Any] = {
        "filters": {"form": form, "unknown": form.unknown},
        "typed": form.typed,
        "canonical": request.path,
        "most": {"characters": f"{MAX_LENGTH:,}", "sentences": MAX_SENTENCES},
        "reports": Report.objects.published(),
    }
    valid = form.is_valid()
    if valid and form.typed:
        checked = Checker().check(form.cleaned_data["q"])
        context |= {
            "checked": checked,
            "verbatim": sum(each.is_verbatim for each in checked),
            "json": with_suffix(f"{request.path}?{urlencode({'q': form.typed})}", "json"),
        }
    response = render(request, "reports/quote.html", context, status=200 if valid else 400)
    return kept_nowhere(response) if request.GET else response


@require_safe
def quote_json(request: HttpRequest) -> JsonResponse:
    """Return the same as JSON; 400 with a problem document for too long a text, or none."""
    form = QuoteForm(request.GET)
    errors = dict.fromkeys(form.unknown, "It means nothing here.")
    if not form.is_valid():
        errors |= {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}
    elif not form.typed:
        errors["q"] = "Write the text to check here, as in ?q=They+agreed+that"
    if errors:
        return kept_nowhere(refusal(errors))
    version, page = DataVersion.objects.current(), reverse("reports:quote")
    checked = Checker().check(form.cleaned_data["q"])
    address = f"{page}?{urlencode({'q': form.typed})}"
    document = {
        "title": "Check of a quote",
        "data_version": version.number if version else None,
        "links": {"self": absolute(with_suffix(address, "json")), "page": absolute(address)},
        "verbatim": sum(each.is_verbatim for each in checked),
        "sentences": [sentence_document(each) for each in checked],
    }
    style = {"ensure_ascii": False, "indent": 1}
    return kept_nowhere(JsonResponse(document, json_dumps_params=style))


def kept_nowhere(response: Response) -> Response:
    """Return `response` with the headers that keep the text in its address to who asked."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def sentence_document(checked: Checked) -> dict[str, Any]:
    """Return one sentence with the verdict on it, for JSON."""
    comparison = checked.comparison
    return {
        "text": checked.text,
        "verdict": checked.verdict.value,
        "label": checked.label,
        "but_for": checked.but_for,
        "places": [place_document(place) for place in checked.places],
        "more_places": checked.elsewhere,
        "whole": "".join(text for text, _ in checked.whole) or None,
        "left_out": checked.omissions,
        "inserted": checked.find.insertions if checked.find else [],
        "changes_what_is_said": checked.beside,
        "differences": [change._asdict() for change in comparison.changes] if comparison else [],
    }


def place_document(place: Place) -> dict[str, Any]:
    """Return some words of a report with where they stand, for JSON."""
    return {
        "words": place.words,
        "report": str(place.block.report),
        "paragraph": place.block.number or None,
        "label": place.block.label,
        "address": absolute(place.get_absolute_url()),
    }
