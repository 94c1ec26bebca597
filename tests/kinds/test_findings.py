"""Findings are those that a reader of the report lists, in its order and its words."""

from reports.models import Actor, Finding, Recommendation, Verb
from reports.text.mentions import ActorMatcher
from tests.factories import make_block, make_record, make_report, make_verb
from tests.kinds.stored import blocks_of, ends, quotes_of, rows, stated
from tests.kinds.test_words import BRACKETS
from tests.reading import get

# Who speaks, and in which words; “they” are the senior officials of the sentence before, and “she” is
# the coordinator who reports.
SENIOR, THEY = ("senior-officials", "Senior officials"), ("senior-officials", "")
SENIOR_AGAIN = ("senior-officials", "senior officials")  # within a sentence
MANY = ("many-participants", "Many participants")
DELEGATIONS = ("numerous-delegations", "Numerous delegations")
PARTICIPANTS, JAPAN = ("meeting-participants", "Participants"), ("japan", "Japan")
SHE, REPORT = ("aheg-i-coordinator", ""), (None, "")
# Slug, verb, speaker, whom it names, paragraphs.
FINDINGS = [
    ("progress-reviewed", "reviewed", SENIOR, "ministers", "p2"),
    ("future-directions-discussed", "discussed", SENIOR, "", "p2"),
    ("administration-discussed", "discussed", THEY, "bali-process", "p2"),
    (
        "main-goals",
        "noted",
        SENIOR,
        "australia australian-minister-for-foreign-affairs foreign-minister-of-indonesia indonesia",
        "p3",
    ),
    ("goals-largely-met", "agreed", THEY, "", "p4"),
    ("cooperating-increasingly", "agreed", THEY, "bali-process", "p4"),
    ("from-principles-to-measures", "noted", SENIOR, "bali-process", "p4"),
    ("significant-challenges", "agreed", SENIOR, "", "p5"),
    ("changes-discussed", "discussed", THEY, "", "p5"),
    ("recommendations-made", "made", THEY, "bali-process ministers", "p5"),
    ("experts-groups-to-take-work-forward", "noted", SENIOR, "ministers", "p7"),
    ("website-work-highlighted", "highlighted", SHE, "bali-process iom japan", "p8"),
    ("national-workshops-welcomed", "welcomed", SHE, "bali-process", "p8"),
    ("delegations-took-the-floor", "took-the-floor", DELEGATIONS, "", "p10"),
    ("workshop-discussions-welcomed", "welcomed", SENIOR, "", "p10"),
    ("model-legislation", "", REPORT, "australia china", "p10"),
    ("major-success", "", REPORT, "bali-process", "p10"),
    ("success-highlighted-by-updates", "", REPORT, "", "p10"),
    ("information-on-website", "noted", SENIOR, "bali-process", "p12"),
    ("website-capacity-building-tool", "noted", SENIOR, "bali-process", "p12"),
    ("coordinators-appreciated", "expressed-appreciation", SENIOR, "coordinators ministers", "p14"),
    ("challenges-considered", "considered", SENIOR, "", "p15"),
    ("root-causes-in-other-forums", "noted", SENIOR, "", "p15"),
    ("increasing-focus-on-trafficking", "noted", MANY, "", "p15"),
    ("success-of-the-bali-process", "given", SENIOR, "bali-process", "p16"),
    ("activities-identified", "identified", SENIOR_AGAIN, "bali-process", "p16"),
    ("legislation-and-returns-completed", "agreed", SENIOR, "", "p16 p17"),
    ("duplicating-activities-discussed", "discussed", SENIOR, "", "p18"),
    (
        "border-and-visa-systems-in-other-forums",
        "noted",
        THEY,
        "apec bali-process pacific-immigration-directors-conference",
        "p18",
    ),
    ("new-and-ongoing-activities-considered", "considered", SENIOR, "ministers", "p19"),
    ("value-of-the-website", "in-recognition", JAPAN, "bali-process", "p19"),
    ("second-awareness-workshop-welcomed", "welcomed", SENIOR, "republic-of-korea", "p20"),
    ("intention-of-further-workshops-noted", "noted", PARTICIPANTS, "", "p21"),
    ("proposals-non-binding-and-voluntary", "noted", SENIOR, "bali-process", "p22"),
    ("value-of-interaction", "referred", SENIOR, "", "p23"),
    ("engagement-welcomed", "welcomed", THEY, "bali-process observers-and-organisations", "p23"),
    ("valuable-role", "noted", SENIOR, "bali-process co-chairs coordinators iom unhcr", "p24"),
    ("progress-to-date", "given", THEY, "", "p24"),
    ("last-appeal-insufficient", "noted", THEY, "", "p25"),
    ("ad-hoc-funding", "noted", THEY, "", "p25"),
    ("willingness-welcomed", "welcomed", THEY, "co-chairs", "p25"),
    ("no-ministerial-meeting-planned", "noted", SENIOR, "", "p26"),
]
# Their names in the same order, as `ends` gives them.
NAMES = [
    "progress against the … set by Ministers",
    "future directions",
    "the administration and … the Bali process",
    "the main goals … smuggling and trafficking",
    "these broad goals … and immigration ministries",
    "the Bali process … strengthening border management",
    "the Bali process … achieve practical results",
    "significant challenges remained",
    "changes in the … second Ministerial meeting",
    "recommendations to Ministers … to address these",
    "Ministers had agreed … experts groups (AHEGs)",
    "the important work … Bali process website",
    "the initiative of … holding national workshops",
    "to share their … AHEG II activities",
    "the lively and … deal with them",
    "the legislative workshops … Australia and China",
    "This [the legislative … the Bali process",
    "This […] was … related transnational crime",
    "information on all … Process website (www.baliprocess.net)",
    "the Bali Process … for regional countries",
    "the work of … identified by Ministers",
    "regional and international … trafficking in persons",
    "this issue [the … in other forums",
    "an increasing focus … in persons issues",
    "the success of … smuggling and trafficking",
    "activities that had … for further work",
    "work on legislation … of this kind",
    "which activities, if … in those forums",
    "some work on … the Bali process",
    "possible new and … with Ministers' objectives",
    "the value of … the Bali Process",
    "advice from the … in late 2004",
    "the intention to … targeting people smugglers/traffickers",
    "consistent with the … would be voluntary",
    "the value of … other regional processes",
    "the positive engagement … at practical workshops",
    "the valuable role … with participating countries",
    "progress to date … its future work",
    "the last appeal … secure central budget",
    "future activities were … contributions in kind",
    "advice from the … contributions in kind]",
    "at this stage, … meeting was planned",
]
# The record that a finding is about, where the words can mean no other.
ABOUT = {
    "national-workshops-welcomed": "several-members-national-workshops",
    "workshop-discussions-welcomed": "awareness-and-capacity",
    "model-legislation": "national-legislation",
    "major-success": "national-legislation",
    "success-highlighted-by-updates": "national-legislation",
    "intention-of-further-workshops-noted": "further-law-enforcement-targeting",
    "value-of-the-website": "japan-website-10000-usd",
    "second-awareness-workshop-welcomed": "republic-of-korea-2004-public-awareness",
    "willingness-welcomed": "several-countries-contributions",
}
# Words that a shortened name would lose, and with them the meaning.
HEDGES = {
    "goals-largely-met": "had largely been met",
    "cooperating-increasingly": "(and, to a lesser extent, trafficking)",
    "legislation-and-returns-completed": "or soon would be – at least in so far as",
    "duplicating-activities-discussed": "if continued, risked",
    "border-and-visa-systems-in-other-forums": "some work",
    "last-appeal-insufficient": "had not generated sufficient funds",
    "ad-hoc-funding": "were likely to be funded on an ad hoc basis largely by",
    "no-ministerial-meeting-planned": "at this stage, no further",
}


