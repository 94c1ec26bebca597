"""Rows as they were last loaded, so that a new release does not take an editor's change for its own.

A portal that is in use was given the data of release 0.1.0, which was the last one: they stand beside
this module as the migrations up to here leave them, in the form of reports.management.shipped.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RELEASED = Path(__file__).with_name("0021_loaded_rows.json")


def fill(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Keep the rows of release 0.1.0 as those last loaded, where there are any data."""
    using = schema_editor.connection.alias
    if apps.get_model("reports", "Meeting").objects.using(using).exists():
        loaded_row = apps.get_model("reports", "LoadedRow")
        rows = json.loads(RELEASED.read_text(encoding="utf-8"))
        loaded_row.objects.using(using).bulk_create(
            [loaded_row(name=name, fields=fields) for name, fields in rows.items()]
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0020_former_owner")]

    operations = [
        migrations.CreateModel(
            "LoadedRow",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Its model and natural key.", max_length=400, unique=True
                    ),
                ),
                (
                    "fields",
                    models.JSONField(help_text="What can be set of it, as fixtures have it."),
                ),
            ],
            {"ordering": ["pk"]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
