"""Verbs: the report's own words for what was done with a recommendation or a finding."""

from typing import Self

from django.db import models
from django.utils.text import capfirst

from reports.models.base import GuardedModel, GuardedQuerySet, Spoken, validate_name


class VerbQuerySet(GuardedQuerySet["Verb"]):
    """QuerySet of verbs."""

    def published(self) -> Self:
        """Keep those that a published recommendation or finding has."""
        used = models.Q(recommendations__report__published=True)
        return self.filter(used | models.Q(findings__report__published=True)).distinct()


class Verb(GuardedModel):
    """One verb of the reports, such as “noted the need for”, and what it says and does not say."""

    slug = models.SlugField(
        max_length=40,
        unique=True,
        validators=[validate_name],
        help_text="Its value in the address of a list: noted-need.",
    )
    name = models.CharField(
        max_length=60,
        unique=True,
        help_text="As a report has it, so that what was noted, asked and so on reads on from it: "
        "“noted the need for”.",
    )
    meaning = models.CharField(
        max_length=300,
        help_text="What the reports say by it, and what they do not, in a sentence of the editors'.",
    )

    objects = VerbQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def naming_rows(self) -> list[GuardedModel]:
        """Return the rows whose quotes have its words."""
        return [*self.recommendations.all(), *self.findings.all()]

    def is_published(self) -> bool:
        """Return True if a published recommendation or finding has it."""
        return type(self).objects.published().filter(pk=self.pk).exists()


class SaidWithVerb(Spoken):
    """Row of what somebody says, whose `name` reads on from a `verb`, which may be None."""

    class Meta:
        abstract = True

    @property
    def verb_name(self) -> str:
        """The verb; "" where the report says it itself."""
        verb: Verb | None = self.verb  # type: ignore[attr-defined] # of the models of it
        return verb.name if verb else ""

    @property
    def verb_meaning(self) -> str:
        """The meaning of the verb; "" where there is none."""
        verb: Verb | None = self.verb  # type: ignore[attr-defined] # of the models of it
        return verb.meaning if verb else ""

    @property
    def title(self) -> str:
        """The verb and what reads on from it: “Asked: the co-chairs to report …”."""
        verb, name = self.verb_name, str(self.name)  # type: ignore[attr-defined] # of the models of it
        return str(self) if not verb or verb in name else f"{capfirst(verb)}: {name}"


def verb_key(related_name: str, **more: object) -> models.ForeignKey:
    """Return the foreign key of a row to its verb."""
    return models.ForeignKey(Verb, models.PROTECT, related_name=related_name, **more)  # type: ignore[arg-type] # options of a field