def test_findings_are_those_stated_in_order(report):
    where = blocks_of("finding")
    found = []
    for said in report.findings.select_related("speaker", "verb").prefetch_related("actors"):
        speaker = (said.speaker.slug if said.speaker else None, said.speaker_written)
        named = " ".join(sorted(actor.slug for actor in said.actors.all()))
        verb = said.verb.slug if said.verb else ""
        found.append((said.slug, verb, speaker, named, where[said.slug]))
    assert found == FINDINGS
    assert [ends(name) for (name,) in rows(report.findings, "name")] == NAMES
    assert len(found) == Finding.objects.count()


def test_findings_are_about_the_one_record_that_the_words_mean(report):
    about = stated(report.findings, "workshop__slug", "outcome__slug", "pledge__slug")
    assert {slug: "".join(filter(None, keys)) for slug, keys in about.items()} == ABOUT


def test_findings_keep_their_hedges(report):
    names = dict(report.findings.values_list("slug", "name"))
    assert [slug for slug, hedge in HEDGES.items() if hedge not in names[slug]] == []


def test_findings_rest_on_their_verb(report):
    said = quotes_of("finding", "slug")
    for slug, verb in report.findings.exclude(verb=None).values_list("slug", "verb__name"):
        assert verb in said[slug].replace("In rec", "in rec").replace("Given", "given"), slug


