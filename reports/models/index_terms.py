"""Index terms: what the reports name that is no actor, for the index as at the back of a book."""

from typing import Self

from django.db import models
from django.urls import reverse

from reports.models.base import (
    GuardedModel,
    GuardedQuerySet,
    Record,
    choices_constraint,
)
from reports.models.evidence import Evidence, RecordQuerySet
from reports.text.sameness import name_key

SAME_TERM = (
    "“{}” is a name of the index term “{}” ({}) already, as far as capitals, accents, spaces and "
    "hyphens go: use that one, or write what tells the two apart."
)


class IndexTermKind(models.TextChoices):
    """Kinds of what is named and is no actor; none has the value of a kind of actor."""

    DOCUMENT = "document", "Instrument or document"
    DATABASE = "database", "Database or website"
    MEETING = "meeting", "Meeting or conference"
    BODY = "body", "Group or body"


class IndexTermQuerySet(RecordQuerySet["IndexTerm"]):
    """QuerySet of index terms."""

    def published(self) -> Self:
        """Keep those that a published report names: that have words in one."""
        named = Evidence.objects.published().filter(index_term=models.OuterRef("pk"))
        return self.filter(models.Exists(named))


def kind_constraint(name: str, condition: models.Q, message: str) -> models.CheckConstraint:
    """Return the constraint `name` that a term is of a kind which its page tells more of."""
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=f"{message}: choose that kind, or another page.",
    )


class IndexTerm(Record):
    """One thing that reports name and that is no actor: a document, database, meeting or body."""

    states = False
    report_path = ""  # several reports may name it: it is public with its words in any of them
    fetched_with = ("meeting", "experts_group", "outcome")

    slug = models.SlugField(
        max_length=80, unique=True, help_text="Its fragment on the page of the index, for ever."
    )
    name = models.CharField(
        max_length=150,
        unique=True,
        help_text="As a report spells it, without “the”: “co-chairs' statements”.",
    )
    kind = models.CharField(max_length=20, choices=IndexTermKind)
    meeting = models.ForeignKey(
        "reports.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="index_terms",
        help_text="Whose page tells more. Of the three at most one.",
    )
    experts_group = models.ForeignKey(
        "reports.ExpertsGroup",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="index_terms",
        verbose_name="experts group",
        help_text="Whose page tells more.",
    )
    outcome = models.ForeignKey(
        "reports.Outcome",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="index_terms",
        help_text="Whose page tells more.",
    )
    folded = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is sorted.",
    )

    objects = IndexTermQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]  # as read; one order on both engines, whatever their collation
        constraints = [
            choices_constraint("kind", IndexTermKind),
            models.CheckConstraint(
                condition=models.Q(meeting=None, experts_group=None)
                | models.Q(meeting=None, outcome=None)
                | models.Q(experts_group=None, outcome=None),
                name="indexterm_of_one_page",
                violation_error_message="An index term leads to one page at most: choose a meeting, an "
                "experts group or an outcome.",
            ),
            kind_constraint(
                "indexterm_kind_of_meeting",
                models.Q(meeting=None) | models.Q(kind__in=["meeting", "document"]),
                "The page of a meeting tells more of a meeting or of a document of one",
            ),
            kind_constraint(
                "indexterm_kind_of_group",
                models.Q(experts_group=None) | models.Q(kind="body"),
                "The page of an experts group tells more of a group or body",
            ),
            kind_constraint(
                "indexterm_kind_of_outcome",
                models.Q(outcome=None) | models.Q(kind__in=["document", "database"]),
                "The page of an outcome tells more of a document or a database",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the address of its line in the index."""
        return f"{reverse('reports:index')}#term_{self.slug}"

    @property
    def told_by(self) -> Record | None:
        """The record whose page tells more of it, if there is one."""
        return self.meeting or self.experts_group or self.outcome

    def set_derived_fields(self) -> None:
        self.folded = name_key(self.name)

    def find_problems(self) -> list[str]:
        """Say which other term goes by its name."""
        if not self.folded or self.name_alone:
            return []
        named = models.Q(folded=self.folded) | models.Q(other_names__folded=self.folded)
        others = IndexTerm.objects.filter(named).exclude(pk=self.pk).distinct()
        return [SAME_TERM.format(self.name, other.name, other.slug) for other in others]

    def is_published(self) -> bool:
        """Return True if a published report names it."""
        return self.evidence.published().exists()


class IndexTermNameQuerySet(GuardedQuerySet["IndexTermName"]):
    """QuerySet of other names of index terms."""

    def published(self) -> Self:
        """Keep those of terms that a published report names."""
        return self.filter(term__in=IndexTerm.objects.published().order_by())

    def abbreviations(self) -> models.QuerySet["IndexTermName", tuple[str, str]]:
        """Return each name that is an abbreviation, such as “AHEGs”, with its term."""
        rows = self.filter(name__regex="^[A-Z]{2,}s?$")
        return rows.order_by().values_list("name", "term__name")


class IndexTermName(GuardedModel):
    """Another name that an index term is found by in the index."""

    natural_key_fields = ("term__slug", "name")

    term = models.ForeignKey(IndexTerm, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=150, help_text="Such as a short form. Without “the”.")
    folded = models.SlugField(
        max_length=150,
        editable=False,
        help_text="The name without case, accents and marks, by which it is sorted.",
    )

    objects = IndexTermNameQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "name"],
                name="indextermname_unique",
                violation_error_message="This term has that name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def set_derived_fields(self) -> None:
        self.folded = name_key(self.name)

    def dependents(self) -> list[GuardedModel]:
        """Return itself, and the term, whose quotes may have it by this name."""
        return [self, self.term]

    def find_problems(self) -> list[str]:
        """Say which other term goes by this name. One that is no term's own may be of several."""
        if self.name_alone:
            return []
        others = IndexTerm.objects.filter(folded=self.folded).exclude(pk=self.term_id)
        return [SAME_TERM.format(self.name, other.name, other.slug) for other in others]

    def is_published(self) -> bool:
        return self.term.is_published()
