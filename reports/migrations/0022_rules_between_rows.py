"""Mark what was found right with the words that were read; hold kinds, places and spaces in the database.

What stands already is kept, and counts as read in the words of today. Of what the new constraints
refuse, places from 0 move up by one, and a name's spaces become one; for an index term that leads to
a page of another kind somebody has to choose.
"""

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import django.core.validators
import django.db.models.functions.text
import django.db.models.lookups
from django.core.management import CommandError
from django.db import migrations, models

from reports.text.cuts import shorten
from reports.text.reading import sentences_around

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MAX_LINE_LENGTH = 600
MAX_CONFIRMED = 5000
MARK = re.compile(r"\s\[[0-9a-f]{8}\]\Z")  # of one who has come back from this release
NO_CLAIMS = ("Slug", "Folded", "Order", "Address", "Earliest", "Latest")  # of what was ticked once


def mark_claims(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Mark each line that was found right with its quote, in the rows and as they were last loaded."""
    using = schema_editor.connection.alias
    evidence = apps.get_model("reports", "Evidence").objects.using(using).exclude(confirmed="")
    for quote in evidence.select_related("block"):
        lines = marked(quote.confirmed, quote.block.text, quote.prefix, quote.quote)
        evidence.filter(pk=quote.pk).update(confirmed=lines)
    loaded = list(apps.get_model("reports", "LoadedRow").objects.using(using).order_by("pk"))
    texts = {row.name: row.fields["text"] for row in loaded if row.name.startswith("block/")}
    for row in loaded:
        if confirmed := row.fields.get("confirmed"):
            fields = row.fields
            text = texts.get("/".join(["block", *fields["block"]]), "")
            fields["confirmed"] = marked(confirmed, text, fields["prefix"], fields["quote"])
            row.save()


def marked(confirmed: str, text: str, prefix: str, quote: str) -> str:
    """Return the lines of `confirmed` with the mark of each, as many as there is room for."""
    found: list[str] = []
    sentence = sentences_around(text, prefix, quote)
    for each in dict.fromkeys(confirmed.splitlines()):
        line = MARK.sub("", " ".join(each.split()))
        label, colon, value = line.partition(": ")
        line = f"{label}{colon}{shorten(value, MAX_LINE_LENGTH)}"
        if line and label not in NO_CLAIMS:
            words = "\n".join([line.casefold(), sentence, quote])
            found.append(f"{line} [{sha256(words.encode()).hexdigest()[:8]}]")
    while len("\n".join(found)) > MAX_CONFIRMED:
        found.pop()
    return "\n".join(found)


def mend_places_and_names(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Begin the places of participants with 1, and leave one space between the words of a name."""
    using = schema_editor.connection.alias
    participants = apps.get_model("reports", "Participant").objects.using(using)
    for meeting in set(participants.filter(order=0).order_by().values_list("meeting", flat=True)):
        for row in participants.filter(meeting=meeting).order_by("-order"):
            participants.filter(pk=row.pk).update(order=row.order + 1)
    actors = apps.get_model("reports", "Actor").objects.using(using)
    for actor in actors.filter(name__contains="  "):
        actors.filter(pk=actor.pk).update(name=" ".join(actor.name.split()))


def refuse_other_kinds(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Raise CommandError that names the index terms that lead to a page of another kind."""
    terms = apps.get_model("reports", "IndexTerm").objects.using(schema_editor.connection.alias)
    fits = (
        models.Q(meeting=None) | models.Q(kind__in=["meeting", "document"]),
        models.Q(experts_group=None) | models.Q(kind="body"),
        models.Q(outcome=None) | models.Q(kind__in=["document", "database"]),
    )
    wrong = [slug for fit in fits for slug in terms.exclude(fit).values_list("slug", flat=True)]
    if wrong:
        raise CommandError(
            f"The index terms {', '.join(sorted(wrong))} lead to a page of another kind than their own: "
            "go back to the release before, correct the kind or the page in its desk, then migrate again."
        )


def mark_what_stands(apps: "Apps", schema_editor: "BaseDatabaseSchemaEditor") -> None:
    """Mark pieces that stand apart from their part, fall in number or are odd headings as printed so."""
    blocks = apps.get_model("reports", "Block").objects.using(schema_editor.connection.alias)
    report, last, gaps, numbers, odd = None, set(), set(), {}, []
    for block in blocks.order_by("report", "order"):
        if block.report_id != report:
            report, last, gaps, numbers = block.report_id, set(), set(), {}
        part = block.pk if block.kind == "part" else block.part_id
        falls = False
        if block.number and block.number[0].isdecimal():
            key = sort_key(block.number)
            falls = key < numbers.get(block.part_id, [])
        sentence = block.kind == "heading" and block.text.rstrip(" \n\"'”’)]").endswith((*".!?;",))
        if falls or sentence or (part and (part in gaps or (block.kind == "part" and part in last))):
            odd.append(block.pk)
            continue
        if block.number and block.number[0].isdecimal():
            numbers[block.part_id] = key
        gaps |= last - {part}
        last.add(part)
    for start in range(0, len(odd), 500):
        blocks.filter(pk__in=odd[start : start + 500]).update(place_printed=True)


def sort_key(number: str) -> list[tuple[int, int, str]]:
    """Return what a `number` of a paragraph is sorted by."""
    return [
        (1, int(piece), "")
        if piece.isdecimal()
        else (2, 0, piece.lower())
        if len(piece) == 1
        else (3, 0, "")
        for piece in re.findall(r"[0-9]+|[A-Za-z]+", number)
    ]


class Migration(migrations.Migration):
    dependencies = [("reports", "0021_loaded_rows")]

    operations = [
        migrations.RunPython(mark_claims, migrations.RunPython.noop),
        migrations.RunPython(mend_places_and_names, migrations.RunPython.noop),
        migrations.RunPython(refuse_other_kinds, migrations.RunPython.noop),
        migrations.AddField(
            model_name="block",
            name="place_printed",
            field=models.BooleanField(
                default=False,
                help_text="On where the report itself prints it so: apart from the rest of its part, with a number "
                "that is lower than the one before it, or as a heading that is a sentence.",
                verbose_name="place and kind as printed",
            ),
        ),
        migrations.RunPython(mark_what_stands, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="evidence",
            name="confirmed",
            field=models.TextField(
                blank=True,
                help_text="Claims of the record that the quote says in other words, so that no comparison finds them: one a line, as a refused save gives it, with its mark in brackets, which stands for the words read. Read both first. When the claim or the quote is changed it is asked for again.",
                validators=[django.core.validators.MaxLengthValidator(5000)],
                verbose_name="read and found right",
            ),
        ),
        migrations.AlterField(
            model_name="participant",
            name="order",
            field=models.PositiveIntegerField(
                help_text="Its place in the lists as printed, from 1.",
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__contains", "  "), _negated=True),
                name="actor_name_single_spaces",
                violation_error_message="Between two words of a name is one space.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("confirmed"), 5000
                ),
                name="evidence_confirmed_length",
                violation_error_message="“Read and found right” has at most 5,000 characters: keep the lines that a refused save gives.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("meeting", None), ("kind__in", ["meeting", "document"]), _connector="OR"
                ),
                name="indexterm_kind_of_meeting",
                violation_error_message="The page of a meeting tells more of a meeting or of a document of one: choose that kind, or another page.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexterm",
            constraint=models.CheckConstraint(
                condition=models.Q(("experts_group", None), ("kind", "body"), _connector="OR"),
                name="indexterm_kind_of_group",
                violation_error_message="The page of an experts group tells more of a group or body: choose that kind, or another page.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indexterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", None), ("kind__in", ["document", "database"]), _connector="OR"
                ),
                name="indexterm_kind_of_outcome",
                violation_error_message="The page of an outcome tells more of a document or a database: choose that kind, or another page.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__gte", 1)),
                name="participant_order_from_1",
                violation_error_message="The first place in a list is 1.",
            ),
        ),
    ]
