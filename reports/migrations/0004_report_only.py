# From here on each record belongs to a report, and what a meeting had of its report is gone.

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_fill_report"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="block",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="objective",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="outcome",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="pledge",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="presentation",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="recommendation",
            options={"ordering": ["report", "order"]},
        ),
        migrations.AlterModelOptions(
            name="report",
            options={
                "ordering": [
                    models.OrderBy(models.F("meeting__earliest"), descending=True, nulls_last=True),
                    "meeting__slug",
                    "order",
                ]
            },
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="block_key_unique",
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="block_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="block",
            name="block_part_of_text",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meeting_source_sha256_form",
        ),
        migrations.RemoveConstraint(
            model_name="objective",
            name="objective_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="outcome",
            name="outcome_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="presentation",
            name="presentation_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="recommendation",
            name="recommendation_order_unique",
        ),
        migrations.RemoveConstraint(
            model_name="workshop",
            name="workshop_order_unique",
        ),
        migrations.RemoveIndex(
            model_name="meeting",
            name="meeting_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="outcome",
            name="outcome_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="participant",
            name="participant_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="pledge",
            name="pledge_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="presentation",
            name="presentation_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="recommendation",
            name="recommendation_of_filters",
        ),
        migrations.RemoveIndex(
            model_name="workshop",
            name="workshop_of_filters",
        ),
        migrations.RemoveField(
            model_name="block",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="expertsgroup",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="meeting",
            name="published",
        ),
        migrations.RemoveField(
            model_name="meeting",
            name="report_title",
        ),
        migrations.RemoveField(
            model_name="meeting",
            name="source_sha256",
        ),
        migrations.RemoveField(
            model_name="objective",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="outcome",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="pledge",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="presentation",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="recommendation",
            name="meeting",
        ),
        migrations.RemoveField(
            model_name="workshop",
            name="meeting",
        ),
        migrations.AlterField(
            model_name="block",
            name="key",
            field=models.SlugField(
                help_text="Its fragment on the report's page, for ever: p19, part-ii, observers. Of a numbered paragraph p and the number; or the key of its part, a hyphen and the number, as in annex-a-3, where the part has numbers of its own.",
                max_length=60,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                        "“%(value)s” cannot stand in an address for ever: write the letters a-z, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "^(?:coverage|plain)\\Z",
                        "“%(value)s” is the address of another page: choose another.",
                        inverse_match=True,
                    ),
                    django.core.validators.RegexValidator(
                        "^[0-9]",
                        "“%(value)s” would be read as a number: begin with a letter.",
                        inverse_match=True,
                    ),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="block",
            name="number",
            field=models.CharField(
                blank=True,
                help_text="Of a numbered paragraph, as printed: 19, 12A, 1bis; not part of the text below.",
                max_length=12,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*\\Z",
                        "“%(value)s” is no number of a paragraph: write it as printed, without its full stop or brackets, as in 19, 12A, 1bis or 3.2.",
                    )
                ],
            ),
        ),
        migrations.AlterField(
            model_name="block",
            name="part",
            field=models.ForeignKey(
                blank=True,
                help_text="The part of the report that it stands in; empty in a report without parts.",
                limit_choices_to={"kind": "part"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pieces",
                to="reports.block",
            ),
        ),
        migrations.AlterField(
            model_name="block",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="reports.report"
            ),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="anchor",
            field=models.SlugField(
                help_text="Its fragment in the paragraph, for ever; never one that was used before.",
                max_length=80,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                        "“%(value)s” cannot stand in an address for ever: write the letters a-z, digits and single hyphens.",
                    )
                ],
            ),
        ),
        migrations.AlterField(
            model_name="expertsgroup",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="experts_groups",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="meetingrole",
            name="meeting",
            field=models.ForeignKey(
                help_text="The meeting that it had the part in.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roles",
                to="reports.meeting",
            ),
        ),
        migrations.AlterField(
            model_name="meetingrole",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meeting_roles",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outcomes",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="meeting",
            field=models.ForeignKey(
                help_text="The meeting attended.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participants",
                to="reports.meeting",
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participants",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="pledge",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pledges",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="presentation",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="presentations",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="reports.report",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="meeting",
            field=models.ForeignKey(
                help_text="The meeting that it reports on.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="reports.meeting",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="order",
            field=models.PositiveIntegerField(
                default=1, help_text="Its place among the reports of its meeting, from 1."
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="published",
            field=models.BooleanField(
                default=False,
                help_text="A draft, with all that it alone states, is nowhere to be seen by the public.",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="slug",
            field=models.SlugField(
                default="report",
                help_text="The last part of its address, for ever: report, statement, annex.",
                max_length=60,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                        "“%(value)s” cannot stand in an address for ever: write the letters a-z, digits and single hyphens.",
                    ),
                    django.core.validators.RegexValidator(
                        "^(?:coverage|plain)\\Z",
                        "“%(value)s” is the address of another page: choose another.",
                        inverse_match=True,
                    ),
                ],
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="source_sha256",
            field=models.CharField(
                blank=True,
                help_text="Of the file that the report's text was read from.",
                max_length=64,
                verbose_name="SHA-256 of the source text",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="title",
            field=models.CharField(help_text="As printed.", max_length=200),
        ),
        migrations.AlterField(
            model_name="workshop",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="reports.report",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["kind"], name="meeting_of_filters"),
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(fields=["report", "state"], name="outcome_of_filters"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                fields=["report", "meeting", "role", "actor"], name="participant_of_filters"
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                fields=["report", "state", "kind", "currency", "giver", "amount"],
                name="pledge_of_filters",
            ),
        ),
        migrations.AddIndex(
            model_name="presentation",
            index=models.Index(fields=["report", "kind"], name="presentation_of_filters"),
        ),
        migrations.AddIndex(
            model_name="recommendation",
            index=models.Index(
                fields=["report", "verb", "standing", "speaker"], name="recommendation_of_filters"
            ),
        ),
        migrations.AddIndex(
            model_name="workshop",
            index=models.Index(
                fields=["report", "state", "kind", "reach", "group"], name="workshop_of_filters"
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                fields=("report", "key"),
                name="block_key_unique",
                violation_error_message="Another piece of this report has that key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="block_order_unique",
                violation_error_message="Another piece of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("report", "part", "number"),
                name="block_number_unique",
                violation_error_message="Another paragraph of this part has that number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("number", ""), _negated=True), ("part", None)),
                fields=("report", "number"),
                name="block_number_unique_without_part",
                violation_error_message="Another paragraph of this report has that number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), ("kind", "paragraph"), _connector="OR"),
                name="block_number_of_paragraph",
                violation_error_message="Only a paragraph has a number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["heading", "paragraph"]), ("part", None), _connector="OR"
                ),
                name="block_part_of_text",
                violation_error_message="A title or a part of the report does not stand in a part.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="objective_order_unique",
                violation_error_message="Another objective of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="outcome_order_unique",
                violation_error_message="Another outcome of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="pledge_order_unique",
                violation_error_message="Another pledge of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="presentation_order_unique",
                violation_error_message="Another presentation of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="recommendation_order_unique",
                violation_error_message="Another recommendation of this report has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("meeting", "slug"),
                name="report_slug_unique",
                violation_error_message="Another report of this meeting has that address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                fields=("meeting", "order"),
                name="report_order_unique",
                violation_error_message="Another report of this meeting has that place.",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source_sha256", ""), ("source_sha256__regex", "^[0-9a-f]{64}$"), _connector="OR"
                ),
                name="report_source_sha256_form",
                violation_error_message="A SHA-256 is 64 of the characters 0-9 and a-f.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workshop",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="workshop_order_unique",
                violation_error_message="Another workshop of this report has that place.",
            ),
        ),
    ]