def test_findings_name_the_actors_that_their_words_name(report):
    matcher = ActorMatcher(Actor.objects.prefetch_related("other_names"))
    for finding in report.findings.prefetch_related("actors"):
        named = {actor.pk for actor in finding.actors.all()}
        assert matcher.actors(BRACKETS.sub(" ", finding.name)) == named, finding.slug


def test_every_verb_is_in_use_and_says_what_it_does_not_say(report):
    used = {*Recommendation.objects.values_list("verb", flat=True)}
    used |= {*Finding.objects.exclude(verb=None).values_list("verb", flat=True)}
    assert used == {*Verb.objects.values_list("pk", flat=True)}
    assert not Verb.objects.filter(meaning="").exists()


def test_a_list_says_what_its_verbs_mean(reader):
    _, words = get(reader, "/findings/")
    assert "took the floor Spoke at the meeting, for the purpose that is named." in words
    assert "Requested of those who are named" not in words  # of “asked”, which none of these has


def test_a_finding_without_a_verb_is_said_by_the_report_itself(reader):
    _, words = get(reader, "/findings/major-success/")
    assert "Verb none: the report itself says so" in words
    _, words = get(reader, "/findings/?verb=not-stated")
    assert "3 of 42 findings" in words


def test_the_record_that_a_finding_is_about_shows_it(reader):
    for page, finding in [
        ("/workshops/several-members-national-workshops/", "national-workshops-welcomed"),
        ("/outcomes/national-legislation/", "major-success"),
        ("/pledges/several-countries-contributions/", "willingness-welcomed"),
        ("/objectives/border-and-visa-systems/", "border-and-visa-systems-in-other-forums"),
        ("/participants/china/", "model-legislation"),
        ("/participants/numerous-delegations/", "delegations-took-the-floor"),
    ]:
        source, _ = get(reader, page)
        assert f'href="/findings/{finding}/"' in source, page


def test_what_was_a_recommendation_once_leads_to_the_finding(reader):
    answer = reader.get("/recommendations/proposals-non-binding-and-voluntary/")
    assert answer.status_code == 302
    assert answer.url == "/findings/proposals-non-binding-and-voluntary/"


def test_the_findings_of_a_draft_are_nowhere(client, empty):
    block = make_block(make_report(published=False), text="They urged care.")
    make_record(
        block, Finding, slug="care", order=1, name="care", subject="care", verb=make_verb("urged")
    )
    assert client.get("/findings/care/").status_code == 404
    source, _ = get(client, "/findings/")
    assert "urged" not in source
    assert not Verb.objects.published().exists()
    assert b"urged" not in client.get("/findings.json").content


def test_the_verb_of_the_next_report_is_a_row(client, empty):
    block = make_block(make_report(), text="They urged care.")
    make_record(
        block, Finding, slug="care", order=1, name="care", subject="care", verb=make_verb("urged")
    )
    _, words = get(client, "/findings/?verb=urged")
    assert "Urged: care" not in words  # the table has the verb in a column of its own
    assert "urged What the verb says." in words
    assert client.get("/findings.json").json()["records"][0]["verb_meaning"] == "What the verb says."
