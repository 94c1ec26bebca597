"""Compare what a record claims with the words of its quotes: names, amounts, dates, choices, texts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, cast

from django.db.models import Field
from django.utils.text import capfirst

from reports.integrity import said
from reports.models import (
    Actor,
    Evidence,
    ExpertsGroup,
    GuardedModel,
    IndexTerm,
    Meeting,
    Participant,
    Pledge,
    Record,
    StatedCount,
    Verb,
    Workshop,
)
from reports.text.cuts import shorten
from reports.text.mentions import NameMatcher
from reports.text.reading import sentences_around
from reports.text.tokens import COMMON, spans, tokens

Names = dict[tuple[type[GuardedModel], Any], list[str]]

# Fields that have words of the report, to the letter but for capitals and marks.
AS_WRITTEN = (
    *("name_written", "giver_written", "speaker_written", "presenters_written", "workshop_written"),
    *("actors_written", "representative", "person", "date_words", "amount_written", "subject"),
    *("audience", "city", "also_called"),
)
# Fields of records that are made of words of the report, in an order that need not be its own.
IN_ITS_WORDS = ("name", "purpose", "due")
# Fields that have the editors' own words or numbers: addresses, places, the kinds of the index.
OWN_WORDS = ("slug", "folded", "order", "address")
OWN_CHOICES = ((IndexTerm, "kind"),)
# Numbers as stated. Of one workshop the words need not say that it is one.
COUNTED: dict[type[GuardedModel], tuple[str, ...]] = {
    Meeting: ("delegates", "countries", "organisations"),
    StatedCount: ("number",),
    Workshop: ("number",),
}
# Words that the sentence takes from another, in square brackets.
TAKEN = re.compile(r"\[[^\]]*\]")
ASKED = "or, where a quote says it in other words, write at its “read and found right”: {}"
MARK_LENGTH = 8  # hexadecimal digits
MARK = re.compile(r"\s*\[[0-9a-f]*\]\s*$")  # at the end of a line, of any length as somebody typed it
MAX_LINE_LENGTH = 600  # characters of a claim in its line: of the longest field, and of a quote
UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class Claim(NamedTuple):
    """A claim that no quote of its record says: the `field` of `row`, and what is wrong with it."""

    row: GuardedModel
    field: str
    line: str  # by which whoever has read the quote finds it right: “Purpose: the website”
    fault: str

    def sentence(self, quotes: Sequence[Evidence]) -> str:
        """Return the sentence for an editor, with the line to write at one of `quotes`."""
        about_quote = isinstance(self.row, Evidence)
        mine = [quote for quote in quotes if not about_quote or quote == self.row]
        lines = [marked(self.line, quote) for quote in mine]
        if len(lines) > 1:
            pairs = zip(lines, mine, strict=True)
            lines = [f"{line} (at “{shown(quote)}”)" for line, quote in pairs]
        return f"{self.fault}, {ASKED.format(' or '.join(lines))}"

    def is_confirmed(self, quotes: Iterable[Evidence]) -> bool:
        """Return True if somebody who read one of `quotes` found it right there, in the words of now."""
        read = (quote for quote in quotes if quote.confirmed)
        return any(folded(marked(self.line, quote)) in confirmed_lines(quote) for quote in read)


class Quotes:
    """Quotes of one record, in the forms in which they are compared.

    `headings` are the texts of the headings and parts that their paragraphs stand under.
    """

    def __init__(self, quotes: Sequence[Evidence], headings: Iterable[str] = ()) -> None:
        self.quotes = [quote.quote for quote in quotes]
        self.paragraphs = list(dict.fromkeys(quote.block.text for quote in quotes))
        self.headings = list(headings)

    @cached_property
    def folded(self) -> list[str]:
        """The quotes, folded."""
        return [folded(quote) for quote in self.quotes]

    @cached_property
    def stems(self) -> set[str]:
        """The words of all the quotes, as search knows words."""
        return {stem for quote in self.quotes for stem in tokens(quote)}

    def have(self, words: str) -> bool:
        """Return True if one of the quotes has these `words`, next to each other."""
        return any(folded(words) in quote for quote in self.folded)


def find_unsaid(row: GuardedModel, quotes: Quotes, names: Names) -> Iterator[Claim]:
    """Yield the claims of `row`, a record or a part of one, that its `quotes` do not say."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if value in (None, ""):
            continue
        name, target = field.name, cast(Any, field.related_model)
        if target is Actor:
            fault = compare_actor(row, field, quotes, names)
        elif target is Verb:
            fault = compare_words(row, field, names[Verb, value][0], quotes)
        elif target is ExpertsGroup and not quotes.have(names[ExpertsGroup, value][0]):
            group = names[ExpertsGroup, value][0]
            fault = (
                f"{label(field)}: no quote of “{row}” names “{group}”. Choose the group that it names, "
                "quote the words that say so"
            )
        elif target and isinstance(row, IndexTerm):
            fault = compare_page(row, field, quotes, names)
        elif (type(row), name) in said.SAID:
            fault = compare_choice(row, field, quotes)
        elif name in COUNTED.get(type(row), ()):
            fault = compare_number(row, field, quotes)
        elif name in AS_WRITTEN and not quotes.have(value):
            fault = (
                f"{label(field)}: no quote has the words “{value}” of “{row}”. Write them as the quote "
                "has them, quote the words that say so"
            )
        elif name in IN_ITS_WORDS and isinstance(row, Record):
            fault = compare_words(row, field, value, quotes)
        else:
            fault = ""
        if fault:
            yield Claim(row, name, line_of(field, shown_value(row, field, names)), fault)


