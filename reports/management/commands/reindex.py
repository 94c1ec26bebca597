"""Make the index of search anew, should `verify` find it out of step."""

from django.core.management.base import BaseCommand

from reports.models import Document
from reports.search.index import rebuild


class Command(BaseCommand):
    """Rebuild the index, which follows every write but one that was made past the portal."""

    help = "Makes the index of search anew from the data."

    def handle(self, **options: object) -> None:
        rebuild()
        self.stdout.write(f"{Document.objects.count()} documents are in the index.")
