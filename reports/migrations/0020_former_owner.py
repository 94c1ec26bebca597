"""Whose a former address was: nobody else may stand there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_claims_found_right")]

    operations = [
        migrations.AddField(
            "formeraddress",
            "owner",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=60,
                help_text="Model and key of the row that stood there, which alone may stand there "
                "again. Empty where nobody knows, as in data that were moved, whose keys are others.",
            ),
            preserve_default=False,
        ),
    ]
