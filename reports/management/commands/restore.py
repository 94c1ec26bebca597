"""Put a backup in the place of all that is in the database."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from reports.management.backups import restore
from reports.management.commands.serve import alone


class Command(BaseCommand):
    """Restore a backup, migrate it to this release, and verify it."""

    help = "Puts a backup in the place of all that is in the database, of which it makes one first."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="What manage.py backup wrote.")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            with alone():
                manifest, kept = restore(file)
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"Nothing was restored ({error}): see that the disk has room and that the database "
                "answers, then restore again."
            ) from error
        call_command("migrate", verbosity=0)  # an older one; the next start does it otherwise
        if kept:
            self.stdout.write(f"What stood there before is kept in {kept}.")
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"Restored {rows} rows as of {manifest['made']}, of release {manifest['release']}: as many "
            "in each table as its manifest tells. Now verify:"
        )
        call_command("verify", stdout=self.stdout)
