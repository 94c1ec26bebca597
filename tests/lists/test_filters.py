"""A list finds what a careful reader of the report would list."""

import pytest
from django.urls import reverse

from reports.kinds import KINDS
from reports.kinds.workshops import WorkshopFilterSet
from reports.models import Actor, DataVersion, OtherName, Workshop
from tests.lists.listed import LISTS, announced, bound, many, slugs, total
from tests.reading import get

HELD = (
    "malaysia-2002 malaysia-2003-legislation thailand-2004-identity-management thailand-2004-targeting"
)


def test_workshops_hosted_by_thailand(reader):
    assert slugs(reader, "/workshops/?host=thailand") == [
        "thailand-2004-identity-management",
        "thailand-2004-targeting",
    ]
    source, words = get(reader, "/workshops/?host=thailand")
    assert "2 of 18 workshops and meetings" in words
    assert "The second, hosted by Thailand in March 2004" in words
    assert 'href="/workshops/?held_by=thailand"' in source
    assert "In other parts than host, among all workshops: Thailand: Held 1" in words
    assert "Thailand: “Planning to hold” 1" in words


def test_two_hosts_mean_either(reader):
    assert slugs(reader, "/workshops/?host=thailand&host=malaysia&state=held") == HELD.split()


def test_host_with_another_state_is_empty_and_says_what_would_not_be(client, report):
    _, words = get(client, "/workshops/?host=thailand&state=planned")
    assert "No row has all of these" in words
    assert "without “Hosted by”: 2 rows without “State”: 2 rows" in words


FOUND = {
    "/workshops/?year=2002": "1 of 18 workshops and meetings",
    "/workshops/?year=2004": "7 of 18 workshops and meetings",
    "/workshops/?year=not-stated": "8 of 18 workshops and meetings",
    "/workshops/?group=aheg-ii": "3 of 18 workshops and meetings",
    "/workshops/?reach=national": "8 of 18 workshops and meetings",
    "/workshops/?organiser=unhcr": "1 of 18 workshops and meetings",
    "/workshops/?offered_by=afghanistan": "1 of 18 workshops and meetings",
    "/workshops/?who=thailand": "4 of 18 workshops and meetings",
    "/workshops/?who=fiji": "1 of 18 workshops and meetings",  # its host and an organiser
    "/workshops/?who=not-stated": "2 of 18 workshops and meetings",
    "/workshops/?speaker=aheg-i-coordinator": "9 of 18 workshops and meetings",
    "/workshops/?speaker=not-stated": "4 of 18 workshops and meetings",
    "/pledges/?speaker=senior-officials": "4 of 10 pledges and contributions",
    "/pledges/?state=pledged": "2 of 10 pledges and contributions",
    "/objectives/?called_for_by=ministers": "10 of 10 objectives",
    "/workshops/?host=not-stated": "11 of 18 workshops and meetings",
    "/workshops/?objective=return": "1 of 18 workshops and meetings",
    "/workshops/?meeting=2004-brisbane-som": "18 of 18 workshops and meetings",
    "/workshops/?host=nauru": "0 of 18 workshops and meetings",
    "/participants/?role=observer": "18 of 56 participants",
    "/participants/?kind=country": "47 of 56 participants",
    "/participants/?name=viet+nam": "1 of 56 participants",
    "/participants/?name=%C3%89AST+timor": "1 of 56 participants",
    "/participants/?name=korea": "1 of 56 participants",
    "/participants/?name=%E6%97%A5": "0 of 56 participants",
    "/pledges/?amount=stated": "2 of 10 pledges and contributions",
    "/pledges/?currency=USD": "1 of 10 pledges and contributions",
    "/pledges/?giver=not-stated": "1 of 10 pledges and contributions",
    "/pledges/?giver=japan&giver=iom": "6 of 10 pledges and contributions",
    "/findings/?verb=agreed": "4 of 42 findings",
    "/findings/?actor=china": "1 of 42 findings",
    "/findings/?speaker=aheg-i-coordinator": "2 of 42 findings",
    "/findings/?objective=legislation": "1 of 42 findings",
    "/recommendations/?standing=discontinue": "1 of 35 recommendations and proposals",
    "/recommendations/?due=after+a+year": "1 of 35 recommendations and proposals",
    "/recommendations/?due=not-stated": "33 of 35 recommendations and proposals",
    "/recommendations/?part=part-iv": "2 of 35 recommendations and proposals",
    "/recommendations/?addressee=co-chairs": "4 of 35 recommendations and proposals",
    "/recommendations/?speaker=many-participants": "2 of 35 recommendations and proposals",
    "/meetings/?kind=ministerial": "2 of 3 meetings",
    "/outcomes/?state=effect": "2 of 5 outcomes",
    "/outcomes/?workshop=australia-2004-returns": "2 of 5 outcomes",
    "/outcomes/?workshop=not-stated": "2 of 5 outcomes",
    "/presentations/?presenter=iom": "3 of 20 presentations",
    "/presentations/?on_behalf_of=budapest-process": "1 of 20 presentations",
    "/presentations/?kind=overview": "1 of 20 presentations",
    "/presentations/?group=aheg-ii": "4 of 20 presentations",
}


