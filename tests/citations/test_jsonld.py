"""Pages tell machines what they are: JSON-LD, tags to cite by, links to other forms."""

import html
import json
import re

import pytest
from django.urls import is_valid_path

from reports.citations import jsonld
from reports.citations.formats import FORMS
from reports.models import Actor, DataVersion, Meeting, Workshop
from tests.addresses import MEETING, REPORT, SITE
from tests.factories import make_report
from tests.kinds.telling import telling

pytestmark = pytest.mark.usefixtures("site")
LISTS = ["meetings", "participants", "workshops", "findings", "recommendations", "pledges", "objectives"]
LISTS += ["outcomes", "experts-groups", "presentations", "who-did-what"]


def head(client, page):
    """The head of `page`."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    return answer.content.decode().split("</head>")[0]


def graph(client, page):
    """Read the JSON-LD of `page`, by type."""
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', head(client, page), re.DOTALL
    )
    assert len(found) == 1, page
    assert not re.search("[<>&]", found[0])
    data = json.loads(found[0])
    assert data["@context"] == "https://schema.org"
    return {each["@type"]: each for each in data["@graph"]}


def alternates(client, page):
    """The other forms that `page` names: addresses by media type."""
    links = re.findall('<link rel="alternate" type="([^"]+)" href="([^"]+)">', head(client, page))
    return {media: html.unescape(address) for media, address in links}


def served(name):
    """The forms of the list `name` that urls.py answers."""
    return [suffix for suffix in ("csv", "xlsx", "json") if is_valid_path(f"/{name}.{suffix}")]


def tags(client, page):
    """The tags of `page` to cite by."""
    found = re.findall('<meta name="((?:citation_|DC)[^"]+)" content="([^"]*)">', head(client, page))
    assert len(found) == len(dict(found))
    return {name: html.unescape(content) for name, content in found}


def test_a_meeting_is_an_event_of_the_days_stated(reader, report):
    event = graph(reader, MEETING)["Event"]
    assert event == {
        "@type": "Event",
        "@id": SITE + MEETING,
        "name": "Senior Officials Meeting",
        "url": SITE + MEETING,
        "location": {"@type": "Place", "name": "Brisbane"},
        "startDate": "2004-06-07",
        "endDate": "2004-06-08",
    }


def test_a_month_stays_a_month_and_no_place_is_invented(reader, report):
    event = graph(reader, "/meetings/2003-ministerial-conference/")["Event"]
    assert event["startDate"] == "2003-04"
    assert not {"endDate", "location"} & event.keys()


def test_home_is_the_web_site_with_its_search(reader):
    found = graph(reader, "/")["WebSite"]
    assert (found["@id"], found["url"]) == (f"{SITE}/", f"{SITE}/")
    action = found["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["query-input"] == "required name=search_term_string"
    template = action["target"]["urlTemplate"].removeprefix(SITE)
    assert reader.get(template.replace("{search_term_string}", "website")).status_code == 200


def test_a_workshop_is_an_event_no_more_exact_than_its_date(reader, report):
    page = "/workshops/thailand-2004-targeting/"
    assert graph(reader, page)["Event"] == {
        "@type": "Event",
        "@id": SITE + page,
        "name": "Intelligence and law enforcement cooperation to target the smugglers and traffickers",
        "description": "Held, as of the report of the Senior Officials Meeting, Brisbane, 7 to 8 June "
        "2004. Hosted by Thailand. Developed by the Australian Federal Police",
        "url": SITE + page,
        "startDate": "2004-05",
    }
    for workshop in telling(Workshop.objects.all()):
        found = graph(reader, workshop.get_absolute_url()).get("Event")
        stated = workshop.number == 1 and workshop.date_edtf[5:] not in ("40", "41")
        assert bool(found) == bool(stated and workshop.date_edtf), workshop
        assert not found or found["startDate"] == workshop.date_edtf
        assert not found or found["description"].startswith(workshop.get_state_display())


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("", {}),
        ("2004", {"startDate": "2004"}),
        ("2004-40", {}),
        ("2004-06-07", {"startDate": "2004-06-07", "endDate": "2004-06-07"}),
        ("2003-12/2004-01", {"startDate": "2003-12", "endDate": "2004-01"}),
    ],
)
def test_dates_are_no_more_exact_than_stated(edtf, expected):
    assert jsonld.dates(edtf) == expected


def test_the_report_and_a_passage_of_it(reader, report):
    found = graph(reader, REPORT)["Report"]
    assert found["url"] == SITE + REPORT
    assert found["name"].startswith("Report to Ministers, Senior Officials Meeting, Brisbane")
    assert found["about"]["startDate"] == "2004-06-07"
    assert found["author"]["@type"] == "Organization"
    assert not {"datePublished", "license", "publisher"} & found.keys()
    passage = graph(reader, f"{REPORT}14-16/")["CreativeWork"]
    blocks = report.blocks.filter(number__range=(14, 16)).order_by("order")
    assert passage["text"] == "\n\n".join(block.text for block in blocks)
    assert passage["isPartOf"]["@id"] == SITE + REPORT


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_data_set_in_every_form(reader, report, name):
    found = graph(reader, f"/{name}/")["Dataset"]
    assert found["url"] == f"{SITE}/{name}/"
    assert found["version"] == str(DataVersion.objects.current().number)
    files = {each["encodingFormat"]: each["contentUrl"] for each in found.get("distribution", ())}
    assert list(files.values()) == [f"{SITE}/{name}.{suffix}" for suffix in served(name)]
    assert "license" not in found
    assert len(found["variableMeasured"]) > 4


def test_the_whole_is_a_data_set_with_its_package_and_its_lists(reader, report):
    found = graph(reader, "/data/")["Dataset"]
    assert found["url"] == f"{SITE}/data/"
    assert found["version"] == str(DataVersion.objects.current().number)
    (package,) = found["distribution"]
    assert package["@type"] == "DataDownload"
    answer = reader.get(package["contentUrl"].removeprefix(SITE))
    assert answer["Content-Type"] == package["encodingFormat"] == "application/zip"
    listed = (*LISTS, "index")
    assert {part["url"] for part in found["hasPart"]} == {f"{SITE}/{name}/" for name in listed}
    for part in found["hasPart"]:
        of_list = graph(reader, part["url"].removeprefix(SITE))["Dataset"]
        assert (of_list["@id"], of_list["isPartOf"]) == (part["@id"], {"@id": found["@id"]})
    assert "license" not in found


def test_no_data_at_all_is_a_data_set_without_a_version(client, empty):
    assert not {"version", "dateModified"} & graph(client, "/data/")["Dataset"].keys()


def test_a_filtered_list_keeps_its_filters_in_every_form(reader):
    page = "/workshops/?host=thailand&sort=-name&version=1&hots=1"
    kept = "?host=thailand&sort=-name"
    assert graph(reader, page)["Dataset"]["name"] == "Workshops: Hosted by Thailand (2 rows)"
    found = alternates(reader, page)
    assert set(found.values()) == {
        f"/workshops.{suffix}{kept}" for suffix in (*served("workshops"), *FORMS)
    }
    assert reader.get("/workshops/?host=nauru").status_code == 200
    refused = reader.get("/workshops/?host=x").content.decode()
    assert "ld+json" not in refused
    assert 'rel="alternate"' not in refused


def test_a_country_and_an_organisation(reader, report):
    country = graph(reader, "/participants/myanmar/")["Country"]
    assert "Burma" in country["alternateName"]
    assert {each["value"] for each in country["identifier"]} == {"MM", "MMR"}
    assert graph(reader, "/participants/unhcr/")["Organization"]["url"] == f"{SITE}/participants/unhcr/"
    assert set(graph(reader, "/participants/senior-officials/")) == {"BreadcrumbList"}
    for actor in Actor.objects.select_related("part_of").prefetch_related("other_names"):
        assert (jsonld.actor(actor) is None) == (actor.kind in ("office", "group"))


@pytest.mark.parametrize(
    ("page", "steps"),
    [
        (MEETING, ["/", "/meetings/", MEETING]),
        (REPORT, ["/", "/meetings/", MEETING, REPORT]),
        (f"{REPORT}19/", ["/", "/meetings/", MEETING, REPORT, f"{REPORT}19/"]),
        ("/workshops/?host=thailand", ["/", "/workshops/"]),
        ("/workshops/malaysia-2002/", ["/", "/workshops/", "/workshops/malaysia-2002/"]),
        ("/experts-groups/aheg-i/", ["/", "/experts-groups/", "/experts-groups/aheg-i/"]),
        ("/participants/thailand/", ["/", "/participants/", "/participants/thailand/"]),
    ],
)
def test_breadcrumbs_lead_from_home_to_the_page(reader, report, page, steps):
    crumbs = graph(reader, page)["BreadcrumbList"]["itemListElement"]
    assert [each["item"] for each in crumbs] == [SITE + step for step in steps]
    assert [each["position"] for each in crumbs] == list(range(1, len(steps) + 1))
    assert all(reader.get(step).status_code == 200 for step in steps)


def test_no_words_end_the_script(client, empty):
    nasty = "</script><script>alert(1)</script><!-- &"
    make_report("2009-nasty", name=nasty, title=nasty)
    for page in ("/meetings/2009-nasty/", "/meetings/2009-nasty/report/"):
        source = client.get(page).content.decode()
        assert source.count("<script") == source.count("</script") == 1
        found = graph(client, page)
        assert nasty in json.dumps(found, ensure_ascii=False)
        assert page != "/meetings/2009-nasty/" or found["Event"]["name"] == nasty


def test_tags_to_cite_the_report_and_a_passage_by(reader):
    title = "Report to Ministers, Senior Officials Meeting, Brisbane, 7 to 8 June 2004"
    found = tags(reader, REPORT)
    assert found["citation_title"] == found["DC.title"] == title
    assert (found["citation_publication_date"], found["DC.date"]) == ("2004", "2004")
    assert found["citation_conference_title"] == "Senior Officials Meeting"
    assert found["citation_public_url"] == found["DC.identifier"] == SITE + REPORT
    # Zotero takes the last of these two for the kind: a report.
    names = list(found)
    assert names.index("citation_technical_report_institution") > names.index(
        "citation_conference_title"
    )
    assert not {"citation_author", "DC.creator"} & found.keys()
    assert tags(reader, f"{REPORT}19/")["citation_title"] == f"{title}, para 19"
    assert tags(reader, "/workshops/") == {}


PAGES = [REPORT, f"{REPORT}19/", f"{REPORT}observers/", MEETING, "/workshops/?host=thailand"]
PAGES += [f"/{name}/" for name in LISTS]
PAGES += ["/workshops/malaysia-2002/", "/pledges/japan-website-10000-usd/", "/participants/thailand/"]
PAGES += ["/outcomes/returns-checklist/", "/presentations/iom-website/"]


@pytest.mark.parametrize("page", PAGES)
def test_every_other_form_that_a_page_names_is_there(reader, page):
    found = alternates(reader, page)
    assert {form.media for form in FORMS.values()} <= found.keys()
    for media, address in found.items():
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert answer["Content-Type"].partition(";")[0] == media


def test_a_page_without_its_own_description_has_none(reader):
    assert Meeting.objects.exists()
    assert "ld+json" not in head(reader, "/about/")
