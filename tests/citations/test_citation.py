"""“Cite this” names each report, passage, record and list, with its address and its version."""

import re
from itertools import cycle

import pytest

from reports.citations.citation import ATTRIBUTION, of_record, source
from reports.citations.formats import FORMS
from reports.integrity.checks import deferred_checks
from reports.kinds import KINDS
from reports.lists.listing import with_suffix
from reports.models import RECORDS, DataVersion, IndexTerm, Report
from tests.addresses import REPORT, SITE
from tests.citations.reading_back import NAME, entries, plain, read_back, untex, version
from tests.factories import make_block, make_evidence, make_report
from tests.kinds.telling import telling
from tests.lists.listed import chosen

HEADING = "Bali Process on People Smuggling, Trafficking in Persons and Related Transnational Crime"
LISTS = {
    "/workshops/?host=thailand&state=held": "Workshops: Hosted by Thailand; State Held (2 rows)",
    "/workshops/?host=thailand&host=malaysia": "Workshops: Hosted by Thailand or Malaysia (4 rows)",
    "/workshops/?year=not-stated&sort=-name": "Workshops: Year Not stated (8 rows)",
    "/workshops/?host=republic-of-korea": "Workshops: Hosted by the Republic of Korea (1 row)",
    "/workshops/?host=nauru": "Workshops: Hosted by Nauru (0 rows)",
    "/participants/?name=korea": "Participants: Name “korea” (1 row)",
    "/participants/?name=zz%E6%97%A5+%7B%25%26": "Participants: Name “zz日 {%&” (0 rows)",
    "/pledges/?currency=USD": "Pledges and contributions: Currency USD (1 row)",
    "/meetings/": "Meetings (3 rows)",
    "/objectives/": "Objectives (10 rows)",
    "/outcomes/?state=developed": "Outcomes: State Developed (2 rows)",
    "/experts-groups/": "Experts groups (2 rows)",
    "/presentations/?presenter=interpol": "Presentations: Presented by Interpol (1 row)",
    "/recommendations/?page=1": "Recommendations and proposals (35 rows)",
}
# Those whose pages are read too: all pages of lists show what is made of one citation by one template.
SHOWN = {
    "/workshops/?host=nauru",
    "/participants/?name=zz%E6%97%A5+%7B%25%26",
    "/objectives/",
    "/recommendations/?page=1",
}
# The models whose records have pages of their own.
WITH_PAGES = [kind.model for kind in KINDS if kind.pages and kind.model in RECORDS.values()]
pytestmark = [
    pytest.mark.usefixtures("site"),
    pytest.mark.filterwarnings("ignore:.*unsupported. event_title"),  # CSL 1.0.2
]


@pytest.mark.parametrize(
    ("piece", "pinpoint"),
    [
        ("", ""),
        ("19/", ", para 19"),
        ("14-16/", ", paras 14–16"),
        ("observers/", ", unnumbered “The following countries and …”"),
    ],
)
def test_the_report_and_its_passages(reader, piece, pinpoint):
    address, title = f"{SITE}{REPORT}{piece}", NAME + pinpoint
    assert plain(reader, REPORT + piece) == (
        f"[Bali Process] ([2004]). {title}. <{address}>. {version()}, accessed [date]. "
        f"In square brackets: {ATTRIBUTION}."
    )
    source = reader.get(REPORT + piece).content.decode()
    assert f'<meta name="DC.description" content="{ATTRIBUTION}">' in source
    assert f'"description": "{ATTRIBUTION}."' in source  # of the author, in JSON-LD
    bib, record, item, printed = entries(reader, REPORT + piece)
    for note in (untex(bib["note"]), " ".join(record["notes"]), item["note"]):
        assert note == f"{version()}. {ATTRIBUTION}"
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


def test_a_report_over_new_year_has_the_year_of_its_last_day(client, empty):
    later = make_report(
        "2006-bali-som",
        city="Bali",
        title="Chairs’ Statement",
        date_words="30 December 2005 to 2 January 2006",
        date_edtf="2005-12-30/2006-01-02",
    )
    make_block(later, text="Ministers met.")
    for piece in ("", "1/"):
        page = later.get_absolute_url() + piece
        assert "Bali, 30 December 2005 to 2 January 2006" in plain(client, page)
        bib, record, item, printed = entries(client, page)
        assert (bib["year"], bib["eventdate"]) == ("2006", "2005-12-30/2006-01-02")
        assert "month" not in bib
        assert (record["year"], record["date"]) == ("2006", "2006///")
        assert item["issued"] == {"date-parts": [[2006]]}
        assert item["event-date"] == {"date-parts": [[2005, 12, 30], [2006, 1, 2]]}
        assert "2006" in printed
        source = client.get(page).content.decode()
        assert '<meta name="citation_publication_date" content="2006">' in source
        assert '"startDate": "2005-12-30", "endDate": "2006-01-02"' in source


def test_every_record(report):
    pages = [row for model in WITH_PAGES for row in telling(model.objects.with_evidence())]
    assert len(pages) > 40
    current = DataVersion.objects.current()
    for row in pages:
        bib, record, item, printed = read_back(files_of(row, current))
        title = f"{row._meta.verbose_name.capitalize()}: {getattr(row, 'title', row)}"
        address = SITE + row.get_absolute_url()
        assert untex(bib["title"]) == record["title"] == item["title"] == title
        assert bib["url"] == item["URL"] == record["urls"][0] == address
        assert title.split("/")[0].rstrip(".") in printed
        assert not {"author", "authors"} & (bib.keys() | record.keys() | item.keys())
        assert untex(bib["note"]) == item["note"]
        assert item["note"].startswith(f"Read from {NAME}, ")