def test_filter_finds(report):
    found = {url: announced(url) for url in FOUND}
    assert found == FOUND


def test_a_page_announces_what_its_filters_find(reader):
    of_each_list = {url.partition("?")[0]: url for url in FOUND}
    assert len(of_each_list) == 9
    for url in of_each_list.values():
        assert total(reader, url) == FOUND[url]


@pytest.mark.parametrize(
    ("typed", "lead"),
    [
        ("burma", "myanmar"),
        ("Burma", "myanmar"),
        ("South+Korea", "republic-of-korea"),
        ("ROK", "republic-of-korea"),
        ("east+timor", "timor-leste"),
        ("t%C3%BCrkiye", "turkey"),
        ("viet-nam", "vietnam"),
        ("China", "china"),
    ],
)
def test_any_name_leads_to_the_address(reader, typed, lead):
    answer = reader.get(f"/workshops/?state=held&host={typed}&sort=-name")
    assert answer.status_code == 302
    assert answer["Location"] == f"/workshops/?host={lead}&state=held&sort=-name"


@pytest.mark.parametrize("suffix", ["/", ".csv", ".bib"])
def test_the_way_to_the_address_keeps_the_version_cited(reader, suffix):
    version = DataVersion.objects.latest("number").number
    answer = reader.get(f"/workshops{suffix}?host=burma&version={version}")
    assert answer["Location"] == f"/workshops{suffix}?host=myanmar&version={version}"


def test_a_name_that_could_be_two_is_answered_with_the_choices(client, report):
    for slug in ("samoa", "tonga"):
        actor = Actor.objects.get(slug=slug)
        OtherName.objects.create(actor=actor, name="Corea", kind="short", ambiguous=True)
    source, words = get(client, "/workshops/?host=corea&state=held", 400)
    assert "“corea” could be: Samoa (write samoa ); Tonga (write tonga )" in words
    assert 'value="held" checked' in source


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        *(("korea", "republic-of-korea"), ("NZ", "new-zealand"), ("US", "united-states-of-america")),
        *(("timor", "timor-leste"), ("Holland", "netherlands"), ("AFP", "australian-federal-police")),
        ("ICPO", "interpol"),
    ],
)
def test_a_short_name_leads_to_the_one_it_means(client, report, typed, slug):
    for path in ("/workshops/", "/workshops.csv"):
        answer = client.get(path, {"host": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"{path}?host={slug}")
    assert client.get(f"/participants/{typed}/")["Location"] == f"/participants/{slug}/"


def test_a_part_of_a_name_is_answered_with_those_that_could_be_meant(reader):
    said = "Perhaps you mean: France (New Caledonia) (write france-new-caledonia)."
    assert said in get(reader, "/workshops/?host=France", 400)[1]
    assert said in reader.get("/workshops.csv?host=france").json()["detail"]
    words = get(reader, "/workshops/?host=guinea", 400)[1]
    assert "Perhaps you mean: Papua New Guinea (write papua-new-guinea)." in words
    assert "Perhaps" not in get(reader, "/workshops/?host=atlantis", 400)[1]
    assert "Perhaps" not in get(reader, "/workshops/?host=%E6%97%A5", 400)[1]


def test_drafts_are_in_no_list_and_no_count(client, report):
    many(1, published=False)
    assert Workshop.objects.count() == 19
    assert total(client, "/workshops/") == "18 workshops and meetings"
    options = bound(WorkshopFilterSet).options
    assert options["state"]["held"].count == 13
    assert "2005-test-som" not in options["meeting"]


def test_every_list_is_in_the_site_map_of_addresses():
    assert {reverse(f"reports:{kind.name}-list") for kind in KINDS} == set(LISTS)
