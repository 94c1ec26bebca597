"""Check all the data against every rule of the portal."""

import json
import sys
from time import monotonic

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from reports.integrity.verify import run_checks
from reports.models import DataVersion, Revision
from reports.snapshot import snapshot


class Command(BaseCommand):
    """Print what was checked and every fault, as of one moment; the exit status is 1 for any fault."""

    help = "Checks that every record is sound and that every quote is found in the report's text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print it as JSON, for a monitor.")

    def handle(self, **options: bool) -> None:
        started, checks = monotonic(), []
        with snapshot():  # an editor who saves meanwhile is not seen half
            for check in run_checks():
                checks.append(check)
                if not options["json"]:
                    self.stdout.write(f"{check.number:>7} {check.what}")
                    for fault in check.faults:
                        self.stdout.write(f"- {fault}")
            version, revision = DataVersion.objects.current(), Revision.objects.current()
        count = sum(len(check.faults) for check in checks)
        if options["json"]:
            told = {
                "sound": not count,
                "at": timezone.now().isoformat(timespec="seconds"),
                "seconds": round(monotonic() - started, 1),
                "database": connection.vendor,
                "data_version": version.number if version else None,
                "revision": revision,
                "checks": [check._asdict() for check in checks],
            }
            self.stdout.write(json.dumps(told, indent=1, ensure_ascii=False))
        elif count:
            self.stdout.write(f"{count} fault{'s' * (count > 1)} found.")
        else:
            self.stdout.write("Every record is sound, and every quote is found in the text.")
        if count:
            sys.exit(1)
