"""No actor goes by a name of another, however it is written; several may have one other name."""

import json
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from reports.integrity.verify import check_model, find_faults_of
from reports.models import Actor, OtherName
from tests.admin.desk import change, errors, make_actor, typed, url
from tests.integrity.samples import Undo
from tests.integrity.test_texts import load

TAKEN = [("Viet-Nam", "vietnam"), ("JAPAN", "japan"), ("jápan", "japan"), ("Burma", "myanmar")]


def said(name, owner):
    """The beginning of what is said of an actor by a `name` of `owner`."""
    return f"“{name}” is a name of the actor “{Actor.objects.get(slug=owner).name}” ({owner}) already"


def test_actors_by_a_name_of_another_are_refused_whoever_writes(report, admin_client, tmp_path):
    page = url(Actor, "add")
    form = typed(admin_client.get(page))
    dump = tmp_path / "second.json"

    def by_shell(fields):
        try:
            Actor.objects.create(**fields)
        except ValidationError as refused:
            return refused.messages[0]
        return "saved"

    def by_loaddata(fields):
        dump.write_text(json.dumps([{"model": "reports.actor", "fields": fields}]), encoding="utf-8")
        try:
            call_command("loaddata", str(dump), verbosity=0)
        except CommandError as refused:
            return str(refused).partition("\n- ")[2]
        return "loaded"

    def by_desk(fields):
        answer = admin_client.post(page, form | fields)
        return errors(answer) if answer.status_code == 200 else "saved"

    missing = {}
    for name, owner in TAKEN:
        # The desk's form asks the rule as the others do, however a name is written.
        desk = [by_desk] if (name, owner) == TAKEN[-1] else []
        for write in (by_shell, by_loaddata, *desk):
            with suppress(Undo), transaction.atomic():
                told = write({"slug": "second", "name": name, "kind": "organisation"})
                raise Undo
            if not told.startswith(said(name, owner)):
                missing[name, write.__name__] = told
    assert missing == {}


def test_another_name_that_an_actor_goes_by_is_refused(report):
    other = OtherName(actor=Actor.objects.get(slug="samoa"), name="JAPAN", kind="short")
    with pytest.raises(ValidationError) as refused:
        other.save()
    assert refused.value.messages[0].startswith(said("JAPAN", "japan"))


def test_an_actor_may_have_its_own_name_twice_and_share_another(empty):
    for slug in ("samoa", "tonga"):
        actor = make_actor(slug)
        OtherName.objects.create(actor=actor, name=slug.upper(), kind="short")
        OtherName.objects.create(actor=actor, name="The island", kind="short", ambiguous=True)
        actor.save()


def test_names_without_letters_are_the_same_as_none(empty):
    for name in ("!!!", "???"):
        Actor.objects.create(slug=f"n{ord(name[0])}", name=name, kind="office")


def test_verify_tells_of_two_that_went_past(report):
    Actor.objects.filter(slug="samoa").update(name="JAPAN", folded="japan")
    found = check_model(Actor).faults
    assert any(f"actor “samoa”: {said('JAPAN', 'japan')}" in fault for fault in found)
    assert any("actor “japan”: “Japan” is a name of the actor “JAPAN” (samoa)" in f for f in found)


def test_a_name_of_two_actors_is_marked_at_both(empty, admin_client, tmp_path):
    samoa, republic = make_actor("samoa"), make_actor("korea")
    korea = OtherName.objects.create(actor=republic, name="ROK", kind="abbreviation")
    second = OtherName(actor=samoa, name="rok", kind="abbreviation", ambiguous=True)
    said = "“rok” is another name of “Korea” too: tick “ambiguous” on the page of"
    with pytest.raises(ValidationError, match=said):
        second.save()
    korea.ambiguous = True
    korea.save()
    second.ambiguous = False
    with pytest.raises(ValidationError, match="tick “ambiguous” here too"):
        second.save()
    second.pk, second.ambiguous = None, True
    second.save()
    with pytest.raises(CommandError, match="tick “ambiguous” here too"):
        load(tmp_path, korea, {"ambiguous": False})
    answer = change(admin_client, samoa, **{"other_names-0-ambiguous": ""})
    assert "tick “ambiguous” here too" in " ".join(answer.context["adminform"].form.non_field_errors())
    OtherName.objects.filter(pk=second.pk).update(ambiguous=False)
    assert any(
        "“ambiguous” here too" in fault for fault in find_faults_of(OtherName.objects.get(pk=second.pk))
    )


def test_a_name_that_a_participant_is_quoted_by_is_not_taken_away(report):
    name = OtherName.objects.get(name="People's Republic of China")
    Actor.objects.filter(slug="china").update(name="Zhongguo", folded="zhongguo")
    with pytest.raises(ValidationError, match="names “Zhongguo”"):
        name.delete()
