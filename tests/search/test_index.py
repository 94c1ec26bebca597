"""The index of search follows every write: admin, loaddata, shell, deletion, a renamed actor."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from reports.integrity.checks import Change, announce, deferred_checks
from reports.models import (
    Actor,
    Block,
    Document,
    Evidence,
    Meeting,
    Objective,
    OtherName,
    Outcome,
    Participant,
    Pledge,
    Report,
    Workshop,
    WorkshopRole,
)
from reports.models.search import KEYS_A_KIND
from reports.search.documents import document_kinds
from reports.search.index import find_mismatches
from reports.search.query import parse
from tests.admin.desk import WHY, change, form_of
from tests.factories import claims_of, confirm, make_block, make_evidence, make_record, make_report
from tests.search.finding import documents_of, found, get, keys


def in_step():
    """True where the index is as the data says."""
    return list(find_mismatches()) == []


def test_every_kind_is_in_the_index(report):
    assert in_step()
    kinds = document_kinds()
    counts = Counter(document.pk // KEYS_A_KIND for document in Document.objects.all())
    assert counts[kinds["paragraph"].number] == 29
    assert counts[kinds["actor"].number] == Actor.objects.count()
    for kind in ("workshop", "recommendation", "pledge", "objective", "outcome", "presentation"):
        assert counts[kinds[kind].number] == kinds[kind].model.objects.count()
    assert set(counts) == {kind.number for kind in kinds.values()}


@pytest.fixture
def thailand(empty):
    """Another actor of a small portal, which a published report names."""
    made = Actor.objects.create(slug="thailand", name="Thailand", kind="country")
    make_block(make_report("2001-som"), text="Thailand came too.")
    assert found("thailand", "actor") == {made.pk}
    return made


@pytest.mark.parametrize("kind", document_kinds())
def test_a_document_leads_to_its_place(client, report, kind):
    document = documents_of(kind).order_by("-pk").first()
    page, _, fragment = document.url.partition("#")
    answer = client.get(page)
    assert answer.status_code == 200
    assert not fragment or f'id="{fragment}"' in answer.content.decode()


def test_it_follows_a_corrected_paragraph(report):
    Report.objects.update(fully_recorded=False)  # no record covers what is added
    block = Block.objects.get(key="p12")
    block.text += " A zebra came."
    block.save()
    assert keys("zebra") == {"p12"}
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


def test_it_follows_a_renamed_actor_in_the_records_that_name_it(report):
    actor = Actor.objects.get(slug="japan")
    pledges = found("japan", "pledge")
    with deferred_checks():
        actor.name = "Nippon"
        actor.save()
        OtherName.objects.create(actor=actor, name="Japan", kind="former")  # as the quotes have it
    assert found("nippon", "actor") == {actor.pk}
    mine = set(actor.pledges.values_list("pk", flat=True))
    assert mine <= pledges & found("nippon", "pledge")
    assert found("nippon", "workshop") >= set(actor.workshops.values_list("pk", flat=True)) != set()
    assert in_step()


def test_it_follows_another_name(report):
    actor = Actor.objects.get(slug="japan")
    name = OtherName.objects.create(actor=actor, name="Zipangu", kind="former")
    assert found("zipangu", "actor") == {actor.pk}
    assert "p8" in keys("zipangu")
    name.delete()
    assert found("zipangu", "actor") == set()
    assert in_step()


def test_it_follows_a_part_in_a_workshop(report):
    role = WorkshopRole.objects.filter(actor__slug="thailand").first()
    evidence, workshop = role.evidence.first(), role.workshop
    with deferred_checks():
        role.actor = Actor.objects.get(slug="fiji")
        confirm(role)
        role.save()
    assert workshop.pk in found("fiji", "workshop")
    assert in_step()
    with deferred_checks():
        evidence.quote = evidence.quote.split()[0]
        evidence.confirmed = claims_of(role, evidence.quote, evidence.block, evidence.prefix)
        evidence.save()
    assert in_step()
    role.delete()
    assert workshop.pk not in found("fiji", "workshop")
    assert in_step()


def test_it_follows_the_page_that_an_outcome_stands_on(report):
    outcome = Outcome.objects.exclude(workshop=None).first()
    for row, path in ((outcome, "outcomes"), (outcome.workshop, "workshops")):
        before = Document.objects.get(url=f"/{path}/{row.slug}/")
        row.slug = "moved"
        row.save()
        assert Document.objects.get(url=f"/{path}/moved/").pk == before.pk
        assert in_step()


def test_drafts_are_not_in_it_and_publishing_is_followed(client, report):
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
    report.published = False
    report.save()
    assert in_step()
    assert "14-16" not in client.get("/search/", {"q": "14-16"}).get("Location", "")


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


def test_a_renamed_meeting_is_followed_in_what_it_reports(report):
    report.meeting.city = "Meanjin"
    report.meeting.slug = "2004-meanjin-som"
    confirm(report.meeting)
    report.meeting.save()
    assert Document.objects.filter(source__contains="Meanjin").count() > 100
    assert not Document.objects.filter(url__contains="brisbane-som").exists()
    assert in_step()


def test_what_is_undone_is_not_in_it(report):
    with pytest.raises(ZeroDivisionError), deferred_checks():
        make_block(make_report(), text="A zebra.")
        raise ZeroDivisionError
    assert keys("zebra") == set()
    assert in_step()


def test_it_follows_the_admin(admin_client, report):
    actor = Actor.objects.get(slug="nauru")
    row = actor.other_names.count()
    new = {"name": "Pleasant Island", "kind": "former", "actor": actor.pk}
    changes = {f"other_names-{row}-{name}": value for name, value in new.items()}
    changes |= {"other_names-TOTAL_FORMS": row + 1, "_reason": "Its former name"}
    assert change(admin_client, actor, **changes).status_code == 302
    assert found("pleasant island", "actor") == {actor.pk}
    assert in_step()
    participant = Participant.objects.get(actor=actor)
    url = reverse("admin:reports_participant_delete", args=[participant.pk])
    asked = form_of(admin_client.get(url))
    assert admin_client.post(url, asked | WHY).status_code in (200, 302)  # its report counts it
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


def test_it_is_emptied_and_filled_with_the_database(written):
    assert not Document.objects.exists()
    make_block(make_report(), text="A zebra.")
    assert keys("zebra") == {"p1"}
    assert in_step()
    Document.objects.all()._raw_delete("default")
    call_command("migrate", verbosity=0)
    assert keys("zebra") == {"p1"}
    call_command("flush", interactive=False, verbosity=0)
    assert not Document.objects.exists()


def test_verify_says_where_it_is_out_of_step_and_reindex_mends_it(report, capsys, monkeypatch):
    # The rest is tested in integrity/.
    monkeypatch.setattr("reports.integrity.verify.find_faults_of", lambda row: [])
    first, second = Document.objects.order_by("pk")[:2]
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
    assert "269 documents are in the index." in capsys.readouterr().out
    assert in_step()


def test_loading_writes_each_document_once(report, django_assert_max_num_queries):
    # Not a query a row: the kinds, what they need, the documents there are, and one write.
    rows = [*Evidence.objects.all(), *Workshop.objects.all(), *Meeting.objects.all()]
    with django_assert_max_num_queries(120), deferred_checks():
        for row in rows:
            announce(Change(None, row))
