import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0016_due_filter"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="The path of the page: /workshops/x/.", max_length=255, unique=True
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="The path that it leads to. Empty: withdrawn.",
                        max_length=255,
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="The day of the change, in UTC.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "former addresses",
                "ordering": ["path"],
            },
        ),
        migrations.AddConstraint(
            model_name="formeraddress",
            constraint=models.CheckConstraint(
                condition=models.Q(("path", models.F("target")), _negated=True),
                name="formeraddress_not_itself",
                violation_error_message="An address does not lead to itself.",
            ),
        ),
    ]
