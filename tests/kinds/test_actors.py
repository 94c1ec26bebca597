"""Actors are those that the report names, each found by any of its names."""

import pytest
from django.db.models import Q

from reports.integrity.checks import deferred_checks
from reports.kinds import offices
from reports.models import Actor, OtherName
from reports.text import quotes
from tests.factories import make_block, make_presentation, make_report
from tests.reading import get

# The one outside fact here: ISO 3166 codes.
CODES = {
    "afghanistan": ("AF", "AFG"),
    "australia": ("AU", "AUS"),
    "austria": ("AT", "AUT"),
    "bangladesh": ("BD", "BGD"),
    "brunei-darussalam": ("BN", "BRN"),
    "cambodia": ("KH", "KHM"),
    "canada": ("CA", "CAN"),
    "china": ("CN", "CHN"),
    "fiji": ("FJ", "FJI"),
    "finland": ("FI", "FIN"),
    "france-new-caledonia": ("NC", "NCL"),
    "germany": ("DE", "DEU"),
    "indonesia": ("ID", "IDN"),
    "iran": ("IR", "IRN"),
    "iraq": ("IQ", "IRQ"),
    "japan": ("JP", "JPN"),
    "jordan": ("JO", "JOR"),
    "kiribati": ("KI", "KIR"),
    "laos": ("LA", "LAO"),
    "malaysia": ("MY", "MYS"),
    "mongolia": ("MN", "MNG"),
    "myanmar": ("MM", "MMR"),
    "nauru": ("NR", "NRU"),
    "nepal": ("NP", "NPL"),
    "netherlands": ("NL", "NLD"),
    "new-zealand": ("NZ", "NZL"),
    "norway": ("NO", "NOR"),
    "pakistan": ("PK", "PAK"),
    "palau": ("PW", "PLW"),
    "papua-new-guinea": ("PG", "PNG"),
    "philippines": ("PH", "PHL"),
    "republic-of-korea": ("KR", "KOR"),
    "russian-federation": ("RU", "RUS"),
    "samoa": ("WS", "WSM"),
    "singapore": ("SG", "SGP"),
    "solomon-islands": ("SB", "SLB"),
    "south-africa": ("ZA", "ZAF"),
    "spain": ("ES", "ESP"),
    "sri-lanka": ("LK", "LKA"),
    "switzerland": ("CH", "CHE"),
    "thailand": ("TH", "THA"),
    "timor-leste": ("TL", "TLS"),
    "tonga": ("TO", "TON"),
    "turkey": ("TR", "TUR"),
    "united-states-of-america": ("US", "USA"),
    "vanuatu": ("VU", "VUT"),
    "vietnam": ("VN", "VNM"),
}
# Slug, kind, part of; countries apart.
OTHER_ACTORS = [
    ("aheg-i-coordinator", "office", None),
    ("aheg-ii-coordinator", "office", None),
    ("alexander-downer", "person", "australian-minister-for-foreign-affairs"),
    ("apc", "organisation", None),
    ("apec", "process", None),
    ("australian-federal-police", "agency", "australia"),
    ("australian-minister-for-foreign-affairs", "agency", "australia"),
    ("bali-process", "process", None),
    ("budapest-process", "process", None),
    ("co-chairs", "office", None),
    ("coordinators", "office", None),
    ("foreign-minister-of-indonesia", "agency", "indonesia"),
    ("heather-riddell", "person", "new-zealand-ministry-of-foreign-affairs-and-trade"),
    ("icmpd", "organisation", None),
    ("ifrc", "organisation", None),
    ("ilo", "organisation", None),
    ("interpol", "organisation", None),
    ("iom", "organisation", None),
    ("krerckphong-pukprayura", "person", "royal-thai-police"),
    ("many-participants", "group", None),
    ("meeting-participants", "group", None),
    ("ministers", "office", None),
    ("new-zealand-ministry-of-foreign-affairs-and-trade", "agency", "new-zealand"),
    ("numerous-delegations", "group", None),
    ("observers-and-organisations", "group", None),
    ("pacific-immigration-directors-conference", "process", None),
    ("participants-in-the-bali-process", "group", None),
    ("royal-thai-police", "agency", "thailand"),
    ("senior-officials", "office", None),
    ("steering-group", "office", None),
    ("two-coordinators", "office", None),
    ("undp", "organisation", None),
    ("unhcr", "organisation", None),
    ("unodc", "organisation", None),
]


def test_actors_are_those_named(report):
    countries = Actor.objects.filter(kind="country")
    codes = {slug: (two, three) for slug, two, three in countries.values_list("slug", "iso2", "iso3")}
    assert codes == CODES
    assert not countries.exclude(part_of=None).exists()
    others = Actor.objects.exclude(kind="country").order_by("slug")
    assert list(others.values_list("slug", "kind", "part_of__slug")) == OTHER_ACTORS


def test_countries_go_by_the_name_in_their_list(report):
    attended = report.participants.filter(actor__kind="country").exclude(actor__slug="china")
    for written, name in attended.values_list("name_written", "actor__name"):
        assert name == written.removeprefix("the ")
    assert Actor.objects.get(slug="china").name == "China"  # as in paragraph 10


def test_every_actor_is_named_in_the_text_as_it_goes_by_here(report):
    text = "\n".join(report.blocks.values_list("text", flat=True))
    names = Actor.objects.values_list("name", flat=True)
    # “the Foreign Ministers of Australia and Indonesia”: the one of Indonesia has no words of its own.
    unnamed = [name for name in names if not quotes.positions(text, name)]
    assert unnamed == ["Foreign Minister of Indonesia"]


