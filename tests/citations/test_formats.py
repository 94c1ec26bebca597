"""Tests that any title is read back whole from every format of a citation, and files download."""

import html
import json
import re
import string
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reports.citations.citation import Citation, ends, line, meta_tags, plain_text
from reports.citations.formats import FORMS, bibtex, csl, ris
from tests.addresses import REPORT, SITE
from tests.citations.reading_back import of_bibtex, of_ris, untex
from tests.examples import examples

pytestmark = pytest.mark.usefixtures("site")

DAY = date(2026, 11, 24)


def test_a_page_shows_each_entry_and_leads_to_its_file(reader):
    page = reader.get("/workshops/?host=thailand").content.decode()
    for suffix, form in FORMS.items():
        assert f'<a href="/workshops.{suffix}?host=thailand" type="{form.media}" download>' in page
        shown = html.unescape(page).split(f"<summary>{form.label}</summary>")[1].split("</pre>")[0]
        written = reader.get(f"/workshops.{suffix}?host=thailand").content.decode()
        assert shown.partition(">")[2].split() == written.split()


def test_an_entry_is_escaped_on_its_page(reader):
    page = reader.get("/participants/?name=</pre><b>").content.decode()
    shown = page.split('<details class="cite"')[1].split("</main>")[0]
    assert "<b>" not in shown
    assert "&lt;/pre&gt;&lt;b&gt;" in shown


def test_a_file_refuses_what_it_does_not_know(reader):
    answer = reader.get("/workshops.ris?hots=thailand&state=x")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {"hots", "state"} <= set(re.findall(r"\w+", answer.content.decode()))
    assert reader.get("/workshops.bib?host=burma")["Location"] == "/workshops.bib?host=myanmar"


@pytest.mark.parametrize(
    "address",
    [
        "/nothing.bib",
        "/about.bib",
        "/workshops/nothing.bib",
        "/workshops.bibtex",
        "/about/x.ris",
        "/participants/atlantis.bib",
        "/meetings/nowhere/report.bib",
        "/meetings/2002-ministerial-conference/report.bib",
        f"{REPORT}99.bib",
        f"{REPORT}16-14.csl.json",
    ],
)
def test_what_is_not_there_has_no_citation(reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    ("edtf", "both", "year"),
    [
        ("", [], None),
        ("2004", [(2004,)], 2004),
        ("2003-04", [(2003, 4)], 2003),
        ("2004-06-07", [(2004, 6, 7)], 2004),
        ("2004-06-07/2004-06-08", [(2004, 6, 7), (2004, 6, 8)], 2004),
        ("2005-12-30/2006-01-02", [(2005, 12, 30), (2006, 1, 2)], 2006),
        ("2003-12/2004-01", [(2003, 12), (2004, 1)], 2004),
        ("2003/2004", [(2003,), (2004,)], 2004),
        ("1999-12-31/2001", [(1999, 12, 31), (2001,)], 2001),
        ("2004-41", [(2004,)], 2004),
    ],
)
def test_dates_are_no_more_exact_than_stated(edtf, both, year):
    assert ends(edtf) == both
    meeting = Citation("report", "T", f"{SITE}/x/", 1, DAY, edtf=edtf)
    bib, item = of_bibtex(bibtex(meeting)), json.loads(csl(meeting))[0]
    assert bib.get("year") == (str(year) if year else None)
    assert "month" not in bib
    assert item.get("issued") == ({"date-parts": [[year]]} if year else None)
    assert item.get("event-date", {}).get("date-parts", []) == [list(each) for each in both]
    assert "eventdate" not in bib or bib["eventdate"] == edtf
    assert of_ris(ris(meeting)).get("year") == (str(year) if year else None)
    tags = dict(meta_tags(meeting))
    assert tags.get("citation_publication_date") == tags.get("DC.date") == (str(year) if year else None)


titles = st.text(
    st.sampled_from(
        string.ascii_letters + string.digits + " \\{}$&%#_~^\"'@=,-–éßñ日\n\r\t\x85\u2028\x00"
    ),
    min_size=1,
    max_size=60,
) | st.text(min_size=1, max_size=60)


@examples(40)
@given(title=titles.filter(lambda title: line(title)), kind=st.sampled_from(["passage", "list"]))
@example(title="}\n@misc{x, title = {y}}", kind="list")
@example(title="ER  - \r\nTY  - JOUR", kind="list")
@example(title="100 % of {US$10,000} & ~^_#\\", kind="passage")
@example(title="</script><script>alert(1)</script>", kind="list")
def test_no_title_breaks_an_entry(title, kind):
    citation = Citation(
        kind, title, f"{SITE}/workshops/?a=%7B&b=_~", 1, date(2026, 11, 24), source=title
    )
    one = line(title)
    assert "\n" not in plain_text(citation)
    written = bibtex(citation)
    assert written.count("{") == written.count("}")
    bib = of_bibtex(written)
    assert untex(bib["title"]) == one
    assert bib["url"] == citation.address
    record = of_ris(ris(citation))
    assert record["title"].strip() == one
    assert len(ris(citation).splitlines()) == ris(citation).count("\r\n")
    assert json.loads(csl(citation))[0]["title"] == one
