"""Presentations and presenters are those that a reader of the report lists."""

from reports.models import Presenter
from reports.text import quotes
from tests.kinds.names import AWARENESS, IDENTITY, LEGISLATION, ONE, PROTECTION, RETURNS, TARGETING, TWO
from tests.kinds.stored import blocks_of, quotes_of, rows, stated

# Slug, kind, experts group, workshop, paragraph.
PRESENTATIONS = [
    ("minister-overview-2004", "overview", None, None, "p1"),
    ("aheg-i-report-2004", "report", ONE, None, "p8"),
    ("iom-website", "presentation", ONE, None, "p8"),
    ("republic-of-korea-public-awareness-workshop", "presentation", ONE, AWARENESS, "p8"),
    ("fiji-protection-workshop", "presentation", ONE, PROTECTION, "p8"),
    ("australia-returns-workshop", "presentation", ONE, RETURNS, "p8"),
    ("vietnam-national-workshops", "presentation", ONE, None, "p8"),
    ("aheg-ii-report-2004", "report", TWO, None, "p9"),
    ("malaysia-legislation-workshop", "presentation", TWO, LEGISLATION, "p9"),
    ("new-zealand-identity-management-workshop", "presentation", TWO, IDENTITY, "p9"),
    ("pakistan-australia-targeting-workshop", "presentation", TWO, TARGETING, "p9"),
    ("legislation-updates-2004", "update", None, None, "p10"),
    ("unhcr-iom-contributions", "report", None, None, "p13"),
    ("united-states-of-america-2004", "presentation", None, None, "p23"),
    ("unodc-2004", "presentation", None, None, "p23"),
    ("icmpd-2004", "presentation", None, None, "p23"),
    ("ilo-2004", "presentation", None, None, "p23"),
    ("interpol-2004", "presentation", None, None, "p23"),
    ("ifrc-2004", "presentation", None, None, "p23"),
    ("iom-funding-2004", "report", None, None, "p25"),
]
ON_BEHALF = {"icmpd-2004": "budapest-process"}
PRESENTATION_SUBJECTS = {
    "minister-overview-2004": "the measures Australia had taken to combat people smuggling and "
    "trafficking in persons, and on the valuable work of the Bali Process",
    "aheg-i-report-2004": "AHEG I activities since the second Bali Ministerial Conference",
    "iom-website": "Bali process website",
    "republic-of-korea-public-awareness-workshop": "people trafficking/public awareness workshop",
    "fiji-protection-workshop": "reconciling border controls/protection workshop",
    "australia-returns-workshop": "returns workshop",
    "vietnam-national-workshops": "national workshops",
    "aheg-ii-report-2004": "AHEG II activities",
    "malaysia-legislation-workshop": "legislation workshop",
    "new-zealand-identity-management-workshop": "identity management workshop",
    "pakistan-australia-targeting-workshop": "targeting workshop",
    "legislation-updates-2004": "the development of national legislation and the signing/ratification "
    "of international conventions and protocols related to people smuggling, trafficking in persons "
    "and related transnational crime",
    "unhcr-iom-contributions": "their valuable contributions to the workshops",
    "iom-funding-2004": "funding issues",
}
# Presentation, presenter, name as written.
PRESENTERS = [
    (
        "minister-overview-2004",
        "australian-minister-for-foreign-affairs",
        "Australian Minister for Foreign Affairs",
    ),
    (
        "aheg-i-report-2004",
        "aheg-i-coordinator",
        "AHEG I coordinator",
    ),
    ("iom-website", "iom", "the IOM"),
    ("republic-of-korea-public-awareness-workshop", "republic-of-korea", "ROK"),
    ("fiji-protection-workshop", "fiji", "Fiji"),
    ("australia-returns-workshop", "australia", "Australia"),
    ("vietnam-national-workshops", "vietnam", "Vietnam"),
    ("aheg-ii-report-2004", "aheg-ii-coordinator", "AHEG II coordinator"),
    ("malaysia-legislation-workshop", "malaysia", "Malaysia"),
    ("new-zealand-identity-management-workshop", "new-zealand", "New Zealand"),
    ("pakistan-australia-targeting-workshop", "pakistan", "Pakistan"),
    ("pakistan-australia-targeting-workshop", "australia", "Australia"),
    ("unhcr-iom-contributions", "unhcr", "the UNHCR"),
    ("unhcr-iom-contributions", "iom", "IOM"),
    ("united-states-of-america-2004", "united-states-of-america", "the United States of America"),
    ("unodc-2004", "unodc", "the UN Office on Drugs and Crime"),
    ("icmpd-2004", "icmpd", "the International Centre for Migration Policy Development"),
    ("ilo-2004", "ilo", "the International Labor Organization"),
    ("interpol-2004", "interpol", "Interpol"),
    ("ifrc-2004", "ifrc", "the International Federation of Red Cross and Red Crescent Societies"),
    ("iom-funding-2004", "iom", "the IOM"),
]
# The persons that the report names as presenters.
PERSONS = {
    "minister-overview-2004": "the Hon Alexander Downer MP",
    "aheg-i-report-2004": "Ms Heather Riddell, New Zealand Ministry of Foreign Affairs and Trade",
    "aheg-ii-report-2004": "Police Major General Krerckphong Pukprayura, of the Royal Thai Police",
}


def test_presentations_are_the_twenty(report):
    where = blocks_of("presentation")
    found = rows(report.presentations, "slug", "kind", "group__slug", "workshop__slug")
    assert [(*row, where[row[0]]) for row in found] == PRESENTATIONS
    assert stated(report.presentations, "subject") == PRESENTATION_SUBJECTS
    assert stated(report.presentations, "on_behalf_of__slug") == ON_BEHALF
    unnamed = {"legislation-updates-2004": "a number of countries"}
    assert stated(report.presentations, "presenters_written") == unnamed


def test_presenters_are_those_named(report):
    found = Presenter.objects.order_by("presentation__order", "order")
    assert list(found.values_list("presentation__slug", "actor__slug", "name_written")) == PRESENTERS
    assert dict(found.exclude(person="").values_list("presentation__slug", "person")) == PERSONS
    assert list(found.exclude(order=1).values_list("actor__slug", "order")) == [
        ("australia", 2),
        ("iom", 2),
    ]


def test_words_of_a_presenter_stand_in_the_quotes_of_the_presentation(report):
    said = quotes_of("presentation")
    for pk, *values in Presenter.objects.values_list("presentation", "name_written", "person"):
        for words in filter(None, values):
            assert quotes.positions(said[pk], words), words


def test_vietnams_national_workshops_may_be_other_than_its_meetings(report):
    assert report.presentations.get(slug="vietnam-national-workshops").workshop is None
