"""Reports of meetings, and blocks: their text, piece by piece."""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst

from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    choices_constraint,
    order_constraint,
    validate_name,
)
from reports.models.coverage import covered_sentences
from reports.models.evidence import Evidence
from reports.models.meetings import Meeting
from reports.text.cuts import cut_after, shorten
from reports.text.lines import unify_line_ends
from reports.text.statements import Sentence
from reports.text.white_space import describe, find_odd

# Last parts of addresses that mean another page than a report, or than a piece of one.
TAKEN = ("coverage", "plain")
validate_not_taken = RegexValidator(
    rf"^(?:{'|'.join(TAKEN)})\Z",
    "“%(value)s” is the address of another page: choose another.",
    inverse_match=True,
)
validate_no_number = RegexValidator(
    r"^[0-9]", "“%(value)s” would be read as a number: begin with a letter.", inverse_match=True
)
validate_number = RegexValidator(
    r"^[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*\Z",
    "“%(value)s” is no number of a paragraph: write it as printed, without its full stop or brackets, "
    "as in 19, 12A, 1bis or 3.2.",
)


# 20. and 12A) at the beginning of a text, but not the amount in “20.5 million”.
BEGINS_WITH_NUMBER = re.compile(
    r"[\s(\[]*(?P<number>[0-9]{1,3}[A-Za-z]{0,3}(?:[.-][0-9]{1,3})*)(?:[.)\]]+(?=\s)|\t)"
)
MAX_PLACES = 5  # places with odd white space that a refusal names
MAX_GAPS = 5  # places that no record covers, of which a refusal quotes the words
GAP_LENGTH = 120  # characters of such a place that it quotes
BEGINNING_LENGTH = 40  # characters, about, by which an unnumbered paragraph is referred to


class ReportQuerySet(GuardedQuerySet["Report"]):
    """QuerySet of reports."""

    def published(self) -> "ReportQuerySet":
        """Keep those that are published."""
        return self.filter(published=True)


class ReportManager(models.Manager.from_queryset(ReportQuerySet)):  # type: ignore[misc] # made at run time
    """Manager of reports, each with its meeting, which its name and address are made of."""

    def get_queryset(self) -> ReportQuerySet:
        return super().get_queryset().select_related("meeting")


