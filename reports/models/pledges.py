"""Pledges and contributions: what was pledged, announced or given, and what thanks are due for."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from reports.models.base import (
    Record,
    Spoken,
    actor_key,
    choices_constraint,
    order_constraint,
    report_key,
)
from reports.models.objective_links import ServingQuerySet
from reports.text.amounts import read_amount, read_currency


class PledgeState(models.TextChoices):
    """Ways in which a report speaks of a contribution, in its own verbs."""

    PLEDGED = "pledged", "Pledged"
    ANNOUNCED = "announced", "Announced"
    WILLING = "willing", "Willingness to consider indicated"
    GIVEN = "given", "Given"
    THANKED = "thanked", "Thanked for"
    HIGHLIGHTED = "highlighted", "Highlighted as important work"


class PledgeKind(models.TextChoices):
    """Kinds of contribution, where the words say so."""

    MONEY = "money", "Money"
    IN_KIND = "in-kind", "In kind"


class Pledge(Spoken, Record):
    """One offer or contribution of money or in kind; an offer to host is a workshop instead."""

    fetched_with = ("report__meeting", "giver", "speaker")

    report = report_key("pledges")
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(help_text="Its place in the report, from 1.")
    giver = actor_key("pledges", "Empty where the report does not name who.")
    giver_written = models.CharField(
        "giver as written", max_length=150, help_text="Such as “several countries”."
    )
    state = models.CharField(
        max_length=20,
        choices=PledgeState,
        help_text="By the report's own verb: “pledged” only where it says so.",
    )
    kind = models.CharField(
        max_length=20, choices=PledgeKind, blank=True, help_text="Only where the words say so."
    )
    amount = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="In whole units of the currency. Empty where not stated; never 0 for that.",
    )
    currency = models.CharField("currency (ISO 4217)", max_length=3, blank=True, help_text="USD, NZD …")
    amount_written = models.CharField("amount as written", max_length=40, blank=True)
    purpose = models.CharField(
        "what it is, or what it is for",
        max_length=250,
        blank=True,
        help_text="In the report's words.",
    )

    objects = ServingQuerySet["Pledge"].as_manager()

    class Meta:
        verbose_name = "pledge or contribution"
        verbose_name_plural = "pledges and contributions"
        ordering = ["report", "order"]
        # For the filters and facets: all that they ask of a row, so that neither engine needs the row.
        # With the report first, as each question is of the rows of published reports.
        indexes = [
            models.Index(
                fields=["report", "state", "kind", "currency", "giver", "amount"],
                name="pledge_of_filters",
            )
        ]
        constraints = [
            choices_constraint("state", PledgeState),
            choices_constraint("kind", PledgeKind, blank=True),
            models.CheckConstraint(
                condition=models.Q(amount=None, currency="", amount_written="")
                | (
                    models.Q(amount__gt=0, currency__regex="^[A-Z]{3}$", kind="money")
                    & ~models.Q(amount_written="")
                ),
                name="pledge_amount_and_currency",
                violation_error_message="An amount of money needs its currency in three capitals "
                "and its words; leave all of them empty where none is stated.",
            ),
            order_constraint("pledge_order_unique", "Another pledge of this report has that place."),
        ]

    def clean(self) -> None:
        """Hold amount and currency to their words; raise ValidationError, by field, where not."""
        super().clean()
        said = read_amount(self.amount_written)
        amount = Decimal(str(self.amount or 0))  # what is no amount its constraint tells
        if amount > 0 and said not in (None, amount):
            raise ValidationError(
                {
                    "amount": f"“{self.amount_written}” says {said:,f}, and not {self.amount}: correct "
                    "the one or the other. The words are the report's."
                }
            )
        named = read_currency(self.amount_written)
        if named and self.currency and named != self.currency:
            raise ValidationError(
                {
                    "currency": f"“{self.amount_written}” says {named}, and not {self.currency}: "
                    "correct the one or the other. The words are the report's."
                }
            )

    def __str__(self) -> str:
        said = self.purpose
        if self.amount_written:
            said = " for ".join(filter(None, [self.amount_written, self.purpose]))
        elif self.kind == PledgeKind.MONEY:
            said = ", ".join(filter(None, [self.purpose, "amount not stated"]))
        return f"{capfirst(self.giver_written)} ({self.get_state_display().lower()}): {said}"
