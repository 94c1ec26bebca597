"""The whole schema in one step, for a new database: what 0001 to 0022 make of it one after the other.

A database of an earlier release goes through those that it lacks. Nearly all the time of a first start
went into the states between them.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import reports.models.versions
import reports.text.edtf
from django.db import migrations, models

first = import_module("reports.migrations.0001_schema")


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_schema"),
        ("reports", "0002_report"),
        ("reports", "0003_fill_report"),
        ("reports", "0004_report_only"),
        ("reports", "0005_names_by_sameness"),
        ("reports", "0006_who_says_so"),
        ("reports", "0007_by_the_words"),
        ("reports", "0008_closed_vocabularies"),
        ("reports", "0009_findings"),
        ("reports", "0010_verb_rows"),
        ("reports", "0011_verb_key"),
        ("reports", "0012_coverage"),
        ("reports", "0013_index"),
        ("reports", "0014_revision_mark"),
        ("reports", "0015_labels"),
        ("reports", "0016_due_filter"),
        ("reports", "0017_former_addresses"),
        ("reports", "0018_false_data"),
        ("reports", "0019_claims_found_right"),
        ("reports", "0020_former_owner"),
        ("reports", "0021_loaded_rows"),
        ("reports", "0022_rules_between_rows"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.RunPython(first.create_index_of_search, first.drop_index_of_search),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                (
                    "title",
                    models.TextField(
                        blank=True, help_text="Tokens of the title, where it has words of its own."
                    ),
                ),
                ("body", models.TextField(blank=True, help_text="Tokens of everything else.")),
                ("heading", models.TextField(help_text="The title as a reader sees it.")),
                (
                    "text",
                    models.TextField(
                        blank=True, help_text="The pieces that the body was made of, with PIECE between."
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The meeting whose report it stands in; else empty."
                    ),
                ),
                ("url", models.TextField()),
            ],
            options={
                "db_table": "reports_document",
                "managed": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DataVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("date", models.DateField()),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
                (
                    "mark",
                    models.CharField(
                        default=reports.models.versions.new_mark, editable=False, max_length=32
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Actor",
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
                        help_text="The last part of its address, for ever.", max_length=80, unique=True
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The name it goes by here, as a report spells it.",
                        max_length=150,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "Country or territory"),
                            ("organisation", "Organisation"),
                            ("process", "Process or forum"),
                            ("agency", "Agency or office of a country"),
                            ("office", "Office or body of the process"),
                            ("person", "Person"),
                            ("group", "Group not named one by one"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "iso2",
                    models.CharField(
                        blank=True,
                        help_text="Of a country or territory only.",
                        max_length=2,
                        verbose_name="ISO 3166 alpha-2",
                    ),
                ),
                (
                    "iso3",
                    models.CharField(
                        blank=True,
                        help_text="Of a country or territory only.",
                        max_length=3,
                        verbose_name="ISO 3166 alpha-3",
                    ),
                ),
                (
                    "folded",
                    models.SlugField(
                        editable=False,
                        help_text="The name without case, accents and marks, by which it is found.",
                        max_length=150,
                    ),
                ),
                (
                    "part_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The country or organisation that an agency or office belongs to; of a person, the office or agency that the report names with them.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="reports.actor",
                    ),
                ),
                (
                    "article",
                    models.BooleanField(
                        default=False,
                        help_text="On where a sentence has “the” before the name: “the Republic of Korea”.",
                        verbose_name="written with “the”",
                    ),
                ),
                (
                    "office",
                    models.CharField(
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
            ],
            options={
                "ordering": ["folded"],
                "indexes": [models.Index(fields=["kind"], name="actor_of_filters")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("iso2", ""), ("iso3", "")),
                            models.Q(
                                ("iso2__regex", "^[A-Z]{2}$"),
                                ("iso3__regex", "^[A-Z]{3}$"),
                                ("kind", "country"),
                            ),
                            _connector="OR",
                        ),
                        name="actor_iso_of_country",
                        violation_error_message="A country or territory has both ISO codes or neither, in capitals; nothing else has any.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part_of", None),
                            models.Q(("part_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="actor_part_not_itself",
                        violation_error_message="An actor is not a part of itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("office__in", ["co-chair", "coordinator", "unstated", ""])),
                        name="actor_office_known",
                        violation_error_message="Office must be one of: The co-chairs of a meeting, The coordinators of the experts groups, An office whose holders the report does not state.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("office", ""), ("kind", "office"), _connector="OR"),
                        name="actor_office_of_office",
                        violation_error_message="Only an office is held by somebody.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "country",
                                    "organisation",
                                    "process",
                                    "agency",
                                    "office",
                                    "person",
                                    "group",
                                ],
                            )
                        ),
                        name="actor_kind_known",
                        violation_error_message="Kind must be one of: Country or territory, Organisation, Process or forum, Agency or office of a country, Office or body of the process, Person, Group not named one by one.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("iso2", ""), _negated=True),
                        fields=("iso2",),
                        name="actor_iso2_unique",
                        violation_error_code="unique",
                        violation_error_message="Another actor has that ISO code: search the actors for it. If it is the same country, add this name to its other names; else correct the code.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("iso3", ""), _negated=True),
                        fields=("iso3",),
                        name="actor_iso3_unique",
                        violation_error_code="unique",
                        violation_error_message="Another actor has that ISO code: search the actors for it. If it is the same country, add this name to its other names; else correct the code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__contains", "  "), _negated=True),
                        name="actor_name_single_spaces",
                        violation_error_message="Between two words of a name is one space.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date_words",
                    models.CharField(
                        blank=True,
                        help_text="The report's own words, such as “late 2004”. Leave empty where it states none.",
                        max_length=60,
                        verbose_name="date as stated",
                    ),
                ),
                (
                    "date_edtf",
                    models.CharField(
                        blank=True,
                        help_text="No more exact than the words: 2004-09 for “September 2003” would be wrong, 2003-09 is right. Where EDTF has no form (“late 2004”), the smallest that is certain: 2004.",
                        max_length=21,
                        validators=[reports.text.edtf.validate_edtf],
                        verbose_name="date as EDTF",
                    ),
                ),
                (
                    "earliest",
                    models.DateField(
                        db_index=True,
                        editable=False,
                        help_text="First day that the date can mean.",
                        null=True,
                    ),
                ),
                (
                    "latest",
                    models.DateField(
                        db_index=True,
                        editable=False,
                        help_text="Last day that the date can mean.",
                        null=True,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of its address, for ever: year, city or kind.",
                        max_length=60,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("senior-officials", "Senior officials meeting"),
                            ("ministerial", "Ministerial conference"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(help_text="As the report names it.", max_length=200)),
                (
                    "city",
                    models.CharField(
                        blank=True, help_text="Leave empty where the report states none.", max_length=60
                    ),
                ),
                (
                    "delegates",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty where not stated.",
                        null=True,
                        verbose_name="delegates as stated",
                    ),
                ),
                (
                    "countries",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
                        null=True,
                        verbose_name="countries as stated",
                    ),
                ),
                (
                    "organisations",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
                        null=True,
                        verbose_name="organisations as stated",
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("earliest"), descending=True, nulls_last=True),
                    "slug",
                ],
                "indexes": [models.Index(fields=["kind"], name="meeting_of_filters")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("date_edtf", ""), ("date_words", "")),
                            models.Q(
                                models.Q(("date_words", ""), _negated=True),
                                models.Q(("date_edtf", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="meeting_date_both_or_neither",
                        violation_error_message="A date needs both its words and its EDTF form; leave both empty where the report states none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["senior-officials", "ministerial"])),
                        name="meeting_kind_known",
                        violation_error_message="Kind must be one of: Senior officials meeting, Ministerial conference.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official name"),
                            ("former", "Former name"),
                            ("short", "Short or other form"),
                            ("abbreviation", "Abbreviation"),
                            ("indexed", "As an index has it: “Downer, Alexander”"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        editable=False,
                        help_text="The name without case, accents and marks, by which it is found.",
                        max_length=150,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="reports.actor",
                    ),
                ),
                (
                    "ambiguous",
                    models.BooleanField(
                        default=False,
                        help_text="On where it is another name of several actors (“Foreign Ministers”), at each.",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("actor", "name"),
                        name="othername_unique",
                        violation_error_message="This actor has that name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["official", "former", "short", "abbreviation", "indexed"])
                        ),
                        name="othername_kind_known",
                        violation_error_message="Kind must be one of: Official name, Former name, Short or other form, Abbreviation, As an index has it: “Downer, Alexander”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        help_text="The meeting that it reports on.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reports.meeting",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
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
                (
                    "order",
                    models.PositiveIntegerField(
                        default=1, help_text="Its place among the reports of its meeting, from 1."
                    ),
                ),
                ("title", models.CharField(help_text="As printed.", max_length=200)),
                (
                    "source_sha256",
                    models.CharField(
                        blank=True,
                        help_text="Of the file that the report's text was read from.",
                        max_length=64,
                        verbose_name="SHA-256 of the source text",
                    ),
                ),
                (
                    "published",
                    models.BooleanField(
                        default=False,
                        help_text="A draft, with all that it alone states, is nowhere to be seen by the public.",
                    ),
                ),
                (
                    "fully_recorded",
                    models.BooleanField(
                        default=False,
                        help_text="Claims that every word of its numbered paragraphs, those of annexes too, lies in a quote that is a whole statement of a record, or is marked as connective. While it is on, nothing is saved or deleted that leaves words out.",
                        verbose_name="every sentence recorded",
                    ),
                ),
            ],
            options={
                "ordering": [
                    models.OrderBy(models.F("meeting__earliest"), descending=True, nulls_last=True),
                    "meeting__slug",
                    "order",
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "slug"),
                        name="report_slug_unique",
                        violation_error_message="Another report of this meeting has that address.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "order"),
                        name="report_order_unique",
                        violation_error_message="Another report of this meeting has that place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_sha256", ""),
                            ("source_sha256__regex", "^[0-9a-f]{64}$"),
                            _connector="OR",
                        ),
                        name="report_source_sha256_form",
                        violation_error_message="A SHA-256 is 64 of the characters 0-9 and a-f.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField(help_text="Its place in the report, from 1.")),
                (
                    "key",
                    models.SlugField(
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("part", "Part"),
                            ("heading", "Heading"),
                            ("paragraph", "Paragraph"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "number",
                    models.CharField(
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
                (
                    "number_printed",
                    models.BooleanField(
                        default=True,
                        help_text="Off for a paragraph that is counted but printed without its number.",
                    ),
                ),
                ("text", models.TextField(help_text="Exactly as printed, the number apart.")),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        help_text="The part of the report that it stands in; empty in a report without parts.",
                        limit_choices_to={"kind": "part"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pieces",
                        to="reports.block",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="reports.report",
                    ),
                ),
                (
                    "white_space_printed",
                    models.BooleanField(
                        default=False,
                        help_text="On where the report itself has line breaks, several spaces in a row, tabs or no-break spaces inside this text, as in an address. Off, each white space is one space.",
                        verbose_name="white space as printed",
                    ),
                ),
                (
                    "place_printed",
                    models.BooleanField(
                        default=False,
                        help_text="On where the report itself prints it so: apart from the rest of its part, with a number that is lower than the one before it, or as a heading that is a sentence.",
                        verbose_name="place and kind as printed",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["title", "part", "heading", "paragraph"])),
                        name="block_kind_known",
                        violation_error_message="Kind must be one of: Title, Part, Heading, Paragraph.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="block_text_not_empty",
                        violation_error_message="A piece of the report has words.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("part", None),
                            models.Q(("part", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="block_part_not_itself",
                        violation_error_message="A piece of the report is not a part of itself.",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "key"),
                        name="block_key_unique",
                        violation_error_message="Another piece of this report has that key.",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="block_order_unique",
                        violation_error_message="Another piece of this report has that place.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("report", "part", "number"),
                        name="block_number_unique",
                        violation_error_message="Another paragraph of this part has that number.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("number", ""), _negated=True), ("part", None)),
                        fields=("report", "number"),
                        name="block_number_unique_without_part",
                        violation_error_message="Another paragraph of this report has that number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), ("kind", "paragraph"), _connector="OR"),
                        name="block_number_of_paragraph",
                        violation_error_message="Only a paragraph has a number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["heading", "paragraph"]), ("part", None), _connector="OR"
                        ),
                        name="block_part_of_text",
                        violation_error_message="A title or a part of the report does not stand in a part.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("co-chair", "Co-chair"),
                            ("co-host", "Co-host"),
                            ("mandated-by", "Mandated by"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name_written", models.CharField(max_length=200, verbose_name="name as written")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_roles",
                        to="reports.actor",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        help_text="The meeting that it had the part in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roles",
                        to="reports.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_roles",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "role", "actor"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["co-chair", "co-host", "mandated-by"])),
                        name="meetingrole_role_known",
                        violation_error_message="Role must be one of: Co-chair, Co-host, Mandated by.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "actor", "role"),
                        name="meetingrole_once",
                        violation_error_message="That actor has that part in this meeting already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "order",
                    models.PositiveIntegerField(help_text="Its place in the report's list, from 1."),
                ),
                ("name", models.CharField(help_text="In the report's words.", max_length=400)),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to="reports.report",
                    ),
                ),
                (
                    "called_for_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who had called for it, where the words say so.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to="reports.actor",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
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
            ],
            options={
                "ordering": ["report", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="objective_order_unique",
                        violation_error_message="Another objective of this report has that place.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("participating", "Participating"), ("observer", "Observer")],
                        max_length=20,
                    ),
                ),
                (
                    "name_written",
                    models.CharField(
                        help_text="As the report's list prints it.",
                        max_length=200,
                        verbose_name="name as written",
                    ),
                ),
                (
                    "order",
                    models.PositiveIntegerField(
                        help_text="Its place in the lists as printed, from 1.",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="reports.actor",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        help_text="The meeting attended.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="reports.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participants",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "order"],
                "indexes": [
                    models.Index(
                        fields=["report", "meeting", "role", "actor"], name="participant_of_filters"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["participating", "observer"])),
                        name="participant_role_known",
                        violation_error_message="Role must be one of: Participating, Observer.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "actor"),
                        name="participant_once",
                        violation_error_message="That actor is listed for this meeting already.",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "order"),
                        name="participant_order_unique",
                        violation_error_message="Another participant of this meeting has that place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1)),
                        name="participant_order_from_1",
                        violation_error_message="The first place in a list is 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pledge",
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
                    "giver_written",
                    models.CharField(
                        help_text="Such as “several countries”.",
                        max_length=150,
                        verbose_name="giver as written",
                    ),
                ),
                (
                    "state",
                    models.CharField(
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
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("money", "Money"), ("in-kind", "In kind")],
                        help_text="Only where the words say so.",
                        max_length=20,
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="In whole units of the currency. Empty where not stated; never 0 for that.",
                        max_digits=14,
                        null=True,
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="USD, NZD …",
                        max_length=3,
                        verbose_name="currency (ISO 4217)",
                    ),
                ),
                (
                    "amount_written",
                    models.CharField(blank=True, max_length=40, verbose_name="amount as written"),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        help_text="In the report's words.",
                        max_length=250,
                        verbose_name="what it is, or what it is for",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where the report does not name who.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="reports.actor",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="reports.report",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
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
            ],
            options={
                "ordering": ["report", "order"],
                "verbose_name": "pledge or contribution",
                "verbose_name_plural": "pledges and contributions",
                "indexes": [
                    models.Index(
                        fields=["report", "state", "kind", "currency", "giver", "amount"],
                        name="pledge_of_filters",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["money", "in-kind", ""])),
                        name="pledge_kind_known",
                        violation_error_message="Kind must be one of: Money, In kind.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", None), ("amount_written", ""), ("currency", "")),
                            models.Q(
                                ("amount__gt", 0),
                                ("currency__regex", "^[A-Z]{3}$"),
                                ("kind", "money"),
                                models.Q(("amount_written", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pledge_amount_and_currency",
                        violation_error_message="An amount of money needs its currency in three capitals and its words; leave all of them empty where none is stated.",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="pledge_order_unique",
                        violation_error_message="Another pledge of this report has that place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["pledged", "announced", "willing", "given", "thanked", "highlighted"],
                            )
                        ),
                        name="pledge_state_known",
                        violation_error_message="State must be one of: Pledged, Announced, Willingness to consider indicated, Given, Thanked for, Highlighted as important work.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetiredAnchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("anchor", models.SlugField(max_length=80)),
                ("quote", models.TextField()),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retired",
                        to="reports.block",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("block", "anchor"),
                        name="retiredanchor_unique",
                        violation_error_message="That anchor is retired already.",
                    )
                ],
            },
        ),
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
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stated_counts",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="statedcount_order_unique",
                        violation_error_message="Another count of this report has that place.",
                    )
                ],
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
        migrations.CreateModel(
            name="Recommendation",
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
                        help_text="What is recommended, in the report's words, hedges included. It reads on from the verb, and stands alone as a name: who is to act is in it, and words that the sentence takes from another stand in square brackets.",
                        max_length=400,
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
                (
                    "due",
                    models.CharField(
                        blank=True,
                        help_text="Such as “after a year”. Where those words may or may not reach it, say so.",
                        max_length=80,
                        verbose_name="due as stated",
                    ),
                ),
                (
                    "standing",
                    models.CharField(
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
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="reports.report",
                    ),
                ),
                (
                    "verb",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="reports.verb",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
                "verbose_name": "recommendation or proposal",
                "verbose_name_plural": "recommendations and proposals",
                "indexes": [
                    models.Index(
                        fields=["report", "verb", "standing", "speaker", "due"],
                        name="recommendation_of_filters",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="recommendation_order_unique",
                        violation_error_message="Another recommendation of this report has that place.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressed",
                        to="reports.actor",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressed",
                        to="reports.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ["recommendation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "actor"),
                        name="addressee_once",
                        violation_error_message="That actor is an addressee already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertsGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "subject",
                    models.CharField(blank=True, help_text="In the report's words.", max_length=250),
                ),
                (
                    "representative",
                    models.CharField(
                        blank=True,
                        help_text="The person, as the report names them.",
                        max_length=200,
                        verbose_name="coordinator as written",
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinated_groups",
                        to="reports.actor",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="experts_groups",
                        to="reports.report",
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who had agreed that it takes the work forward, where the words say so.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups_agreed",
                        to="reports.actor",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        help_text="Such as “AHEG I coordinator”, where the report speaks of the one who holds it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups_coordinated",
                        to="reports.actor",
                        verbose_name="office of its coordinator",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Such as that it be discontinued.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="reports.recommendation",
                        verbose_name="recommendation or proposal about it",
                    ),
                ),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "date_words",
                    models.CharField(
                        blank=True,
                        help_text="The report's own words, such as “late 2004”. Leave empty where it states none.",
                        max_length=60,
                        verbose_name="date as stated",
                    ),
                ),
                (
                    "date_edtf",
                    models.CharField(
                        blank=True,
                        help_text="No more exact than the words: 2004-09 for “September 2003” would be wrong, 2003-09 is right. Where EDTF has no form (“late 2004”), the smallest that is certain: 2004.",
                        max_length=21,
                        validators=[reports.text.edtf.validate_edtf],
                        verbose_name="date as EDTF",
                    ),
                ),
                (
                    "earliest",
                    models.DateField(
                        db_index=True,
                        editable=False,
                        help_text="First day that the date can mean.",
                        null=True,
                    ),
                ),
                (
                    "latest",
                    models.DateField(
                        db_index=True,
                        editable=False,
                        help_text="Last day that the date can mean.",
                        null=True,
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of its address, for ever.", max_length=80, unique=True
                    ),
                ),
                ("order", models.PositiveIntegerField(help_text="Its place in the report, from 1.")),
                (
                    "name",
                    models.CharField(
                        help_text="What it goes by here, in words that the report uses of it.",
                        max_length=250,
                    ),
                ),
                (
                    "also_called",
                    models.CharField(
                        blank=True,
                        help_text="The report's short form, such as “returns workshop”.",
                        max_length=120,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="What it was “on”, in the report's words. Leave empty where not stated.",
                        max_length=250,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True, help_text="Whom it was for, in the report's words.", max_length=250
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("workshop", "Workshop"), ("meeting", "Meeting")], max_length=20
                    ),
                ),
                (
                    "state",
                    models.CharField(
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
                (
                    "number",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="1 for one; empty where the report uses a plural.",
                        null=True,
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        blank=True,
                        choices=[("regional", "Regional"), ("national", "National")],
                        help_text="Only where the words say so.",
                        max_length=20,
                    ),
                ),
                (
                    "pilot",
                    models.BooleanField(
                        blank=True,
                        help_text="Yes where the report calls it a pilot; else unknown.",
                        null=True,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="reports.workshop",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where the words say so.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops",
                        to="reports.expertsgroup",
                        verbose_name="experts group",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops",
                        to="reports.report",
                    ),
                ),
                (
                    "actors_written",
                    models.CharField(
                        blank=True,
                        help_text="Where the report names some of several: “a number of countries, including …”.",
                        max_length=200,
                        verbose_name="who, as written",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
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
            ],
            options={
                "ordering": [models.OrderBy(models.F("latest"), nulls_last=True), "report_id", "order"],
                "indexes": [
                    models.Index(
                        fields=["report", "state", "kind", "reach", "group"], name="workshop_of_filters"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("date_edtf", ""), ("date_words", "")),
                            models.Q(
                                models.Q(("date_words", ""), _negated=True),
                                models.Q(("date_edtf", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="workshop_date_both_or_neither",
                        violation_error_message="A date needs both its words and its EDTF form; leave both empty where the report states none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["workshop", "meeting"])),
                        name="workshop_kind_known",
                        violation_error_message="Kind must be one of: Workshop, Meeting.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["held", "announced", "planned", "offered", "intended"])
                        ),
                        name="workshop_state_known",
                        violation_error_message="State must be one of: Held, Would be held, Planned, Willingness to host, Intended.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reach__in", ["regional", "national", ""])),
                        name="workshop_reach_known",
                        violation_error_message="Reach must be one of: Regional, National.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("follows", None),
                            models.Q(("follows", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="workshop_follows_not_itself",
                        violation_error_message="A workshop does not follow itself.",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="workshop_order_unique",
                        violation_error_message="Another workshop of this report has that place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presentation",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("presentation", "Presentation"),
                            ("report", "Report"),
                            ("overview", "Overview"),
                            ("update", "Update"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True,
                        help_text="In the report's words. Empty where not stated.",
                        max_length=250,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations",
                        to="reports.expertsgroup",
                        verbose_name="experts group",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations_on_behalf",
                        to="reports.actor",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where the words can mean no other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations",
                        to="reports.workshop",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presentations",
                        to="reports.report",
                    ),
                ),
                (
                    "presenters_written",
                    models.CharField(
                        blank=True,
                        help_text="Such as “a number of countries”, where the report does not name them.",
                        max_length=120,
                        verbose_name="presenters as written",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
                "indexes": [models.Index(fields=["report", "kind"], name="presentation_of_filters")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="presentation_order_unique",
                        violation_error_message="Another presentation of this report has that place.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["presentation", "report", "overview", "update"])
                        ),
                        name="presentation_kind_known",
                        violation_error_message="Kind must be one of: Presentation, Report, Overview, Update.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=1)),
                ("name_written", models.CharField(max_length=200, verbose_name="name as written")),
                (
                    "person",
                    models.CharField(
                        blank=True,
                        help_text="With where they are from, as written.",
                        max_length=200,
                        verbose_name="person as written",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Who presented: an office, where a person did so as its holder.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presented",
                        to="reports.actor",
                    ),
                ),
                (
                    "presentation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presented_by",
                        to="reports.presentation",
                    ),
                ),
                (
                    "person_actor",
                    models.ForeignKey(
                        blank=True,
                        help_text="The person’s own page, where “person as written” has a name: an actor of the kind Person.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presented_in_person",
                        to="reports.actor",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "ordering": ["presentation", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("presentation", "actor"),
                        name="presenter_once",
                        violation_error_message="That actor is a presenter already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person_actor", None),
                            models.Q(("person", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="presenter_person_as_written",
                        violation_error_message="A person is named in words: fill in “person as written” too.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("order", models.PositiveIntegerField(help_text="Its place in the report, from 1.")),
                ("name", models.CharField(help_text="In the report's words.", max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("developed", "Developed"),
                            ("begun", "Begun"),
                            ("effect", "Effect of the workshops"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "workshop_written",
                    models.CharField(
                        help_text="Such as “the legislative workshops”.",
                        max_length=120,
                        verbose_name="workshop as written",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        help_text="Only where the words can mean no other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="reports.workshop",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="reports.report",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
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
            ],
            options={
                "ordering": ["report", "order"],
                "indexes": [models.Index(fields=["report", "state"], name="outcome_of_filters")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["developed", "begun", "effect"])),
                        name="outcome_state_known",
                        violation_error_message="State must be one of: Developed, Begun, Effect of the workshops.",
                    ),
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="outcome_order_unique",
                        violation_error_message="Another outcome of this report has that place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkshopRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
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
                ("name_written", models.CharField(max_length=200, verbose_name="name as written")),
                (
                    "order",
                    models.PositiveIntegerField(default=1, help_text="Among those of the same part."),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshop_roles",
                        to="reports.actor",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="reports.workshop",
                    ),
                ),
            ],
            options={
                "ordering": ["workshop", "role", "order", "actor"],
                "indexes": [
                    models.Index(fields=["actor", "role", "workshop"], name="workshoprole_of_actor")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "actor", "role"),
                        name="workshoprole_once",
                        violation_error_message="That actor has that part in this workshop already.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
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
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        help_text="The outcome that it is about, only where the words can mean no other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.outcome",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        blank=True,
                        help_text="The contribution that it is about, only where the words can mean no other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.pledge",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.report",
                    ),
                ),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who says so. Empty where the report itself says it, or names nobody.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss_said",
                        to="reports.actor",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        help_text="The workshop that it is about, only where the words can mean no other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.workshop",
                    ),
                ),
                (
                    "verb",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where the report itself says it, with none.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reports.verb",
                    ),
                ),
            ],
            options={
                "ordering": ["report", "order"],
                "indexes": [
                    models.Index(fields=["report", "verb", "speaker"], name="finding_of_filters")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="finding_order_unique",
                        violation_error_message="Another finding of this report has that place.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectiveLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objective_links",
                        to="reports.objective",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objective_links",
                        to="reports.pledge",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objective_links",
                        to="reports.recommendation",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objective_links",
                        to="reports.workshop",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objective_links",
                        to="reports.finding",
                    ),
                ),
            ],
            options={
                "ordering": ["objective", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("objective", "workshop"),
                        name="objectivelink_workshop_once",
                        violation_error_message="That record is linked with this objective already.",
                    ),
                    models.UniqueConstraint(
                        fields=("objective", "recommendation"),
                        name="objectivelink_recommendation_once",
                        violation_error_message="That record is linked with this objective already.",
                    ),
                    models.UniqueConstraint(
                        fields=("objective", "pledge"),
                        name="objectivelink_pledge_once",
                        violation_error_message="That record is linked with this objective already.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.Value(0),
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
                            models.Value(1),
                        ),
                        name="objectivelink_of_one_record",
                        violation_error_message="An objective link belongs to exactly one record.",
                    ),
                    models.UniqueConstraint(
                        fields=("objective", "finding"),
                        name="objectivelink_finding_once",
                        violation_error_message="That record is linked with this objective already.",
                    ),
                ],
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
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_in",
                        to="reports.actor",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named",
                        to="reports.finding",
                    ),
                ),
            ],
            options={
                "ordering": ["finding", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("finding", "actor"),
                        name="namedactor_once",
                        violation_error_message="That actor is named already.",
                    )
                ],
            },
        ),
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
                (
                    "report",
                    models.ForeignKey(
                        help_text="The report that states it: it is public when that is published.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connectives",
                        to="reports.report",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "connectives",
                "ordering": ["report", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "order"),
                        name="connective_order_unique",
                        violation_error_message="Another connective of this report has that place.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexTerm",
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
                        help_text="Its fragment on the page of the index, for ever.",
                        max_length=80,
                        unique=True,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As a report spells it, without “the”: “co-chairs' statements”.",
                        max_length=150,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("document", "Instrument or document"),
                            ("database", "Database or website"),
                            ("meeting", "Meeting or conference"),
                            ("body", "Group or body"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "folded",
                    models.SlugField(
                        editable=False,
                        help_text="The name without case, accents and marks, by which it is sorted.",
                        max_length=150,
                    ),
                ),
                (
                    "experts_group",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose page tells more.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_terms",
                        to="reports.expertsgroup",
                        verbose_name="experts group",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose page tells more. Of the three at most one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_terms",
                        to="reports.meeting",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose page tells more.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_terms",
                        to="reports.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["folded"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["document", "database", "meeting", "body"])),
                        name="indexterm_kind_known",
                        violation_error_message="Kind must be one of: Instrument or document, Database or website, Meeting or conference, Group or body.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("experts_group", None), ("meeting", None)),
                            models.Q(("meeting", None), ("outcome", None)),
                            models.Q(("experts_group", None), ("outcome", None)),
                            _connector="OR",
                        ),
                        name="indexterm_of_one_page",
                        violation_error_message="An index term leads to one page at most: choose a meeting, an experts group or an outcome.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("meeting", None), ("kind__in", ["meeting", "document"]), _connector="OR"
                        ),
                        name="indexterm_kind_of_meeting",
                        violation_error_message="The page of a meeting tells more of a meeting or of a document of one: choose that kind, or another page.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("experts_group", None), ("kind", "body"), _connector="OR"),
                        name="indexterm_kind_of_group",
                        violation_error_message="The page of an experts group tells more of a group or body: choose that kind, or another page.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", None), ("kind__in", ["document", "database"]), _connector="OR"
                        ),
                        name="indexterm_kind_of_outcome",
                        violation_error_message="The page of an outcome tells more of a document or a database: choose that kind, or another page.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "anchor",
                    models.SlugField(
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
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="The text right before the quote, where the quote alone stands more than once.",
                        max_length=500,
                    ),
                ),
                ("quote", models.TextField(help_text="Copied from the paragraph, to the letter.")),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="reports.block",
                    ),
                ),
                (
                    "experts_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.expertsgroup",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.meeting",
                    ),
                ),
                (
                    "meeting_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.meetingrole",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.objective",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.outcome",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.participant",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.pledge",
                    ),
                ),
                (
                    "presentation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.presentation",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.recommendation",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.workshop",
                    ),
                ),
                (
                    "workshop_role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.workshoprole",
                    ),
                ),
                (
                    "stated_count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.statedcount",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.finding",
                    ),
                ),
                (
                    "connective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.connective",
                    ),
                ),
                (
                    "index_term",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reports.indexterm",
                    ),
                ),
                (
                    "across_reports",
                    models.BooleanField(
                        default=False,
                        help_text="On where the words stand in the report of another meeting than the one that states the record, and are meant for it.",
                        verbose_name="from another meeting's report",
                    ),
                ),
                (
                    "confirmed",
                    models.TextField(
                        blank=True,
                        help_text="Claims of the record that the quote says in other words, so that no comparison finds them: one a line, as a refused save gives it, with its mark in brackets, which stands for the words read. Read both first. When the claim or the quote is changed it is asked for again.",
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="read and found right",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["block", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("block", "anchor"),
                        name="evidence_anchor_unique",
                        violation_error_message="Another quote in this paragraph has that anchor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quote", ""), _negated=True),
                        name="evidence_quote_not_empty",
                        violation_error_message="A quote has words.",
                    ),
                    models.CheckConstraint(
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
                                                                                django.db.models.expressions.CombinedExpression(
                                                                                    django.db.models.expressions.CombinedExpression(
                                                                                        models.Value(0),
                                                                                        "+",
                                                                                        models.Case(
                                                                                            models.When(
                                                                                                meeting__isnull=False,
                                                                                                then=models.Value(
                                                                                                    1
                                                                                                ),
                                                                                            ),
                                                                                            default=models.Value(
                                                                                                0
                                                                                            ),
                                                                                            output_field=models.IntegerField(),
                                                                                        ),
                                                                                    ),
                                                                                    "+",
                                                                                    models.Case(
                                                                                        models.When(
                                                                                            meeting_role__isnull=False,
                                                                                            then=models.Value(
                                                                                                1
                                                                                            ),
                                                                                        ),
                                                                                        default=models.Value(
                                                                                            0
                                                                                        ),
                                                                                        output_field=models.IntegerField(),
                                                                                    ),
                                                                                ),
                                                                                "+",
                                                                                models.Case(
                                                                                    models.When(
                                                                                        participant__isnull=False,
                                                                                        then=models.Value(
                                                                                            1
                                                                                        ),
                                                                                    ),
                                                                                    default=models.Value(
                                                                                        0
                                                                                    ),
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
                                                                        outcome__isnull=False,
                                                                        then=models.Value(1),
                                                                    ),
                                                                    default=models.Value(0),
                                                                    output_field=models.IntegerField(),
                                                                ),
                                                            ),
                                                            "+",
                                                            models.Case(
                                                                models.When(
                                                                    objective__isnull=False,
                                                                    then=models.Value(1),
                                                                ),
                                                                default=models.Value(0),
                                                                output_field=models.IntegerField(),
                                                            ),
                                                        ),
                                                        "+",
                                                        models.Case(
                                                            models.When(
                                                                recommendation__isnull=False,
                                                                then=models.Value(1),
                                                            ),
                                                            default=models.Value(0),
                                                            output_field=models.IntegerField(),
                                                        ),
                                                    ),
                                                    "+",
                                                    models.Case(
                                                        models.When(
                                                            finding__isnull=False, then=models.Value(1)
                                                        ),
                                                        default=models.Value(0),
                                                        output_field=models.IntegerField(),
                                                    ),
                                                ),
                                                "+",
                                                models.Case(
                                                    models.When(
                                                        pledge__isnull=False, then=models.Value(1)
                                                    ),
                                                    default=models.Value(0),
                                                    output_field=models.IntegerField(),
                                                ),
                                            ),
                                            "+",
                                            models.Case(
                                                models.When(
                                                    presentation__isnull=False, then=models.Value(1)
                                                ),
                                                default=models.Value(0),
                                                output_field=models.IntegerField(),
                                            ),
                                        ),
                                        "+",
                                        models.Case(
                                            models.When(
                                                stated_count__isnull=False, then=models.Value(1)
                                            ),
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
                                "+",
                                models.Case(
                                    models.When(index_term__isnull=False, then=models.Value(1)),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                            ),
                            models.Value(1),
                        ),
                        name="evidence_of_one_record",
                        violation_error_message="Evidence belongs to exactly one record.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("confirmed"), 5000
                        ),
                        name="evidence_confirmed_length",
                        violation_error_message="“Read and found right” has at most 5,000 characters: keep the lines that a refused save gives.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexTermName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Such as a short form. Without “the”.", max_length=150),
                ),
                (
                    "folded",
                    models.SlugField(
                        editable=False,
                        help_text="The name without case, accents and marks, by which it is sorted.",
                        max_length=150,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="reports.indexterm",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "name"),
                        name="indextermname_unique",
                        violation_error_message="This term has that name already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="The path of the page: /workshops/x/.", max_length=255, unique=True
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="The path that it leads to. Empty: withdrawn.",
                        max_length=255,
                    ),
                ),
                (
                    "date",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="The day of the change, in UTC.",
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Model and key of the row that stood there, which alone may stand there again. Empty where nobody knows, as in data that were moved, whose keys are others.",
                        max_length=60,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "former addresses",
                "ordering": ["path"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path", models.F("target")), _negated=True),
                        name="formeraddress_not_itself",
                        violation_error_message="An address does not lead to itself.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Its model and natural key.", max_length=400, unique=True
                    ),
                ),
                ("fields", models.JSONField(help_text="What can be set of it, as fixtures have it.")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="presentation",
            name="presenters",
            field=models.ManyToManyField(
                related_name="presentations",
                through="reports.Presenter",
                through_fields=("presentation", "actor"),
                to="reports.actor",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="addressees",
            field=models.ManyToManyField(
                related_name="recommendations_received", through="reports.Addressee", to="reports.actor"
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="actors",
            field=models.ManyToManyField(
                related_name="workshops", through="reports.WorkshopRole", to="reports.actor"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="actors",
            field=models.ManyToManyField(
                related_name="findings", through="reports.NamedActor", to="reports.actor"
            ),
        ),
    ]
