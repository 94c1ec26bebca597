# A report for each meeting whose report the portal holds; each record to the report that states it.

import django
from django.db import migrations

OF_ITS_MEETING = (
    "Block",
    "ExpertsGroup",
    "Workshop",
    "Outcome",
    "Objective",
    "Recommendation",
    "Pledge",
    "Presentation",
)
# A meeting's report may state who took part in another: what counts is where the words are.
OF_ITS_WORDS = {"Participant": "participant", "MeetingRole": "meeting_role"}


def fill(
    apps: "django.apps.registry.Apps",
    schema_editor: "django.db.backends.base.schema.BaseDatabaseSchemaEditor",
) -> None:
    """Make the reports and point blocks and records to them."""

    def rows(name: str) -> "django.db.models.QuerySet":
        return apps.get_model("reports", name).objects.using(schema_editor.connection.alias)

    holding = {pk for name in OF_ITS_MEETING for pk in rows(name).values_list("meeting", flat=True)}
    reports = {}
    for meeting in rows("Meeting").all():
        if meeting.report_title or meeting.pk in holding:
            reports[meeting.pk] = rows("Report").create(
                meeting=meeting,
                title=meeting.report_title or meeting.name,
                source_sha256=meeting.source_sha256,
                published=meeting.published,
            )
    for name in OF_ITS_MEETING:
        for pk, report in reports.items():
            rows(name).filter(meeting=pk).update(report=report)
    for name, key in OF_ITS_WORDS.items():
        for row in rows(name).all():
            words = rows("Evidence").filter(**{key: row}).order_by("pk").first()
            row.report = words.block.report if words else reports.get(row.meeting_id)
            row.save(update_fields=["report"])
    rows("Block").filter(number=None).update(number="")


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_report")]

    operations = [migrations.RunPython(fill)]
