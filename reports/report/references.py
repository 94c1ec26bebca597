"""References typed into the search box: a paragraph, a range, a part of the report."""

import re
import unicodedata
from dataclasses import dataclass

from django.urls import reverse

from reports.models import Block, Meeting
from reports.models.report import BlockKind

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
    """A reference as typed: where it leads, or why it leads nowhere."""

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
    asked, part = NUMBERS.fullmatch(plain), PART.fullmatch(plain)
    meeting = Meeting.objects.published().with_report().first() if asked or part else None
    if meeting is None:
        return Reference()
    if part:
        return part_reference(meeting, numeral(part[1]))
    first, last = sorted((int(asked[1]), int(asked[2] or asked[1])))
    return passage_reference(meeting, first, last)


def passage_reference(meeting: Meeting, first: int, last: int) -> Reference:
    """Return the address of the paragraphs `first` to `last` of the report of `meeting`."""
    found = dict(meeting.blocks.exclude(number=None).order_by("number").values_list("number", "key"))
    if not found:
        return Reference()
    if {first, last} <= found.keys():
        if first == last:
            return Reference(f"{meeting.get_report_url()}#{found[first]}")
        return Reference(reverse("reports:passage", args=[meeting.slug, f"{first}-{last}"]))
    return Reference(
        hint=f"The {meeting.report_title} has paragraphs {min(found)} to {max(found)}, "
        "so this was looked for as words."
    )


def part_reference(meeting: Meeting, number: int) -> Reference:
    """Return the address of the part of that `number` of the report of `meeting`."""
    parts = {}
    for block in Block.objects.filter(meeting=meeting, kind=BlockKind.PART).order_by("order"):
        if printed := re.match(r"part ([ivxlc]+|[0-9]+)\b", block.text.casefold()):
            parts[numeral(printed[1])] = block.key
    if number in parts:
        return Reference(f"{meeting.get_report_url()}#{parts[number]}")
    return Reference()


def numeral(written: str) -> int:
    """Return the number that `written`, in digits or Roman numerals, stands for."""
    if written.isdecimal():
        return int(written)
    values = [ROMAN[letter] for letter in written]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
