"""Characters, numbers and constraints are held to by every writer, and told by their field."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from reports.integrity.verify import find_faults_of
from reports.models import (
    Actor,
    Block,
    Evidence,
    IndexTerm,
    Meeting,
    Participant,
    Pledge,
    Report,
    Workshop,
)
from tests.admin.desk import failing, typed, url

UNSEEN = "Nothing of it can be seen"
TOO_LARGE = "less than or equal to 2147483647"
CONSTRAINED = [
    (Actor, {"iso2": "jp", "iso3": "jpn"}, "has both ISO codes or neither, in capitals"),
    (Pledge, {"amount": "0"}, "An amount of money needs its currency"),
    (Pledge, {"amount": "-5"}, "An amount of money needs its currency"),
    (IndexTerm, {"kind": "body"}, "tells more of a meeting or of a document of one"),
    (Block, {"order": 2}, "Another piece of this report has that place."),
    (Block, {"key": "p19", "number": "19"}, "Another piece of this report has that key."),
    (Workshop, {"slug": "malaysia-2002"}, "Workshop with this Slug already exists."),
]
WRONG = [
    (Actor, "name", "Z\x00d", "U+0000 cannot stand here"),
    (Block, "text", "Z\x00d", "U+0000 cannot stand here"),
    (Evidence, "prefix", "Z\x00d", "U+0000 cannot stand here"),
    (Actor, "name", "Z\ud800d", "U+D800 cannot stand here"),
    (Block, "text", "Z\ud800d", "U+D800 cannot stand here"),
    (Actor, "name", "Zed\nTwo", "U+000A cannot stand here"),
    (Meeting, "city", "\u202eCairo", "U+202E cannot stand here"),
    (Meeting, "date_words", "late \u20662004", "U+2066 cannot stand here"),
    (Actor, "name", "   ", UNSEEN),
    (Block, "text", " ", UNSEEN),
    (Meeting, "city", "\u200b", UNSEEN),
    *((Actor, "name", letter, UNSEEN) for letter in "\u200b\u00ad\u200f\u2060\u3164\u2800"),
    (Meeting, "name", "\u200b", UNSEEN),
    (Actor, "name", None, "cannot be null"),
    (
        Block,
        "text",
        "Also \u202eabc\u202c",
        "U+202E (RIGHT-TO-LEFT OVERRIDE), which nobody sees, behind “Also”",
    ),
    (Block, "text", "Al\u200bso", "U+200B (ZERO WIDTH SPACE), which nobody sees, behind “Al”"),
    (Evidence, "quote", "Al\u2060so", "U+2060 (WORD JOINER)"),
    (Evidence, "prefix", "\ufeffAlso", "U+FEFF (ZERO WIDTH NO-BREAK SPACE), which nobody sees, at the"),
    (Actor, "name", "Ja\u200bpan", "U+200B (ZERO WIDTH SPACE), which nobody sees, behind “Ja”"),
    (Actor, "name", "Viet  Nam", "The name has 2 spaces after “Viet”"),
    (Actor, "name", "Viet\u00a0Nam", "The name has the character NO-BREAK SPACE after “Viet”"),
    (Participant, "order", 0, "greater than or equal to 1"),
    (Block, "report_id", None, "cannot be null"),
    (Meeting, "delegates", 2**31, TOO_LARGE),
    (Block, "order", 2**63, "less than or equal to"),
]


def some(model):
    """A row of `model` that all the changes of these tests are wrong for."""
    wanted = {
        IndexTerm: {"meeting__isnull": False},
        Actor: {"slug": "japan"},
        Pledge: {"amount__gt": 0},
        Block: {"key": "p20"},
    }
    return model.objects.filter(**wanted.get(model, {})).last()


def load(tmp_path, row, changes):
    """Load `row` with `changes` from a fixture, by its primary key."""
    fields = {
        field.name: field.value_to_string(row) if field.is_relation else getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and getattr(row, field.attname) is not None
    }
    fields |= {name.removesuffix("_id"): value for name, value in changes.items()}
    path = tmp_path / "wrong.json"
    dump = [{"model": row._meta.label_lower, "pk": row.pk, "fields": fields}]
    path.write_text(json.dumps(dump, default=str), encoding="utf-8")
    call_command("loaddata", str(path), verbosity=0, overwrite=True)


def test_a_wrong_field_is_told_by_its_name_whoever_writes(report, tmp_path):
    def check(case):
        model, field, value, message = case
        row, name = some(model), field.removesuffix("_id")
        told = rf"(?s)Nothing was loaded:.*, {name} “.*{re.escape(message)}"
        with pytest.raises(CommandError, match=told) as refused:
            load(tmp_path, row, {field: value})
        str(refused.value).encode()  # can be written where it is read
        setattr(row, field, value)
        with pytest.raises(ValidationError) as refused:
            row.save()
        [said] = [each for each in refused.value.messages if f", {name} “" in each]
        assert message in said

    assert failing(check, WRONG) == {}


def test_a_constraint_speaks_in_the_words_of_its_model(report, tmp_path):
    def check(case):
        model, changes, message = case
        row = some(model)
        name = capfirst(model._meta.verbose_name)
        with pytest.raises(CommandError, match=f"Nothing was loaded:\n- {name} “.*{message}"):
            load(tmp_path, row, changes)
        for field, value in changes.items():
            setattr(row, field, value)
        with pytest.raises(ValidationError) as refused:
            row.save()
        assert message in " ".join(refused.value.messages)
        assert all(said.startswith(f"{name} “") for said in refused.value.messages)

    assert failing(check, CONSTRAINED) == {}


def test_a_report_s_text_may_hold_control_characters_and_joiners_of_its_script(report):
    Report.objects.update(fully_recorded=False)  # no record covers what is added
    block = some(Block)
    block.white_space_printed = True
    block.text += " \u0645\u06cc\u200c\u062e\ta\x0b\x1f\u2028b"
    block.save()
    assert Block.objects.get(pk=block.pk).text.endswith("\u200c\u062e\ta\x0b\x1f\nb")


def test_what_went_past_is_told_by_verify(report):
    Actor.objects.filter(slug="japan").update(name="\u3164\n")
    said = list(find_faults_of(some(Actor)))
    assert "name: The character U+000A cannot stand here: take it out." in said


def test_the_desk_says_it_at_its_field(report, admin_client):
    wrong = [  # in one save each, the value and what is said of it by field
        (Actor, {"name": ("Viet\u00a0Nam", "NO-BREAK SPACE after “Viet”")}),
        (
            Participant,
            {
                "name_written": ("Ja\u202epan", "U+202E cannot stand here"),
                "order": ("0", "greater than or equal to 1"),
            },
        ),
        (Block, {"text": ("Al\u200bso", "U+200B (ZERO WIDTH SPACE)")}),
    ]
    forms, missing = {}, {}
    for model, fields in wrong:
        page = url(model, "change", some(model).pk)
        if page not in forms:
            forms[page] = typed(admin_client.get(page))
        sent = {name: value for name, (value, _) in fields.items()}
        answer = admin_client.post(page, forms[page] | sent)
        if answer.status_code != 200:
            missing[model, str(fields)] = "saved"
            continue
        form = answer.context["adminform"].form
        for name, (value, said) in fields.items():
            above = [each for each in form.non_field_errors() if said in each]
            told = " ".join(form.errors.get(name, []))
            if said not in told or above or form[name].value() != value:
                missing[model, name, value] = (told, above, form[name].value())
    assert missing == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("aheg-i", "document"), ("checklist", "body"), ("first-ministerial-conference", "database")],
)
def test_the_database_holds_an_index_term_to_the_kind_of_its_page(report, name, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndexTerm.objects.filter(slug=name).update(kind=kind)
