"""A release's data are listed against what was loaded and what is stored; no editor's change is lost."""

import json
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from reversion.models import Version

from reports.integrity.verify import find_faults
from reports.management.commands.serve import make_ready
from reports.management.shipped import (
    FIXTURES,
    find_differences,
    loaded_rows,
    name_of,
    shipped_rows,
    stored_rows,
)
from reports.models import (
    Actor,
    Block,
    DataVersion,
    Evidence,
    Finding,
    LoadedRow,
    Objective,
    OtherName,
    Revision,
    Verb,
)
from tests.admin.desk import url
from tests.conftest import delete_all

pytestmark = pytest.mark.usefixtures("report")
SHIPPED = Path(__file__).parent.parent.parent / "fixtures"
BURMA = {"actor": ["myanmar"], "name": "Burma"}
SIAM = {"actor": ["thailand"], "name": "Siam", "kind": "former", "ambiguous": False}


@pytest.fixture
def ship(settings, tmp_path):
    """Make a release whose fixtures are as a function changes the rows of them all."""

    def ship(change, only=""):
        for fixture in FIXTURES:
            rows = json.loads((SHIPPED / f"{fixture}.json").read_text(encoding="utf-8"))
            rows = [row for row in rows if row["model"].endswith(only)]
            change(rows)
            (tmp_path / f"{fixture}.json").write_text(json.dumps(rows), encoding="utf-8")
        settings.FIXTURE_DIRS = [tmp_path]

    return ship


def fields_of(rows, model, **known):
    """The fields of the rows of `model` in a fixture that have the `known` ones."""
    found = [row["fields"] for row in rows if row["model"] == f"reports.{model}"]
    return [fields for fields in found if fields | known == fields]


def meanings(**changed):
    """A change of the meanings of verbs, by slug."""

    def change(rows):
        for slug, meaning in changed.items():
            for fields in fields_of(rows, "verb", slug=slug):
                fields["meaning"] = meaning

    return change


def edit(slug, meaning):
    """Change the meaning of a verb here, as an editor does."""
    verb = Verb.objects.get(slug=slug)
    verb.meaning = meaning
    verb.save()


def meaning_of(slug):
    """The meaning of a verb as stored."""
    return Verb.objects.get(slug=slug).meaning


def load_report(**options):
    """The text that the command prints."""
    out = StringIO()
    call_command("load_report", stdout=out, **options)
    return out.getvalue()


def test_what_was_loaded_is_kept_and_leaves_nothing_to_take():
    assert loaded_rows() == shipped_rows()
    stored = {
        name_of(model, row) for model in (Verb, Evidence) for _, row in stored_rows(model, "default")
    }
    assert stored < set(loaded_rows())
    assert find_differences() == []
    assert "settled all" in load_report()


def test_a_release_is_listed_and_nothing_is_written(ship):
    edit("agreed", "Ours.")
    edit("asked", "Ours too.")
    ship(meanings(recommended="Theirs.", agreed="Theirs."))
    before = DataVersion.objects.count(), LoadedRow.objects.count()
    said = load_report()
    assert "Changed by the release, not changed here: 1\n  verb/recommended: meaning\n" in said
    assert "taken only by the whole name: 1\n  verb/agreed: changed by the release, changed here" in said
    was = loaded_rows()["verb/agreed"]["meaning"]
    assert f"meaning:\n      loaded   {was}\n      here     Ours.\n      release  Theirs.\n" in said
    assert "verb/asked" not in said  # the release says nothing new of it
    assert before == (DataVersion.objects.count(), LoadedRow.objects.count())
    assert meaning_of("recommended") != "Theirs."


def test_what_nobody_changed_is_taken_at_once_and_an_editors_change_by_name_alone(ship, admin_client):
    edit("agreed", "Ours.")
    edit("asked", "Ours too.")
    ship(meanings(recommended="Theirs.", agreed="Theirs."))
    said = load_report(take=["safe"])
    assert "1 changed (data version 2)" in said
    assert (meaning_of("recommended"), meaning_of("agreed")) == ("Theirs.", "Ours.")
    with pytest.raises(CommandError, match="taken only by its whole name"):
        load_report(take=["verb/*"])
    assert "settled all" in load_report(take=["verb/agreed"])
    assert (meaning_of("agreed"), meaning_of("asked")) == ("Theirs.", "Ours too.")
    verb = Verb.objects.get(slug="agreed")
    last = Version.objects.filter(object_id=str(verb.pk), object_repr=str(verb)).order_by("pk").last()
    assert last.revision.comment.startswith("Taken from release ")
    history = admin_client.get(url(Verb, "history", verb.pk)).content.decode()
    assert "manage.py load_report" in history
    assert "an account that was deleted" not in history