def test_other_names_from_elsewhere_are_of_countries_or_help_to_find(report):
    text = "\n".join(report.blocks.values_list("text", flat=True))
    names = OtherName.objects.exclude(actor__kind="country").values_list("name", flat=True)
    assert sorted(name for name in names if not quotes.positions(text, name)) == [
        "AFP",
        "Asia-Pacific Economic Cooperation",
        "Downer, Alexander",
        "Foreign Minister of Australia",
        "ICPO",
        "IFRC",
        "International Criminal Police Organization",
        "MFAT",
        "PIDC",
        "Riddell, Heather",
    ]


def test_offices_are_those_whose_holders_other_records_state(report):
    offices = Actor.objects.exclude(office="").values_list("slug", "office")
    assert set(offices) == {
        ("co-chairs", "co-chair"),
        ("coordinators", "coordinator"),
        ("two-coordinators", "unstated"),  # “the two coordinators”: who they are is not said
    }
    assert dict(report.experts_groups.values_list("slug", "office__slug")) == {
        "aheg-i": "aheg-i-coordinator",
        "aheg-ii": "aheg-ii-coordinator",
    }


@pytest.mark.parametrize(
    ("address", "said"),
    [
        # Who holds an office, and that of another meeting it is not stated.
        (
            "co-chairs",
            "Australia : Senior Officials Meeting, Brisbane, 7 to 8 June 2004: co-chair Australia",
        ),
        (
            "co-chairs",
            "Who held it is not stated of Bali Regional Ministerial Conference, February 2002",
        ),
        ("coordinators", "New Zealand : AHEG I"),
        ("aheg-ii-coordinator", "Thailand : AHEG II"),
        ("two-coordinators", "The reports here do not say."),
        # What is said of the office, on the page of who holds it.
        ("australia", "What the report says of the office, and not of Australia by name."),
        ("indonesia", "The co-chairs to report to countries and organisations"),
        ("thailand", "Report: AHEG II activities"),
        ("new-zealand", "Report: AHEG I activities"),
        (
            "aheg-ii-coordinator",
            "by Police Major General Krerckphong Pukprayura, of the Royal Thai Police",
        ),
        ("ministers", "Mandated: Senior Officials Meeting, Brisbane, 7 to 8 June 2004"),
        ("ministers", "Developing more effective information and intelligence sharing"),
        ("ministers", "Agreed that experts groups take work forward"),
        ("aheg-i-coordinator", "What it says of workshops"),
    ],
)
def test_offices_and_those_who_held_them_lead_to_each_other(reader, address, said):
    assert said in get(reader, f"/participants/{address}/")[1]


def test_an_office_is_not_taken_for_who_held_it(reader):
    for holder in ("australia", "indonesia"):
        assert "Asked or named to act" not in get(reader, f"/participants/{holder}/")[1]
    for other in ("new-zealand", "thailand"):  # “the two coordinators”: not said to be these
        assert "follow up with the countries" not in get(reader, f"/participants/{other}/")[1]


def test_iso_codes_are_of_countries_only(report):
    others = Actor.objects.exclude(kind="country")
    assert set(others.values_list("iso2", "iso3")) == {("", "")}


def test_countries_are_only_those_that_took_part(report):
    countries = set(Actor.objects.filter(kind="country"))
    assert countries == {p.actor for p in report.participants.select_related("actor")} & countries


def test_france_is_only_france_new_caledonia(report):
    actor = Actor.objects.get(slug="france-new-caledonia")
    assert (actor.name, actor.iso2, actor.part_of) == ("France (New Caledonia)", "NC", None)
    # never a bare France, by no name and no code
    assert not Actor.objects.filter(Q(name="France") | Q(slug="france") | Q(iso2="FR")).exists()
    assert not OtherName.objects.filter(slug="france").exists()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("burma", "myanmar"), ("south-korea", "republic-of-korea"), ("USA", "united-states-of-america")],
)
def test_another_name_of_an_actor_leads_to_its_page(reader, typed, slug):
    answer = reader.get(f"/participants/{typed}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/participants/{slug}/")


def test_a_name_of_nobody_or_of_two_is_not_found(client, empty):
    make_block(make_report(), text="Thailand and Laos came.")
    with deferred_checks():
        thailand, laos, nowhere = (
            Actor.objects.create(slug=name.lower(), name=name, kind="country")
            for name in ("Thailand", "Laos", "Nowhere")
        )
        for name, actors in (("Both", (thailand, laos)), ("Either", (thailand, nowhere))):
            for actor in actors:
                OtherName.objects.create(actor=actor, name=name, kind="short", ambiguous=True)
        OtherName.objects.create(actor=thailand, name="ประเทศไทย", kind="official")
    for name in ("atlantis", "-", "both"):
        assert client.get(f"/participants/{name}/").status_code == 404
    # Thailand alone has a page of those that the name means.
    assert client.get("/participants/either/")["Location"] == "/participants/thailand/"


def test_an_actor_that_no_published_report_names_is_not_found(client, empty):
    Actor.objects.create(slug="atlantis", name="Atlantis", kind="country")
    answer = client.get("/participants/atlantis/")
    assert answer.status_code == 404
    assert "Atlantis" not in answer.content.decode()  # a draft may be what names it


def test_what_is_said_of_an_office_is_found_behind_any_number_of_other_meetings(report, monkeypatch):
    before = [holding.records for holding in offices.offices(Actor.objects.get(slug="thailand"))]
    office = Actor.objects.get(slug="aheg-ii-coordinator")
    later = make_report("2011-later", date_words="2011", date_edtf="2011")
    make_presentation(later, office)
    monkeypatch.setattr(offices, "MAX_RECORDS_SHOWN", 1)
    after = [holding.records for holding in offices.offices(Actor.objects.get(slug="thailand"))]
    assert after == before != []