def compare_actor(row: GuardedModel, field: Field, quotes: Quotes, names: Names) -> str:
    """Return what is wrong with an actor of `row` that no quote names, or ""; with names of it.

    Who says so may be “they” in the quote, and named before it in the paragraph.
    """
    mine = names[Actor, getattr(row, field.attname)]
    by_name = field.name == "speaker" and not row.speaker_written  # type: ignore[attr-defined] # of Spoken
    where, texts = ("paragraph", quotes.paragraphs) if by_name else ("quote", quotes.quotes)
    matcher = matcher_of(tuple(mine))
    if any(matcher.find_inside(text) for text in texts):
        return ""
    return (
        f"{label(field)}: no {where} of “{row}” names “{mine[0]}”. Choose the actor that it names, add "
        "that name to the actor's other names"
    )


def compare_page(row: IndexTerm, field: Field, quotes: Quotes, names: Names) -> str:
    """Return what is wrong with a page that tells more of a term and has no word of it, or ""."""
    theirs = names[cast(Any, field.related_model), getattr(row, field.attname)]
    if {stem for name in theirs for stem in tokens(name)} & (
        {*tokens(row.name), *quotes.stems} - COMMON
    ):
        return ""
    return (
        f"{label(field)}: “{theirs[0]}” has no word of “{row}”, nor of its quotes. Choose the one that "
        "tells of it, leave it empty"
    )


def compare_choice(row: GuardedModel, field: Field, quotes: Quotes) -> str:
    """Return what is wrong with a choice of `row` that no quote says, or "".

    Where a quote is but a name in a list, the words before the list say what those in it are, or the
    heading over it.
    """
    value = getattr(row, field.attname)
    words = said.SAID[type(row), field.name]
    if isinstance(row, Pledge) and field.name == "kind" and row.amount_written:
        return ""  # money, as the database holds it
    texts = [quotes.folded]
    if isinstance(row, Participant):
        texts += [list(map(folded, each)) for each in (quotes.paragraphs, quotes.headings)]
    for each in texts:
        found = set().union(*(said.find_values(words, text) for text in each))
        if value in found:
            return ""
        if found:
            break
    examples = " or ".join(f"“{phrase}”" for phrase in words[value][:3])
    return (
        f"{label(field)}: no quote of “{row}” says “{shown_value(row, field, {})}”, by a word such as "
        f"{examples}. Choose what it says, quote the words that say so"
    )


