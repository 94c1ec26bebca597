"""The app of the portal: meetings, their reports, and the records read from them."""

from typing import Any

from django.apps import AppConfig
from django.core.management import CommandError
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_migrate


class ReportsConfig(AppConfig):
    """Meetings, their reports, and the records read from them."""

    name = "reports"
    verbose_name = "Reports and records"

    def ready(self) -> None:
        """Connect the receivers that hold the rules, and those that keep the index of search."""
        from reports.integrity import signals  # noqa: F401
        from reports.report import counts  # noqa: F401
        from reports.search import index  # noqa: F401

        pre_migrate.connect(refuse_old_database, sender=self)


def refuse_old_database(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Raise CommandError for a database that was made before release 0.1.0, by other migrations."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    if ("reports", "0001_initial") in applied:
        raise CommandError(
            "This database was made before release 0.1.0 and cannot be brought up to date: move it "
            "away (by default var/portal.sqlite3), or name an empty one in DATABASE_URL, and start "
            "again; the report is loaded into it."
        )
