"""The rules of a field hold for every writer: its form, its length, its choices, that it is filled."""

import re
from contextlib import suppress

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, transaction

from reports.integrity.signals import prepare
from reports.integrity.verify import find_faults_of
from reports.models import (
    Actor,
    Block,
    Evidence,
    Meeting,
    MeetingRole,
    Objective,
    OtherName,
    Outcome,
    Participant,
    Pledge,
    Presentation,
    Recommendation,
    Report,
    Workshop,
    WorkshopRole,
)
from tests.integrity.samples import Undo

SLUG = "consisting of letters, numbers, underscores or hyphens"
WRONG = [
    (Workshop, "slug", "x y/é", SLUG),
    (Workshop, "slug", "w" * 200, "has at most 80 characters"),
    (Workshop, "kind", "k" * 200, "is not a valid choice"),
    (Workshop, "order", -1, "greater than or equal to 0"),
    (Workshop, "date_edtf", "9999", "is not a date the portal can keep"),
    (Actor, "slug", "a/b", SLUG),
    (Actor, "name", "", "cannot be blank"),
    (Actor, "name", "n" * 151, "at most 150 characters"),
    (Actor, "iso2", "AUS", "at most 2 characters"),
    (OtherName, "name", "n" * 151, "at most 150 characters"),
    (OtherName, "kind", "nickname", "is not a valid choice"),
    (Meeting, "slug", "2004 Brisbane", SLUG),
    (Meeting, "name", "", "cannot be blank"),
    (Meeting, "city", "c" * 61, "at most 60 characters"),
    (Meeting, "delegates", "many", "must be an integer"),
    (Report, "published", None, "True or False"),
    (MeetingRole, "name_written", "", "cannot be blank"),
    (Participant, "role", "guest", "is not a valid choice"),
    (Block, "key", "p 1", SLUG),
    (Block, "order", None, "cannot be null"),
    (Evidence, "anchor", "at these words", SLUG),
    (Evidence, "prefix", "p" * 501, "at most 500 characters"),
    (WorkshopRole, "role", "r" * 99, "is not a valid choice"),
    (Outcome, "slug", "", "cannot be blank"),
    (Objective, "slug", "…", SLUG),
    (Recommendation, "slug", "a.b", SLUG),
    (Pledge, "slug", "é", SLUG),
    (Presentation, "slug", "#", SLUG),
]


def untold(write):
    """Return which cases the words lack that `write` is answered with, if any must be.

    Nothing that it writes is kept.
    """
    missing = {}
    for model, field, value, message in WRONG:
        row = model.objects.first()
        with suppress(Undo), transaction.atomic():
            told = write(row, field, value)
            raise Undo
        if told is not None and message not in told:
            missing[model.__name__, field, str(value)[:20]] = told
    return missing


def of_field(sentences, field):
    """Return those of `sentences` that are about `field`, as one text."""
    return " ".join(each for each in sentences if f", {field} “" in each)


def test_wrong_fields_are_refused_by_the_model(report):
    def save(row, field, value):
        setattr(row, field, value)
        try:
            with transaction.atomic():
                row.save()
        except (ValidationError, DatabaseError) as refused:
            return of_field(getattr(refused, "messages", []), field)
        return "saved"

    assert untold(save) == {}


def test_wrong_fields_are_refused_by_loaddata(report, tmp_path):
    dump = tmp_path / "wrong.json"

    def load(row, field, value):
        setattr(row, field, value)
        dump.write_text(serializers.serialize("json", [row]), encoding="utf-8")
        try:
            call_command("loaddata", str(dump), verbosity=0, overwrite=True)
        except (DeserializationError, CommandError, DatabaseError) as refused:
            if value in ("many", None) and re.search(r"many|None|null", str(refused)):
                return None  # not even a value of that type, which Django says
            return of_field(str(refused).partition("Nothing was loaded:")[2].split("\n- "), field)
        return "loaded"

    assert untold(load) == {}


def test_what_went_past_is_told_by_verify(report):
    def update(row, field, value):
        try:
            with transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(**{field: value})
        except (DatabaseError, ValueError, ValidationError):
            return None  # the database itself refuses it
        row.refresh_from_db()
        return " ".join(fault for fault in find_faults_of(row) if fault.startswith(f"{field}: "))

    assert untold(update) == {}


def test_every_wrong_field_is_told_and_the_date_once(empty):
    with pytest.raises(ValidationError) as refused:
        Meeting(slug="a b", kind="picnic", name="", date_words="2004", date_edtf="2004-13").save()
    said = [sentence.partition(" “")[0] for sentence in refused.value.messages]
    fields = ["slug", "kind", "name", "date_edtf"]
    assert sorted(said) == sorted(f"Meeting, {field}" for field in fields)


def test_a_fixture_may_refer_to_what_comes_later_in_it(report, tmp_path):
    part = Block.objects.get(key="part-i")
    rows = [*part.pieces.all(), part]
    dump = tmp_path / "turned.json"
    dump.write_text(serializers.serialize("json", rows), encoding="utf-8")
    call_command("loaddata", str(dump), verbosity=0)


def test_the_fields_cost_no_query(report, django_assert_num_queries):
    row = Evidence.objects.first()
    with django_assert_num_queries(0):
        prepare(row)
