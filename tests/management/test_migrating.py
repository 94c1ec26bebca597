"""A database of the migrations before 0.1.0 is refused with what to do."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

from reports.integrity.verify import find_faults_of
from reports.models import Actor, Block, Document, OtherName
from reports.search.index import find_mismatches


@pytest.mark.django_db
def test_a_database_of_the_old_migrations_is_told_what_to_do():
    MigrationRecorder(connection).record_applied("reports", "0001_initial")
    with pytest.raises(CommandError, match=r"before release 0\.1\.0 .*: move it away .*DATABASE_URL"):
        call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_a_database_of_today_is_migrated_again_without_a_word(capsys):
    call_command("migrate", verbosity=0)
    assert capsys.readouterr().out == ""


def test_a_new_database_is_made_as_the_steps_of_the_releases_make_it():
    """The one migration comes to the same models, with their constraints and indexes, as the many."""
    at_once = MigrationLoader(None)
    step_by_step = MigrationLoader(None, load=False, replace_migrations=False)
    step_by_step.build_graph()
    assert len(step_by_step.graph.nodes) > len(at_once.graph.nodes) + 15
    assert at_once.project_state() == step_by_step.project_state()


@pytest.mark.django_db
def test_names_and_index_of_an_older_database_follow(report):
    Actor.objects.filter(slug="timor-leste").update(folded="timor-leste")
    OtherName.objects.update(slug="as-slugify-had-it")
    assert any("save the row anew" in fault for fault in find_faults_of_names_and_index())
    migration = import_module("reports.migrations.0005_names_by_sameness")
    editor = SimpleNamespace(connection=connection, execute=connection.cursor().execute)
    migration.derive_keys(apps, editor)
    assert not Document.objects.exists()
    reports = apps.get_app_config("reports")
    post_migrate.send(reports, app_config=reports, using="default", verbosity=0, interactive=False)
    assert Document.objects.exists()
    assert list(find_faults_of_names_and_index()) == []


def find_faults_of_names_and_index():
    """Yield what verify says of all that the migration writes; of the rest it says the same."""
    for row in (*Actor.objects.all(), *OtherName.objects.all()):
        yield from find_faults_of(row)
    yield from find_mismatches()


@pytest.mark.django_db
def test_white_space_and_shared_names_that_stand_are_kept(report):
    Block.objects.filter(key="p19").update(text="Two  spaces.")
    OtherName.objects.update(ambiguous=False)
    migration = import_module("reports.migrations.0018_false_data")
    migration.mark_what_stands(apps, SimpleNamespace(connection=connection))
    assert [block.key for block in Block.objects.filter(white_space_printed=True)] == ["p19"]
    shared = OtherName.objects.filter(ambiguous=True)
    assert {name.name for name in shared} == {"Foreign Ministers"}


def test_two_actors_with_one_code_are_named_before_the_database_refuses_them():
    rows = [("AU", "atland"), ("JP", "japan"), ("AU", "australia")]
    query = SimpleNamespace(order_by=lambda name: SimpleNamespace(values_list=lambda *names: rows))
    manager = SimpleNamespace(using=lambda alias: SimpleNamespace(exclude=lambda **empty: query))
    old = SimpleNamespace(get_model=lambda *names: SimpleNamespace(objects=manager))
    migration = import_module("reports.migrations.0018_false_data")
    with pytest.raises(CommandError, match="The actors atland, australia have one ISO code, AU"):
        migration.refuse_shared_codes(old, SimpleNamespace(connection=connection))
