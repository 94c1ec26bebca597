"""Citation of a thing of the portal, as plain text and as meta tags.

Pure: a `Citation` goes in, text or data comes out. Decisions that hold for every form, those of
`reports.citations.formats` too:

- The report names no author. Its heading is the Bali Process's full name, so the process stands as
  the author of the report, under its short name, and its full name as the institution; no person and
  no group of officials. A record or a list is the portal's reading of reports and has no author.
- The report is dated by the meeting it is the report of, the only date it bears: as far as the first
  and the last day agree. A record or a list is dated by the day of its data version.
- No form has a field for a paragraph, so a passage's paragraphs stand in its title, which every
  style prints.
- The day of access is the reader's. A page is the same for everybody, so the text leaves it a place
  in words, and the files leave it to the program that reads them.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from urllib.parse import urlsplit

from django.utils.text import slugify

from reports.text.edtf import HALVES

PORTAL = "Bali Process reports"
AUTHOR = "Bali Process"
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
        """The source that it was read from, and the data version."""
        return line(". ".join(filter(None, [self.source, self.data_version])))

    @property
    def key(self) -> str:
        """A name for it that holds letters, digits and hyphens only: its address without the host."""
        parts = urlsplit(self.address)
        return slugify(f"{parts.path} {parts.query}".translate(SEPARATORS)) or "bali-process"

    @property
    def issued(self) -> tuple[int, ...]:
        """Year, month and day as far as known: of the data version, or the year of a report.

        When a report was issued it does not state; the days are its meeting's, and cited as such.
        """
        if self.of_report:
            return agreed(self.edtf)[:1]
        return (self.day.year, self.day.month, self.day.day) if self.day else ()


SEPARATORS = str.maketrans("/=&?.", "     ")


def line(text: str) -> str:
    """Return `text` on one line: a run of white space, controls and unpaired surrogates as one space."""
    kept = (" " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in text)
    return " ".join("".join(kept).split())


def ends(edtf: str) -> list[tuple[int, ...]]:
    """Return the ends of a stated date as year, month and day as far as stated; half years as years."""
    points = [point.split("-") for point in edtf.split("/") if point]
    return [tuple(map(int, parts[:1] if parts[-1] in HALVES else parts)) for parts in points]


def agreed(edtf: str) -> tuple[int, ...]:
    """Return year, month and day as far as both ends of a date agree: June 2004 for 7 to 8 June."""
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*ends(edtf), strict=False))
    return tuple(parts[0] for parts in shared)


def plain_text(citation: Citation) -> str:
    """Return the portal's own form: title, source, address, data version, room for the day of access."""
    title = citation.heading if citation.of_report else f"“{citation.heading}”, {PORTAL}"
    if citation.source:
        title = f"{title}. {line(citation.source)}"
    return f"{title}. <{citation.address}>. {citation.data_version}, accessed [date]."


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
        ("DC.type", "Text"),
        ("DC.language", "en"),
        ("DC.identifier", citation.address),
    ]
    return [(name, line(content)) for name, content in found if content]
