"""References typed into the search box: paragraphs, a part, whatever the portal itself writes of one."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.text import capfirst, get_text_list

from reports.models import Block, BlockKind, Report
from reports.report.passages import numbers_of, passage_name, range_url, runs

NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,3})*(?:(?:bis|ter|quater|[a-z])(?![a-z0-9]))?"
RANGE = rf"{NUMBER}(?:\s*(?:-|to|through|/)\s*{NUMBER})?"
PARTS = "part|annex|appendix|section|chapter|attachment"
NAMED = r"(?:\bpara(?:graph)?s?\b\.?(?:\s*n(?:o\.?|umber))?|§{1,2}|¶{1,2})"
# “14” and “14-16”, alone; with the name, “paras 8-10 and 12”, “para 3 of Annex A”, in prose too.
ALONE = re.compile(rf"(?:{NAMED}|p|#p?)?\s*({RANGE})")
IN_PROSE = re.compile(
    rf"{NAMED}\s*({RANGE}(?:\s*(?:,|&|,?\s*and|or)\s*{RANGE})*)(?![\w%])"
    rf"(?:\s+of\s+(?:the\s+)?((?:{PARTS})(?:\s+\w+)?))?"
)
PART = re.compile(rf"(?:{PARTS})(?:\s+([ivxlc]+|[0-9]{{1,3}}|[a-z])\b)?")
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
    match = ALONE.fullmatch(plain) or IN_PROSE.search(plain)
    named = PART.fullmatch(plain) or UNNUMBERED.search(plain) or HEADING.search(plain)
    if not match and not named:
        return Reference()
    reports = list(Report.objects.published())
    reports = [each for each in reports if fold(str(each.meeting)) in plain] or reports
    found = {report: find_places(report, plain, match) for report in reports}
    places = [
        (f"{name}, {report}" if len(reports) > 1 else name, address)
        for report, mine in found.items()
        for name, address in mine
    ]
    if not places and match:
        has = [f"the {each.title} has {numbers_of(each)}" for each in reports]
        said = f"{get_text_list(has, 'and')}, so this was looked for as words."
        return Reference(hint=capfirst(said) if reports else "")
    return Reference(places)


def fold(text: str) -> str:
    """Return `text` in small letters, with one form of dash, quotation mark and space."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(MARKS)
    return " ".join(plain.split())


def find_places(report: Report, plain: str, match: re.Match[str] | None) -> list[tuple[str, str]]:
    """Return the name and address of each place in `report` that the folded `plain` refers to.

    `match` is that of the numbers in it, where it names any. Empty if the report lacks one of them.
    """
    blocks = list(report.blocks.select_related("report__meeting", "part"))
    if not match:
        return [(block.label, block.get_absolute_url()) for block in blocks if is_named(block, plain)]
    numbered = [block for block in blocks if block.number]
    if match.re is IN_PROSE and (part := match[2]):
        return places_among([b for b in numbered if b.part and begins_with(b.part, part)], match[1])
    # Of the body; of any part, where the body does not have it.
    body = [block for block in numbered if block.in_body]
    return places_among(body, match[1]) or places_among(numbered, match[1])


def places_among(known: list[Block], numbers: str) -> list[tuple[str, str]]:
    """Return the name and address of each place that `numbers`, as in “8-10 and 12”, has in `known`.

    Those are paragraphs in their order. Empty if one of the numbers is missing.
    """
    found: dict[int, Block] = {}
    for span in re.findall(RANGE, numbers):
        asked = {fold_number(end) for end in re.findall(NUMBER, span)}
        places = [n for n, block in enumerate(known) if fold_number(block.number) in asked]
        if len(places) < len(asked):
            return []
        found |= {n: known[n] for n in range(places[0], places[-1] + 1)}
    return named_spans([found[n] for n in sorted(found)])


def named_spans(blocks: list[Block]) -> list[tuple[str, str]]:
    """Return the name and address of `blocks`, those whose numbers follow each other as one range."""
    if not all(block.in_body for block in blocks):
        return [(block.label, block.get_absolute_url()) for block in blocks]
    ends = [(run[0], run[-1]) for run in runs(blocks)]
    return [
        (passage_name(*pair), range_url(*pair) if pair[0] != pair[1] else pair[0].get_absolute_url())
        for pair in ends
    ]


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