def test_every_record_has_a_key_of_its_own(report):
    current, bib = DataVersion.objects.current(), FORMS["bib"]
    rows = [row for model in WITH_PAGES for row in model.objects.with_evidence()]
    assert len(rows) > 100
    keys = {re.match(r"@misc{([^,]+),", bib.write(of_record(row, current)))[1] for row in rows}
    assert len(keys) == len(rows)


def files_of(row, current):
    """The text of each form of the citation of `row`, by suffix."""
    return {form.suffix: form.write(of_record(row, current)) for form in FORMS.values()}


def test_the_files_of_every_kind_of_record_are_served(reader):
    # All records of a model, in all forms, have one view: each form is asked of another of them.
    current = DataVersion.objects.current()
    for model in WITH_PAGES:
        for row, suffix in zip(cycle(model.objects.with_evidence()), FORMS, strict=False):
            served = reader.get(with_suffix(row.get_absolute_url(), suffix))
            assert served.content.decode() == files_of(row, current)[suffix], row


def test_a_record_names_the_paragraphs_that_it_was_read_from(reader):
    said = plain(reader, "/workshops/thailand-2004-targeting/")
    assert said.startswith("“Workshop: Intelligence and law enforcement cooperation")
    assert f", Thailand, May 2004”, Bali Process reports. Read from {NAME}, para 9. <{SITE}/" in said
    assert f"{NAME}, title, paras 1–2. <" in plain(reader, "/meetings/2004-brisbane-som/")
    assert "“Country or territory: Thailand”, Bali" in plain(reader, "/participants/thailand/")
    assert untex(entries(reader, "/participants/unhcr/")[0]["title"]).startswith("Organisation: ")


@pytest.mark.parametrize(("page", "title"), LISTS.items())
def test_a_list_is_one_entry_with_filters_rows_and_version(reader, page, title):
    bib, record, item, printed = entries(reader, page)
    assert untex(bib["title"]) == record["title"] == item["title"] == title
    assert (bib["ENTRYTYPE"], record["type_of_reference"], item["type"]) == ("misc", "DATA", "dataset")
    now = DataVersion.objects.current()
    assert item["issued"] == {"date-parts": [[now.date.year, now.date.month, now.date.day]]}
    assert item["version"] == str(now.number)
    assert bib["url"] == item["URL"] == record["urls"][0]
    assert bib["url"].endswith(f"version={now.number}")
    assert title in printed
    if page in SHOWN:
        assert plain(reader, page) == (
            f"“{title}”, Bali Process reports. <{item['URL']}>. {version()}, accessed [date]."
        )
    rows = chosen(item["URL"].removeprefix(SITE)).count
    assert f"({rows} row" in title


def test_a_list_cited_before_a_change_says_so(client, empty):
    first = DataVersion.objects.rise()
    page = client.get(f"/workshops/?state=held&version={first.number}").content.decode()
    assert "the data is unchanged since" in page
    now = DataVersion.objects.rise()
    page = client.get(f"/workshops/?state=held&version={first.number}").content.decode()
    changed = f"it has changed since ({now.date:%-d %B %Y}), so these rows may differ"
    assert f"Cited at data version {first.number}; the data is now version {now.number}: " in page
    assert changed in " ".join(page.split())
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
def test_a_version_that_there_is_not_is_refused_beside_its_field(reader, typed, said):
    answer = reader.get(f"/workshops/?host=thailand&version={typed}")
    assert answer.status_code == 400
    assert f'id="filter-version">{said}<' in answer.content.decode()
    assert 'value="thailand" checked' in answer.content.decode()
    refused = reader.get(f"/workshops.bib?version={typed}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert said in refused.json()["detail"]


def test_a_draft_has_no_citation(client, report):
    with deferred_checks():
        for each in Report.objects.all():
            each.published = False
            each.save()
    pages = [row.get_absolute_url() for model in WITH_PAGES for row in model.objects.all()[:1]]
    for page in [*pages, REPORT, f"{REPORT}19/", "/participants/thailand/"]:
        assert client.get(with_suffix(page, "bib")).status_code == 410  # it was public
    assert "(0 rows)" in client.get("/workshops.bib").content.decode()


def test_no_data_at_all_is_cited_without_a_version(client, empty):
    (item,) = client.get("/workshops.csl.json").json()
    assert (item["title"], item["note"]) == ("Workshops (0 rows)", "No data version")
    assert "issued" not in item
    assert item["URL"] == f"{SITE}/workshops/"


def test_words_in_two_reports_are_cited_report_by_report(empty):
    one, other = (make_report(f"200{year}-test", title=f"Report {year}") for year in (5, 6))
    with deferred_checks():
        term = IndexTerm.objects.create(slug="declaration", name="Declaration", kind="document")
        for number, report in enumerate((one, other, one), 1):
            block = make_block(report, number, "The Declaration was read.")
            make_evidence(block, "Declaration", f"declaration-{number}", index_term=term)
    read = source(term.evidence.in_order())
    assert read.count("Report 5") == read.count("Report 6") == 1
    assert "paras 1 and 3;" in read
