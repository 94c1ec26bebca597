# Who says so, offices, stated counts; the rules of closed vocabularies are off until 0008.

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_names_by_sameness")]

    operations = [
        migrations.CreateModel(
            name="StatedCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("order", models.PositiveIntegerField(help_text="Its place in the report, from 1.")),
                (
                    "name",
                    models.CharField(
                        help_text="What is counted, in the report's words: “three workshops”.",
                        max_length=200,
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="As stated.")),
                (
                    "address",
                    models.CharField(
                        help_text="The list that must give as many rows, from the first slash on, with its filters: /workshops/?group=aheg-i.",
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^/[a-z][a-z0-9-]*/(?:\\?[^\\s#]+)?\\Z",
                                "“%(value)s” is not the address of a list: write it from the first slash on, with its filters, as in /workshops/?group=aheg-i.",
                            )
                        ],
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
            },
        ),
        migrations.AlterModelOptions(
            name="actor",
            options={"ordering": ["folded"]},
        ),
        migrations.AlterModelOptions(
            name="pledge",
            options={
                "ordering": ["report", "order"],
                "verbose_name": "pledge or contribution",
                "verbose_name_plural": "pledges and contributions",
            },
        ),
        migrations.AlterModelOptions(
            name="recommendation",
            options={
                "ordering": ["report", "order"],
                "verbose_name": "recommendation or proposal",
                "verbose_name_plural": "recommendations and proposals",
            },
        ),
        migrations.AlterModelOptions(
            name="workshop",
            options={
                "ordering": [models.OrderBy(models.F("latest"), nulls_last=True), "report_id", "order"]
            },
        ),
        migrations.RemoveConstraint(
            model_name="actor",
            name="actor_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_of_one_record",
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="presentation",
            name="presentation_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="recommendation",
            name="recommendation_verb_known",
        ),
        migrations.RemoveConstraint(
            model_name="recommendation",
            name="recommendation_standing_known",
        ),
        migrations.RemoveConstraint(
            model_name="workshoprole",
            name="workshoprole_role_known",
        ),
        migrations.AddField(
            model_name="actor",
            name="article",
            field=models.BooleanField(
                default=False,
                help_text="On where a sentence has “the” before the name: “the Republic of Korea”.",
                verbose_name="written with “the”",
            ),
        ),
        migrations.AddField(
            model_name="actor",
            name="office",
            field=models.CharField(
                blank=True,
                choices=[
                    ("co-chair", "The co-chairs of a meeting"),
                    ("coordinator", "The coordinators of the experts groups"),
                    ("unstated", "An office whose holders the report does not state"),
                ],
                help_text="Of an office whose holders stand in other records, or are not stated. Empty for a body, such as a meeting of ministers.",
                max_length=20,
                verbose_name="office of",
            ),
        ),
        migrations.AddField(
            model_name="expertsgroup",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who had agreed that it takes the work forward, where the words say so.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups_agreed",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="expertsgroup",
            name="office",
            field=models.ForeignKey(
                blank=True,
                help_text="Such as “AHEG I coordinator”, where the report speaks of the one who holds it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups_coordinated",
                to="reports.actor",
                verbose_name="office of its coordinator",
            ),
        ),
        migrations.AddField(
            model_name="expertsgroup",
            name="recommendation",
            field=models.ForeignKey(
                blank=True,
                help_text="Such as that it be discontinued.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="groups",
                to="reports.recommendation",
                verbose_name="what was recommended of it",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="called_for_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who had called for it, where the words say so.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so. Empty where the report itself says it, or names nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss_said",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="speaker_written",
            field=models.CharField(
                blank=True,
                help_text="In the report's words, where the sentence has a name and not “they”.",
                max_length=100,
                verbose_name="speaker as written",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so. Empty where the report itself says it, or names nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss_said",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="speaker_written",
            field=models.CharField(
                blank=True,
                help_text="In the report's words, where the sentence has a name and not “they”.",
                max_length=100,
                verbose_name="speaker as written",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so. Empty where the report itself says it, or names nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss_said",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="speaker_written",
            field=models.CharField(
                blank=True,
                help_text="In the report's words, where the sentence has a name and not “they”.",
                max_length=100,
                verbose_name="speaker as written",
            ),
        ),
        migrations.AddField(
            model_name="presentation",
            name="presenters_written",
            field=models.CharField(
                blank=True,
                help_text="Such as “a number of countries”, where the report does not name them.",
                max_length=120,
                verbose_name="presenters as written",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="actors_written",
            field=models.CharField(
                blank=True,
                help_text="Where the report names some of several: “a number of countries, including …”.",
                max_length=200,
                verbose_name="who, as written",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so. Empty where the report itself says it, or names nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss_said",
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="speaker_written",
            field=models.CharField(
                blank=True,
                help_text="In the report's words, where the sentence has a name and not “they”.",
                max_length=100,
                verbose_name="speaker as written",
            ),
        ),
        migrations.AlterField(
            model_name="actor",
            name="kind",
            field=models.CharField(
                choices=[
                    ("country", "Country or territory"),
                    ("organisation", "Organisation"),
                    ("process", "Process or forum"),
                    ("agency", "Agency or office of a country"),
                    ("office", "Office or body of the process"),
                    ("group", "Group not named one by one"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="expertsgroup",
            name="representative",
            field=models.CharField(
                blank=True,
                help_text="The person, as the report names them.",
                max_length=200,
                verbose_name="coordinator as written",
            ),
        ),
        migrations.AlterField(
            model_name="pledge",
            name="state",
            field=models.CharField(
                choices=[
                    ("pledged", "Pledged"),
                    ("announced", "Announced"),
                    ("willing", "Willingness to consider indicated"),
                    ("given", "Given"),
                    ("thanked", "Thanked for"),
                    ("highlighted", "Highlighted as important work"),
                ],
                help_text="By the report's own verb: “pledged” only where it says so.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="presentation",
            name="kind",
            field=models.CharField(
                choices=[
                    ("presentation", "Presentation"),
                    ("report", "Report"),
                    ("overview", "Overview"),
                    ("update", "Update"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="presenter",
            name="actor",
            field=models.ForeignKey(
                help_text="Who presented: an office, where a person did so as its holder.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="presented",
                to="reports.actor",
            ),
        ),
        migrations.AlterField(
            model_name="presenter",
            name="person",
            field=models.CharField(
                blank=True,
                help_text="With where they are from, as written.",
                max_length=200,
                verbose_name="person as written",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="due",
            field=models.CharField(
                blank=True,
                help_text="Such as “after a year”. Where those words may or may not reach it, say so.",
                max_length=80,
                verbose_name="due as stated",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="name",
            field=models.CharField(
                help_text="What is recommended, in the report's words, hedges included. It reads on from the verb, and stands alone as a name: who is to act is in it, and words that the sentence takes from another stand in square brackets.",
                max_length=400,
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="speaker",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says so. Empty where the report itself says it, or names nobody.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss_said",
                to="reports.actor",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="speaker_written",
            field=models.CharField(
                blank=True,
                help_text="In the report's words, where the sentence has a name and not “they”.",
                max_length=100,
                verbose_name="speaker as written",
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="standing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("continue", "Continue"),
                    ("completed", "Completed or soon to be"),
                    ("underway-elsewhere", "Underway or addressed in other forums"),
                    ("could-elsewhere", "Could be taken forward in other forums"),
                    ("might-elsewhere", "Might be taken forward in other forums"),
                    ("further", "Further work"),
                    ("possible", "Possible further work"),
                    ("discontinue", "Discontinue"),
                ],
                help_text="Only where the words say so.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="verb",
            field=models.CharField(
                choices=[
                    ("recommended", "recommended"),
                    ("agreed", "agreed"),
                    ("proposed", "proposed"),
                    ("suggested", "suggested"),
                    ("asked", "asked"),
                    ("encouraged", "encouraged"),
                    ("reiterated-need", "reiterated the need to"),
                    ("noted-need", "noted the need for"),
                    ("noted-importance", "noted the importance of"),
                    ("noted-productive", "noted as productive areas for possible further work"),
                    ("identified", "identified"),
                    ("noted", "noted"),
                    ("should", "should be explored"),
                    ("could", "could be taken forward"),
                    ("might", "might be taken forward"),
                    ("would", "would remain important"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="workshop",
            name="state",
            field=models.CharField(
                choices=[
                    ("held", "Held"),
                    ("announced", "Would be held"),
                    ("planned", "Planned"),
                    ("offered", "Willingness to host"),
                    ("intended", "Intended"),
                ],
                help_text="As of the report. “Would be willing to host” is offered, not held.",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="workshoprole",
            name="role",
            field=models.CharField(
                choices=[
                    ("host", "Hosted by"),
                    ("organiser", "Organised by"),
                    ("organised-with", "Organised jointly with"),
                    ("developer", "Developed by"),
                    ("held-by", "Held by"),
                    ("would-hold", "“Would hold”"),
                    ("planned-by", "“Planning to hold”"),
                    ("offered-by", "“Would be willing to host”"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="statedcount",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stated_counts",
                to="reports.report",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="stated_count",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="reports.statedcount",
            ),
        ),
    ]
