"""Blocks: the text of a report, piece by piece."""

from django.db import models

from reports.models.base import GuardedModel, GuardedQuerySet, choices_constraint, order_constraint


class BlockKind(models.TextChoices):
    """Kinds of piece; a part is the largest division of a report, and headings stand in one."""

    TITLE = "title", "Title"
    PART = "part", "Part"
    HEADING = "heading", "Heading"
    PARAGRAPH = "paragraph", "Paragraph"


class Block(GuardedModel):
    """One piece of a meeting's report, in its order and to the letter."""

    natural_key_fields = ("meeting__slug", "key")

    meeting = models.ForeignKey("reports.Meeting", models.PROTECT, related_name="blocks")
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    key = models.SlugField(
        max_length=60,
        help_text="Its fragment on the report's page, for ever: p19, part-ii, observers.",
    )
    kind = models.CharField(max_length=10, choices=BlockKind)
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of a numbered paragraph; not part of the text below."
    )
    number_printed = models.BooleanField(
        default=True,
        help_text="Off for a paragraph that is counted but printed without its number.",
    )
    text = models.TextField(help_text="Exactly as printed, the number apart.")
    part = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pieces",
        limit_choices_to={"kind": BlockKind.PART},
        help_text="The part of the report that it stands in.",
    )

    objects = GuardedQuerySet["Block"].as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "key"],
                name="block_key_unique",
                violation_error_message="Another piece of this report has that key.",
            ),
            order_constraint("block_order_unique", "Another piece of this report has that place."),
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="block_number_unique",
                violation_error_message="Another paragraph of this report has that number.",
            ),
            choices_constraint("kind", BlockKind),
            models.CheckConstraint(
                condition=models.Q(number=None)
                | models.Q(kind="paragraph", number__gt=0, key__regex=r"^p\d+$"),
                name="block_number_of_paragraph",
                violation_error_message="Only a paragraph has a number, from 1 upwards, "
                "and its key is p and the number.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="block_text_not_empty",
                violation_error_message="A piece of the report has words.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["title", "part"], part=None)
                | models.Q(kind__in=["heading", "paragraph"], part__isnull=False),
                name="block_part_of_text",
                violation_error_message="A heading or paragraph stands in a part of the report; "
                "a title or a part does not.",
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
        return f"{self.meeting.get_report_url()}#{self.key}"

    def get_passage_url(self) -> str:
        """Return the address of the page that shows it alone."""
        return f"{self.meeting.get_report_url()}{self.number or self.key}/"

    def find_problems(self) -> list[str]:
        """Say what is wrong with the quotes in it, or with the part that it stands in."""
        found = [problem for quote in self.evidence.all() for problem in quote.find_problems()]
        if self.part and (self.part.meeting_id, self.part.kind) != (self.meeting_id, BlockKind.PART):
            found.append(f"{self.label} stands in “{self.part}”, which is no part of this report.")
        return found

    @property
    def label(self) -> str:
        """The way to refer to it: “para 19”, the key of an unnumbered one, a heading's own words."""
        if self.number:
            return f"para {self.number}"
        if self.kind == BlockKind.PARAGRAPH:
            return f"unnumbered “{self.key}”"
        return self.text
