"""The page of the index: its letters, filters and files; what it refuses; persons on other pages."""

import csv
import io
import json
import re
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from reports.integrity.checks import deferred_checks
from reports.models import Actor, IndexTerm, IndexTermName, Presenter
from tests.addresses import REPORT, SITE
from tests.factories import confirm, make_block, make_evidence, make_report
from tests.reading import get

FILTERS = ("kind", "meeting", "version")
PERSONS = ("alexander-downer", "heather-riddell", "krerckphong-pukprayura")


def headings(client, url):
    """The headings of the entries on the page at `url`, in order."""
    source, _ = get(client, url)
    lines = re.findall(r'<li id="(?:actor|term)_[^"]+"[^>]*>\s*(?:<a [^>]*>)?([^<]+)', source)
    return [" ".join(line.split()) for line in lines]


def test_the_page_has_letters_to_jump_to_and_lines_under_them(reader):
    source, words = get(reader, "/index/")
    nav = source.partition('<nav class="letters" aria-label="Letters">')[2].partition("</nav>")[0]
    linked = re.findall(r'href="#(letter_[a-z])">([A-Z])<', nav)
    assert [fragment for fragment, _ in linked] == re.findall(r'<h2 id="(letter_\w+)">', source)
    assert "Q (none)" in " ".join(re.sub("<[^>]+>", " ", nav).split())
    assert "107 entries" in words
    assert "APEC Process or forum para 18" in words
    assert "Burma (not in the reports) , see Myanmar" in words
    assert "Bali II, see second Bali Ministerial Conference" in words
    assert "Krerckphong Pukprayura Person para 9 see also Royal Thai Police" in words
    assert "“the Interpol database” para 19" in words
    for target in re.findall(r'href="#((?:actor|term)_[^"]+)"', source):
        assert f'id="{target}"' in source


def test_it_is_filtered_by_kind_and_meeting_and_says_how_many(reader):
    assert headings(reader, "/index/?kind=person") == [
        "Downer, Alexander",
        "Krerckphong Pukprayura",
        "Riddell, Heather",
    ]
    source, words = get(reader, "/index/?kind=person&meeting=2004-brisbane-som")
    assert "3 of 107 entries" in words
    assert '<link rel="canonical"' in reader.get("/index/?kind=person").content.decode()
    # What is near is a line of the whole index, where it has none here.
    assert 'href="/index/#actor_royal-thai-police">Royal Thai Police</a>' in source
    kinds = ["Bali process website", "Interpol database", "other sites and databases"]
    assert headings(reader, "/index/?kind=database") == kinds
    nothing = get(reader, "/index/?kind=person&meeting=2002-ministerial-conference")[1]
    assert "No entry has all of these" in nothing
    assert "without “Named in the report of”: 3 entries" in nothing


