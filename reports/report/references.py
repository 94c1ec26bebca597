"""References typed into the search box: a paragraph, a range, a part of the report."""

import re
import unicodedata
from dataclasses import dataclass

from django.urls import reverse

from reports.models import BlockKind, Meeting

NUMBERS = re.compile(
    r"(?:para(?:graph)?s?\.?(?:\s*n(?:o\.?|umber))?|p|§{1,2}|¶{1,2}|#p?)?\s*([0-9]{1,6})"
    r"(?:\s*(?:-|to|through|/)\s*([0-9]{1,6}))?"
)
PART = re.compile(r"part\s+([ivxlc]+|[0-9]{1,3})")
PAGE = re.compile(r"(?:pages?|pp?\.)\s*([0-9]{1,6})")
PUNCTUATION = " .,:;()[]"  # what may stand around a reference that is copied out of a sentence
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass
class Reference:
    """Place that a typed reference leads to, or the hint why it leads nowhere."""

    url: str = ""
    hint: str = ""


def read_reference(typed: str) -> Reference:
    """Return the place in the newest report that `typed` refers to: a paragraph, a range or a part.

    Without a url it is no reference, or one that the report does not have, as its hint then says.
    """
    plain = unicodedata.normalize("NFKC", typed[:100]).casefold().strip(PUNCTUATION)
    plain = re.sub("[‐‑‒–—−]", "-", plain)
    if PAGE.fullmatch(plain):
        return Reference(hint="The text here has no page numbers. Type “para 14” to go to a paragraph.")
    numbers, part = NUMBERS.fullmatch(plain), PART.fullmatch(plain)
    meeting = Meeting.objects.published().with_report().first() if numbers or part else None
    if meeting and part:
        return part_reference(meeting, numeral(part[1]))
    if meeting and numbers:
        return passage_reference(meeting, *sorted((int(numbers[1]), int(numbers[2] or numbers[1]))))
    return Reference()


def passage_reference(meeting: Meeting, first: int, last: int) -> Reference:
    """Return the address of the paragraphs `first` to `last` of the report of `meeting`."""
    blocks = {block.number: block for block in meeting.blocks.all() if block.number}
    if not blocks:
        return Reference()
    if not {first, last} <= blocks.keys():
        return Reference(
            hint=f"The {meeting.report_title} has paragraphs {min(blocks)} to {max(blocks)}, "
            "so this was looked for as words."
        )
    if first == last:
        return Reference(blocks[first].get_absolute_url())
    return Reference(reverse("reports:passage", args=[meeting.slug, f"{first}-{last}"]))


def part_reference(meeting: Meeting, number: int) -> Reference:
    """Return the address of the part of that `number` of the report of `meeting`."""
    for block in meeting.blocks.filter(kind=BlockKind.PART):
        printed = re.match(r"part ([ivxlc]+|[0-9]+)\b", block.text.casefold())
        if printed and numeral(printed[1]) == number:
            return Reference(block.get_absolute_url())
    return Reference()


def numeral(written: str) -> int:
    """Return the number that `written`, in digits or Roman numerals, stands for."""
    if written.isdecimal():
        return int(written)
    values = [ROMAN[letter] for letter in written]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
