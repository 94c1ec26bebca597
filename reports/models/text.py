"""Meetings and the text of their reports."""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from reports.models.base import (
    Dated,
    Evidenced,
    Kept,
    ListedQuerySet,
    SlugQuerySet,
    address,
    closed,
    drafts,
    words,
)


class MeetingKind(models.TextChoices):
    """What kind of meeting it was."""

    SENIOR_OFFICIALS = "senior-officials", "Senior officials meeting"
    MINISTERIAL = "ministerial", "Ministerial conference"


class MeetingQuerySet(ListedQuerySet, SlugQuerySet):
    """Vocabulary of meetings."""

    def published(self):
        """Those that the public may see."""
        return self.filter(published=True)

    def for_listing(self):
        """With their words."""
        return self.prefetch_related(words())

    def with_counts(self):
        """With how many records of some kinds its report states: `stated_workshops` and so on."""
        counts = {}
        for relation in ("objectives", "workshops", "recommendations", "pledges"):
            model = self.model._meta.get_field(relation).related_model
            mine = model.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
            counted = mine.annotate(stated=Count("pk")).values("stated")
            counts[f"stated_{relation}"] = Coalesce(Subquery(counted), 0)
        return self.annotate(**counts)

    def with_report(self):
        """Those whose report the portal holds."""
        return self.exclude(report_title="")


class Meeting(Dated, Evidenced):
    """One meeting or conference of the Bali Process that a report names."""

    MEETING = ""  # it is one

    slug = models.SlugField(
        max_length=60,
        unique=True,
        help_text="The last part of its address, for ever: year, city or kind.",
    )
    kind = models.CharField(max_length=20, choices=MeetingKind)
    name = models.CharField(max_length=200, help_text="As the report names it.")
    city = models.CharField(
        max_length=60, blank=True, help_text="Leave empty where the report states none."
    )
    delegates = models.PositiveIntegerField(
        "delegates as stated", null=True, blank=True, help_text="Empty where not stated."
    )
    countries = models.PositiveIntegerField(
        "countries as stated",
        null=True,
        blank=True,
        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
    )
    organisations = models.PositiveIntegerField(
        "organisations as stated",
        null=True,
        blank=True,
        help_text="The report's own count, shown beside the portal's. Empty where not stated.",
    )
    report_title = models.CharField(
        max_length=200, blank=True, help_text="Empty where the portal does not hold its report."
    )
    source_sha256 = models.CharField(
        "SHA-256 of the source text",
        max_length=64,
        blank=True,
        help_text="Of the file that the report's text was read from.",
    )
    published = models.BooleanField(
        default=False, help_text="A draft is nowhere to be seen by the public."
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("earliest").desc(nulls_last=True), "slug"]
        indexes = [models.Index(fields=["published", "kind"], name="meeting_of_filters")]
        constraints = [
            *Dated.Meta.constraints,
            closed("kind", MeetingKind),
            models.CheckConstraint(
                condition=Q(source_sha256="") | Q(source_sha256__regex=r"^[0-9a-f]{64}$"),
                name="meeting_source_sha256_form",
                violation_error_message="A SHA-256 is 64 of the characters 0-9 and a-f.",
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.name, self.city, self.date_words]))

    def natural_key(self):
        """Its slug."""
        return (self.slug,)

    def get_absolute_url(self):
        """Its own page."""
        return address("meeting-detail", self.slug)

    def get_report_url(self):
        """The whole report on one page."""
        return address("report", self.slug)

    def is_public(self):
        """Whether it is published."""
        return self.published

    def problems(self):
        """That it, or a record that its report states, is published without evidence; or that a public
        record, of this report or of another, points to one that is not public now."""
        from reports.models.evidence import RECORDS
        from reports.models.matchings import Matching
        from reports.models.objectives import MATCHED

        found = super().problems()
        records = [model for model in RECORDS.values() if model is not Meeting]
        for model in records if self.published else ():
            bare = model.objects.filter(**{model.MEETING: self, "evidence": None})
            found += [problem for record in bare for problem in record.problems()]
        of_meetings = [(model, model.MEETING) for model in records]
        for model, mine in [*of_meetings, *((Matching, f"{kind}__meeting") for kind in MATCHED)]:
            for field in model._meta.concrete_fields:
                if field.related_model in records and field.name != mine.partition("__")[0]:
                    its = f"{field.name}__{field.related_model.MEETING}"
                    told = Q(**{f"{mine}__published": True, f"{its}__published": False})
                    rows = model.objects.filter(told, Q(**{mine: self}) | Q(**{its: self}))
                    found += [problem for row in rows for problem in drafts(row)]
        return found


class BlockKind(models.TextChoices):
    """What a piece of a report is; a part is its largest division, a heading stands in one."""

    TITLE = "title", "Title"
    PART = "part", "Part"
    HEADING = "heading", "Heading"
    PARAGRAPH = "paragraph", "Paragraph"


class BlockQuerySet(models.QuerySet):
    """Vocabulary of blocks."""

    def published(self):
        """Those of published meetings."""
        return self.filter(meeting__published=True)

    def get_by_natural_key(self, meeting, key):
        """The block of that key in the meeting of that slug."""
        return self.get(meeting__slug=meeting, key=key)


class Block(Kept):
    """One piece of a meeting's report, in its order and to the letter."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="blocks")
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

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "key"],
                name="block_key_unique",
                violation_error_message="Another piece of this report has that key.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="block_order_unique",
                violation_error_message="Another piece of this report has that place.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="block_number_unique",
                violation_error_message="Another paragraph of this report has that number.",
            ),
            closed("kind", BlockKind),
            models.CheckConstraint(
                condition=Q(number=None) | Q(kind="paragraph", number__gt=0, key__regex=r"^p\d+$"),
                name="block_number_of_paragraph",
                violation_error_message="Only a paragraph has a number, from 1 upwards, "
                "and its key is p and the number.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="block_text_not_empty",
                violation_error_message="A piece of the report has words.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["title", "part"], part=None)
                | Q(kind__in=["heading", "paragraph"], part__isnull=False),
                name="block_part_of_text",
                violation_error_message="A heading or paragraph stands in a part of the report; "
                "a title or a part does not.",
            ),
            models.CheckConstraint(
                condition=Q(part=None) | ~Q(part=F("id")),
                name="block_part_not_itself",
                violation_error_message="A piece of the report is not a part of itself.",
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.text[:60]}"

    def natural_key(self):
        """Its meeting's slug and its key."""
        return (*self.meeting.natural_key(), self.key)

    natural_key.dependencies = ["reports.meeting"]

    def get_absolute_url(self):
        """Its place in the whole report."""
        return f"{self.meeting.get_report_url()}#{self.key}"

    def get_passage_url(self):
        """The page of it alone."""
        return f"{self.meeting.get_report_url()}{self.number or self.key}/"

    def problems(self):
        """What is wrong with the quotes of it that records rest on, or with the part it stands in."""
        found = [problem for quote in self.evidence.all() for problem in quote.problems()]
        if self.part and (self.part.meeting_id, self.part.kind) != (self.meeting_id, BlockKind.PART):
            found.append(f"{self.label} stands in “{self.part}”, which is no part of this report.")
        return found

    @property
    def label(self):
        """How to refer to it: “para 19”, the key of an unnumbered one, a heading's own words."""
        if self.number:
            return f"para {self.number}"
        if self.kind == BlockKind.PARAGRAPH:
            return f"unnumbered “{self.key}”"
        return self.text
