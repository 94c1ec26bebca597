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


def tex(words: str) -> str:
    """Return `words` as a BibTeX value that keeps its capitals; accents stay as they are, in UTF-8."""
    return f"{{{{{line(words).translate(BIBTEX)}}}}}"


def bibtex(citation: Citation) -> str:
    """Return one BibTeX entry. `eventdate` and its kin are BibLaTeX's, which BibTeX passes over."""
    year, month, *_ = (*citation.issued, None, None)
    fields = {"title": tex(citation.heading)}
    if citation.of_report:
        fields |= {"author": tex(AUTHOR), "institution": tex(INSTITUTION)}
    else:
        fields["howpublished"] = tex(PORTAL)
    if year:
        fields["year"] = f"{{{year}}}"
    if month:
        fields["month"] = MONTHS[month - 1]
    if citation.meeting:
        fields["eventtitle"] = tex(citation.meeting)
    if citation.place:
        fields["venue"] = tex(citation.place)
    if citation.edtf and citation.edtf[5:7] not in map(str, HALVES):
        fields["eventdate"] = f"{{{citation.edtf}}}"
    # An address is printed as it stands; its own marks are percent-encoded.
    fields |= {"url": f"{{{citation.address}}}", "note": tex(citation.note)}
    kind = "techreport" if citation.of_report else "misc"
    body = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{kind}{{{citation.key},\n{body}}}\n"


RIS_TYPES = {"report": "RPRT", "passage": "RPRT", "record": "ELEC", "list": "DATA"}


def ris(citation: Citation) -> str:
    """Return one RIS record; a date is year/month/day/words, each part empty where not stated."""
    tags = [("TY", RIS_TYPES[citation.kind]), ("ID", citation.key), ("TI", citation.heading)]
    if citation.of_report:
        tags += [("AU", AUTHOR), ("PB", INSTITUTION)]
    else:
        tags += [("T2", PORTAL)]
    if issued := citation.issued:
        parts = [f"{part:02}" for part in issued] + [""] * 3
        tags += [("PY", f"{issued[0]}"), ("DA", "/".join(parts[:3]) + "/")]
    tags += [("LA", "en"), ("UR", citation.address), ("N1", citation.note), ("ER", "")]
    return "".join(f"{tag}  - {line(value)}\r\n" for tag, value in tags)


CSL_TYPES = {"report": "report", "passage": "report", "record": "webpage", "list": "dataset"}


def csl(citation: Citation) -> str:
    """Return a CSL-JSON list of one item."""
    item = {
        "id": citation.key,
        "type": CSL_TYPES[citation.kind],
        "title": citation.heading,
        "URL": citation.address,
        "note": citation.note,
        "language": "en",
    }
    if citation.of_report:
        item |= {"author": [{"literal": AUTHOR}], "publisher": INSTITUTION}
    else:
        item["container-title"] = PORTAL
    if citation.issued:
        item["issued"] = {"date-parts": [list(citation.issued)]}
    if citation.meeting:
        item["event-title"] = line(citation.meeting)
    if citation.place:
        item["event-place"] = line(citation.place)
    if citation.edtf:
        item["event-date"] = {"date-parts": [list(end) for end in ends(citation.edtf)]}
    if citation.version is not None:
        item["version"] = str(citation.version)
    # A line a field, so that a reader can follow it.
    fields = [f"{json.dumps(name)}: {json.dumps(item[name], ensure_ascii=False)}" for name in item]
    return "[{\n  " + ",\n  ".join(fields) + "\n}]\n"


@dataclass(frozen=True)
class Form:
    """One form of an entry: its suffix in an address, its name for people, its type, its writer."""

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
