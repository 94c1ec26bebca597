"""What the portal's rows have in common."""

from functools import cache

from django.apps import apps
from django.db import models, transaction
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse

from reports.edtf import Edtf, validate_edtf

FEW = 12  # values that one cell of a list's table shows, where the record's own page has the rest


def address(name, slug):
    """The path of the page `name` of the row of that `slug`, which needs no quoting.

    As `reverse` gives it, which takes 15 µs each time, and a file asks for many.
    """
    before, after = around(name)
    return before + slug + after


@cache
def around(name):
    """What stands before and after the slug in the path of the page `name`."""
    return reverse(f"reports:{name}", args=["SLUG"]).split("SLUG")


class Kept(models.Model):
    """A row under the portal's rules, whoever writes it (see reports.receivers)."""

    class Meta:
        abstract = True

    def save_base(self, *args, **kwargs):
        """Save as one transaction, so that rules and revision stand or fall with the row."""
        with transaction.atomic(using=kwargs.get("using")):
            super().save_base(*args, **kwargs)

    def derive(self):
        """Set the columns that follow from others; raises ValidationError where they are wrong."""

    def is_public(self):
        """Whether a reader can see this row: whether its meeting is published."""
        return self.meeting.published

    def problems(self):
        """What is wrong with this row as stored, beyond its constraints: a list of sentences."""
        return []

    def bears_on(self):
        """The rows whose rules a change of this one can break."""
        return [self]


class Evidenced(Kept):
    """A record: it rests on the words of one or more pieces of evidence."""

    MEETING = "meeting"  # the path to the meeting whose report states it, or that it is a part of

    class Meta:
        abstract = True

    def problems(self):
        """That it is published without evidence, or points to what is not published, where it does."""
        found = drafts(self)
        if self.is_public() and not self.evidence.exists():
            found.append(f"“{self}” has no evidence: quote the words that it rests on.")
        return found


def drafts(row):
    """What is wrong where `row` is public and points to a record that is not: a list of sentences.

    A reader would be told of a draft. The other way round is well: a draft builds on what is there.
    """
    if not row.is_public():
        return []
    pointers = [field for field in row._meta.concrete_fields if field.is_relation]
    pointed = [getattr(row, each.name) for each in pointers if issubclass(each.related_model, Evidenced)]
    return [
        f"“{row}” is published and points to “{each}”, which is not: publish that too, or first."
        for each in pointed
        if each and not each.is_public()
    ]


class Dated(models.Model):
    """A row with a date kept as stated: the report's wording, EDTF, and the days it can mean."""

    date_words = models.CharField(
        "date as stated",
        max_length=60,
        blank=True,
        help_text="The report's own words, such as “late 2004”. Leave empty where it states none.",
    )
    date_edtf = models.CharField(
        "date as EDTF",
        max_length=21,
        blank=True,
        validators=[validate_edtf],
        help_text="No more exact than the words: 2004-09 for “September 2003” would be wrong, "
        "2003-09 is right. Where EDTF has no form (“late 2004”), the smallest that is certain: 2004.",
    )
    earliest = models.DateField(
        null=True, editable=False, db_index=True, help_text="First day that the date can mean."
    )
    latest = models.DateField(
        null=True, editable=False, db_index=True, help_text="Last day that the date can mean."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(date_words="", date_edtf="") | (~Q(date_words="") & ~Q(date_edtf="")),
                name="%(class)s_date_both_or_neither",
                violation_error_message="A date needs both its words and its EDTF form; "
                "leave both empty where the report states none.",
            ),
        ]

    def derive(self):
        """The first and last day, from the EDTF."""
        self.earliest = self.latest = None
        if self.date_edtf:
            validate_edtf(self.date_edtf)
            stated = Edtf.parse(self.date_edtf)
            self.earliest, self.latest = stated.earliest, stated.latest


def first_objective(kind):
    """The place of the first objective that the record of a query, of that `kind`, serves."""
    matchings = apps.get_model("reports.Matching").objects.filter(**{kind: OuterRef("pk")})
    return Subquery(matchings.order_by("objective__order").values("objective__order")[:1])


class ListedQuerySet(models.QuerySet):
    """Rows that have a list."""

    def listed(self):
        """The published ones, for a list, which asks them many questions: cheaper to ask of."""
        return self.published()

    def sortable(self):
        """With what columns sort by that is no column of the database."""
        return self

    def for_listing(self):
        """With all that the columns of a list give, for files too: no query a row."""
        raise NotImplementedError

    def for_table(self):
        """With all that a row of a list's page shows: its table has fewer columns than its files."""
        return self.for_listing()


class SlugQuerySet(models.QuerySet):
    """Rows known by a slug of their own."""

    def get_by_natural_key(self, slug):
        """The row of that slug."""
        return self.get(slug=slug)


class OfMeetingsQuerySet(ListedQuerySet):
    """Rows of a meeting that have a list."""

    def published(self):
        """Those of published meetings."""
        return self.filter(meeting__published=True)

    def listed(self):
        """Those of the meetings that are published now: one query, and then no more joins to them,
        of which each would cost a list of thousands a third more time."""
        meetings = self.model._meta.get_field("meeting").related_model.objects.published()
        return self.filter(meeting__in=list(meetings.order_by("pk").values_list("pk", flat=True)))


REPORTED = "The meeting whose report states it."


def words():
    """A prefetch of a record's published evidence, in the report's order, with block and meeting."""
    return Prefetch("evidence", apps.get_model("reports.Evidence").objects.published().in_order())


def together(relation, model, *needs, order=None):
    """A prefetch of the rows of `relation`, with the rows that they point to in the same query.

    `order` is that of the rows of one record, where the rows' own begins with that of the records.
    """
    rows = apps.get_model(f"reports.{model}").objects.select_related(*needs)
    return Prefetch(relation, rows.order_by(*order) if order else rows)


class ReportedQuerySet(OfMeetingsQuerySet, SlugQuerySet):
    """Records that a meeting's report states."""

    def with_words(self):
        """With their published evidence at hand."""
        return self.select_related("meeting").prefetch_related(words())

    def for_listing(self):
        """With words; each kind adds what its columns need."""
        return self.with_words()


def closed(field, choices, *, blank=False):
    """A constraint that closes the vocabulary of `field`: `choices` alone the database ignores.

    `field`: its name; `choices`: a TextChoices; `blank`: whether "" (not stated) is allowed.
    """
    allowed = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": allowed}),
        name=f"%(class)s_{field}_known",
        violation_error_message=f"{field.capitalize()} must be one of: "
        + ", ".join(str(label) for label in choices.labels)
        + ".",
    )
