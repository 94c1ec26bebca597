"""A database of the migrations before 0.1.0 is refused with what to do."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.mark.django_db
def test_a_database_of_the_old_migrations_is_told_what_to_do():
    MigrationRecorder(connection).record_applied("reports", "0001_initial")
    with pytest.raises(CommandError, match=r"before release 0\.1\.0 .*: move it away .*DATABASE_URL"):
        call_command("migrate", verbosity=0)


@pytest.mark.django_db
def test_a_database_of_today_is_migrated_again_without_a_word(capsys):
    call_command("migrate", verbosity=0)
    assert capsys.readouterr().out == ""
