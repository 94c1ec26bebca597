"""Marks that editors set where a rule asks, and one ISO code for one actor.

What stands already is kept: odd white space as printed, and names that several actors share as
ambiguous.
"""

from typing import TYPE_CHECKING

from django.core.management import CommandError
from django.db import migrations, models

from reports.text.lines import unify_line_ends
from reports.text.white_space import find_odd

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark_what_stands(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Mark texts with odd white space as printed so, and names of several actors as ambiguous."""
    using = schema_editor.connection.alias
    blocks = apps.get_model("reports", "Block").objects.using(using)
    odd = [
        pk
        for pk, text in blocks.order_by().values_list("pk", "text").iterator()
        if any(find_odd(unify_line_ends(text)))
    ]
    for start in range(0, len(odd), 500):
        blocks.filter(pk__in=odd[start : start + 500]).update(white_space_printed=True)
    names = apps.get_model("reports", "OtherName").objects.using(using).exclude(slug="").order_by()
    owners: dict[str, set[int]] = {}
    for slug, actor in names.values_list("slug", "actor"):
        owners.setdefault(slug, set()).add(actor)
    for slug, actors in owners.items():
        if len(actors) > 1:
            names.filter(slug=slug).update(ambiguous=True)


def refuse_shared_codes(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Raise CommandError that names the actors, where two have one ISO code."""
    actors = apps.get_model("reports", "Actor").objects.using(schema_editor.connection.alias)
    for field in ("iso2", "iso3"):
        owners: dict[str, list[str]] = {}
        rows = actors.exclude(**{field: ""}).order_by("folded").values_list(field, "slug")
        for code, slug in rows:
            owners.setdefault(code, []).append(slug)
        for code, slugs in owners.items():
            if len(slugs) > 1:
                raise CommandError(
                    f"The actors {', '.join(slugs)} have one ISO code, {code}: go back to the release "
                    "before, correct all but one of them in its desk, then migrate again."
                )


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_former_addresses")]

    operations = [
        migrations.AddField(
            model_name="block",
            name="white_space_printed",
            field=models.BooleanField(
                default=False,
                help_text="On where the report itself has line breaks, several spaces in a row, tabs or no-break spaces inside this text, as in an address. Off, each white space is one space.",
                verbose_name="white space as printed",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="across_reports",
            field=models.BooleanField(
                default=False,
                help_text="On where the words stand in the report of another meeting than the one that states the record, and are meant for it.",
                verbose_name="from another meeting's report",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="confirmed",
            field=models.BooleanField(
                default=False,
                help_text="On where the quote says in other words what the record claims, so that no comparison finds it. Read both first.",
                verbose_name="read and found right",
            ),
        ),
        migrations.AddField(
            model_name="othername",
            name="ambiguous",
            field=models.BooleanField(
                default=False,
                help_text="On where it is another name of several actors (“Foreign Ministers”), at each.",
            ),
        ),
        migrations.RunPython(mark_what_stands, migrations.RunPython.noop),
        migrations.RunPython(refuse_shared_codes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("iso2", ""), _negated=True),
                fields=("iso2",),
                name="actor_iso2_unique",
                violation_error_code="unique",
                violation_error_message="Another actor has that ISO code: search the actors for it. If it is the same country, add this name to its other names; else correct the code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.UniqueConstraint(
                condition=models.Q(("iso3", ""), _negated=True),
                fields=("iso3",),
                name="actor_iso3_unique",
                violation_error_code="unique",
                violation_error_message="Another actor has that ISO code: search the actors for it. If it is the same country, add this name to its other names; else correct the code.",
            ),
        ),
    ]
