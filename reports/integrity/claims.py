"""Rules of claims: the quotes of a record are of its own meeting, and say what the record claims.

Each claim is compared with the quotes (see `reports.integrity.comparing`), and each quote has a word of
what its record claims. A quote may say it in other words, which no comparison finds: then whoever has
read it writes the claim at “read and found right” of the quote, with a mark of the words read. That
holds for this claim alone, as long as it and the words of the quote stay the same; what is none of the
record's claims in these words is refused there, lest it count again one day.
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
    claim_lines,
    confirmed_lines,
    find_unsaid,
    folded,
    line_of,
    marked,
    shown,
    unmarked,
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
from reports.text.cuts import shorten
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
READ_OTHERWISE = (
    "“{}” was read in other words than those of the quote “{}”: read these, and where they say it, "
    "write “{}” instead; else take it out."
)
NO_CLAIM = "“{}” is nothing that “{}” claims: take it out."
SAME_WORDS = (
    "The record has the quote “{}” of {} already, with the anchor “{}”: take one of them out, or quote "
    "other words."
)
MAX_TOLD = 5  # lines at “read and found right” of a quote that a refusal tells of


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
        yield from find_same(mine)
        claiming = [record, *parts[record.pk]]
        if read := [quote for quote in mine if quote.confirmed]:
            lines = list(claim_lines(claiming, names))
            for quote in read:
                yield from find_idle_lines(quote, record, lines)
        if isinstance(record, Connective):
            continue  # whose claim is the editors' own
        over = (headings[quote.pk] for quote in mine if quote.pk in headings)
        said = Quotes(mine, over)
        claims = [claim for row in claiming for claim in find_unsaid(row, said, names)]
        claims += find_foreign(record, mine, claimed_words(claiming, names))
        for claim in claims:
            if not claim.is_confirmed([claim.row] if isinstance(claim.row, Evidence) else mine):
                yield Problem(claim.sentence(mine), claim.row, claim.field)


def find_same(quotes: Sequence[Evidence]) -> Iterator[Problem]:
    """Yield which of the `quotes` of one record are the same words as one before."""
    known: dict[tuple[int, str, str], Evidence] = {}
    for quote in quotes:
        first = known.setdefault((quote.block_id, quote.prefix, quote.quote), quote)
        if first != quote:
            yield Problem(
                SAME_WORDS.format(shown(quote), quote.block.label, first.anchor), quote, "quote"
            )


def find_idle_lines(quote: Evidence, record: Record, lines: Sequence[str]) -> Iterator[Problem]:
    """Yield what is found right at `quote` and is no claim of `record`, which are `lines`, in its words.

    It would count again when the record claims it again, which nobody may then have read.
    """
    own = line_of(Evidence._meta.get_field("quote"), quote.quote)
    known = {folded(line): marked(line, quote) for line in (*lines, own)}
    right = set(map(folded, known.values()))
    idle = [line for key, line in confirmed_lines(quote).items() if key not in right]
    for line in idle[:MAX_TOLD]:
        new = known.get(folded(unmarked(line)))
        short = shorten(line, 100)
        told = READ_OTHERWISE.format(short, shown(quote), new) if new else NO_CLAIM.format(short, record)
        yield Problem(told, quote, "confirmed")
    if len(idle) > MAX_TOLD:
        yield Problem(f"And {len(idle) - MAX_TOLD} more lines there.", quote, "confirmed")


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
    """Return all the names of the actors, verbs and groups that `rows` point to, by model and key.

    Of index terms also the names of the other records whose pages tell more of them.
    """
    keys: dict[type[GuardedModel], set[Any]] = {Actor: set(), Verb: set(), ExpertsGroup: set()}
    for row in rows:
        for field in row._meta.concrete_fields:
            target: Any = field.related_model
            if target in keys or (target and isinstance(row, IndexTerm)):
                keys.setdefault(target, set()).add(getattr(row, field.attname))
    found: Names = {}
    if meetings := keys.pop(Meeting, set()) - {None}:  # each with the titles of its reports
        titles = Meeting.objects.filter(pk__in=meetings).order_by("pk", "reports__order")
        for pk, name, title in titles.values_list("pk", "name", "reports__title"):
            found.setdefault((Meeting, pk), [name]).append(title or "")
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
