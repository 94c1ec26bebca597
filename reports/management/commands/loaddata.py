"""Django's loaddata, with the portal's rules checked when all is loaded."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.management.commands import loaddata

from reports.integrity.checks import deferred_checks


class Command(loaddata.Command):
    """A fixture may correct a paragraph and its quotes: only the whole can be judged."""

    def handle(self, *labels, **options):
        try:
            with deferred_checks(options["database"]):
                super().handle(*labels, **options)
        except ValidationError as error:
            raise CommandError("Nothing was loaded:\n- " + "\n- ".join(error.messages)) from error
