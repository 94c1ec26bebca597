"""Claims that were read and found right, each by itself, instead of one tick for whatever a record has.

Where a quote was ticked, all that its record claims now is written down: somebody has read it. What is
changed later is asked for again.
"""

from typing import TYPE_CHECKING, Any

from django.db import migrations, models
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Rows that rest on the quotes of the record that they belong to, by the key of evidence.
PARTS = {
    "presentation": "presented_by",
    "recommendation": "addressed",
    "finding": "named",
}


def write_claims(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Write down what the records claim whose quotes were ticked."""
    evidence = apps.get_model("reports", "Evidence").objects.using(schema_editor.connection.alias)
    for quote in evidence.filter(ticked=True):
        lines = [f"Quote: {' '.join(quote.quote.split())}"]
        for key in quote._meta.concrete_fields:
            record = getattr(quote, key.name) if key.is_relation and key.name != "block" else None
            if record is not None:
                parts = getattr(record, PARTS[key.name]).all() if key.name in PARTS else ()
                lines += [line for row in (record, *parts) for line in claims_of(row)]
        evidence.filter(pk=quote.pk).update(confirmed="\n".join(dict.fromkeys(lines)))


def claims_of(row: Any) -> list[str]:
    """Return what `row` claims, a line for each field that is filled in."""
    lines = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        if field.is_relation:
            value = getattr(value, "name", "")
        elif field.choices:
            value = dict(field.flatchoices).get(value, value)
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        if value not in (None, "") and not field.primary_key:
            lines.append(f"{capfirst(field.verbose_name)}: {' '.join(str(value).split())}")
    return lines


class Migration(migrations.Migration):
    dependencies = [("reports", "0018_false_data")]

    operations = [
        migrations.RenameField("evidence", "confirmed", "ticked"),
        migrations.AddField(
            "evidence",
            "confirmed",
            models.TextField(
                "read and found right",
                blank=True,
                default="",
                help_text="Claims of the record that the quote says in other words, so that no "
                "comparison finds them: one a line, as a refused save gives it. Read both first. A "
                "claim that is changed later is asked for again.",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(write_claims, migrations.RunPython.noop),
        migrations.RemoveField("evidence", "ticked"),
    ]
