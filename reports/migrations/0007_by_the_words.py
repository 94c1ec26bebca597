# Vocabularies of 0.1.0 brought to those that follow the words; days of what is still to come.

import django
from django.db import migrations
from django.db.models import F

# By the verb, which says whether work was underway elsewhere, could or might be.
ELSEWHERE = {"could": "could-elsewhere", "might": "might-elsewhere"}


def follow(
    apps: "django.apps.registry.Apps",
    schema_editor: "django.db.backends.base.schema.BaseDatabaseSchemaEditor",
) -> None:
    """Bring standings, and the first days of what was still to come, to the new rules."""

    def rows(name: str) -> "django.db.models.QuerySet":
        return apps.get_model("reports", name).objects.using(schema_editor.connection.alias)

    recommendations = rows("Recommendation")
    elsewhere = recommendations.filter(standing="other-forums")
    for verb, standing in ELSEWHERE.items():
        elsewhere.filter(verb=verb).update(standing=standing)
    elsewhere.update(standing="underway-elsewhere")
    new = recommendations.filter(standing="new")
    new.filter(verb="recommended").update(standing="further")
    new.update(standing="possible")
    coming = rows("Workshop").exclude(state="held").select_related("report__meeting")
    early = coming.filter(
        earliest__lt=F("report__meeting__earliest"), latest__gte=F("report__meeting__earliest")
    )
    for workshop in early:
        workshop.earliest = workshop.report.meeting.earliest
        workshop.save(update_fields=["earliest"])
    # Names have changed: `on_post_migrate` fills an index of search that is empty.
    schema_editor.execute("DELETE FROM reports_document")


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_who_says_so")]

    operations = [migrations.RunPython(follow)]
