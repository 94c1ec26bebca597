"""Django's loaddata, with the portal's rules checked when all is loaded."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from reports.integrity.checks import deferred_checks
from reports.models import FormerAddress, GuardedModel, explain_conflicts


class Command(loaddata.Command):
    """Load fixtures, each of which may correct a paragraph and its quotes: the whole is judged."""

    def handle(self, *labels: str, **options: Any) -> None:
        try:
            with deferred_checks(options["database"]):
                super().handle(*labels, **options)
        except ValidationError as error:
            raise CommandError("Nothing was loaded:\n- " + "\n- ".join(error.messages)) from error

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save one row; where a constraint refuses it, in the words of its model."""
        if isinstance(obj.object, FormerAddress):
            obj.object.owner = ""  # its key, which is another here
        if not isinstance(obj.object, GuardedModel):
            return super().save_obj(obj)
        with explain_conflicts(obj.object, self.using):
            return super().save_obj(obj)