class Report(GuardedModel):
    """One report of a meeting: its title, the text it was read from, and whether it is public."""

    natural_key_fields = ("meeting__slug", "slug")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="reports", help_text="The meeting that it reports on."
    )
    slug = models.SlugField(
        max_length=60,
        default="report",
        validators=[validate_name, validate_not_taken],
        help_text="The last part of its address, for ever: report, statement, annex.",
    )
    order = models.PositiveIntegerField(
        default=1, help_text="Its place among the reports of its meeting, from 1."
    )
    title = models.CharField(max_length=200, help_text="As printed.")
    source_sha256 = models.CharField(
        "SHA-256 of the source text",
        max_length=64,
        blank=True,
        help_text="Of the file that the report's text was read from.",
    )
    published = models.BooleanField(
        default=False,
        help_text="A draft, with all that it alone states, is nowhere to be seen by the public.",
    )
    fully_recorded = models.BooleanField(
        "every sentence recorded",
        default=False,
        help_text="Claims that every word of its numbered paragraphs, those of annexes too, lies in a "
        "quote that is a whole statement of a record, or is marked as connective. While it is on, "
        "nothing is saved or deleted that leaves words out.",
    )

    objects = ReportManager()

    class Meta:
        # The newest first; as printed, within a meeting.
        ordering = [models.F("meeting__earliest").desc(nulls_last=True), "meeting__slug", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "slug"],
                name="report_slug_unique",
                violation_error_message="Another report of this meeting has that address.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="report_order_unique",
                violation_error_message="Another report of this meeting has that place.",
            ),
            models.CheckConstraint(
                condition=models.Q(source_sha256="") | models.Q(source_sha256__regex=r"^[0-9a-f]{64}$"),
                name="report_source_sha256_form",
                violation_error_message="A SHA-256 is 64 of the characters 0-9 and a-f.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.meeting}"

    def get_absolute_url(self) -> str:
        """Return the address of the whole report on one page."""
        return f"{self.meeting.get_absolute_url()}{self.slug}/"

    def derived_rows(self) -> Iterable[GuardedModel]:
        return self.workshops.select_related("report__meeting")

    def is_published(self) -> bool:
        return self.published

    def bears_on_claims(self) -> models.Q:
        return ~models.Q(pk=self.pk)  # its records may have quotes in any other

    def find_problems(self) -> list[str]:
        """Say which words are not recorded, where it claims that all are."""
        if not self.fully_recorded:
            return []
        gaps = [
            f"{capfirst(block.label)}: no record covers “{shorten(block.text[start:end], GAP_LENGTH)}”."
            for block, sentences in self.find_coverage()
            for sentence in sentences
            for start, end in sentence.gaps
        ]
        if not gaps:
            return []
        more = f"And {len(gaps) - MAX_GAPS} more. " if len(gaps) > MAX_GAPS else ""
        return [
            *gaps[:MAX_GAPS],
            f"{more}The {self} claims that every sentence is recorded: quote these words in records, in "
            "quotes that are whole statements, mark them as connective, or take the claim off.",
        ]

    def find_coverage(self) -> Iterator[tuple["Block", list[Sentence]]]:
        """Yield each numbered paragraph with its sentences and the words that no record covers."""
        evidence = Evidence.objects.of_published_records(besides=self)
        for block in (
            self.blocks.exclude(number="")
            .select_related("part")
            .prefetch_related(models.Prefetch("evidence", evidence))
        ):
            yield block, covered_sentences(block.text, block.evidence.all())

    def naming_rows(self) -> list[GuardedModel]:
        """Return the index terms whose page is its meeting's, which may have a word of its title."""
        return self.meeting.naming_rows()


class BlockKind(models.TextChoices):
    """Kinds of piece; a part is the largest division of a report, and headings stand in one."""

    TITLE = "title", "Title"
    PART = "part", "Part"
    HEADING = "heading", "Heading"
    PARAGRAPH = "paragraph", "Paragraph"


def is_key(key: str, wanted: str) -> bool:
    """Return True if `key` is the one `wanted`, or that with a hyphen and a digit behind it.

    Two numbers may want one key: 3.2 and 3-2, or “3” of annex-a and “a-3” of annex. But “p19” is the
    address of 19, which ranges are made of, and nothing stands behind it.
    """
    may_differ = not wanted[1:].isdecimal()
    return key == wanted or (may_differ and bool(re.fullmatch(rf"{re.escape(wanted)}-[0-9]", key)))


class Block(GuardedModel):
    """One piece of a report, in its order and to the letter."""

    natural_key_fields = ("report__meeting__slug", "report__slug", "key")

    report = models.ForeignKey(Report, models.PROTECT, related_name="blocks")
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    key = models.SlugField(
        max_length=60,
        validators=[validate_name, validate_not_taken, validate_no_number],
        help_text="Its fragment on the report's page, for ever: p19, part-ii, observers. Of a numbered "
        "paragraph p and the number; or the key of its part, a hyphen and the number, as in "
        "annex-a-3, where the part has numbers of its own.",
    )
    kind = models.CharField(max_length=10, choices=BlockKind)
    number = models.CharField(
        max_length=12,
        blank=True,
        validators=[validate_number],
        help_text="Of a numbered paragraph, as printed: 19, 12A, 1bis; not part of the text below.",
    )
    number_printed = models.BooleanField(
        default=True,
        help_text="Off for a paragraph that is counted but printed without its number.",
    )
    text = models.TextField(help_text="Exactly as printed, the number apart.")
    white_space_printed = models.BooleanField(
        "white space as printed",
        default=False,
        help_text="On where the report itself has line breaks, several spaces in a row, tabs or "
        "no-break spaces inside this text, as in an address. Off, each white space is one space.",
    )
    place_printed = models.BooleanField(
        "place and kind as printed",
        default=False,
        help_text="On where the report itself prints it so: apart from the rest of its part, with a "
        "number that is lower than the one before it, or as a heading that is a sentence.",
    )
    part = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pieces",
        limit_choices_to={"kind": BlockKind.PART},
        help_text="The part of the report that it stands in; empty in a report without parts.",
    )

    objects = GuardedQuerySet["Block"].as_manager()

    class Meta:
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="block_key_unique",
                violation_error_message="Another piece of this report has that key.",
            ),
            order_constraint("block_order_unique", "Another piece of this report has that place."),
            models.UniqueConstraint(
                fields=["report", "part", "number"],
                condition=~models.Q(number=""),
                name="block_number_unique",
                violation_error_message="Another paragraph of this part has that number.",
            ),
            models.UniqueConstraint(
                fields=["report", "number"],
                condition=~models.Q(number="") & models.Q(part=None),
                name="block_number_unique_without_part",
                violation_error_message="Another paragraph of this report has that number.",
            ),
            choices_constraint("kind", BlockKind),
            models.CheckConstraint(
                condition=models.Q(number="") | models.Q(kind="paragraph"),
                name="block_number_of_paragraph",
                violation_error_message="Only a paragraph has a number.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="block_text_not_empty",
                violation_error_message="A piece of the report has words.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["heading", "paragraph"]) | models.Q(part=None),
                name="block_part_of_text",
                violation_error_message="A title or a part of the report does not stand in a part.",
            ),
            models.CheckConstraint(
                condition=models.Q(part=None) | ~models.Q(part=models.F("id")),
                name="block_part_not_itself",
                violation_error_message="A piece of the report is not a part of itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        """Return the address of its place in the whole report."""
        return f"{self.report.get_absolute_url()}#{self.key}"

    def get_passage_url(self) -> str:
        """Return the address of the page that shows it alone."""
        return f"{self.report.get_absolute_url()}{self.piece}/"

    @property
    def piece(self) -> str:
        """The last part of its own address: “19” of a paragraph with the key p19, else its key."""
        numbered = self.number and re.fullmatch(r"p[0-9][0-9a-z]*", self.key)
        return self.key[1:] if numbered else self.key

    def clean(self) -> None:
        """Hold the text to what a printed line of words has.

        Raises ValidationError, by field, for a number at its beginning and for white space that
        came along with what was pasted.
        """
        super().clean()
        text = unify_line_ends(self.text or "")
        begins = BEGINS_WITH_NUMBER.match(text)
        if self.number and begins:
            number = begins["number"]
            fix = (
                "which is a field of its own: take it out of the text."
                if number == self.number
                else f"and its number is {self.number}: correct that, or take the other out of the text."
            )
            raise ValidationError({"text": f"The text begins with the number {number}, {fix}"})
        if not self.white_space_printed:
            places = list(find_odd(text))
            shown = "; ".join(describe(text, *place) for place in places[:MAX_PLACES])
            if places:
                more = f" and {len(places) - MAX_PLACES} more" if len(places) > MAX_PLACES else ""
                raise ValidationError(
                    {
                        "text": f"The text has {shown}{more}. Make one space of each, or tick “white "
                        "space as printed” where the report has them so."
                    }
                )

    def set_derived_fields(self) -> None:
        """Unify the line ends, as those of its quotes are."""
        self.text = unify_line_ends(self.text or "")

    def bears_on_claims(self) -> models.Q:
        return models.Q(pk=self.report_id)

    def naming_rows(self) -> list[GuardedModel]:
        """Return the records that quote it: who says what they state may be named elsewhere in it."""
        return [quote.record for quote in self.evidence.all()]

    def find_problems(self) -> list[str]:
        """Say what is wrong with the quotes in it, with its key, or with the part that it stands in."""
        found = [problem for quote in self.evidence.all() for problem in quote.find_problems()]
        if self.part and (self.part.report_id, self.part.kind) != (self.report_id, BlockKind.PART):
            found.append(f"{self.label} stands in “{self.part}”, which is no part of this report.")
        keys = [self.body_key, *([self.part_key] if self.part else [])]
        if self.number and not any(is_key(self.key, key) for key in keys):
            found.append(
                f"The key of paragraph {self.number} must be {' or '.join(keys)}: “{self.key}” is not."
            )
            if is_key(f"{keys[-1]}-2", keys[-1]):
                found[-1] += (
                    f" If another piece has that key, put a digit behind it, as in {keys[-1]}-2."
                )
        return found

    @property
    def beginning(self) -> str:
        """The first few words, without quotation marks: “Afghanistan, Australia, Bangladesh …”."""
        text = " ".join(self.text.split())
        first = re.split('["“”„«»]', text[: cut_after(text, 1, BEGINNING_LENGTH)].strip())[0] or text[:1]
        return first if first == text else f"{first.rstrip(' ,;:')} …"

    @property
    def in_body(self) -> bool:
        """True if it has a number, and not one that its part alone has."""
        if not self.number or not is_key(self.key, self.body_key):
            return False
        # The part is asked for only where its key could be meant: it may be a query.
        return self.key == self.body_key or not (self.part and is_key(self.key, self.part_key))

    @property
    def body_key(self) -> str:
        """The key of a paragraph whose number no other part of its report has: “p19”."""
        return f"p{self.number.lower().replace('.', '-')}"

    @property
    def part_key(self) -> str:
        """The key of a paragraph whose number is that of its part alone: “annex-a-3”."""
        return f"{self.part.key if self.part else ''}-{self.body_key[1:]}"

    @property
    def label(self) -> str:
        """The way to refer to it: “para 19”, the beginning of an unnumbered one, a heading's words."""
        if self.number and not self.in_body and self.part:
            return f"para {self.number} of {self.part.text}"
        if self.number:
            return f"para {self.number}"
        if self.kind == BlockKind.PARAGRAPH:
            return f"unnumbered “{self.beginning}”"
        return self.text
