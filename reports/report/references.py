"""References typed into the search box: paragraphs, a part, whatever the portal itself writes of one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import capfirst, get_text_list

from reports.models import Block, BlockKind, Report
from reports.report.passages import number_spans, numbers_of, passage_name, range_url, runs

NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})*(?:bis|ter|quater|[a-z])?"
PARTS = "part|annex|appendix|section|chapter|attachment"
PART = re.compile(rf"(?:{PARTS})(?:\s+([ivxlc]+|[0-9]{{1,3}}|[a-z])\b)?")
NAMED = r"(?:\bpara(?:graph)?s?(?![a-z])\.?(?:\s*n(?:o\.?|umber))?|§{1,2}|¶{1,2})"
TO = r"\s*(?:-|to|through|/)\s*"
# What every reference to paragraphs has, whatever their numbers: a name, or a digit and no other word.
LIKELY = re.compile(
    rf"{NAMED}\s*[0-9a-z]|\A(?:#?p\s*|#)?[0-9a-z.-]{{0,12}}[0-9][0-9a-z.-]{{0,12}}(?:{TO}[0-9a-z.-]+)?\Z"
)
# Before a name, “Annex A, para 3”; behind the number, “para 3 of Annex A” or “para 3, Annex A”.
PART_BEFORE = rf"(?:\b({PART.pattern})(?::(?:(?!\b(?:{PARTS})\b)[^,;])*)?[,;]?\s*)?"
PART_BEHIND = re.compile(
    rf"\s+(?:of|in)\s+(?:the\s+)?|,\s*(?=(?:{PARTS})\b)(?!{PART.pattern}[,;]?\s*{NAMED})"
)
# As the portal names what has no number.
UNNUMBERED = re.compile(r'unnumbered "(.+?)(?: …| \.\.\.)?"')
HEADING = re.compile(r'heading "(.+)"')
PAGE = re.compile(r"(?:pages?|pp?\.)\s*([0-9]{1,6})")
PUNCTUATION = " .,:;()[]"  # what may stand around a reference that is copied out of a sentence
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
MARKS = {ord(mark): "-" for mark in "‐‑‒–—−"} | {ord(mark): '"' for mark in "“”„«»"}
MAX_LENGTH_READ = 500  # characters of what is typed that are read


@dataclass
class Reference:
    """Places that a typed reference can mean, each a name and an address; or why there is none."""

    places: list[tuple[str, str]] = field(default_factory=list)
    hint: str = ""


def read_reference(typed: str) -> Reference:
    """Return the places that `typed` refers to, paragraphs, ranges or a part, in each report with it.

    Without places it is no reference, or one that no report has, as its hint then says. A report that
    is named in `typed` goes before the others.
    """
    plain = fold(typed[:MAX_LENGTH_READ]).strip(PUNCTUATION)
    if PAGE.fullmatch(plain):
        return Reference(hint="The text here has no page numbers. Type “para 14” to go to a paragraph.")
    named = PART.fullmatch(plain) or UNNUMBERED.search(plain) or HEADING.search(plain)
    if not named and not LIKELY.search(plain):
        return Reference()
    reports = list(Report.objects.published())
    reports = [each for each in reports if fold(str(each.meeting)) in plain] or reports
    found = {report: find_places(report, plain) for report in reports}
    places = [
        (f"{name}, {report}" if len(reports) > 1 else name, address)
        for report, (mine, _) in found.items()
        for name, address in mine
    ]
    has = [f"the {report.title} has {instead}" for report, (_, instead) in found.items() if instead]
    if not places and has:
        return Reference(hint=capfirst(f"{get_text_list(has, 'and')}, so this was looked for as words."))
    return Reference(places)


def fold(text: str) -> str:
    """Return `text` in small letters, with one form of dash, quotation mark and space."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(MARKS)
    return " ".join(plain.split())


def find_places(report: Report, plain: str) -> tuple[list[tuple[str, str]], str]:
    """Return the name and address of each place in `report` that the folded `plain` refers to.

    No places if the report lacks one of the numbers or parts in it; with them comes what it has instead.
    """
    blocks = list(report.blocks.select_related("report__meeting", "part"))
    parts = [block for block in blocks if block.kind == BlockKind.PART]
    numbered = [block for block in blocks if block.number]
    found: set[Block] = set()
    for spans, names in numbers_asked(plain, numbered):
        part = next(filter(None, (find_part(parts, name) for name in names)), None)
        asked = next((match for match in map(PART.match, names) if match and match[1]), None)
        if asked and not part:
            kind, label = asked[0].split()
            return [], f"no {kind.capitalize()} {label.upper()}"
        for span in spans:
            mine = find_span(numbered, span, part)
            if not mine:
                return [], numbers_of_part(part, numbered) if part else numbers_of(report)
            found |= mine
    named = [(block.label, block.get_absolute_url()) for block in blocks if is_named(block, plain)]
    return named_spans([block for block in numbered if block in found]) + named, ""


