"""Rules of fields that hold whoever writes, beyond those that Django asks for."""

from contextlib import suppress

from django.db import models

from reports.models import GuardedModel
from reports.text.characters import find_hidden, find_unfit, is_seen
from reports.text.white_space import describe, find_odd

MAX_INTEGER = 2**31 - 1  # of a column of PostgreSQL; SQLite would keep more, and no dump of it loads
NAME = "name"  # the field of what a row goes by
TO_THE_LETTER = ("prefix",)  # short texts that are words of a report: with its blanks and line ends


def find_field_faults(row: GuardedModel) -> dict[str, list[str]]:
    """Return what is wrong with the fields of `row`, sentences by the name of the field."""
    found = {}
    for field in row._meta.concrete_fields:
        if field.editable and not field.primary_key:
            value = getattr(row, field.attname)
            if value is None:
                fault = "" if field.null else str(field.error_messages["null"])
            elif isinstance(field, models.CharField | models.TextField):
                fault = find_text_fault(field, str(value))
            else:
                fault = find_number_fault(field, value)
            if fault:
                found[field.name] = [fault]
    return found


def find_text_fault(field: models.Field, text: str) -> str:
    """Return what is wrong with the characters of `text`, a sentence, or ""."""
    printed = field.name in TO_THE_LETTER
    unfit = find_unfit(text, short=isinstance(field, models.CharField) and not printed)
    if unfit:
        return f"The character {unfit} cannot stand here: take it out."
    if text and not printed and not is_seen(text):
        return "Nothing of it can be seen: write words, or leave it empty where it may be."
    if hidden := find_hidden(text):
        return f"Here stands the character {hidden}: take it out."
    if field.name == NAME and (places := [describe(text, *place) for place in find_odd(text)]):
        return f"The name has {places[0]}: make one space of each white space, and none around it."
    return ""


def find_number_fault(field: models.Field, value: object) -> str:
    """Return what is wrong with the size of a whole number, a sentence, or ""."""
    if isinstance(field, models.IntegerField):
        with suppress(TypeError, ValueError):  # what is no number is told as such
            if int(value) > MAX_INTEGER:  # type: ignore[call-overload] # that is what is tried
                return f"Ensure this value is less than or equal to {MAX_INTEGER}."
    return ""
