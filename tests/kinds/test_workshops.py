"""Workshops are those that a reader of the report lists, and nothing is added to what it says."""

from datetime import date

from reports.models import Evidence, Workshop, WorkshopRole
from reports.text import quotes
from tests.factories import confirm, make_block, make_record, make_report
from tests.kinds.names import (
    AWARENESS,
    FURTHER_TARGETING,
    IDENTITY,
    LEGISLATION,
    ONE,
    PROTECTION,
    RETURNS,
    SECOND_AWARENESS,
    TARGETING,
    TWO,
)
from tests.kinds.stored import blocks_of, rows, stated

SECOND_HALF = "second half of 2004"
# “the initiative of several Bali process members in holding national workshops”: whether these are the
# national meetings is not said.
SEVERAL_MEMBERS = "several-members-national-workshops"
# Slug, state, date as stated, EDTF, experts group, reach, number.
WORKSHOPS = [
    ("australia-national-meetings", "held", "", "", None, "national", None),
    ("indonesia-national-meetings", "held", "", "", None, "national", None),
    ("japan-national-meetings", "held", "", "", None, "national", None),
    ("thailand-national-meetings", "held", "", "", None, "national", None),
    ("vietnam-national-meetings", "held", "", "", None, "national", None),
    (AWARENESS, "held", "September 2003", "2003-09", ONE, "regional", 1),
    (PROTECTION, "held", "April 2004", "2004-04", ONE, "regional", 1),
    (RETURNS, "held", "May 2004", "2004-05", ONE, "regional", 1),
    (SEVERAL_MEMBERS, "held", "", "", None, "national", None),
    (LEGISLATION, "held", "November 2003", "2003-11", TWO, "", 1),
    ("malaysia-2002", "held", "2002", "2002", None, "", 1),
    (IDENTITY, "held", "March 2004", "2004-03", TWO, "", 1),
    (TARGETING, "held", "May 2004", "2004-05", TWO, "", 1),
    (SECOND_AWARENESS, "announced", "late 2004", "2004", None, "", 1),
    ("japan-2004-national-workshops", "planned", SECOND_HALF, "2004-41", None, "national", None),
    ("thailand-2004-national-workshops", "planned", SECOND_HALF, "2004-41", None, "national", None),
    ("afghanistan-offered", "offered", "", "", None, "", 1),
    (FURTHER_TARGETING, "intended", "", "", None, "", None),
]
WORKSHOP_PARAGRAPHS = ["p8"] * 9 + ["p9"] * 4 + ["p20"] * 4 + ["p21"]
NATIONAL_MEETINGS = {slug for slug, *_ in WORKSHOPS[:5]}
PILOTS = {TARGETING}
FOLLOWS = {LEGISLATION: "malaysia-2002", SECOND_AWARENESS: AWARENESS}
# What each was “on”, or is called by; no other has a subject.
WORKSHOP_SUBJECTS = dict.fromkeys(NATIONAL_MEETINGS, "the Bali process") | {
    AWARENESS: "Prevention of International Trafficking and Promotion of Public Awareness Campaigns",
    PROTECTION: "reconciling legitimate state interests to control immigration with refugee protection",
    RETURNS: "assisting states to identify the issues involved in returning illegal immigrants",
    LEGISLATION: "developing legislation to criminalise people smuggling and trafficking",
    IDENTITY: "identity management and document fraud",
    TARGETING: "intelligence and law enforcement cooperation to target the smugglers and traffickers",
    FURTHER_TARGETING: "law enforcement and targeting people smugglers/traffickers",
    SECOND_AWARENESS: "people trafficking/public awareness campaign",
}
# What these go by; the others go by their subjects.
WORKSHOP_NAMES = {
    "australia-national-meetings": "national meetings on the Bali process, held by Australia",
    "indonesia-national-meetings": "national meetings on the Bali process, held by Indonesia",
    "japan-national-meetings": "national meetings on the Bali process, held by Japan",
    "thailand-national-meetings": "national meetings on the Bali process, held by Thailand",
    "vietnam-national-meetings": "national meetings on the Bali process, held by Vietnam",
    SEVERAL_MEMBERS: "national workshops, held by several Bali process members",
    "malaysia-2002": "earlier workshop, hosted by Malaysia",
    SECOND_AWARENESS: "second people trafficking/public awareness campaign workshop, which the Republic "
    "of Korea would hold",
    "japan-2004-national-workshops": "further national workshops, which Japan was planning to hold",
    "thailand-2004-national-workshops": "further national workshops, which Thailand was planning to "
    "hold",
    "afghanistan-offered": "future workshop, which Afghanistan would be willing to host",
    FURTHER_TARGETING: "intention to hold further workshops on law enforcement and targeting people "
    "smugglers/traffickers",
}
# Who says so, where it is not the report itself: actor, and as written.
SAID_BY = dict.fromkeys(
    (*NATIONAL_MEETINGS, AWARENESS, PROTECTION, RETURNS, SEVERAL_MEMBERS), ("aheg-i-coordinator", "")
) | {  # “She advised”, “She noted”
    SECOND_AWARENESS: ("republic-of-korea", "the ROK"),
    "japan-2004-national-workshops": ("japan", "Japan and Thailand"),
    "thailand-2004-national-workshops": ("thailand", "Japan and Thailand"),
    "afghanistan-offered": ("afghanistan", "Afghanistan"),
    FURTHER_TARGETING: ("meeting-participants", "Participants"),
}
SOME_OF_SEVERAL = "a number of countries, including Australia, Indonesia, Japan, Thailand and Vietnam"
AUDIENCE = "representatives of the local diplomatic corps and international organisations"
ALSO_CALLED = {
    AWARENESS: "people trafficking/public awareness workshop",
    PROTECTION: "reconciling border controls/protection workshop",
    RETURNS: "returns workshop",
    LEGISLATION: "legislation workshop",
    IDENTITY: "identity management workshop",
    TARGETING: "targeting workshop",
}
# Workshop, part, actor, name as written.
WORKSHOP_ROLES = {
    ("australia-national-meetings", "held-by", "australia", "Australia"),
    ("indonesia-national-meetings", "held-by", "indonesia", "Indonesia"),
    ("japan-national-meetings", "held-by", "japan", "Japan"),
    ("thailand-national-meetings", "held-by", "thailand", "Thailand"),
    ("vietnam-national-meetings", "held-by", "vietnam", "Vietnam"),
    (AWARENESS, "host", "republic-of-korea", "the Republic of Korea (ROK)"),
    (PROTECTION, "host", "fiji", "Fiji"),
    (PROTECTION, "organiser", "fiji", "Fiji"),
    (PROTECTION, "organiser", "unhcr", "the United Nations High Commissioner for Refugees (UNHCR)"),
    (RETURNS, "host", "australia", "Australia"),
    # “hosted by Australia, and organised jointly with the Budapest process”: with whom, is said; that
    # Australia organised it is a reader's guess
    (RETURNS, "organised-with", "budapest-process", "the Budapest process"),
    (LEGISLATION, "host", "malaysia", "Malaysia"),
    ("malaysia-2002", "host", "malaysia", "Malaysia"),
    (IDENTITY, "host", "thailand", "Thailand"),
    (TARGETING, "host", "thailand", "Thailand"),
    (TARGETING, "developer", "australian-federal-police", "the Australian Federal Police"),
    (SECOND_AWARENESS, "would-hold", "republic-of-korea", "the ROK"),
    ("japan-2004-national-workshops", "planned-by", "japan", "Japan"),
    ("thailand-2004-national-workshops", "planned-by", "thailand", "Thailand"),
    ("afghanistan-offered", "offered-by", "afghanistan", "Afghanistan"),
}
PART_WORDS = {
    "host": "hosted by",
    "organiser": "organised by",
    "organised-with": "organised jointly with",
    "developer": "developed by",
    "held-by": "had held",
    "would-hold": "would hold",
    "planned-by": "planning to hold",
    "offered-by": "would be willing to host",
}