def test_what_is_kept_is_not_asked_of_again(ship):
    edit("agreed", "Ours.")
    ship(meanings(recommended="Theirs.", agreed="Theirs."))
    assert "Kept as here: 2 rows." in load_report(keep=["verb/*"])
    assert "settled all" in load_report()
    assert meaning_of("agreed") == "Ours."
    ship(meanings(recommended="Theirs.", agreed="Theirs again."))
    assert "verb/agreed: changed by the release, changed here" in load_report()


def test_changes_of_other_fields_stand_side_by_side(ship):
    def change(rows):
        for fields in fields_of(rows, "othername", name="Siam"):
            fields["ambiguous"] = True
        for fields in fields_of(rows, "othername", name="Ceylon"):
            fields |= {"ambiguous": True, "kind": "short"}

    OtherName.objects.filter(name__in=["Siam", "Ceylon"]).update(kind="official")
    ship(change)
    said = load_report()
    assert "othername/thailand/Siam: ambiguous (other fields of it were changed here, and stay)" in said
    assert "othername/sri-lanka/Ceylon: changed by the release, changed here" in said
    load_report(take=["safe"])
    assert states_of("Siam", "Ceylon") == [("official", True), ("official", False)]
    assert "settled all" in load_report(merge=["othername/sri-lanka/Ceylon"])
    assert states_of("Siam", "Ceylon") == [("official", True), ("official", True)]


def states_of(*names):
    """The kind of each name, and whether it is ambiguous."""
    stored = {name.name: (name.kind, name.ambiguous) for name in OtherName.objects.all()}
    return [stored[name] for name in names]


def test_rows_are_added_removed_and_change_places(ship):
    def change(rows):
        for fields in fields_of(rows, "objective"):
            fields["order"] = 11 - fields["order"]
        rows[:] = [row for row in rows if row["fields"] | BURMA != row["fields"]]
        for fields in fields_of(rows, "actor", slug="thailand"):
            rows.append({"model": "reports.verb", "fields": verb | {"meaning": fields["name"]}})

    verb = {"slug": "warned", "name": "warned"}
    ship(change)
    said = load_report()
    assert "Added by the release, not changed here: 1\n  verb/warned\n" in said
    assert "Removed by the release, not changed here: 1\n  othername/myanmar/Burma\n" in said
    load_report(take=["safe"])
    assert Objective.objects.get(slug="protection").order == 1
    assert meaning_of("warned") == "Thailand"
    assert not OtherName.objects.filter(name="Burma").exists()
    assert loaded_rows() == shipped_rows()
    assert list(find_faults()) == []


def test_a_row_that_both_have_deleted_or_added_alike_is_settled(ship):
    OtherName.objects.get(name="Burma").delete()
    OtherName.objects.get(name="Siam").delete()

    def change(rows):
        rows[:] = [row for row in rows if row["fields"] | BURMA != row["fields"]]
        for fields in fields_of(rows, "othername", name="Siam"):
            fields["ambiguous"] = True

    ship(change)
    said = load_report()
    assert "othername/thailand/Siam: changed by the release, deleted here" in said
    assert "Burma" not in said
    make_ready()  # keeps as loaded what is settled
    assert "othername/myanmar/Burma" not in loaded_rows()


def test_a_row_that_points_to_a_missing_one_or_stands_in_the_way_is_told(ship):
    finding = Finding.objects.order_by("order").last()
    Objective.objects.filter(slug="protection").update(order=12)
    last = Finding.objects.order_by("order").first()

    def change(rows):
        for fields in fields_of(rows, "objective", slug="root-causes"):
            fields["order"] = 12
        for fields in fields_of(rows, "finding", slug=finding.slug):
            fields["verb"] = ["warned"]
        if fields_of(rows, "finding", slug=last.slug):
            new = {"slug": "warned", "name": "warned", "meaning": "That it was."}
            rows.append({"model": "reports.verb", "fields": new})

    ship(change)
    with pytest.raises(CommandError, match=rf"- finding/{finding.slug}: verb/warned"):
        load_report(take=[f"finding/{finding.slug}"])
    with pytest.raises(CommandError, match=r"- objective/root-causes: objective/protection\. "):
        load_report(take=["objective/root-causes"])