def compare_number(row: GuardedModel, field: Field, quotes: Quotes) -> str:
    """Return what is wrong with a number of `row` as stated that stands in no quote, or ""."""
    number = getattr(row, field.attname)
    if isinstance(row, Workshop) and number == 1:
        return ""
    if any(quotes.have(form) for form in (str(number), number_words(number)) if form):
        return ""
    return (
        f"{label(field)}: no quote of “{row}” has the number {number}. Correct it, quote the words that "
        "state it"
    )


def compare_words(row: GuardedModel, field: Field, text: str, quotes: Quotes) -> str:
    """Return what is wrong with words of `text` that stand in no quote of `row`, or "".

    In any form, as search knows words; those in square brackets are of another sentence.
    """
    mine = TAKEN.sub(" ", text)
    missing = {
        mine[start:end]: None
        for stem, start, end in spans(mine)
        if stem not in quotes.stems and stem not in COMMON
    }
    if not missing:
        return ""
    noun = "words" if len(missing) > 1 else "word"
    words = ", ".join(f"“{word}”" for word in missing)
    return (
        f"{label(field)}: no quote of “{row}” has the {noun} {words}. "
        "Say it in words that a quote has, quote the words that say so"
    )


def shown_value(row: GuardedModel, field: Field, names: Mapping[Any, Sequence[str]]) -> str:
    """Return the value of `field` in words: the name of an actor or a verb, the label of a choice."""
    value = getattr(row, field.attname)
    if field.is_relation:
        return names[cast(Any, field.related_model), value][0]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(field.flatchoices).get(value, value))


def line_of(field: Field, value: str) -> str:
    """Return the line by which the `value` of a field is found right, on one line."""
    return f"{label(field)}: {shorten(' '.join(value.split()), MAX_LINE_LENGTH)}"


def marked(line: str, quote: Evidence) -> str:
    """Return the `line` of a claim with a mark of the words read: “State: Held [3fa94c1e]”.

    It is another mark for another claim, for other words of `quote`, and for another sentence that they
    stand in.
    """
    sentence = sentences_around(quote.block.text, quote.prefix, quote.quote)
    words = "\n".join([line.casefold(), sentence, quote.quote])
    return f"{line} [{sha256(words.encode()).hexdigest()[:MARK_LENGTH]}]"


def unmarked(line: str) -> str:
    """Return a `line` at “read and found right” without its mark."""
    return MARK.sub("", line)


def confirmed_lines(quote: Evidence) -> dict[str, str]:
    """Return the lines at “read and found right” of `quote`, each by itself folded."""
    return {folded(line): line for line in quote.confirmed.splitlines() if line.strip()}


def is_claim(field: Field) -> bool:
    """Return True if what stands in `field`, which is no key, is for the report to say."""
    return field.editable and not field.primary_key and field.name not in OWN_WORDS


def claim_lines(rows: Iterable[GuardedModel], names: Names) -> Iterator[str]:
    """Yield the line of each claim that `rows`, a record and its parts, make: all that is filled in."""
    for row in rows:
        for field in row._meta.concrete_fields:
            value = getattr(row, field.attname)
            said = (field.related_model, value) in names if field.is_relation else is_claim(field)
            if said and value not in (None, ""):
                yield line_of(field, shown_value(row, field, names))


@lru_cache(maxsize=1024)
def matcher_of(names: tuple[str, ...]) -> NameMatcher:
    """Return the finder of these `names`, which most rows of one actor ask for."""
    return NameMatcher((name, True) for name in names)


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """Return the words of `text` as the same words are written alike; remembered."""
    return said.folded(text)


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
