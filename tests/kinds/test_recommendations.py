"""Recommendations are those that a reader of the report lists, in its order and its words."""

from reports.models import Recommendation
from tests.kinds.stored import blocks_of, ends, quotes_of, rows, stated

# Who speaks, and in which words; “they” are the senior officials of the sentence before.
SENIOR, THEY = ("senior-officials", "Senior officials"), ("senior-officials", "")
MANY, NOBODY = ("many-participants", "Many participants"), (None, "")
FOUR = "co-chairs iom two-coordinators unhcr"  # “the two coordinators”: which is not said
# Slug, verb, speaker, who is to act, standing, paragraphs.
RECOMMENDATIONS = [
    ("bali-process-should-continue", "agreed", SENIOR, "", "continue", "p15"),
    ("address-root-causes", "reiterated-need", SENIOR, "", "underway-elsewhere", "p15"),
    ("further-work-on-trafficking", "suggested", MANY, "", "possible", "p15"),
    ("continue-people-smuggling-work", "suggested", MANY, "", "continue", "p15"),
    ("streamline-future-activities", "agreed", SENIOR, "", "", "p16"),
    ("activities-in-other-forums", "identified", SENIOR, "", "might-elsewhere", "p16 p18"),
    ("refugee-and-asylum-issues-in-apc", "could", NOBODY, "", "could-elsewhere", "p18"),
    ("continued-unhcr-involvement", "would", NOBODY, "", "continue", "p18"),
    ("feed-back-related-work", "encouraged", SENIOR, "participants-in-the-bali-process", "", "p18"),
    ("explore-website-links", "should", NOBODY, "", "", "p18"),
    ("continue-information-sharing", "noted-importance", THEY, "", "continue", "p19"),
    ("review-website", "proposed", THEY, "", "", "p19"),
    ("secure-access-for-law-enforcement-information", "noted-need", THEY, "", "", "p19"),
    ("raise-awareness", "recommended", SENIOR, "", "further", "p20"),
    ("promote-law-enforcement-cooperation", "noted-importance", SENIOR, "", "continue", "p21"),
    ("law-enforcement-and-border-control", "noted-productive", SENIOR, "", "possible", "p21"),
    ("national-capacity-building", "noted-productive", SENIOR, "", "possible", "p21"),
    ("focus-on-trafficking-and-child-sex-tourism", "noted-productive", SENIOR, "", "possible", "p21"),
    ("lost-and-stolen-passports", "noted-productive", SENIOR, "", "possible", "p21"),
    ("domestic-procedures-and-mechanisms", "could", NOBODY, "", "possible", "p21"),
    ("mutual-assistance-and-extradition-relationships", "could", NOBODY, "", "possible", "p21"),
    ("interaction-with-regional-processes", "recommended", SENIOR, "", "continue", "p23"),
    ("observers-to-participate", "encouraged", THEY, "observers-and-organisations", "", "p23"),
    ("direction-and-coordination", "asked", THEY, "", "continue", "p24"),
    ("discontinue-experts-groups", "suggested", THEY, "", "discontinue", "p24"),
    ("new-zealand-to-coordinate", "suggested", THEY, "new-zealand", "", "p24"),
    ("thailand-to-coordinate", "suggested", THEY, "thailand", "", "p24"),
    ("steering-group-continue", "agreed", THEY, "steering-group", "continue", "p24"),
    ("contributions-to-iom-appeal", "encouraged", THEY, "", "", "p25"),
    ("follow-up-with-countries", "asked", THEY, "co-chairs two-coordinators", "", "p25"),
    ("decision-on-ministerial-meeting", "agreed", SENIOR, "ministers", "", "p26"),
    ("report-after-a-year", "asked", THEY, "co-chairs", "", "p26"),
    ("seek-views-on-future-directions", "asked", THEY, "co-chairs", "", "p26"),
    ("bali-process-continue", "recommended", SENIOR, "", "continue", "part-iv p27"),
    ("proposals-for-targeted-activities", "asked", SENIOR, FOUR, "", "p27"),
]
DUE = {
    "report-after-a-year": "after a year",
    "seek-views-on-future-directions": "“after a year” may or may not apply to it",
}
# Their names in the same order, as `ends` gives them.
RECOMMENDED = [
    "the Bali process … best add value",
    "address the root … illegal people movements",
    "the Bali process … in persons issues]",
    "continuing work on people smuggling issues",
    "its [the Bali … to be streamlined",
    "activities that might … in other forums",
    "specific activities on … and Migrants (APC)",
    "continued UNHCR involvement … would remain important",
    "participants in the … in other forums",
    "Website links between … should be explored",
    "continuing information and intelligence sharing",
    "that the website … sites and databases",
    "secure access for … the Bali website",
    "further work to … in multilateral forums",
    "ongoing work to … law enforcement cooperation",
    "law enforcement and border control issues",
    "assisting national capacity … law enforcement issues",
    "an enhanced focus … child sex tourism",
    "development of policy … and stolen passports",
    "further work could … assistance and extradition",
    "further work could … and extradition relationships",
    "that this [interaction … regional processes] continue",
    "them [observers and … activities as appropriate",
    "for this work … countries] to continue",
    "that the AHEGs … their current form",
    "that New Zealand … and legal frameworks",
    "that […] Thailand … and law enforcement",
    "the Steering Group … and coordination role",
    "further contributions to the IOM appeal",
    "the co-chairs and … the countries concerned",
    "the decision on … Ministers to take",
    "the co-chairs to … had taken place",
    "the co-chairs […] … on future directions",
    "that the Bali … more streamlined way",
    "the co-chairs, the … to available resources",
]
VERB_WORDS = {
    "reiterated-need": "reiterated the need to",
    "noted-need": "noted the need for",
    "noted-importance": "noted the importance of",
    "noted-productive": "noted the following as productive areas for possible further work",
    "should": "should be explored",
    "could": "could be taken forward",
    "would": "would remain important",
}
HEDGES = {
    "activities-in-other-forums": "might be taken",
    "observers-to-participate": "as appropriate",
    "refugee-and-asylum-issues-in-apc": "could be",
    "further-work-on-trafficking": "could usefully",
    "lost-and-stolen-passports": "and/or",
    "feed-back-related-work": "and/or",
    "discontinue-experts-groups": "in their current form",
    "proposals-for-targeted-activities": "subject to available resources",
}


def test_recommendations_are_those_stated_in_order(report):
    where = blocks_of("recommendation")
    found = []
    for said in report.recommendations.select_related("speaker", "verb").prefetch_related("addressees"):
        speaker = (said.speaker.slug if said.speaker else None, said.speaker_written)
        addressees = " ".join(sorted(actor.slug for actor in said.addressees.all()))
        found.append((said.slug, said.verb.slug, speaker, addressees, said.standing, where[said.slug]))
    assert found == RECOMMENDATIONS
    assert len(found) == Recommendation.objects.count()
    assert stated(report.recommendations, "due") == DUE


def test_recommendations_are_named_in_the_words_and_hedges(report):
    names = dict(rows(report.recommendations, "slug", "name"))
    assert [ends(name) for name in names.values()] == RECOMMENDED
    assert [slug for slug, hedge in HEDGES.items() if hedge not in names[slug]] == []


def test_recommendations_rest_on_their_verb(report):
    said = quotes_of("recommendation", "slug")
    for slug, verb in rows(report.recommendations, "slug", "verb__slug"):
        assert VERB_WORDS.get(verb, verb) in said[slug], slug