def test_several_reports_are_told_apart(client, report):
    other = make_report("2006-test-som", date_words="2006", date_edtf="2006", title="Statement")
    make_block(other, 7, text="Interpol met the Budapest process.")
    source, _ = get(client, "/index/")
    line = source.partition('<li id="actor_budapest-process"')[2].partition("</li>")[0]
    words = " ".join(re.sub("<[^>]+>", " ", line).split())
    assert "Statement: Senior Officials Meeting, 2006 : para 7" in words
    assert (
        "Report to Ministers: Senior Officials Meeting, Brisbane, 7 to 8 June 2004 : paras 8 , 23"
        in words
    )
    assert "Budapest process" in headings(client, "/index/?meeting=2006-test-som")
    assert "Thailand" not in headings(client, "/index/?meeting=2006-test-som")


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("kind=colour", "kind", "“colour” is not a value of “Kind”. It takes: country, organisation,"),
        ("meeting=2099", "meeting", "“2099” is not a value of “Named in the report of”. It takes: 2004"),
        ("version=x", "version", "“x” is not the number of a data version: that is a whole number"),
        ("version=99", "version", "There is no data version 99 of this portal."),
    ],
)
def test_a_value_that_means_nothing_is_a_400_beside_its_field(reader, query, name, said):
    source, words = get(reader, f"/index/?{query}&kind=person", 400)
    assert said in words
    assert f'href="#filter-{name}"' in source
    assert f'id="filter-{name}"' in source
    assert 'class="entries"' not in source
    assert "<small>" not in source
    assert 'value="person" checked' in source
    answer = reader.get(f"/index.csv?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_an_unknown_parameter_is_ignored_on_the_page_and_refused_for_a_file(reader):
    assert "Ignored in the address, as it means nothing here: sort ." in get(reader, "/index/?sort=x")[1]
    assert reader.get("/index.json?sort=x").status_code == 400
    assert reader.get("/index.bib?sort=x").status_code == 400


@pytest.mark.parametrize("value", ["\x00", "x" * 60_000, "<script>", "é"], ids=lambda value: value[:9])
def test_no_value_is_an_error_or_reflected(client, report, value):
    answer = client.get("/index/", dict.fromkeys(("kind", "meeting", "version", "other"), value))
    assert answer.status_code == 400
    source = answer.content.decode()
    assert [name for name in FILTERS if f'href="#filter-{name}"' not in source] == []
    assert "<script>" not in source


def test_files_have_every_entry_and_what_they_are(reader):
    answer = reader.get("/index.csv")
    assert 'filename="index_v1.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 107
    row = next(row for row in rows if row["heading"] == "Interpol")
    assert row["other_names"] == "ICPO; International Criminal Police Organization"
    assert row["not_in_reports"] == row["other_names"]
    assert row["paragraphs"] == "19; 23; unnumbered “The following countries and …”"
    assert row["paragraph_addresses"].split("; ")[0] == f"{SITE}{REPORT}#p19"
    assert row["page"] == f"{SITE}/participants/interpol/"
    answer = reader.get("/index.json?kind=person")
    document = json.loads(answer.content)
    assert (document["title"], document["filters"]) == ("Index", "Kind Person")
    assert (document["rows"], document["data_version"]) == (3, 1)
    assert document["address"] == f"{SITE}/index/?kind=person"
    assert [column["name"] for column in document["columns"]] == list(document["records"][0])
    downer = document["records"][0]
    assert downer == {
        "heading": "Downer, Alexander",
        "kind": "Person",
        "other_names": ["Alexander Downer", "Hon Alexander Downer MP"],
        "not_in_reports": [],
        "paragraphs": ["1"],
        "paragraph_addresses": [f"{SITE}{REPORT}#p1"],
        "see_also": [
            {
                "name": "Australian Minister for Foreign Affairs",
                "address": f"{SITE}/index/#actor_australian-minister-for-foreign-affairs",
            }
        ],
        "page": f"{SITE}/participants/alexander-downer/",
    }
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/index.xlsx").content))
    assert book.sheetnames == ["Index", "About"]
    assert book["Index"].max_row == 108


def test_the_data_package_has_the_public_terms_with_their_names(client, report):
    draft = make_report("2006-draft", published=False)
    with deferred_checks():
        term = IndexTerm.objects.create(slug="nemo", name="Nemo Charter", kind="document")
        IndexTermName.objects.create(term=term, name="Charter")
        block = make_block(draft, text="The Nemo Charter.")
        make_evidence(block, "Nemo Charter", index_term=term)
    archive = zipfile.ZipFile(io.BytesIO(client.get("/data/package.zip").getvalue()))
    terms, names = (
        list(csv.DictReader(io.StringIO(archive.read(f"data/{name}.csv").decode())))
        for name in ("index_terms", "index_term_names")
    )
    assert {row["id"] for row in terms} == {
        *IndexTerm.objects.published().values_list("slug", flat=True)
    }
    assert {row["term"] for row in names} < {row["id"] for row in terms}
    assert ("aheg-i", "aheg-i") in {(row["id"], row["experts_group"]) for row in terms}


def test_the_index_is_cited_with_its_filter_and_count(reader):
    entry = reader.get("/index.csl.json?kind=person").json()[0]
    assert entry["title"] == "Index: Kind Person (3 rows)"
    assert entry["URL"] == f"{SITE}/index/?kind=person&version=1"
    assert "Cited at data version 1: the data is unchanged" in get(reader, "/index/?version=1")[1]


def test_the_index_is_found_from_other_pages(reader):
    assert '<a href="/index/?meeting=2004-brisbane-som">' in get(reader, REPORT)[0]
    for page in ("/", "/participants/"):
        assert 'href="/index/"' in get(reader, page)[0]
    assert 'href="/index/"' in reader.get("/about/").content.decode().partition("<footer")[2]
    assert "<code>not_in_reports</code>" in get(reader, "/data/")[0]
    assert f"{REPORT}#p19.term-interpol-database" in get(reader, "/index/")[0]
    assert 'href="/index/#term_interpol-database"' in get(reader, f"{REPORT}19/")[0]


def test_an_empty_portal_has_an_empty_index(client, empty):
    assert "0 entries" in get(client, "/index/")[1]
    assert json.loads(client.get("/index.json").content)["records"] == []


def test_a_person_who_presents_in_no_office_stands_in_no_matrix_either(client, report):
    presentation = report.presentations.get(slug="ilo-2004")
    person = Actor.objects.get(slug="heather-riddell")
    presenter = Presenter(presentation=presentation, actor=person, order=2, name_written="Riddell")
    confirm(presentation, presenter)
    presenter.save()
    assert "/participants/heather-riddell/" not in get(client, "/who-did-what/")[0]
    assert "Presentation: subject not stated" in get(client, "/participants/heather-riddell/")[1]


def test_persons_have_a_page_and_stand_in_no_matrix(reader):
    listed = [reader.get(f"/who-did-what{form}").content.decode() for form in ("/", ".csv", ".json")]
    for slug in PERSONS:
        assert not [text for text in listed if f"/participants/{slug}/" in text]
        assert "Named in" in get(reader, f"/participants/{slug}/")[1]
    assert 'value="person"' not in get(reader, "/who-did-what/")[0]
    assert reader.get("/who-did-what/?kind=person").status_code == 400


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("heather-riddell", "Named with New Zealand Ministry of Foreign Affairs and Trade"),
        ("heather-riddell", "Report: AHEG I activities since the second Bali Ministerial Conference"),
        ("heather-riddell", "as AHEG I coordinator"),
        ("alexander-downer", "Also found as Downer, Alexander; Hon Alexander Downer MP"),
        ("alexander-downer", "as Australian Minister for Foreign Affairs"),
        ("royal-thai-police", "Persons named with it Krerckphong Pukprayura"),
    ],
)
def test_a_person_and_an_office_lead_to_each_other(reader, address, said):
    assert said in get(reader, f"/participants/{address}/")[1].replace(" ; ", "; ")


def test_persons_change_no_list_of_presentations(reader):
    assert "No row has all of these" in get(reader, "/presentations/?presenter=heather-riddell")[1]
    assert "Heather Riddell" not in get(reader, "/presentations/")[0].partition("<table")[0]


def test_a_person_is_found_by_search(reader):
    source, _ = get(reader, "/search/?q=Krerckphong")
    assert 'href="/participants/krerckphong-pukprayura/"' in source


def test_a_presenters_person_is_named_in_words_and_is_one(report):
    presenter = Presenter.objects.get(presentation__slug="minister-overview-2004")
    presenter.person_actor = Actor.objects.get(slug="australia")
    with pytest.raises(ValidationError, match="“Australia” is no person"):
        presenter.save()
    presenter.person_actor, presenter.person = Actor.objects.get(slug="alexander-downer"), ""
    with pytest.raises(ValidationError, match="A person is named in words"):
        presenter.save()
