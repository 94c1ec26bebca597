# The rules of closed vocabularies, on again.

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_by_the_words")]

    operations = [
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["country", "organisation", "process", "agency", "office", "group"])
                ),
                name="actor_kind_known",
                violation_error_message="Kind must be one of: Country or territory, Organisation, Process or forum, Agency or office of a country, Office or body of the process, Group not named one by one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(("office__in", ["co-chair", "coordinator", "unstated", ""])),
                name="actor_office_known",
                violation_error_message="Office must be one of: The co-chairs of a meeting, The coordinators of the experts groups, An office whose holders the report does not state.",
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(("office", ""), ("kind", "office"), _connector="OR"),
                name="actor_office_of_office",
                violation_error_message="Only an office is held by somebody.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["pledged", "announced", "willing", "given", "thanked", "highlighted"])
                ),
                name="pledge_state_known",
                violation_error_message="State must be one of: Pledged, Announced, Willingness to consider indicated, Given, Thanked for, Highlighted as important work.",
            ),
        ),
        migrations.AddConstraint(
            model_name="presentation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["presentation", "report", "overview", "update"])),
                name="presentation_kind_known",
                violation_error_message="Kind must be one of: Presentation, Report, Overview, Update.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "recommended",
                            "agreed",
                            "proposed",
                            "suggested",
                            "asked",
                            "encouraged",
                            "reiterated-need",
                            "noted-need",
                            "noted-importance",
                            "noted-productive",
                            "identified",
                            "noted",
                            "should",
                            "could",
                            "might",
                            "would",
                        ],
                    )
                ),
                name="recommendation_verb_known",
                violation_error_message="Verb must be one of: recommended, agreed, proposed, suggested, asked, encouraged, reiterated the need to, noted the need for, noted the importance of, noted as productive areas for possible further work, identified, noted, should be explored, could be taken forward, might be taken forward, would remain important.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "standing__in",
                        [
                            "continue",
                            "completed",
                            "underway-elsewhere",
                            "could-elsewhere",
                            "might-elsewhere",
                            "further",
                            "possible",
                            "discontinue",
                            "",
                        ],
                    )
                ),
                name="recommendation_standing_known",
                violation_error_message="Standing must be one of: Continue, Completed or soon to be, Underway or addressed in other forums, Could be taken forward in other forums, Might be taken forward in other forums, Further work, Possible further work, Discontinue.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workshoprole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "host",
                            "organiser",
                            "organised-with",
                            "developer",
                            "held-by",
                            "would-hold",
                            "planned-by",
                            "offered-by",
                        ],
                    )
                ),
                name="workshoprole_role_known",
                violation_error_message="Role must be one of: Hosted by, Organised by, Organised jointly with, Developed by, Held by, “Would hold”, “Planning to hold”, “Would be willing to host”.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="workshop",
            name="workshop_state_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["held", "announced", "planned", "offered", "intended"])
                ),
                name="workshop_state_known",
                violation_error_message="State must be one of: Held, Would be held, Planned, Willingness to host, Intended.",
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
                                                            then=models.Value(1), workshop__isnull=False
                                                        ),
                                                        default=models.Value(0),
                                                        output_field=models.IntegerField(),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(
                                                        then=models.Value(1), workshop_role__isnull=False
                                                    ),
                                                    default=models.Value(0),
                                                    output_field=models.IntegerField(),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(outcome__isnull=False, then=models.Value(1)),
                                                default=models.Value(0),
                                                output_field=models.IntegerField(),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(objective__isnull=False, then=models.Value(1)),
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
            model_name="statedcount",
            constraint=models.UniqueConstraint(
                fields=("report", "order"),
                name="statedcount_order_unique",
                violation_error_message="Another count of this report has that place.",
            ),
        ),
    ]
