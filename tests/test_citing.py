"""“Cite this”: every entry read back by a library that is not ours."""

import html
import json
import re
import string
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import bibtexparser
import citeproc
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.citing import Citation, agreed, ends, line, text
from reports.entries import BIBTEX, FORMS, bibtex, csl, form_of, ris
from reports.models import DataVersion, Meeting
from reports.rules import settled
from reports.views.machines import RECORDS
from tests.conftest import make_meeting

DAY = date(2026, 11, 24)
SITE = "https://reports.example.org"
REPORT = "/meetings/2004-brisbane-som/report/"
NAME = "Report to Ministers, Senior Officials Meeting, Brisbane, 7 to 8 June 2004"
HEADING = "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime"
LISTS = {
    "/workshops/?host=thailand&state=held": "Workshops: Hosted by Thailand; State Held (2 rows)",
    "/workshops/?host=thailand&host=malaysia": "Workshops: Hosted by Thailand or Malaysia (4 rows)",
    "/workshops/?year=not-stated&sort=-name": "Workshops: Year Not stated (7 rows)",
    "/workshops/?host=nauru": "Workshops: Hosted by Nauru (0 rows)",
    "/participants/?name=korea": "Participants: Name “korea” (1 row)",
    "/participants/?name=zz%E6%97%A5+%7B%25%26": "Participants: Name “zz日 {%&” (0 rows)",
    "/pledges/?currency=USD": "Pledges: Currency USD (1 row)",
    "/meetings/": "Meetings (3 rows)",
    "/objectives/": "Objectives (10 rows)",
    "/experts-groups/": "Experts groups (2 rows)",
    "/recommendations/?page=1": "Recommendations (38 rows)",
}
pytestmark = pytest.mark.filterwarnings("ignore:.*unsupported. event_title")  # CSL 1.0.2
STYLE = citeproc.CitationStylesStyle(
    str(Path(citeproc.__file__).parent / "data/styles/harvard-cite-them-right.csl"), validate=False
)


@pytest.fixture(autouse=True)
def site(settings):
    """The portal's own address."""
    settings.SITE_URL = SITE


def untex(value):
    """A BibTeX value as the words that it prints: our escapes taken back, the outer braces off."""
    assert value.startswith("{") and value.endswith("}"), value
    value = value[1:-1]
    for code, written in sorted(BIBTEX.items(), key=lambda pair: -len(pair[1])):
        value = value.replace(written, f"\ue000{code}\ue001")  # braces of an escape are not words
    return re.sub("\ue000([0-9]+)\ue001", lambda found: chr(int(found[1])), value)


def of_bibtex(written):
    """The one entry of a BibTeX file, read by bibtexparser."""
    (entry,) = bibtexparser.loads(written, BibTexParser(ignore_nonstandard_types=False)).entries
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
        answer = client.get(form_of(page, suffix))
        assert answer.status_code == 200, form_of(page, suffix)
        assert answer["Content-Type"].partition(";")[0] == form.media
        assert answer["Content-Disposition"].endswith(f'.{suffix}"')
        files[suffix] = answer.content.decode()
    item, printed = rendered(files["csl.json"])
    return of_bibtex(files["bib"]), of_ris(files["ris"]), item, printed


def plain(client, page):
    """The text to copy on `page`."""
    found = re.search('<p class="entry">(.*?)</p>', client.get(page).content.decode(), re.DOTALL)
    return html.unescape(found[1])


def version():
    """The data version in force, in words."""
    now = DataVersion.objects.current()
    return f"Data version {now.number} ({now.date:%-d %B %Y})"


