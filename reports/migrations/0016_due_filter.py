from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0015_labels"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="recommendation",
            name="recommendation_of_filters",
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                fields=["report", "verb", "standing", "speaker", "due"],
                name="recommendation_of_filters",
            ),
        ),
    ]
