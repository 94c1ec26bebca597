"""Entries that reference managers read: a citation as BibTeX, RIS or CSL-JSON.

Pure: a `Citation` goes in, the text of a file with one entry comes out; what it says, and why, is
decided in `reports.citations.citation`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from reports.citations.citation import AUTHOR, INSTITUTION, PORTAL, Citation, ends, line
from reports.text.edtf import HALVES

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        # BibTeX counts braces even behind a backslash, so an escaped one would end the field.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{mark: f"\\{mark}" for mark in "$&%#_"},
    }
)


RIS_TYPES = {"report": "RPRT", "passage": "RPRT", "record": "ELEC", "list": "DATA"}
CSL_TYPES = {"report": "report", "passage": "report", "record": "webpage", "list": "dataset"}


def tex(words: str) -> str:
    """Return `words` as a BibTeX value that keeps its capitals; accents stay as they are, in UTF-8."""
    return f"{{{{{line(words).translate(BIBTEX)}}}}}"


def bibtex(citation: Citation) -> str:
    """Return one BibTeX entry. `eventdate` and its kin are BibLaTeX's, which BibTeX passes over."""
    year, month, *_ = (*citation.issued, 0, 0)
    half_year = citation.edtf[5:7] in HALVES
    fields = {
        "title": tex(citation.heading),
        "author": tex(AUTHOR) if citation.of_report else None,
        "institution": tex(INSTITUTION) if citation.of_report else None,
        "howpublished": None if citation.of_report else tex(PORTAL),
        "year": f"{{{year}}}" if year else None,
        "month": MONTHS[month - 1] if month else None,
        "eventtitle": tex(citation.meeting) if citation.meeting else None,
        "venue": tex(citation.place) if citation.place else None,
        "eventdate": f"{{{citation.edtf}}}" if citation.edtf and not half_year else None,
        # An address is printed as it stands; its own marks are percent-encoded.
        "url": f"{{{citation.address}}}",
        "note": tex(citation.note),
    }
    kind = "techreport" if citation.of_report else "misc"
    body = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value is not None)
    return f"@{kind}{{{citation.key},\n{body}}}\n"


def ris(citation: Citation) -> str:
    """Return one RIS record; a date is year/month/day/words, each part empty where not stated."""
    year, month, day, *_ = (*(f"{part:02}" for part in citation.issued), "", "", "")
    tags = {
        "TY": RIS_TYPES[citation.kind],
        "ID": citation.key,
        "TI": citation.heading,
        "AU": AUTHOR if citation.of_report else None,
        "PB": INSTITUTION if citation.of_report else None,
        "T2": None if citation.of_report else PORTAL,
        "PY": year or None,
        "DA": f"{year}/{month}/{day}/" if year else None,
        "LA": "en",
        "UR": citation.address,
        "N1": citation.note,
        "ER": "",
    }
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in tags.items() if value is not None)


def csl(citation: Citation) -> str:
    """Return a CSL-JSON list of one item."""
    item = {
        "id": citation.key,
        "type": CSL_TYPES[citation.kind],
        "title": citation.heading,
        "URL": citation.address,
        "note": citation.note,
        "language": "en",
        "author": [{"literal": AUTHOR}] if citation.of_report else None,
        "publisher": INSTITUTION if citation.of_report else None,
        "container-title": None if citation.of_report else PORTAL,
        "issued": {"date-parts": [citation.issued]} if citation.issued else None,
        "event-title": line(citation.meeting) if citation.meeting else None,
        "event-place": line(citation.place) if citation.place else None,
        "event-date": {"date-parts": ends(citation.edtf)} if citation.edtf else None,
        "version": None if citation.version is None else str(citation.version),
    }
    # A line a field, so that a reader can follow it.
    fields = [
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in item.items()
        if value is not None
    ]
    return "[{\n  " + ",\n  ".join(fields) + "\n}]\n"


@dataclass(frozen=True)
class Form:
    """Form of an entry: its suffix in an address, its name for people, its type, its writer."""

    suffix: str
    label: str
    media: str
    write: Callable[[Citation], str]


FORMS = {
    form.suffix: form
    for form in (
        Form("bib", "BibTeX", "application/x-bibtex", bibtex),
        Form("ris", "RIS", "application/x-research-info-systems", ris),
        Form("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
    )
}