@pytest.mark.parametrize(
    ("piece", "pinpoint"),
    [
        ("", ""),
        ("19/", ", para 19"),
        ("14-16/", ", paras 14–16"),
        ("observers/", ", unnumbered “observers”"),
    ],
)
def test_the_report_and_its_passages(client, report, piece, pinpoint):
    address, title = f"{SITE}{REPORT}{piece}", NAME + pinpoint
    assert plain(client, REPORT + piece) == f"{title}. <{address}>. {version()}, accessed [date]."
    bib, record, item, printed = entries(client, REPORT + piece)
    assert (bib["ENTRYTYPE"], untex(bib["title"]), bib["url"]) == ("techreport", title, address)
    assert (untex(bib["author"]), untex(bib["institution"])) == ("Bali Process", HEADING)
    assert (bib["year"], bib["eventdate"]) == ("2004", "2004-06-07/2004-06-08")
    assert not {"day", "month"} & bib.keys()  # of the meeting, as its event; when issued is not stated
    assert (record["type_of_reference"], record["title"], record["urls"]) == ("RPRT", title, [address])
    assert (record["year"], record["date"], record["authors"]) == ("2004", "2004///", ["Bali Process"])
    assert (item["type"], item["title"], item["URL"]) == ("report", title, address)
    assert item["issued"] == {"date-parts": [[2004]]}
    assert item["event-date"] == {"date-parts": [[2004, 6, 7], [2004, 6, 8]]}
    for words in ("Bali Process", "2004", title, address):
        assert words in printed


def test_every_record(client, report):
    pages = [row for model in (*RECORDS, Meeting) for row in model.objects.all()]
    assert len(pages) > 70
    keys = set()
    for row in pages:
        bib, record, item, printed = entries(client, row.get_absolute_url())
        title = f"{row._meta.verbose_name.capitalize()}: {getattr(row, 'title', row)}"
        address = SITE + row.get_absolute_url()
        assert untex(bib["title"]) == record["title"] == item["title"] == title
        assert bib["url"] == item["URL"] == record["urls"][0] == address
        assert title.split("/")[0].rstrip(".") in printed
        assert not {"author", "authors"} & (bib.keys() | record.keys() | item.keys())
        assert untex(bib["note"]) == item["note"]
        assert item["note"].startswith(f"Read from {NAME}, ")
        keys |= {bib["ID"]}
    assert len(keys) == len(pages)


def test_a_record_names_the_paragraphs_that_it_was_read_from(client, report):
    said = plain(client, "/workshops/thailand-2004-targeting/")
    assert said.startswith("“Workshop: Intelligence and law enforcement cooperation")
    assert f", Thailand, May 2004”, Bali Process reports. Read from {NAME}, para 9. <{SITE}/" in said
    assert f"{NAME}, paras 1–2, title. <" in plain(client, "/meetings/2004-brisbane-som/")
    assert "“Country or territory: Thailand”, Bali" in plain(client, "/participants/thailand/")
    assert untex(entries(client, "/participants/unhcr/")[0]["title"]).startswith("Organisation: ")


@pytest.mark.parametrize(("page", "title"), LISTS.items())
def test_a_list_is_one_entry_with_filters_rows_and_version(client, report, page, title):
    bib, record, item, printed = entries(client, page)
    assert untex(bib["title"]) == record["title"] == item["title"] == title
    assert (bib["ENTRYTYPE"], record["type_of_reference"], item["type"]) == ("misc", "DATA", "dataset")
    now = DataVersion.objects.current()
    assert item["issued"] == {"date-parts": [[now.date.year, now.date.month, now.date.day]]}
    assert item["version"] == str(now.number)
    assert bib["url"] == item["URL"] == record["urls"][0]
    assert bib["url"].endswith(f"version={now.number}")
    assert title in printed
    assert plain(client, page) == (
        f"“{title}”, Bali Process reports. <{item['URL']}>. {version()}, accessed [date]."
    )
    cited = client.get(item["URL"].removeprefix(SITE)).content.decode()
    assert "the data is unchanged since" in cited
    rows = re.search(r'role="status"><strong>([0-9]+)', cited)[1]
    assert f"({rows} row" in title


