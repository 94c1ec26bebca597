# Findings, and verbs as rows; recommendations point to theirs beside the word until 0011.

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0008_closed_vocabularies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "speaker_written",
                    models.CharField(
                        blank=True,
                        help_text="In the report's words, where the sentence has a name and not “they”.",
                        max_length=100,
                        verbose_name="speaker as written",
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("order", models.PositiveIntegerField(help_text="Its place in the report, from 1.")),
                (
                    "name",
                    models.CharField(
                        help_text="What was found, in the report's words, hedges included. It reads on from the verb, and stands alone as a name: words that the sentence takes from another stand in square brackets.",
                        max_length=600,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        help_text="What it is about, in a few words of the report's.", max_length=200
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
            },
        ),
        migrations.CreateModel(
            name="NamedActor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Verb",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its value in the address of a list: noted-need.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "“%(value)s” cannot stand in an address for ever: write the letters a-z, digits and single hyphens.",
                            )
                        ],
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As a report has it, so that what was noted, asked and so on reads on from it: “noted the need for”.",
                        max_length=60,
                        unique=True,
                    ),
                ),
                (
                    "meaning",
                    models.CharField(
                        help_text="What the reports say by it, and what they do not, in a sentence of the editors'.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_of_one_record",
        ),
        migrations.RemoveConstraint(
            model_name="objectivelink",
            name="objectivelink_of_one_record",
        ),
        migrations.RemoveConstraint(
            model_name="recommendation",
            name="recommendation_verb_known",
        ),
        migrations.AddField(
            model_name="finding",
            name="outcome",
            field=models.ForeignKey(
                blank=True,
                help_text="The outcome that it is about, only where the words can mean no other.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reports.outcome",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="pledge",
            field=models.ForeignKey(
                blank=True,
                help_text="The contribution that it is about, only where the words can mean no other.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reports.pledge",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reports.report",
            ),
        ),
        migrations.AddField(
            model_name="finding",
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
            model_name="finding",
            name="workshop",
            field=models.ForeignKey(
                blank=True,
                help_text="The workshop that it is about, only where the words can mean no other.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reports.workshop",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="finding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="reports.finding",
            ),
        ),
        migrations.AddField(
            model_name="objectivelink",
            name="finding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="objective_links",
                to="reports.finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                django.db.models.expressions.CombinedExpression(
                                                                    django.db.models.expressions.CombinedExpression(
                                                                        models.Value(0),
                                                                        "+",
                                                                        models.Case(
                                                                            models.When(
                                                                                meeting__isnull=False,
                                                                                then=models.Value(1),
                                                                            ),
                                                                            default=models.Value(0),
                                                                            output_field=models.IntegerField(),
                                                                        ),
                                                                    ),
                                                                    "+",
                                                                    models.Case(
                                                                        models.When(
                                                                            meeting_role__isnull=False,
                                                                            then=models.Value(1),
                                                                        ),
                                                                        default=models.Value(0),
                                                                        output_field=models.IntegerField(),
                                                                    ),
                                                                ),
                                                                "+",
                                                                models.Case(
                                                                    models.When(
                                                                        participant__isnull=False,
                                                                        then=models.Value(1),
                                                                    ),
                                                                    default=models.Value(0),
                                                                    output_field=models.IntegerField(),
                                                                ),
                                                            ),
                                                            "+",
                                                            models.Case(
                                                                models.When(
                                                                    experts_group__isnull=False,
                                                                    then=models.Value(1),
                                                                ),
                                                                default=models.Value(0),
                                                                output_field=models.IntegerField(),
                                                            ),
                                                        ),
                                                        "+",
                                                        models.Case(
                                                            models.When(
                                                                then=models.Value(1),
                                                                workshop__isnull=False,
                                                            ),
                                                            default=models.Value(0),
                                                            output_field=models.IntegerField(),
                                                        ),
                                                    ),
                                                    "+",
                                                    models.Case(
                                                        models.When(
                                                            then=models.Value(1),
                                                            workshop_role__isnull=False,
                                                        ),
                                                        default=models.Value(0),
                                                        output_field=models.IntegerField(),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(
                                                        outcome__isnull=False, then=models.Value(1)
                                                    ),
                                                    default=models.Value(0),
                                                    output_field=models.IntegerField(),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(
                                                    objective__isnull=False, then=models.Value(1)
                                                ),
                                                default=models.Value(0),
                                                output_field=models.IntegerField(),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(
                                                recommendation__isnull=False, then=models.Value(1)
                                            ),
                                            default=models.Value(0),
                                            output_field=models.IntegerField(),
                                        ),
                                    ),
                                    "+",
                                    models.Case(
                                        models.When(finding__isnull=False, then=models.Value(1)),
                                        default=models.Value(0),
                                        output_field=models.IntegerField(),
                                    ),
                                ),
                                "+",
                                models.Case(
                                    models.When(pledge__isnull=False, then=models.Value(1)),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                            ),
                            "+",
                            models.Case(
                                models.When(presentation__isnull=False, then=models.Value(1)),
                                default=models.Value(0),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        "+",
                        models.Case(
                            models.When(stated_count__isnull=False, then=models.Value(1)),
                            default=models.Value(0),
                            output_field=models.IntegerField(),
                        ),
                    ),
                    models.Value(1),
                ),
                name="evidence_of_one_record",
                violation_error_message="Evidence belongs to exactly one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectivelink",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.expressions.CombinedExpression(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(0),
                                    "+",
                                    models.Case(
                                        models.When(then=models.Value(1), workshop__isnull=False),
                                        default=models.Value(0),
                                        output_field=models.IntegerField(),
                                    ),
                                ),
                                "+",
                                models.Case(
                                    models.When(recommendation__isnull=False, then=models.Value(1)),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                            ),
                            "+",
                            models.Case(
                                models.When(finding__isnull=False, then=models.Value(1)),
                                default=models.Value(0),
                                output_field=models.IntegerField(),
                            ),
                        ),
                        "+",
                        models.Case(
                            models.When(pledge__isnull=False, then=models.Value(1)),
                            default=models.Value(0),
                            output_field=models.IntegerField(),
                        ),
                    ),
                    models.Value(1),
                ),
                name="objectivelink_of_one_record",
                violation_error_message="An objective link belongs to exactly one record.",
            ),
        ),
        migrations.AddConstraint(
            model_name="objectivelink",
            constraint=models.UniqueConstraint(
                fields=("objective", "finding"),
                name="objectivelink_finding_once",
                violation_error_message="That record is linked with this objective already.",
            ),
        ),
        migrations.AddField(
            model_name="namedactor",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="named_in", to="reports.actor"
            ),
        ),
        migrations.AddField(
            model_name="namedactor",
            name="finding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="named", to="reports.finding"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="actors",
            field=models.ManyToManyField(
                related_name="findings", through="reports.NamedActor", to="reports.actor"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="verb",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty where the report itself says it, with none.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="reports.verb",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="verb_row",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recommendations",
                to="reports.verb",
            ),
        ),
        migrations.AddConstraint(
            model_name="namedactor",
            constraint=models.UniqueConstraint(
                fields=("finding", "actor"),
                name="namedactor_once",
                violation_error_message="That actor is named already.",
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["report", "verb", "speaker"], name="finding_of_filters"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="finding_order_unique",
                violation_error_message="Another finding of this report has that place.",
            ),
        ),
    ]
