"""Base classes of the portal's models: guarded rows, records, stated dates, their querysets."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from functools import cache, reduce
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst

from reports.text.dates import find_contradiction
from reports.text.edtf import Edtf, validate_edtf

Row = TypeVar("Row", bound=models.Model)

# A key or an anchor, or a pair of them with a full stop between, is a fragment of a report's page:
# “p19”, “p19.japan”. The page's own ids have an underscore, so that none is like another.
validate_name = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "“%(value)s” cannot stand in an address for ever: write the letters a-z, digits and single hyphens.",
)

MAX_CELL_VALUES = 12  # values that one cell of a list's table shows; the record's page has the rest


def foreign_keys(model: type[models.Model]) -> list[Any]:
    """Return the foreign keys of `model`, in the order of its columns."""
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def report_key(related_name: str) -> models.ForeignKey:
    """Return the foreign key of a record to the report that states it, and that it is public with."""
    return models.ForeignKey(
        "reports.Report",
        models.PROTECT,
        related_name=related_name,
        help_text="The report that states it: it is public when that is published.",
    )


def actor_key(related_name: str, help_text: str = "", **more: Any) -> models.ForeignKey:
    """Return a nullable foreign key to an actor that a record names, where the words name one."""
    return models.ForeignKey(
        "reports.Actor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        help_text=help_text,
        **more,
    )


def url_for(name: str, slug: str) -> str:
    """Return the path of the page `name` of the row with that `slug`.

    Gives what `reverse` gives, which takes 15 µs a call: a file of 100,000 rows asks that often.
    """
    before, after = url_parts(name)
    return before + slug + after


@cache
def url_parts(name: str) -> list[str]:
    """Return what stands before and after the slug in the path of the page `name`."""
    return reverse(f"reports:{name}", args=["SLUG"]).split("SLUG")


def follow_path(row: Any, path: str) -> Any:
    """Return the value that the lookup `path`, such as `block__report`, leads to from `row`."""
    return reduce(getattr, path.split("__"), row)


class GuardedQuerySet(models.QuerySet[Row]):
    """QuerySet of rows under the portal's rules."""

    def published(self) -> Self:
        """Keep the rows that the public may see."""
        path = self.model.report_path  # type: ignore[attr-defined] # of GuardedModel
        return self.filter(**{f"{path}__published": True})

    def get_by_natural_key(self, *key: str) -> Row:
        names = self.model.natural_key_fields  # type: ignore[attr-defined] # of GuardedModel
        return self.get(**dict(zip(names, key, strict=True)))


class ListQuerySet(GuardedQuerySet[Row]):
    """QuerySet of rows that have a list."""

    def with_sort_keys(self) -> Self:
        """Add what columns sort by that is no column of the database."""
        return self

    def with_table_data(self) -> Self:
        """Fetch all that a row of a list's page shows: no query for each row."""
        return self

    def with_page_data(self) -> Self:
        """Fetch all that the page of a record shows of it: no query for each value."""
        return self.with_table_data()

    def with_export_data(self) -> Self:
        """Add the numbers that files give and that are no column of the database."""
        return self


class GuardedModel(models.Model):
    """Row under the portal's rules, whoever writes it (see reports.integrity.signals)."""

    report_path: ClassVar[str] = "report"  # lookup of the report that it is public with
    natural_key_fields: ClassVar[tuple[str, ...]] = ("slug",)
    name_alone = False  # set where it is known that no other row has its name: no rule need ask

    objects: Any  # a manager of its own QuerySet

    class Meta:
        abstract = True

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Save as one transaction, so that rules and revision stand or fall with the row."""
        with explain_conflicts(self, kwargs.get("using")):
            super().save_base(*args, **kwargs)

    def natural_key(self) -> tuple[str, ...]:
        return tuple(follow_path(self, path) for path in self.natural_key_fields)

    def set_derived_fields(self) -> None:
        """Set the columns that follow from others.

        Raises ValidationError, by field, where those are wrong.
        """

    def derived_rows(self) -> Iterable["GuardedModel"]:
        """Return the rows whose derived fields follow from this one too."""
        return []

    def is_published(self) -> bool:
        """Return True if the public may see this row: if the report that states it is published."""
        return follow_path(self, self.report_path).published

    def find_problems(self) -> list[str]:
        """Return what is wrong with this row as stored, beyond its constraints, in sentences."""
        return []

    def dependents(self) -> list["GuardedModel"]:
        """Return the rows whose rules a change of this one can break, itself first."""
        return [self]

    def naming_rows(self) -> list["GuardedModel"]:
        """Return the rows that name this one, whose rules a change of its name can break too.

        None names a row that is only now written: this is asked of rows that were stored before.
        """
        return []

    def bears_on_claims(self) -> models.Q:
        """Return which reports a change of this row can leave with words that are not recorded.

        Of those that claim to have none; Q() for no report.
        """
        return models.Q()


@contextmanager
def explain_conflicts(row: GuardedModel, using: str | None) -> Iterator[None]:
    """Save `row` inside, in a transaction; raise ValidationError where a constraint refuses it.

    In the model's words. They are looked for only then: a constraint costs a query.
    """
    try:
        with transaction.atomic(using=using):
            yield
    except IntegrityError as error:
        faults = find_conflicts(row, using)
        if faults:
            raise ValidationError(faults) from error
        raise


def find_conflicts(row: GuardedModel, using: str | None) -> list[str]:
    """Return the constraints that `row` would break, in the model's words."""
    row = copy(row)
    row._state.db = using or row._state.db
    row._state.adding = not type(row)._base_manager.using(using).filter(pk=row.pk).exists()
    own = [str(getattr(row, name)) for name in row.natural_key_fields if "__" not in name]
    name = f"{capfirst(row._meta.verbose_name)}" + "".join(f" “{each}”" for each in own)
    found = []
    for validate in (row.validate_unique, row.validate_constraints):
        try:
            validate()
        except ValidationError as error:
            found += [f"{name}: {message}" for message in error.messages]
    return found