def test_a_row_that_others_here_need_is_not_removed(ship):
    def change(rows):
        rows[:] = [row for row in rows if row["fields"].get("slug") != "myanmar"]

    ship(change)
    with pytest.raises(
        CommandError, match=r"actor/myanmar, .* still used here by participant/.*/myanmar"
    ):
        load_report(take=["actor/myanmar"])


def test_what_breaks_a_rule_is_not_taken(ship):
    def change(rows):
        for fields in fields_of(rows, "actor", slug="japan"):
            fields["name"] = "Nippon"

    ship(change)
    with pytest.raises(CommandError, match=r"(?s)Nothing was taken: .*Nippon"):
        load_report(take=["safe"])
    assert Actor.objects.get(slug="japan").name == "Japan"


def one_of_each_model(rows):
    """Leave the first row of each model: every row of one is loaded alike."""
    first = {}
    for row in rows:
        first.setdefault(row["model"], row)
    rows[:] = first.values()


def test_loading_into_an_empty_database_is_version_1_and_again_changes_nothing(report, ship):
    assert DataVersion.objects.current().number == 1
    rows = json.loads((SHIPPED / "records.json").read_text(encoding="utf-8"))
    [released] = fields_of(rows, "dataversion")
    found = DataVersion.objects.get()  # that of the release, whatever day it is loaded on
    assert (found.number, f"{found.date}") == (released["number"], released["date"])
    before = (list(Block.objects.values()), Revision.objects.current(), DataVersion.objects.count())
    assert before[1:] == (1, 1)
    ship(one_of_each_model)
    call_command("loaddata", *FIXTURES, verbosity=0)
    after = (list(Block.objects.values()), Revision.objects.current(), DataVersion.objects.count())
    assert before == after


def test_loaddata_by_hand_writes_over_no_change_of_an_editor(ship):
    edit("agreed", "Ours.")
    for change in (meanings(recommended="Theirs."), meanings(recommended="Theirs.", agreed="Theirs.")):
        ship(change, only=".verb")  # all the rows would take a minute
        with pytest.raises(
            CommandError, match=r"rows that were changed here.*: verb/agreed\. .*load_report"
        ):
            call_command("loaddata", "records", verbosity=0)
        assert (meaning_of("agreed"), meaning_of("recommended") != "Theirs.") == ("Ours.", True)
    call_command("loaddata", "records", verbosity=0, overwrite=True)
    assert (meaning_of("agreed"), meaning_of("recommended")) == ("Theirs.", "Theirs.")
    assert loaded_rows()["verb/agreed"] == shipped_rows()["verb/agreed"]
    edit("agreed", "Ours.")
    ship(meanings(agreed="Ours."), only=".verb")
    call_command("loaddata", "records", verbosity=0)  # both say the same
    ship(meanings(agreed="Theirs."), only=".verb")
    call_command("loaddata", "records", verbosity=0)  # nobody changed it since
    assert meaning_of("agreed") == "Theirs."


def test_loaddata_brings_no_deleted_row_back(tmp_path):
    OtherName.objects.get(name="Siam").delete()
    file = tmp_path / "siam.json"
    file.write_text(json.dumps([{"model": "reports.othername", "fields": SIAM}]), encoding="utf-8")
    with pytest.raises(CommandError, match="othername/thailand/Siam"):
        call_command("loaddata", str(file), verbosity=0)
    assert not OtherName.objects.filter(name="Siam").exists()
    call_command("loaddata", str(file), verbosity=0, overwrite=True)
    assert OtherName.objects.filter(name="Siam").exists()


def test_the_start_says_how_much_a_release_ships_otherwise(ship):
    assert make_ready() == 0
    ship(meanings(recommended="Theirs.", agreed="Theirs."))
    assert make_ready() == 2


def test_a_portal_of_release_0_1_0_knows_what_it_was_given():
    migration = import_module("reports.migrations.0021_loaded_rows")
    editor = SimpleNamespace(connection=connection)
    LoadedRow.objects.all().delete()
    migration.fill(apps, editor)
    assert len(loaded_rows()) == LoadedRow.objects.count() == 693
    # What is stored is of this release: a row that it changed since is settled.
    assert all(each.is_settled for each in find_differences())


def test_an_empty_portal_was_given_nothing(empty):
    migration = import_module("reports.migrations.0021_loaded_rows")
    migration.fill(apps, SimpleNamespace(connection=connection))
    assert not LoadedRow.objects.exists()


def test_a_start_brings_nothing_back_that_editors_have_deleted():
    delete_all(besides=LoadedRow)
    assert make_ready() == 0
    assert not Actor.objects.exists()