# The data version that a list was cited at


def test_a_list_cited_before_a_change_says_so(client, report):
    first = DataVersion.objects.current()
    make_meeting()
    now = DataVersion.objects.rise()
    page = client.get(f"/workshops/?host=thailand&version={first.number}").content.decode()
    changed = f"it has changed since ({now.date:%-d %B %Y}), so these rows may differ"
    assert f"Cited at data version {first.number}; the data is now version {now.number}: " in page
    assert changed in page
    links = re.findall(r'href="([^"]*)"', page.split('<details class="cite"')[0])
    assert not [link for link in links if "version=" in link]
    assert "Remove </span>Data version" not in page
    page = client.get(f"/workshops/?version={now.number}").content.decode()
    assert f"Cited at data version {now.number}: the data is unchanged since." in page
    assert 'role="note"' not in client.get("/workshops/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("99", "There is no data version 99 of this portal."),
        ("0", "“0” is not the number of a data version: that is a whole number from 1 upwards."),
        ("x", "“x” is not the number of a data version: that is a whole number from 1 upwards."),
        (
            "9" * 30,
            f"“{'9' * 30}” is not the number of a data version: that is a whole number from 1 upwards.",
        ),
    ],
)
def test_a_version_that_there_is_not_is_refused_beside_its_field(client, report, typed, said):
    answer = client.get(f"/workshops/?host=thailand&version={typed}")
    assert answer.status_code == 400
    assert f'id="filter-version">{said}<' in answer.content.decode()
    assert 'value="thailand" checked' in answer.content.decode()
    refused = client.get(f"/workshops.bib?version={typed}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert said in refused.json()["detail"]


# Files that cannot be made


def test_a_file_refuses_what_it_does_not_know(client, report):
    answer = client.get("/workshops.ris?hots=thailand&state=x")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert {"hots", "state"} <= set(re.findall(r"\w+", answer.content.decode()))
    assert client.get("/workshops.bib?host=burma")["Location"] == "/workshops.bib?host=myanmar"


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
def test_what_is_not_there_has_no_citation(client, report, address):
    assert client.get(address).status_code == 404


def test_a_draft_has_no_citation(client, report):
    with settled():
        for meeting in Meeting.objects.all():
            meeting.published = False
            meeting.save()
    pages = [row.get_absolute_url() for model in RECORDS for row in model.objects.all()[:1]]
    for page in [*pages, REPORT, f"{REPORT}19/", "/participants/thailand/"]:
        assert client.get(form_of(page, "bib")).status_code == 404
    assert "(0 rows)" in client.get("/workshops.bib").content.decode()


def test_no_data_at_all_is_cited_without_a_version(client, empty):
    (item,) = client.get("/workshops.csl.json").json()
    assert (item["title"], item["note"]) == ("Workshops (0 rows)", "No data version")
    assert "issued" not in item
    assert item["URL"] == f"{SITE}/workshops/"


# Dates no more exact than stated


@pytest.mark.parametrize(
    ("edtf", "both", "shared"),
    [
        ("", [], ()),
        ("2004", [(2004,)], (2004,)),
        ("2003-04", [(2003, 4)], (2003, 4)),
        ("2004-06-07", [(2004, 6, 7)], (2004, 6, 7)),
        ("2004-06-07/2004-06-08", [(2004, 6, 7), (2004, 6, 8)], (2004, 6)),
        ("2004-06-30/2004-07-02", [(2004, 6, 30), (2004, 7, 2)], (2004,)),
        ("2003-12/2004-01", [(2003, 12), (2004, 1)], ()),
        ("2004-41", [(2004,)], (2004,)),
    ],
)
def test_dates_are_no_more_exact_than_stated(edtf, both, shared):
    assert ends(edtf) == both
    assert agreed(edtf) == shared
    meeting = Citation("report", "T", f"{SITE}/x/", 1, DAY, edtf=edtf)
    bib, item = of_bibtex(bibtex(meeting)), json.loads(csl(meeting))[0]
    assert bib.get("year") == (str(shared[0]) if shared else None)
    assert "month" not in bib
    assert item.get("issued", {}).get("date-parts", [[]])[0] == list(shared[:1])
    assert "eventdate" not in bib or bib["eventdate"] == edtf
    assert of_ris(ris(meeting)).get("year") == (str(shared[0]) if shared else None)


# Any title

titles = st.text(
    st.sampled_from(
        string.ascii_letters + string.digits + " \\{}$&%#_~^\"'@=,-–éßñ日\n\r\t\x85\u2028\x00"
    ),
    min_size=1,
    max_size=60,
) | st.text(min_size=1, max_size=60)


@settings(deadline=None, max_examples=60)
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
    assert "\n" not in text(citation)
    written = bibtex(citation)
    assert written.count("{") == written.count("}")
    bib = of_bibtex(written)
    assert untex(bib["title"]) == one
    assert bib["url"] == citation.address
    record = of_ris(ris(citation))
    assert record["title"].strip() == one
    assert len(ris(citation).splitlines()) == ris(citation).count("\r\n")
    assert json.loads(csl(citation))[0]["title"] == one


def test_an_entry_is_escaped_on_its_page(client, report):
    page = client.get("/participants/?name=</pre><b>").content.decode()
    shown = page.split('<details class="cite"')[1].split("</main>")[0]
    assert "<b>" not in shown
    assert "&lt;/pre&gt;&lt;b&gt;" in shown


def test_a_page_shows_each_entry_and_leads_to_its_file(client, report):
    page = client.get("/workshops/?host=thailand").content.decode()
    for suffix, form in FORMS.items():
        assert f'<a href="/workshops.{suffix}?host=thailand" type="{form.media}" download>' in page
        shown = html.unescape(page).split(f"<summary>{form.label}</summary>")[1].split("</pre>")[0]
        written = client.get(f"/workshops.{suffix}?host=thailand").content.decode()
        assert shown.partition(">")[2].split() == written.split()


# What crawlers read


def test_sitemap_lists_every_published_page_once(client, report):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = ET.fromstring(answer.content).findall(f"{space}url")
    addresses = [each.find(f"{space}loc").text for each in found]
    assert len(addresses) == len(set(addresses)) > 150
    actors = [address for address in addresses if "/participants/" in address]
    for address in {*addresses} - {*actors[1:]} | {*actors[::6]}:  # the rest in test_record_pages
        assert address.startswith(f"{SITE}/")
        assert client.get(address.removeprefix(SITE)).status_code == 200, address
    paths = {address.removeprefix(SITE) for address in addresses}
    rows = [row for model in (*RECORDS, Meeting) for row in model.objects.all()]
    assert {row.get_absolute_url() for row in rows} <= paths
    assert {"/", "/workshops/", "/about/", REPORT, f"{REPORT}19/", f"{REPORT}observers/"} <= paths
    assert {"/participants/nauru/", "/participants/budapest-process/"} <= paths
    assert not [path for path in paths if path.startswith(("/admin/", "/search/?"))]
    days = {
        each.find(f"{space}lastmod").text for each in found if each.find(f"{space}lastmod") is not None
    }
    assert days == {DataVersion.objects.current().date.isoformat()}


def test_sitemap_has_no_draft_and_costs_few_queries(client, report, django_assert_max_num_queries):
    make_meeting("2005-secret", published=False)
    with django_assert_max_num_queries(24):  # one a kind of row, of part, and of name
        text = client.get("/sitemap.xml").content.decode()
    assert "2005-secret" not in text


def test_robots_keeps_crawlers_out_of_desk_and_search_only(client, report):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().split("\n")
    assert [each for each in lines if each.startswith("Disallow")] == [
        "Disallow: /admin/",
        "Disallow: /search/?",
    ]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
