"""Rules of claims: the quotes of a record are of its own meeting, and say what the record claims.

Each claim is compared with the quotes (see `reports.integrity.comparing`), and each quote has a word of
what its record claims. A quote may say it in other words, which no comparison finds: then whoever has
read it writes the claim at “read and found right” of the quote. That holds for this claim alone, and
as long as it stays the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from reports.integrity.comparing import (
    OWN_WORDS,
    Claim,
    Names,
    Quotes,
    find_unsaid,
    folded,
    line_of,
    shown,
)
from reports.integrity.problems import Problem
from reports.models import (
    RECORDS,
    Actor,
    Addressee,
    Block,
    BlockKind,
    Connective,
    Evidence,
    ExpertsGroup,
    Finding,
    GuardedModel,
    IndexTerm,
    IndexTermName,
    Meeting,
    NamedActor,
    OtherName,
    Participant,
    Presentation,
    Presenter,
    Recommendation,
    Record,
    Report,
    Verb,
)
from reports.models.base import follow_path
from reports.text.tokens import COMMON, tokens

KEYS = {model: name for name, model in RECORDS.items()}
FEW = 500  # rows whose quotes are read at a time

# Rows without evidence of their own, which rest on that of the record that they belong to.
PARTS: dict[type[Record], tuple[type[GuardedModel], str]] = {
    Meeting: (Report, "meeting"),
    Presentation: (Presenter, "presentation"),
    IndexTerm: (IndexTermName, "term"),
    Recommendation: (Addressee, "recommendation"),
    Finding: (NamedActor, "finding"),
}
ELSEWHERE = (
    "The quote “{}” is of the {}, and what rests on it is stated by the {}, of another meeting: choose "
    "a paragraph of that one, or tick “from another meeting's report” if it is meant."
)
NOT_ELSEWHERE = (
    "The quote “{}” is from no other meeting's report than the one that states “{}”: take the tick off "
    "“from another meeting's report”."
)


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
            yield from find_unfounded(few, quotes)


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


def find_unfounded(records: Sequence[Any], quotes: dict[Any, list[Evidence]]) -> Iterator[Problem]:
    """Yield what `records`, of one model, claim and their `quotes` do not say, nor anybody found right.

    What rests on no quote is not looked at: it is no claim to the public.
    """
    parts = parts_of(records)
    names = names_of([*records, *(part for each in parts.values() for part in each)])
    headings = headings_of(quotes) if isinstance(records[0], Participant) else {}
    for record in records:
        mine = quotes[record.pk]
        if not mine:
            continue
        confirmed = {folded(line) for quote in mine for line in quote.confirmed.splitlines()}
        claiming = [record, *parts[record.pk]]
        over = (headings[quote.pk] for quote in mine if quote.pk in headings)
        said = Quotes(mine, over)
        claims = [claim for row in claiming for claim in find_unsaid(row, said, names)]
        claims += find_foreign(record, mine, claimed_words(claiming, names))
        for claim in claims:
            if folded(claim.line) not in confirmed:
                yield Problem(claim.sentence, claim.row, claim.field)


def headings_of(quotes: dict[Any, list[Evidence]]) -> dict[Any, str]:
    """Return the heading that the paragraph of each of `quotes` stands under, by the quote's key."""
    every = [quote for each in quotes.values() for quote in each]
    reports = {quote.block.report_id for quote in every}
    kinds = (BlockKind.HEADING, BlockKind.PART, BlockKind.TITLE)
    heads = Block.objects.filter(report__in=reports, kind__in=kinds).order_by("order")
    texts = list(heads.values_list("report", "order", "text"))
    found: dict[Any, str] = {}
    for quote in every:
        for report, order, text in texts:
            if report == quote.block.report_id and order < quote.block.order:
                found[quote.pk] = text
    return found


def parts_of(records: Sequence[Any]) -> dict[Any, list[Any]]:
    """Return the rows that rest on the quotes of each of `records`, of one model, by primary key."""
    found: dict[Any, list[Any]] = {record.pk: [] for record in records}
    model, key = PARTS.get(type(records[0]), (None, ""))
    if model:
        for row in model.objects.filter(**{f"{key}__in": list(found)}).order_by("pk"):
            found[getattr(row, f"{key}_id")].append(row)
    return found


def names_of(rows: Iterable[GuardedModel]) -> Names:
    """Return all the names of the actors, verbs and groups that `rows` point to, by model and key."""
    keys: dict[type[GuardedModel], set[Any]] = {Actor: set(), Verb: set(), ExpertsGroup: set()}
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


def find_foreign(record: Record, quotes: Sequence[Evidence], claimed: frozenset[str]) -> Iterator[Claim]:
    """Yield those of `quotes` that have no word of what `record` claims, which are `claimed`."""
    field = Evidence._meta.get_field("quote")
    for quote in quotes:
        if claimed and not claimed.intersection(tokens(quote.quote)):
            fault = (
                f"The quote “{shown(quote)}” has no word of “{record}”: neither of its names nor of "
                "what else is in its fields. Quote the words that say so"
            )
            yield Claim(quote, "quote", line_of(field, quote.quote), fault)


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
