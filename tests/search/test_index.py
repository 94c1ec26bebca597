"""The index of search follows every write: admin, loaddata, shell, deletion, a renamed actor."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from reports.integrity.checks import deferred_checks
from reports.models import (
    Actor,
    Block,
    Document,
    Objective,
    OtherName,
    Participant,
    Pledge,
    Report,
    Workshop,
)
from reports.models.search import KEYS_A_KIND
from reports.search.query import parse
from tests.admin.desk import WHY, change, form_of
from tests.factories import claims_of, confirm, make_block, make_evidence, make_record, make_report
from tests.search.finding import found, get, in_step, keys


@pytest.fixture(scope="module")
def small(empty_for_module):
    """Make a small portal: a published report that names an actor."""
    Actor.objects.create(slug="thailand", name="Thailand", kind="country")
    make_block(make_report("2001-som"), text="Thailand came too.")


@pytest.fixture
def thailand(small, db):
    """The actor of the small portal."""
    made = Actor.objects.get(slug="thailand")
    assert found("thailand", "actor") == {made.pk}
    return made


def test_it_follows_a_corrected_paragraph(thailand):
    block = Block.objects.get(number="1")
    block.text += " A zebra came."
    block.save()
    assert keys("zebra") == {"p1"}
    assert in_step()


def test_it_follows_a_record_its_words_and_its_deletion(thailand):
    block = make_block(make_report(), text="A zebra pledged oats.")
    objective = make_record(block, Objective, "zebra", slug="z", order=1, name="oats")
    assert found("zebra oats", "objective") == {objective.pk}
    objective.name = "hay"
    confirm(objective)
    objective.save()
    assert found("oats", "objective") == set()
    make_evidence(block, "pledged oats", "more", objective=objective)
    assert found("zebra hay pledged", "objective") == {objective.pk}
    assert in_step()
    objective.delete()
    assert found("zebra", "objective") == set()
    assert in_step()


def test_it_follows_another_name(thailand):
    name = OtherName.objects.create(actor=thailand, name="Siam", kind="former")
    assert found("siam", "actor") == {thailand.pk}
    assert "p1" in keys("siam")
    name.delete()
    assert found("siam", "actor") == set()
    assert in_step()


def test_it_follows_a_part_in_a_workshop(thailand):
    fiji = Actor.objects.create(slug="fiji", name="Fiji", kind="country")
    block = make_block(make_report(), text="A workshop was hosted by Thailand.")
    fields = {"slug": "w", "order": 1, "name": "workshop", "kind": "workshop", "state": "held"}
    with deferred_checks():
        workshop = make_record(block, Workshop, "workshop", **fields)
        role = workshop.roles.create(actor=thailand, role="host", name_written="Thailand")
        evidence = make_evidence(block, "hosted by Thailand", "host", workshop_role=role)
    assert found("thailand", "workshop") == {workshop.pk}
    with deferred_checks():
        role.actor = fiji
        confirm(role)
        role.save()
    assert found("fiji", "workshop") == {workshop.pk}
    assert in_step()
    with deferred_checks():
        evidence.quote = "hosted"
        evidence.confirmed = claims_of(role, evidence.quote, evidence.block, evidence.prefix)
        evidence.save()
    assert in_step()
    role.delete()
    assert found("fiji", "workshop") == set()
    assert in_step()


def test_drafts_are_not_in_it_and_publishing_is_followed(client, thailand):
    draft = make_report(published=False)
    block = make_block(draft, text="A zebra of Tuvalu pledged oats.")
    tuvalu = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    make_record(
        block, Pledge, "pledged oats", slug="z", order=1, giver=tuvalu, giver_written="Tuvalu",
        state="pledged", purpose="oats",
    )  # fmt: skip
    assert "0 results" in get(client, "zebra")[1]
    assert found("tuvalu", "actor") == found("oats", "pledge") == set()
    draft.published = True
    draft.save()
    assert found("zebra") == {block.pk}
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert found("tuvalu oats", "pledge") != set()
    assert in_step()
    draft.published = False
    draft.save()
    assert not Document.objects.matching(parse("zebra").terms).exists()
    assert found("tuvalu", "actor") == set()
    assert in_step()
    report = Report.objects.get(meeting__slug="2001-som")
    assert client.get("/search/?q=para+1")["Location"] == f"{report.get_absolute_url()}#p1"
    report.published = False
    report.save()
    assert in_step()
    assert "Location" not in client.get("/search/?q=para+1")


def test_an_actor_that_only_a_text_names_comes_and_goes_with_it(thailand):
    palau = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    block = make_block(make_report(), text="They met in Tuvalu.")
    assert found("tuvalu", "actor") == {palau.pk}
    block.text = "They met."
    block.save()
    assert found("tuvalu", "actor") == set()
    assert in_step()


def test_a_longer_name_takes_the_only_mention_of_a_shorter_one_and_gives_it_back(thailand):
    tuvalu = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    make_block(make_report(), text="They met in Tuvalu House.")
    assert found("tuvalu", "actor") == {tuvalu.pk}
    house = Actor.objects.create(slug="house", name="Tuvalu House", kind="agency")
    assert found("tuvalu", "actor") == {house.pk}
    assert in_step()
    house.name = "House"
    house.save()
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert in_step()
    other = OtherName.objects.create(actor=house, name="Tuvalu House", kind="official")
    assert found("tuvalu", "actor") == {house.pk}
    assert in_step()
    other.name = "Ellice House"
    other.save()
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert in_step()
    other.name = "in Tuvalu House"
    other.save()
    assert found("tuvalu", "actor") == {house.pk}
    assert in_step()
    other.delete()
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert in_step()


def test_an_actor_that_is_deleted_gives_back_what_its_names_took(thailand):
    tuvalu = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    house = Actor.objects.create(slug="house", name="House", kind="agency")
    OtherName.objects.create(actor=house, name="Tuvalu House", kind="official")
    make_block(make_report(), text="They met in Tuvalu House.")
    assert found("tuvalu", "actor") == {house.pk}
    house.delete()
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert in_step()


def test_a_name_that_takes_anothers_end_frees_what_that_took(thailand):
    with deferred_checks():
        b = Actor.objects.create(slug="b", name="Bravo Charlie", kind="agency")
        c = Actor.objects.create(slug="c", name="Charlie", kind="agency")
        make_block(make_report(), text="They met at Alpha Bravo Charlie.")
    assert found("charlie", "actor") == {b.pk}
    a = Actor.objects.create(slug="a", name="Alpha Bravo", kind="agency")
    assert found("charlie", "actor") == {c.pk}
    assert in_step()
    a.delete()
    assert found("charlie", "actor") == {b.pk}
    assert in_step()


def test_what_is_undone_is_not_in_it(thailand):
    with pytest.raises(ZeroDivisionError), deferred_checks():
        make_block(make_report(), text="A zebra.")
        raise ZeroDivisionError
    assert keys("zebra") == set()
    assert in_step()


def test_it_follows_the_admin(admin_client, thailand):
    new = {"name": "Siam", "kind": "former", "actor": thailand.pk}
    changes = {f"other_names-0-{name}": value for name, value in new.items()}
    changes |= {"other_names-TOTAL_FORMS": 1, "_reason": "Its former name"}
    assert change(admin_client, thailand, **changes).status_code == 302
    assert found("siam", "actor") == {thailand.pk}
    assert in_step()
    fields = {"actor": thailand, "name_written": "Thailand", "role": "observer", "order": 1}
    participant = make_record(Block.objects.get(number="1"), Participant, "Thailand", **fields)
    url = reverse("admin:reports_participant_delete", args=[participant.pk])
    asked = form_of(admin_client.get(url))
    assert admin_client.post(url, asked | WHY).status_code == 302
    assert not Participant.objects.exists()
    assert in_step()


def test_it_follows_loaddata_and_is_in_no_dump(thailand, tmp_path):
    block = make_block(make_report(), text="Fiji pledged funds. They came in a more streamlined way.")
    make_record(block, Objective, "Fiji pledged funds", slug="o", order=1, name="pledged funds")
    Actor.objects.create(slug="fiji", name="Fiji", kind="country")
    dump = tmp_path / "dump.json"
    arguments = ["reports", "--natural-foreign", "--natural-primary", "--exclude", "reports.revision"]
    call_command("dumpdata", *arguments, output=str(dump))
    text = dump.read_text(encoding="utf-8")
    assert "reports.document" not in text
    before = {d.heading: d.body for d in Document.objects.all()}
    connection.check_constraints()  # PostgreSQL empties no table with keys that it has still to check
    call_command("flush", interactive=False, verbosity=0)
    assert not Document.objects.exists()
    dump.write_text(text.replace("in a more streamlined way", "in a zebra way"), encoding="utf-8")
    call_command("loaddata", str(dump), verbosity=0)
    assert keys("zebra") == {"p1"}
    same = {d.heading: d.body for d in Document.objects.all()}
    assert len(same) == len(before) == 7
    assert sum(before[heading] != body for heading, body in same.items() if heading in before) == 1
    assert in_step()


def test_verify_says_where_it_is_out_of_step_and_reindex_mends_it(thailand, capsys):
    first, second, *others = Document.objects.order_by("pk")
    Document.objects.filter(pk=first.pk)._raw_delete("default")
    Document.objects.filter(pk=second.pk).update(body="zebra")
    Document.objects.create(pk=3 * KEYS_A_KIND + 99_999, title="x", body="", heading="A ghost", text="")
    with pytest.raises(SystemExit):
        call_command("verify")
    said = capsys.readouterr().out
    assert f"the index of search lacks “{first.heading}”" in said
    assert f"the index of search is behind on “{second.heading}”" in said
    assert "the index of search has “A ghost”, which is not public: run “manage.py reindex”" in said
    call_command("reindex")
    assert f"{2 + len(others)} documents are in the index." in capsys.readouterr().out
    assert in_step()
