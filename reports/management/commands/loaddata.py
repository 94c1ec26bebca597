"""Django's loaddata, with the portal's rules checked when all is loaded, and no editor's change lost."""

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject

from reports.integrity.checks import deferred_checks
from reports.management.shipped import (
    FIXTURES,
    Rows,
    hold_writers,
    join_key,
    loaded_rows,
    name_of,
    note_loaded,
    read_rows,
    shipped_rows,
)
from reports.models import FormerAddress, GuardedModel, explain_conflicts


class Command(loaddata.Command):
    """Load fixtures, each of which may correct a paragraph and its quotes: the whole is judged.

    A row that was changed or deleted here since it was last loaded is not written over, unless told.
    The rows of this release's fixtures are kept as those last loaded.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Write over rows that were changed here since they were last loaded.",
        )

    def handle(self, *labels: str, **options: Any) -> None:
        self.overwrite = options.get("overwrite", False)
        self.using = options["database"]
        self.refused: list[str] = []
        self.shipped: list[str] = []
        try:
            with deferred_checks(self.using):
                hold_writers(self.using)
                super().handle(*labels, **options)
                self.refuse_changed()
                note_loaded(shipped_rows(self.shipped), self.using)
        except ValidationError as error:
            self.refuse_changed()
            raise CommandError("Nothing was loaded:\n- " + "\n- ".join(error.messages)) from error

    def refuse_changed(self) -> None:
        """Raise CommandError where rows were changed here, naming them and what to do."""
        if names := self.refused:
            more = f" and {len(names) - 10} more" if len(names) > 10 else ""
            raise CommandError(
                "Nothing was loaded: it would write over rows that were changed here, or bring back "
                f"deleted ones: {', '.join(names[:10])}{more}. Take rows of a release with `manage.py "
                "load_report`, which shows both sides; or write over all of them with --overwrite."
            )

    def load_label(self, fixture_label: str) -> None:
        """Load a fixture, and remember it if it is one of this release's."""
        super().load_label(fixture_label)
        for file, *_ in self.find_fixtures(fixture_label):
            path = Path(file)
            if path.stem in FIXTURES and path.resolve().parent in settings.FIXTURE_DIRS:
                self.shipped.append(path.stem)

    @cached_property
    def loaded(self) -> Rows:
        """The rows that were last loaded, as of before."""
        return loaded_rows(self.using)

    def changed_here(self, row: GuardedModel, *, whole: bool) -> str:
        """Return the name of `row`, which is given, where it was changed or deleted here, else "".

        Where it is stored neither as it was last loaded nor as it is given; where it was loaded and is
        not stored. One that is not `whole` refers to a row that is yet to come.
        """
        model = type(row)
        stored = model._base_manager.using(self.using).filter(pk=row.pk).first() if row.pk else None
        if stored is None:
            if not self.loaded:
                return ""
            name = ""
            with suppress(ObjectDoesNotExist):  # its key may have such a row
                name = join_key(model, row.natural_key())
            return name if name in self.loaded else ""
        fields = [each.attname for each in model._meta.concrete_fields if each.editable]
        if whole and all(getattr(row, name) == getattr(stored, name) for name in fields):
            return ""
        ((_, found),) = read_rows([stored])
        name = name_of(model, found)
        return name if self.loaded.get(name) != found else ""

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save one row; where a constraint refuses it, in the words of its model."""
        if isinstance(obj.object, FormerAddress):
            obj.object.owner = ""  # its key, which is another here
        row = obj.object
        if not isinstance(row, GuardedModel):
            return super().save_obj(obj)
        if not self.overwrite and (name := self.changed_here(row, whole=not obj.deferred_fields)):
            self.refused.append(name)
            if row.pk:
                return False
        with explain_conflicts(row, self.using):
            return super().save_obj(obj)
