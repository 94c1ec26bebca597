"""Read a citation back with libraries that are not the portal's own."""

import html
import json
import re
from pathlib import Path

import bibtexparser
import citeproc
import rispy
from bibtexparser.bibdatabase import BibDatabase
from bibtexparser.bparser import BibTexParser
from citeproc.source.json import CiteProcJSON

from reports.citations.formats import FORMS
from reports.lists.listing import with_suffix
from reports.models import DataVersion

NAME = "Report to Ministers, Senior Officials Meeting, Brisbane, 7 to 8 June 2004"
STYLE = citeproc.CitationStylesStyle(
    str(Path(citeproc.__file__).parent / "data/styles/harvard-cite-them-right.csl"), validate=False
)
PARSER = BibTexParser(ignore_nonstandard_types=False)  # made once: that takes longer than to read
PARSER.expect_multiple_parse = True


# How LaTeX writes the marks that mean something to it, listed apart from what the portal writes.
ESCAPES = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{mark}": mark for mark in "$&%#_"},
}
ESCAPE = re.compile(f"({'|'.join(map(re.escape, ESCAPES))})")


def untex(value):
    """A BibTeX value as the words that it prints: escapes taken back, the outer braces off."""
    assert value.startswith("{") and value.endswith("}"), value
    parts = ESCAPE.split(value[1:-1])  # words and escapes in turn
    assert not re.search(r"[\\{}~^$&%#_]", " ".join(parts[::2])), value
    return "".join(ESCAPES.get(part, part) for part in parts)


def of_bibtex(written):
    """The one entry of a BibTeX file, read by bibtexparser."""
    PARSER.bib_database = BibDatabase()  # or it would add to what it read before
    PARSER.bib_database.load_common_strings()  # the months
    (entry,) = bibtexparser.loads(written, PARSER).entries
    return entry


def of_ris(written):
    """The one record of an RIS file, read by rispy."""
    (entry,) = rispy.loads(written)
    return entry


def rendered(written):
    """The one item of a CSL-JSON file, and the words that citeproc-py prints for it."""
    (item,) = json.loads(written)
    source = CiteProcJSON([item])
    bibliography = citeproc.CitationStylesBibliography(STYLE, source, citeproc.formatter.plain)
    bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"].lower())]))
    (printed,) = bibliography.bibliography()
    return item, str(printed)


def entries(client, page):
    """The three entries of what stands at `page`, read back, with what citeproc-py prints."""
    files = {}
    for suffix, form in FORMS.items():
        answer = client.get(with_suffix(page, suffix))
        assert answer.status_code == 200, with_suffix(page, suffix)
        assert answer["Content-Type"].partition(";")[0] == form.media
        assert answer["Content-Disposition"].endswith(f'.{suffix}"')
        files[suffix] = answer.content.decode()
    return read_back(files)


def read_back(files):
    """The three entries in the texts of `files`, by suffix, with what citeproc-py prints."""
    item, printed = rendered(files["csl.json"])
    return of_bibtex(files["bib"]), of_ris(files["ris"]), item, printed


def plain(client, page):
    """The text to copy on `page`."""
    found = re.search('<p class="entry"[^>]*>(.*?)</p>', client.get(page).content.decode(), re.DOTALL)
    return html.unescape(found[1])


def version():
    """The data version in force, in words."""
    now = DataVersion.objects.current()
    return f"Data version {now.number} ({now.date:%-d %B %Y})"
