"""Citation of a report, a passage of it, a record, or a list; as plain text and as meta tags.

Rows and the data version go in, a `Citation` comes out; nothing is asked of the database that the
rows do not hold already, where their view prefetched their words.

Decisions that hold for every form, those of `reports.citations.formats` too:

- The report names no author and no publisher. Its heading is the Bali Process's full name, so the
  process stands as the author of the report, under its short name, and its full name as the
  institution; no person and no group of officials. Every form says that this and the year are the
  portal's attribution (ATTRIBUTION); the text has them in square brackets, as what a library supplies
  is written. A record or a list is the portal's reading of reports and has no author.
- The report is dated by the year of the last day of its meeting, the only date it bears: before that
  day it cannot have been whole. A record or a list is dated by the day of its data version.
- No form has a field for a paragraph, so a passage's paragraphs stand in its title, which every
  style prints.
- The day of access is the reader's. A page is the same for everybody, so the text leaves it a place
  in words, and the files leave it to the program that reads them.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import capfirst, get_text_list, slugify

from reports.lists import AnyListing, absolute
from reports.models import Actor, Block, BlockKind, DataVersion, Evidence, Report
from reports.report.passages import number_spans, range_url
from reports.text.edtf import HALVES

PORTAL = "Bali Process reports"
AUTHOR = "Bali Process"
ATTRIBUTION = (
    "The report states no author, publisher or year of publication: this portal attributes it to the "
    "Bali Process, whose name heads it, and dates it by its meeting"
)
INSTITUTION = "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime"


@dataclass(frozen=True)
class Citation:
    """Citation of one thing: a report or a passage of it, a record, or a list.

    `title` is its own, of a report with meeting and date; `address` absolute. `edtf`, `meeting` and
    `place` are those of the meeting whose report it is, empty for a record or list, which has the
    `source` that it was read from, in words, instead. `version` and `day` are the data's: both or none.
    """

    kind: str
    title: str
    address: str
    version: int | None = None
    day: date | None = None
    pinpoint: str = ""
    meeting: str = ""
    place: str = ""
    edtf: str = ""
    source: str = ""

    @property
    def of_report(self) -> bool:
        """True if it cites the report's own words, not the portal's reading of them."""
        return self.kind in ("report", "passage")

    @property
    def heading(self) -> str:
        """The title with the paragraphs, on one line."""
        return line(", ".join(filter(None, [self.title, self.pinpoint])))

    @property
    def data_version(self) -> str:
        """“Data version 1 (24 November 2026)”, or that nothing is published."""
        if self.day is None:
            return "No data version"
        return f"Data version {self.version} ({self.day.day} {self.day:%B %Y})"

    @property
    def note(self) -> str:
        """The source that it was read from, the data version, and what is attributed."""
        attributed = ATTRIBUTION if self.of_report else ""
        return line(". ".join(filter(None, [self.source, self.data_version, attributed])))

    @property
    def key(self) -> str:
        """A name for it that holds letters, digits and hyphens only: its address without the host."""
        parts = urlsplit(self.address)
        return slugify(f"{parts.path} {parts.query}".translate(SEPARATORS)) or "bali-process"

    @property
    def issued(self) -> tuple[int, ...]:
        """Year, month and day as far as known: of the data version, or the year of a report.

        When a report was issued it does not state; the days are its meeting's, and cited as such. Of
        a meeting over New Year it is the year of the last day.
        """
        if self.of_report:
            return ends(self.edtf)[-1][:1] if self.edtf else ()
        return (self.day.year, self.day.month, self.day.day) if self.day else ()


def of_report(report: Report, version: DataVersion | None) -> Citation:
    """Return the citation of the whole `report`."""
    meeting = report.meeting
    return Citation(
        kind="report",
        title=f"{report.title}, {meeting}",
        address=absolute(report.get_absolute_url()),
        **dated(version),
        meeting=meeting.name,
        place=meeting.city,
        edtf=meeting.date_edtf,
    )


def of_passage(first: Block, last: Block, version: DataVersion | None) -> Citation:
    """Return the citation of the passage from `first` to `last`, which may be one block."""
    if first == last:
        path, place = first.get_passage_url(), pinpoint([first])
    else:
        path = range_url(first, last)
        place = f"paras {first.number}–{last.number}"
    return replace(
        of_report(first.report, version), kind="passage", address=absolute(path), pinpoint=place
    )


def of_record(record: Any, version: DataVersion | None) -> Citation:
    """Return the citation of a record, or of an actor, which rests on no words of its own."""
    actor = isinstance(record, Actor)
    kind = record.get_kind_display() if actor else capfirst(record._meta.verbose_name)
    return Citation(
        kind="record",
        title=f"{kind}: {record if actor else record.title}",
        address=absolute(record.get_absolute_url()),
        source="" if actor else source(record.evidence.all()),
        **dated(version),
    )


def of_list(listing: AnyListing, count: int, version: DataVersion | None) -> Citation:
    """Return the citation of a list of `count` rows; its address names the data version."""
    title = ": ".join(filter(None, [listing.kind.heading, listing.description]))
    return Citation(
        kind="list",
        title=f"{title} ({count} row{'' if count == 1 else 's'})",
        address=absolute(listing.address(version=[str(version.number)] if version else None)),
        **dated(version),
    )


def dated(version: DataVersion | None) -> dict[str, Any]:
    """Return the number and the day of a data version, where there is one."""
    return {"version": version.number, "day": version.date} if version else {}


def source(evidence: Iterable[Evidence]) -> str:
    """Return what a record was read from: “Read from Report to Ministers, …, paras 8 and 9”."""
    blocks = dict.fromkeys(each.block for each in evidence)
    places = [
        f"{report.title}, {report.meeting}, {pinpoint(list(mine))}"
        for report, mine in groupby(blocks, key=lambda block: block.report)
    ]
    return f"Read from {'; '.join(places)}" if places else ""


def pinpoint(blocks: list[Block]) -> str:
    """Return how `blocks` are referred to: “paras 8–10 and 12”; one without a number by its label."""
    numbered = [block for block in blocks if block.in_body]
    spans = get_text_list(number_spans(sorted(numbered, key=attrgetter("order")), "–"), "and")
    paragraphs = f"para{'s' if len(numbered) > 1 else ''} {spans}"
    named = [
        paragraphs if block in numbered else name_of(block)
        for block in sorted(blocks, key=attrgetter("order"))
    ]
    return ", ".join(dict.fromkeys(named))


def name_of(block: Block) -> str:
    """Return how a block is referred to that has no number, or one of its part alone."""
    if block.kind == BlockKind.TITLE:
        return "title"
    return block.label if block.kind == BlockKind.PARAGRAPH else f"heading “{block.text}”"


def path_of(citation: Citation) -> str:
    """Return the path of what is cited."""
    return citation.address.removeprefix(absolute(""))


SEPARATORS = str.maketrans("/=&?.", "     ")


def line(text: str) -> str:
    """Return `text` on one line: a run of white space, controls and unpaired surrogates as one space."""
    kept = (" " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in text)
    return " ".join("".join(kept).split())


def ends(edtf: str) -> list[tuple[int, ...]]:
    """Return the ends of a stated date as year, month and day as far as stated; half years as years."""
    points = [point.split("-") for point in edtf.split("/") if point]
    return [tuple(map(int, parts[:1] if parts[-1] in HALVES else parts)) for parts in points]


def plain_text(citation: Citation) -> str:
    """Return the portal's own form: title, source, address, data version, room for the day of access.

    Of a report, author and year in square brackets, as they are attributed.
    """
    title = f"“{citation.heading}”, {PORTAL}"
    if citation.of_report:
        year = "".join(f" ([{part:04}])" for part in citation.issued)
        title = f"[{AUTHOR}]{year}. {citation.heading}"
    if citation.source:
        title = f"{title}. {line(citation.source)}"
    said = f"{title}. <{citation.address}>. {citation.data_version}, accessed [date]."
    return f"{said} In square brackets: {ATTRIBUTION}." if citation.of_report else said


def meta_tags(citation: Citation) -> list[tuple[str, str]]:
    """Return Highwire and Dublin Core tags of the report or a passage, as pairs of name and content.

    The institution comes last of those that tell its kind: Zotero takes the last, and a report is
    no conference paper. There is no author or creator, whom readers would take for a person and
    split into names.
    """
    issued = [f"{part:02}" for part in citation.issued]
    found = [
        ("citation_title", citation.heading),
        ("citation_publication_date", "/".join(issued)),
        ("citation_conference_title", citation.meeting),
        ("citation_technical_report_institution", INSTITUTION),
        ("citation_public_url", citation.address),
        ("citation_language", "en"),
        ("DC.title", citation.heading),
        ("DC.date", "-".join(issued)),
        ("DC.description", ATTRIBUTION),
        ("DC.type", "Text"),
        ("DC.language", "en"),
        ("DC.identifier", citation.address),
    ]
    return [(name, line(content)) for name, content in found if content]