def test_workshops_are_the_eighteen(report):
    fields = ("slug", "state", "date_words", "date_edtf", "group__slug", "reach", "number")
    assert rows(report.workshops, *fields) == WORKSHOPS
    assert len(WORKSHOPS) == Workshop.objects.count() == 18
    where = blocks_of("workshop")
    assert [where[slug] for slug, *_ in WORKSHOPS] == WORKSHOP_PARAGRAPHS


def test_workshops_are_called_as_the_report_calls_them(report):
    subjects = {slug: WORKSHOP_SUBJECTS.get(slug, "") for slug, *_ in WORKSHOPS}
    assert dict(report.workshops.values_list("slug", "subject")) == subjects
    assert dict(report.workshops.values_list("slug", "name")) == subjects | WORKSHOP_NAMES
    assert stated(report.workshops, "also_called") == ALSO_CALLED
    assert stated(report.workshops, "speaker__slug", "speaker_written") == SAID_BY
    some = dict.fromkeys(NATIONAL_MEETINGS, SOME_OF_SEVERAL)  # five of them are named, not all
    some[SEVERAL_MEMBERS] = "several Bali process members"
    assert stated(report.workshops, "actors_written") == some
    assert stated(report.workshops, "audience") == dict.fromkeys(NATIONAL_MEETINGS, AUDIENCE)


def test_workshops_follow_and_are_pilots_only_as_stated(report):
    assert stated(report.workshops, "follows__slug") == FOLLOWS
    # Not “no” elsewhere: the report does not say that another was none.
    assert stated(report.workshops, "pilot") == dict.fromkeys(PILOTS, True)
    meetings = report.workshops.filter(kind="meeting").values_list("slug", flat=True)
    assert set(meetings) == NATIONAL_MEETINGS


def test_workshop_roles_are_those_stated(report):
    found = WorkshopRole.objects.values_list("workshop__slug", "role", "actor__slug", "name_written")
    assert sorted(found) == sorted(WORKSHOP_ROLES)
    seconds = WorkshopRole.objects.exclude(order=1).values_list("workshop__slug", "actor__slug", "order")
    assert set(seconds) == {(PROTECTION, "unhcr", 2)}


