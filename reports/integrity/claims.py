"""Rules of claims: the quotes of a record are of its own meeting, and say what the record claims.

Names, dates and amounts as written stand in one of the quotes of their record, as
`reports.text.sameness` compares words. The quotes name the actor, and have the number that is stated;
and each quote has a word of what its record claims. A quote may say these in other words, which no
comparison finds: then whoever has read it ticks “read and found right”, and the record is believed.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, cast

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from reports.integrity.problems import Problem
from reports.models import (
    RECORDS,
    Actor,
    Connective,
    Evidence,
    GuardedModel,
    IndexTerm,
    IndexTermName,
    Meeting,
    MeetingRole,
    OtherName,
    Participant,
    Pledge,
    Presentation,
    Presenter,
    Record,
    Report,
    StatedCount,
    Verb,
    WorkshopRole,
)
from reports.models.base import follow_path
from reports.text.cuts import shorten
from reports.text.mentions import NameMatcher
from reports.text.sameness import POSSESSIVE, Folded
from reports.text.tokens import COMMON, tokens

KEYS = {model: name for name, model in RECORDS.items()}
FEW = 500  # rows whose quotes are read at a time

# Fields that have words of the report, to the letter but for capitals and marks.
AS_WRITTEN = (
    *("name_written", "giver_written", "speaker_written", "presenters_written", "workshop_written"),
    *("actors_written", "representative", "person", "date_words", "amount_written"),
)
# Fields that have the editors' own words or numbers: addresses and places.
OWN_WORDS = ("slug", "folded", "order", "address")
# The actor that the quotes name: by the model, the field.
NAMED: dict[type[GuardedModel], str] = {
    **dict.fromkeys((Participant, MeetingRole, WorkshopRole, Presenter), "actor"),
    Pledge: "giver",
}
# Numbers as stated.
COUNTED: dict[type[GuardedModel], tuple[str, ...]] = {
    Meeting: ("delegates", "countries", "organisations"),
    StatedCount: ("number",),
}
# Rows without evidence of their own, which rest on that of the record that they belong to.
PARTS: dict[type[Record], tuple[type[GuardedModel], str]] = {
    Meeting: (Report, "meeting"),
    Presentation: (Presenter, "presentation"),
    IndexTerm: (IndexTermName, "term"),
}
Names = dict[tuple[type[GuardedModel], Any], list[str]]
ASKED = "or tick “read and found right” at a quote that says it in other words"
ELSEWHERE = (
    "The quote “{}” is of the {}, and what rests on it is stated by the {}, of another meeting: choose "
    "a paragraph of that one, or tick “from another meeting's report” if it is meant."
)
NOT_ELSEWHERE = (
    "The quote “{}” is from no other meeting's report than the one that states “{}”: take the tick off "
    "“from another meeting's report”."
)
UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def find_claim_problems(rows: Sequence[GuardedModel]) -> Iterator[Problem]:
    """Yield what is wrong with the quotes of `rows`, which are of one model and as stored.

    Takes the same few queries for up to FEW rows. Of reports it tells the quotes that are of another
    meeting than their records.
    """
    model = type(rows[0]) if rows else None
    if model is Report:
        yield from find_misplaced_of_reports([row.pk for row in rows])
    if model not in KEYS:
        return
    for start in range(0, len(rows), FEW):
        few: Any = rows[start : start + FEW]
        quotes = quotes_of(few)
        for row in few:
            for quote in quotes[row.pk]:
                yield from find_misplaced(quote, row)
        if model is not Connective:  # whose claim is the editors' own
            yield from find_unsaid(few, quotes)


def quotes_of(records: Sequence[Any]) -> dict[Any, list[Evidence]]:
    """Return the evidence of `records`, which are of one model, by their primary keys."""
    key = f"{KEYS[type(records[0])]}_id"
    found: dict[Any, list[Evidence]] = {record.pk: [] for record in records}
    rows = Evidence.objects.filter(**{f"{key}__in": list(found)})
    for evidence in rows.select_related("block__report__meeting").order_by("pk"):
        found[getattr(evidence, key)].append(evidence)
    return found


def find_misplaced(quote: Evidence, record: Record) -> Iterator[Problem]:
    """Yield a sentence where `quote` is of another meeting's report than `record`, and not marked so.

    And where it is marked so and is not.
    """
    own = follow_path(record, record.report_path) if record.report_path else None
    there = quote.block.report
    elsewhere = own is not None and own.meeting_id != there.meeting_id
    if elsewhere and not quote.across_reports:
        yield Problem(ELSEWHERE.format(shown(quote), there, own), quote, "across_reports")
    elif quote.across_reports and not elsewhere:
        yield Problem(NOT_ELSEWHERE.format(shown(quote), record), quote, "across_reports")


def find_misplaced_of_reports(keys: Sequence[Any]) -> Iterator[Problem]:
    """Yield those sentences of the quotes in the reports with these `keys`, and of their records."""
    paths = [f"{name}__{model.report_path}" for name, model in RECORDS.items() if model.report_path]
    own = Coalesce(*(F(path) for path in paths))
    meeting = Coalesce(*(F(f"{path}__meeting") for path in paths))
    quotes = Evidence.objects.annotate(own=own, own_meeting=meeting).filter(
        Q(block__report__in=keys) | Q(own__in=keys),
        Q(across_reports=False) & ~Q(own_meeting=F("block__report__meeting"))
        | Q(across_reports=True, own_meeting=F("block__report__meeting")),
        own__isnull=False,
    )
    for quote in quotes.select_related("block__report__meeting"):
        yield from find_misplaced(quote, quote.record)


def find_unsaid(records: Sequence[Any], quotes: dict[Any, list[Evidence]]) -> Iterator[Problem]:
    """Yield what `records`, of one model, claim and their `quotes` do not say.

    What rests on no quote is not looked at: it is no claim to the public.
    """
    parts = parts_of(records)
    names = names_of([*records, *(part for each in parts.values() for part in each)])
    for record in records:
        mine = quotes[record.pk]
        if not mine:
            continue
        said = [folded(quote.quote) for quote in mine]
        claiming = [record, *parts[record.pk]]
        if not any(quote.confirmed for quote in mine):
            for row in claiming:
                yield from find_unwritten(row, said)
                yield from find_unnamed(row, mine, names)
                yield from find_uncounted(row, said)
        if not all(quote.confirmed for quote in mine):
            yield from find_foreign(record, mine, claimed_words(claiming, names))


def parts_of(records: Sequence[Any]) -> dict[Any, list[Any]]:
    """Return the rows that rest on the quotes of each of `records`, of one model, by primary key."""
    found: dict[Any, list[Any]] = {record.pk: [] for record in records}
    model, key = PARTS.get(type(records[0]), (None, ""))
    if model:
        for row in model.objects.filter(**{f"{key}__in": list(found)}).order_by("pk"):
            found[getattr(row, f"{key}_id")].append(row)
    return found


def names_of(rows: Iterable[GuardedModel]) -> Names:
    """Return all the names of the actors and verbs that `rows` point to, by model and primary key."""
    keys: dict[type[GuardedModel], set[Any]] = {Actor: set(), Verb: set()}
    for row in rows:
        for field in row._meta.concrete_fields:
            target: Any = field.related_model
            if target in keys:
                keys[target].add(getattr(row, field.attname))
    found: Names = {}
    for model, wanted in keys.items():
        if wanted := wanted - {None}:
            for pk, name in model.objects.filter(pk__in=wanted).order_by().values_list("pk", "name"):
                found[model, pk] = [name]
    actors = [pk for model, pk in found if model is Actor]
    if actors:
        others = OtherName.objects.filter(actor__in=actors).order_by("pk")
        for pk, name in others.values_list("actor", "name"):
            found[Actor, pk].append(name)
    return found


def find_unwritten(row: GuardedModel, said: Sequence[str]) -> Iterator[Problem]:
    """Yield the fields as written of `row` whose words stand in none of the folded quotes `said`."""
    for field in row._meta.concrete_fields:
        words = str(getattr(row, field.attname)) if field.name in AS_WRITTEN else ""
        if words and not any(folded(words) in quote for quote in said):
            yield Problem(
                f"{label(field)}: no quote has the words “{words}” of “{row}”. Write them as the quote "
                f"has them, quote the words that say so, {ASKED}.",
                row,
                field.name,
            )


def find_unnamed(row: GuardedModel, quotes: Sequence[Evidence], names: Names) -> Iterator[Problem]:
    """Yield the actor of `row` where none of its `quotes` has a name of it."""
    name = NAMED.get(type(row), "")
    mine = names.get((Actor, getattr(row, f"{name}_id"))) if name else None
    if not mine:
        return
    matcher = NameMatcher((each, True) for each in mine)
    if not any(matcher.find_inside(quote.quote) for quote in quotes):
        yield Problem(
            f"{label(row._meta.get_field(name))}: no quote of “{row}” names “{mine[0]}”. Choose the "
            f"actor that it names, add that name to the actor's other names, {ASKED}.",
            row,
            name,
        )


def find_uncounted(row: GuardedModel, said: Sequence[str]) -> Iterator[Problem]:
    """Yield the numbers as stated of `row` that stand in none of the folded quotes `said`."""
    for name in COUNTED.get(type(row), ()):
        number = getattr(row, name)
        if number is not None and not any(
            folded(form) in quote
            for quote in said
            for form in (str(number), number_words(number))
            if form
        ):
            yield Problem(
                f"{label(row._meta.get_field(name))}: no quote of “{row}” has the number {number}. "
                f"Correct it, quote the words that state it, {ASKED}.",
                row,
                name,
            )


def find_foreign(
    record: Record, quotes: Sequence[Evidence], claimed: frozenset[str]
) -> Iterator[Problem]:
    """Yield those of `quotes` that have no word of what `record` claims, which are `claimed`."""
    for quote in quotes:
        if not (quote.confirmed or claimed.intersection(tokens(quote.quote)) or not claimed):
            yield Problem(
                f"The quote “{shown(quote)}” has no word of “{record}”: neither of its names nor of "
                "what else is in its fields. Quote the words that say so, or tick “read and found "
                "right” if these say it in other words.",
                quote,
                "quote",
            )


def claimed_words(rows: Iterable[GuardedModel], names: Names) -> frozenset[str]:
    """Return the words of what `rows` claim, as search knows words.

    Those of their texts, numbers and choices, and the names of the actors and verbs they point to.
    """
    texts: list[str] = []
    for row in rows:
        for field in row._meta.concrete_fields:
            value, target = getattr(row, field.attname), cast(Any, field.related_model)
            if target in (Actor, Verb):
                texts += names.get((target, value), ())
            elif field.choices:
                texts.append(str(dict(field.flatchoices).get(value, "")))
            elif not (field.is_relation or field.primary_key or field.name in OWN_WORDS):
                texts.append("" if value is None else str(value))
    return frozenset(word for text in texts for word in tokens(text)) - COMMON


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return the words of `text` as the same words are written alike, with a space around each."""
    words = (word for word, _, _ in Folded(text).words() if word != POSSESSIVE)
    return f" {' '.join(words)} "


def number_words(number: int) -> str:
    """Return a `number` below a hundred in English words; "" for a greater one."""
    if number < len(UNITS):
        return UNITS[number]
    tens, units = divmod(number, 10)
    if tens >= 10:
        return ""
    return TENS[tens - 2] + (f"-{UNITS[units]}" if units else "")


def label(field: Any) -> str:
    """Return what the forms call a `field`."""
    return str(capfirst(field.verbose_name))


def shown(quote: Evidence) -> str:
    """Return the beginning of a quote."""
    return shorten(quote.quote, 60)