class Record(GuardedModel):
    """Row that rests on the words of one or more pieces of evidence."""

    fetched_with: ClassVar[tuple[str, ...]] = (
        "report__meeting",
    )  # foreign keys read along with its evidence

    states: ClassVar[bool] = True  # what its words say; else they only name something

    evidence: models.Manager[Any]  # of Evidence, which imports this module

    class Meta:
        abstract = True

    def __str__(self) -> str:
        name: str = self.name  # type: ignore[attr-defined] # records without one say otherwise
        return name[:1].upper() + name[1:]  # capfirst takes eight times as long, in files of many rows

    def get_absolute_url(self) -> str:
        return url_for(
            f"{self._meta.model_name}-detail",
            self.slug,  # type: ignore[attr-defined] # records without one say otherwise
        )

    @property
    def title(self) -> str:
        """The record's name, with what tells it from others that are named alike."""
        return str(self)


class Spoken(models.Model):
    """Row that somebody says, as the report tells it: the actor, and the report's words for it."""

    speaker = actor_key(
        "%(class)ss_said", "Who says so. Empty where the report itself says it, or names nobody."
    )
    speaker_written = models.CharField(
        "speaker as written",
        max_length=100,
        blank=True,
        help_text="In the report's words, where the sentence has a name and not “they”.",
    )

    class Meta:
        abstract = True

    @property
    def said_by(self) -> str:
        """The speaker, in the report's words where the sentence has a name and not “they”."""
        return self.speaker_written or str(self.speaker or "the report itself")


class Dated(models.Model):
    """Row with a date kept as stated: the report's wording, EDTF, and the days it can mean."""

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
                condition=models.Q(date_words="", date_edtf="")
                | (~models.Q(date_words="") & ~models.Q(date_edtf="")),
                name="%(class)s_date_both_or_neither",
                violation_error_message="A date needs both its words and its EDTF form; "
                "leave both empty where the report states none.",
            ),
        ]

    def clean(self) -> None:
        """Hold the EDTF form to the words, as far as those can be read.

        Raises ValidationError, by field, where it says another date.
        """
        super().clean()
        with suppress(ValueError):  # of an EDTF form that is none, which its field tells
            if self.date_edtf and (found := find_contradiction(self.date_words, self.date_edtf)):
                raise ValidationError(
                    {"date_edtf": f"{found} Correct the one or the other: the words are the report's."}
                )

    def set_derived_fields(self) -> None:
        self.earliest = self.latest = None
        if self.date_edtf:
            try:
                validate_edtf(self.date_edtf)
            except ValidationError as error:
                raise ValidationError({"date_edtf": error.messages}) from error
            stated = Edtf.parse(self.date_edtf)
            self.earliest, self.latest = stated.earliest, stated.latest


def count_rows(rows: models.QuerySet, key: str) -> Coalesce:
    """Return the expression of how many `rows` have the row of a query as their foreign key `key`."""
    counted = rows.order_by().values(key).annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)


def first_actor(rows: models.QuerySet) -> models.Subquery:
    """Return the folded name of the first actor, by name, that `rows` of a query's record name."""
    return models.Subquery(rows.order_by("actor__folded").values("actor__folded")[:1])


def choices_constraint(
    field: str, choices: type[models.TextChoices], *, blank: bool = False
) -> models.CheckConstraint:
    """Return a constraint that lets `field` hold only `choices`, which alone the database ignores.

    With `blank`, "" (not stated) is allowed too.
    """
    allowed = [*choices.values, ""] if blank else choices.values
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": allowed}),
        name=f"%(class)s_{field}_known",
        violation_error_message=f"{field.capitalize()} must be one of: "
        + ", ".join(str(label) for label in choices.labels)
        + ".",
    )


def order_constraint(name: str, message: str) -> models.UniqueConstraint:
    """Return a constraint that no two rows of one report have the same place."""
    return models.UniqueConstraint(
        fields=["report", "order"], name=name, violation_error_message=message
    )


def exactly_one(names: Iterable[str], name: str, message: str) -> models.CheckConstraint:
    """Return a constraint that exactly one of the foreign keys `names` is set.

    They are counted, since a chain of exclusive ors accepts three.
    """
    count = sum(
        (
            models.Case(
                models.When(**{f"{field}__isnull": False}, then=models.Value(1)),
                default=models.Value(0),
                output_field=models.IntegerField(),
            )
            for field in names
        ),
        start=models.Value(0),
    )
    return models.CheckConstraint(
        condition=models.lookups.Exact(count, models.Value(1)),
        name=name,
        violation_error_message=message,
    )


def owner_key(model: str, related_name: str) -> models.ForeignKey:
    """Return a nullable foreign key to a record that its rows are deleted with."""
    return models.ForeignKey(model, models.CASCADE, null=True, blank=True, related_name=related_name)