def test_workshop_roles_rest_on_their_verb(report):
    evidence = Evidence.objects.exclude(workshop_role=None)
    for role, name, quote in evidence.values_list(
        "workshop_role__role", "workshop_role__name_written", "quote"
    ):
        assert PART_WORDS[role] in quote
        assert quotes.positions(quote, name)


def test_earlier_workshop_of_malaysia_has_no_subject_or_group(report):
    earlier = Workshop.objects.get(slug="malaysia-2002")  # “an earlier workshop”: no more is said
    assert (earlier.subject, earlier.group, earlier.reach) == ("", None, "")


def test_reach_of_second_group_is_not_stated(report):
    # “regional” is said of the first group's three only
    assert set(report.workshops.filter(group__slug=TWO).values_list("reach", flat=True)) == {""}


def test_nobody_organised_what_malaysia_and_thailand_hosted(report):
    hosted = WorkshopRole.objects.filter(role="host", actor__slug__in=["malaysia", "thailand"])
    workshops = hosted.values_list("workshop", flat=True)
    assert len(workshops) == 4
    assert not WorkshopRole.objects.filter(role="organiser", workshop__in=workshops).exists()


def test_hosts_are_only_those_of_whom_hosted_is_said(report):
    hosts = WorkshopRole.objects.filter(role="host").values_list("actor__slug", flat=True)
    assert set(hosts) == {"australia", "fiji", "malaysia", "republic-of-korea", "thailand"}


def test_no_workshop_has_a_place(report):
    # “hosted by” is not “held in”
    names = {field.name for field in Workshop._meta.get_fields()}
    assert not names & {"place", "city", "country", "venue", "location"}


def test_no_day_of_a_workshop_is_stated(report):
    assert not Workshop.objects.filter(date_edtf__regex=r"^\d{4}-\d{2}-").exists()


def test_afghanistans_workshop_is_offered_not_held(report):
    offered = Workshop.objects.get(slug="afghanistan-offered")  # “would be willing to host”
    assert (offered.state, offered.date_edtf, offered.earliest) == ("offered", "", None)
    assert [role.role for role in offered.roles.all()] == ["offered-by"]


def test_number_of_national_meetings_is_not_stated(report):
    # “had held national meetings”: how many, and when, is not said; nor of the further workshops
    plural = report.workshops.filter(number=None).values_list("slug", flat=True)
    assert set(plural) - NATIONAL_MEETINGS == {
        "japan-2004-national-workshops",
        "thailand-2004-national-workshops",
        FURTHER_TARGETING,
        SEVERAL_MEMBERS,
    }
    assert not report.workshops.filter(slug__in=NATIONAL_MEETINGS).exclude(date_edtf="").exists()


def test_intended_workshops_have_nobody(report):
    # “the intention to hold further workshops”: whose is not said
    assert not WorkshopRole.objects.filter(workshop__slug=FURTHER_TARGETING).exists()


def test_no_two_workshops_are_called_alike(report):
    assert len({str(workshop) for workshop in report.workshops.all()}) == 18


def test_what_is_still_to_come_does_not_begin_before_the_meeting(report):
    late = Workshop.objects.get(slug=SECOND_AWARENESS)  # “late 2004”, said in June
    assert (late.earliest, late.latest) == (date(2004, 6, 7), date(2004, 12, 31))


def test_what_is_still_to_come_follows_a_meeting_that_is_moved(empty):
    stated = make_report(date_words="June 2004", date_edtf="2004-06")
    block = make_block(stated, text="Fiji would hold a workshop in late 2004.")
    fields = {"slug": "w", "order": 1, "name": "workshop", "kind": "workshop", "state": "announced"}
    late = make_record(block, Workshop, date_words="late 2004", date_edtf="2004", **fields)
    assert (late.earliest, late.latest) == (date(2004, 6, 1), date(2004, 12, 31))
    stated.meeting.date_words, stated.meeting.date_edtf = "August 2004", "2004-08"
    confirm(stated.meeting)
    stated.meeting.save()
    late.refresh_from_db()
    assert (late.earliest, late.latest) == (date(2004, 8, 1), date(2004, 12, 31))
    # A year that ends before it would begin is left as stated.
    stated.meeting.date_words, stated.meeting.date_edtf = "2005", "2005"
    confirm(stated.meeting)
    stated.meeting.save()
    late.refresh_from_db()
    assert late.earliest == date(2004, 1, 1)


def test_workshops_are_in_the_order_of_their_last_day_and_of_the_report(report):
    found = list(report.workshops.values_list("slug", flat=True))
    assert found.index(IDENTITY) < found.index(SECOND_AWARENESS)  # March 2004 before late 2004
    assert found.index(SECOND_AWARENESS) < found.index("japan-2004-national-workshops")  # paragraph 20
    assert found[-1] == FURTHER_TARGETING