def numbers_asked(
    plain: str, numbered: list[Block]
) -> Iterator[tuple[list[tuple[str, str]], list[str]]]:
    """Yield the paragraphs that the folded `plain` names together, each span of them by its ends.

    With them come texts that may begin with the name of their part. Numbers are read as the `numbered`
    paragraphs of a report have them, so that “3-3” may be one.
    """
    printed = {block.number.lower() for block in numbered}
    odd = sorted((each for each in printed if not re.fullmatch(NUMBER, each)), key=len, reverse=True)
    number = rf"(?:{'|'.join([*map(re.escape, odd), NUMBER])})(?![a-z0-9])"
    span = rf"{number}(?:{TO}{number})?"
    ends = re.compile(rf"({number})(?:{TO}({number}))?")
    if alone := re.fullmatch(rf"(?=.*[0-9])(?:p|#p?)?\s*({span})", plain):
        yield ends.findall(alone[1]), []
        return
    more = r"\s*(?:,|&|,?\s*and|or)\s*"
    prose = re.compile(rf"{PART_BEFORE}{NAMED}\s*(?P<numbers>{span}(?:{more}{span})*)(?![\w%])")
    place = 0
    while match := prose.search(plain, place):
        place, names = match.end(), [match[1] or ""]
        if behind := PART_BEHIND.match(plain, place):
            names.insert(0, plain[behind.end() :])
            part = PART.match(plain, behind.end())
            place = part.end() if part else behind.end()
        yield ends.findall(match["numbers"]), names


def find_part(parts: list[Block], name: str) -> Block | None:
    """Return the one of `parts` that is meant by what the folded `name` begins with, if there is one."""
    texts = {part: fold(part.text).strip(PUNCTUATION).removeprefix("the ") for part in parts}
    whole = [part for part, text in texts.items() if re.match(rf"{re.escape(text)}(?!\w)", name)]
    asked = PART.match(name)
    alike = [part for part in parts if asked and begins_with(part, asked[0])]
    return max(whole, key=lambda part: len(texts[part]), default=next(iter(alike), None))


def find_span(numbered: list[Block], span: tuple[str, str], part: Block | None) -> set[Block]:
    """Return those of the `numbered` paragraphs that a `span` means; none if it has no such ends.

    In a `part`, or else in the body; of each part that has numbers of its own, where the body has none.
    """
    if part:
        return between([block for block in numbered if block.part_id == part.pk], span)
    found = between([block for block in numbered if block.in_body], span)
    apart = [block for block in numbered if not block.in_body]
    for pk in set() if found else {block.part_id for block in apart}:
        found |= between([block for block in apart if block.part_id == pk], span)
    return found


def between(known: list[Block], span: tuple[str, str]) -> set[Block]:
    """Return those of the paragraphs `known`, in order, from one end of a `span` to the other.

    Those at both ends must be there; the second is "" where the span is one number.
    """
    asked = {fold_number(end) for end in span if end}
    places = [n for n, block in enumerate(known) if fold_number(block.number) in asked]
    if len({fold_number(known[n].number) for n in places}) < len(asked):
        return set()
    return set(known[places[0] : places[-1] + 1] if len(asked) > 1 else [known[n] for n in places])


def named_spans(blocks: list[Block]) -> list[tuple[str, str]]:
    """Return the name and address of `blocks`, those whose numbers follow each other as one range.

    But each by itself that has a number of its part alone: a range of these has no page.
    """
    pairs = [(run[0], run[-1]) for run in runs(block for block in blocks if block.in_body)]
    return [
        (passage_name(*pair), range_url(*pair) if pair[0] != pair[1] else pair[0].get_absolute_url())
        for pair in pairs
    ] + [(block.label, block.get_absolute_url()) for block in blocks if not block.in_body]


def numbers_of_part(part: Block, numbered: list[Block]) -> str:
    """Return the numbers of the paragraphs of a `part`, in words, from the `numbered` of its report."""
    spans = number_spans((block for block in numbered if block.part_id == part.pk), " to ")
    said = f"paragraphs {get_text_list(spans, 'and')}" if spans else "no numbered paragraphs"
    return f"{said} in {part.text}"


def fold_number(number: str) -> str:
    """Return a `number` as it is compared: in small letters, without zeros before it."""
    return number.lower().lstrip("0")


def is_named(block: Block, plain: str) -> bool:
    """Return True if the folded `plain` names `block`, a part, a heading or an unnumbered paragraph."""
    if unnumbered := UNNUMBERED.search(plain):
        return block.kind == BlockKind.PARAGRAPH and fold(block.text).startswith(unnumbered[1])
    if heading := HEADING.search(plain):
        return block.kind != BlockKind.PARAGRAPH and fold(block.text) == heading[1]
    return block.kind == BlockKind.PART and begins_with(block, plain)


def begins_with(part: Block, name: str) -> bool:
    """Return True if the text of a `part` begins with `name`, as “Part II: …” with “part 2”."""
    printed, asked = PART.match(fold(part.text)), PART.fullmatch(name)
    if not printed or not asked or printed[0].split()[0] != name.split()[0]:
        return False
    return printed[1] == asked[1] or bool(
        printed[1] and asked[1] and numeral(printed[1]) == numeral(asked[1]) != 0
    )


def numeral(written: str) -> int:
    """Return the number that `written`, in digits or Roman numerals, stands for; 0 for a letter."""
    if written.isdecimal():
        return int(written)
    values = [ROMAN.get(letter, 0) for letter in written]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
