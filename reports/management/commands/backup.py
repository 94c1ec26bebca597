"""Write everything in the database to one file."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from reports.management.backups import default_folder, make_backup, prune


class Command(BaseCommand):
    """Make a backup; in a folder, give it a name and prune the older ones."""

    help = "Writes everything in the database to one file, beside editors who write."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="A file, or a folder: there it is named by the time, and old ones are pruned. "
            "Without it, the folder backups in VAR_DIR.",
        )

    def handle(self, *, file: Path | None, **options: object) -> None:
        folder = default_folder() if file is None else file if file.is_dir() else None
        try:
            made, manifest = make_backup(folder=folder) if folder else make_backup(file)
            gone = prune(folder, datetime.now(UTC)) if folder else []
        except (OSError, DatabaseError) as error:
            raise CommandError(
                f"No backup was made at {file or folder} ({error}): see that the disk has room, that "
                "the folder is writable and that the database answers."
            ) from error
        rows, size = sum(manifest["rows"].values()), made.stat().st_size
        self.stdout.write(
            f"{made} has {rows} rows of {len(manifest['rows'])} tables, in {size} bytes. "
            + (f"{len(gone)} older pruned. " if gone else "")
            + "It has accounts and drafts: keep it private, and a copy on another machine."
        )
