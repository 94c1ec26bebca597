"""Check all the data against every rule of the portal."""

import sys

from django.core.management.base import BaseCommand

from reports.integrity.verify import find_faults


class Command(BaseCommand):
    """Print every fault; the exit status is 1 where there is any."""

    help = "Checks that every record is sound and that every quote is found in the report's text."

    def handle(self, **options: object) -> None:
        count = 0
        for count, fault in enumerate(find_faults(), start=1):  # noqa: B007
            self.stdout.write(f"- {fault}")
        if count:
            self.stdout.write(f"{count} fault{'s' * (count > 1)} found.")
            sys.exit(1)
        self.stdout.write("Every record is sound, and every quote is found in the text.")
