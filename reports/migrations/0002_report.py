# Reports beside their meetings, and numbers of paragraphs as printed: first both stand side by side.

import django.db.models.deletion
from django.db import migrations, models

MODELS = {
    "block": "blocks",
    "participant": "participants",
    "meetingrole": "meeting_roles",
    "expertsgroup": "experts_groups",
    "workshop": "workshops",
    "outcome": "outcomes",
    "objective": "objectives",
    "recommendation": "recommendations",
    "pledge": "pledges",
    "presentation": "presentations",
}


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_schema")]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reports.meeting",
                    ),
                ),
                ("slug", models.SlugField(default="report", max_length=60)),
                ("order", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=200)),
                ("source_sha256", models.CharField(blank=True, max_length=64)),
                ("published", models.BooleanField(default=False)),
            ],
        ),
        *(
            migrations.AddField(
                model_name=model,
                name="report",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related_name,
                    to="reports.report",
                ),
            )
            for model, related_name in MODELS.items()
        ),
        migrations.RemoveConstraint(model_name="block", name="block_number_of_paragraph"),
        migrations.RemoveConstraint(model_name="block", name="block_number_unique"),
        migrations.AlterField(
            model_name="block",
            name="number",
            field=models.CharField(blank=True, max_length=12, null=True),
        ),
    ]
