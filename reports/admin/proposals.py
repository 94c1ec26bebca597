"""Fill in what an editor leaves empty: dates from their words, addresses in words, the next place."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.text import slugify

from reports.admin.places import unique_sets, value
from reports.models import Meeting, RetiredAnchor
from reports.text.date_words import read_date, say_span
from reports.text.edtf import Edtf

EMPTY = {
    "slug": "Left empty, it is made of words.",
    "anchor": "Left empty, it is made of words of the quote.",
    "order": "Left empty, it is the next.",
    "date_edtf": "Left empty, it is read from the words.",
}
CARRIED = ("report", "meeting", "part", "block", "workshop")  # where required, the next row has it too
SMALL = {
    "a",
    "an",
    "and",
    "as",
    "at",
    "by",
    "for",
    "in",
    "is",
    "of",
    "on",
    "or",
    "that",
    "the",
    "to",
    "was",
}
ANCHOR_WORDS, SLUG_WORDS = 4, 7
LONGEST = 50  # characters of what is made of words
ROOM = 4  # characters for a number behind it: “-999”
SHORT_KINDS = {"senior-officials": "som"}  # of meetings, in their addresses


def allow_empty(form: forms.ModelForm) -> None:
    """Let the fields of a new row that can be proposed be left empty, and say so."""
    for name, said in EMPTY.items():
        field = form.fields.get(name)
        if field and (not form.instance.pk or name == "date_edtf") and field.initial in (None, ""):
            field.required = False
            field.help_text = f"{field.help_text} {said}".strip()
    stated = getattr(form.instance, "date_edtf", "")
    if stated and "date_edtf" in form.fields:
        read = f"Read as {stated}: {say_span(Edtf.parse(stated))}."
        form.fields["date_edtf"].help_text = f"{read} {form.fields['date_edtf'].help_text}"


def read_dates(form: forms.ModelForm, cleaned: dict[str, Any]) -> None:
    """Read the EDTF form of a date from its words, where that is empty or written in words itself.

    Words that are corrected are read anew, unless the form was another than theirs already.
    """
    if not {"date_words", "date_edtf"} <= cleaned.keys():
        return
    words, written = cleaned["date_words"], cleaned["date_edtf"]
    corrected = "date_words" in form.changed_data and "date_edtf" not in form.changed_data
    if corrected and written and read_or_none(form.initial.get("date_words", "")) == written:
        written = ""
    name, said = ("date_edtf", written) if written else ("date_words", words)
    if not said or (written and is_edtf(written)):
        cleaned["date_edtf"] = written
        return
    try:
        read = read_date(said)
    except ValueError as error:
        form.add_error(name, str(error))
        return
    cleaned["date_edtf"] = read.text
    form.instance.date_read = f"“{said}” was read as {read.text}: {say_span(read)}."


def read_or_none(words: str) -> str | None:
    """Return the EDTF text of a date in words; None where they cannot be read."""
    try:
        return read_date(words).text
    except ValueError:
        return None


def is_edtf(text: str) -> bool:
    """Return True if `text` is a date in EDTF."""
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


def propose(form: forms.ModelForm, cleaned: dict[str, Any], proposed: set[Any]) -> None:
    """Put an address in words and the next place where a new row has none.

    `proposed` are those of other new rows of the page, to which they are added.
    """
    if form.instance.pk:
        return
    model = form._meta.model
    if "anchor" in cleaned and not cleaned["anchor"] and cleaned.get("quote") and cleaned.get("block"):
        block = cleaned["block"]
        used = {*block.evidence.values_list("anchor", flat=True)} if block.pk else set()
        used |= {*RetiredAnchor.objects.filter(block_id=block.pk).values_list("anchor", flat=True)}
        cleaned["anchor"] = unused(in_words([cleaned["quote"]], ANCHOR_WORDS), used, proposed)
    if "slug" in cleaned and not cleaned["slug"]:
        longest = min(LONGEST, model._meta.get_field("slug").max_length - ROOM)
        said = in_words(slug_sources(model, cleaned), SLUG_WORDS, longest)
        same = model._base_manager.filter(slug__startswith=said)
        if said:
            cleaned["slug"] = unused(said, {*same.values_list("slug", flat=True)}, proposed)
        else:
            form.add_error("slug", "There are no words to make it of: write it.")
    if "order" in cleaned and cleaned["order"] is None:
        row = model(**{name: each for name, each in cleaned.items() if name in names_of(model)})
        place = next_place(row) or 1  # a meeting that is new has no rows yet
        while ("order", place) in proposed:
            place += 1
        cleaned["order"] = place
        proposed.add(("order", place))


def names_of(model: type[models.Model]) -> set[str]:
    """Return the names of the columns of `model`."""
    return {field.name for field in model._meta.concrete_fields}


def next_place(row: models.Model) -> int | None:
    """Return the place behind the last of those among which that of `row` must be its own.

    None where it does not say yet which these are.
    """
    for names, _ in unique_sets(type(row)):
        if "order" in names:
            scope = {name: value(row, name) for name in names if name != "order"}
            if None in scope.values():
                return None
            rows = type(row)._base_manager.filter(**scope)
            return (rows.aggregate(last=models.Max("order"))["last"] or 0) + 1
    last = type(row)._base_manager.aggregate(last=models.Max("order"))["last"]
    return (last or 0) + 1


def slug_sources(model: type[models.Model], cleaned: dict[str, Any]) -> Iterable[Any]:
    """Return what the address of a row is made of."""
    if model is Meeting:
        kind = cleaned.get("kind", "")
        return [(cleaned.get("date_edtf") or "")[:4], cleaned.get("city"), SHORT_KINDS.get(kind, kind)]
    names = admin.site.get_model_admin(model).prepopulated_fields.get("slug", ["name"])
    return (
        [cleaned.get(name) for name in names] if any(map(cleaned.get, names)) else [cleaned.get("kind")]
    )


def in_words(sources: Iterable[Any], most: int, longest: int = LONGEST) -> str:
    """Return `sources` as the end of an address: at most so many words, without the smallest.

    It has at most `longest` characters.
    """
    words = [word for source in sources for word in slugify(str(source or "")).split("-") if word]
    kept = [word for word in words if word not in SMALL] or words
    return "-".join(kept[:most])[:longest].strip("-")


def unused(said: str, used: set[str], proposed: set[Any]) -> str:
    """Return `said`, with a number behind it where it is among the `used` or `proposed`."""
    said = said or "words"
    names = [said, *(f"{said}-{number}" for number in range(2, len(used) + len(proposed) + 3))]
    name = next(each for each in names if each not in used and each not in proposed)
    proposed.add(name)
    return name


def carried(row: models.Model) -> dict[str, Any]:
    """Return what the next row is filled in with, behind one that was just saved."""
    names = names_of(type(row))
    # What may stay empty is a claim of the row: the next one need not be about the same workshop.
    optional = {field.name for field in row._meta.concrete_fields if field.null} - {"part"}
    filled = {name: value(row, name) for name in CARRIED if name in names - optional}
    if "order" in names:
        filled["order"] = next_place(row)
    return {name: each for name, each in filled.items() if each is not None}
