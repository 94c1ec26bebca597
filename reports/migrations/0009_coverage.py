# Connective words, and the claim that every sentence of a report is recorded.

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
            name="Connective",
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
                    "reason",
                    models.CharField(
                        help_text="Why these words state nothing of their own, in a sentence that readers see: “It points to the list below.” Several quotes may have one reason.",
                        max_length=300,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "connectives",
                "ordering": ["report", "order"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_of_one_record",
        ),
        migrations.AddField(
            model_name="report",
            name="fully_recorded",
            field=models.BooleanField(
                default=False,
                help_text="Claims that every word of its numbered paragraphs, those of annexes too, lies in a quote that is a whole statement of a record, or is marked as connective. While it is on, nothing is saved or deleted that leaves words out.",
                verbose_name="every sentence recorded",
            ),
        ),
        migrations.AddField(
            model_name="connective",
            name="report",
            field=models.ForeignKey(
                help_text="The report that states it: it is public when that is published.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="connectives",
                to="reports.report",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="connective",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence",
                to="reports.connective",
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
                        "+",
                        models.Case(
                            models.When(connective__isnull=False, then=models.Value(1)),
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
            model_name="connective",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="connective_order_unique",
                violation_error_message="Another connective of this report has that place.",
            ),
        ),
    ]
