"""Put a backup in the place of all that is in the database."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from reports.management.backups import is_complete, restore
from reports.management.commands.public_role import find_readers, give, grants
from reports.management.commands.serve import alone

NO_READER = (
    "No role but the portal's own may read these tables. Where public pages have one "
    "(PUBLIC_DATABASE_URL), run the SQL that `manage.py public_role` prints: until then they are “try "
    "again” (503)."
)
EMPTY = (
    "There were no tables before: run the SQL that `manage.py public_role` prints once more, since in a "
    "new database every role has rights that it takes away."
)
OLDER = (
    "It is of an older release, and was migrated. Rules that are newer hold for its rows too: of what "
    "verify tells, `manage.py load_report` may have what this release ships for it."
)


class Command(BaseCommand):
    """Restore a backup, migrate it to this release, and verify it."""

    help = "Puts a backup in the place of all that is in the database, of which it makes one first."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="What manage.py backup wrote.")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            with alone():
                readers = find_readers()
                manifest, kept = restore(file, grants(readers))
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"Nothing was restored ({error}): see that the disk has room and that the database "
                "answers, then restore again."
            ) from error
        if kept:
            self.stdout.write(f"What stood there before is kept in {kept}.")
        call_command("migrate", verbosity=0)  # an older one; the next start does it otherwise
        if readers:
            give(readers)  # tables that the migrations have made
            self.stdout.write(f"May read it, as before: {', '.join(readers)}.")
            if not kept:
                self.stdout.write(EMPTY)
        elif connection.vendor == "postgresql":
            self.stdout.write(NO_READER)
        rows, more = sum(manifest["rows"].values()), "" if is_complete(manifest) else f" {OLDER}"
        self.stdout.write(
            f"Restored {rows} rows as of {manifest['made']}, of release {manifest['release']}: as many "
            f"in each table as its manifest tells.{more} Now verify:"
        )
        call_command("verify", stdout=self.stdout)
