# Recommendations point to their verbs; the word in the row goes.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_verb_rows")]

    operations = [
        migrations.RemoveIndex(model_name="recommendation", name="recommendation_of_filters"),
        migrations.RemoveField(model_name="recommendation", name="verb"),
        migrations.RenameField(model_name="recommendation", old_name="verb_row", new_name="verb"),
        migrations.AlterField(
            model_name="recommendation",
            name="verb",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="reports.verb",
            ),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                fields=["report", "verb", "standing", "speaker"], name="recommendation_of_filters"
            ),
        ),
    ]
