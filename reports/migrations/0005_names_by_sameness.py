"""Derive what names are found by anew, and let the index of search be made anew behind it."""

from typing import TYPE_CHECKING

from django.db import migrations

from reports.text.sameness import name_key

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def derive_keys(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Set the columns that follow from names, as saving each row would, and empty the index.

    The tokens of words have changed with the keys: `on_post_migrate` fills an index that is empty.
    """
    using = schema_editor.connection.alias
    for model, column in (("Actor", "folded"), ("OtherName", "slug")):
        rows = apps.get_model("reports", model).objects.using(using)
        for pk, name in rows.values_list("pk", "name"):
            rows.filter(pk=pk).update(**{column: name_key(name)})
    schema_editor.execute("DELETE FROM reports_document")


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_report_only")]

    operations = [migrations.RunPython(derive_keys, migrations.RunPython.noop)]
