"""Meetings are those that a reader of the report lists, with the same facts and parts."""

from reports.models import Meeting, MeetingRole, Report
from tests.kinds.names import CONFERENCE

# Slug, kind, name, city, date as stated, EDTF, delegates.
MEETINGS = [
    ("2002-ministerial-conference", "ministerial", CONFERENCE, "", "February 2002", "2002-02", None),
    ("2003-ministerial-conference", "ministerial", CONFERENCE, "", "April 2003", "2003-04", None),
    (
        "2004-brisbane-som",
        "senior-officials",
        "Senior Officials Meeting",
        "Brisbane",
        "7 to 8 June 2004",
        "2004-06-07/2004-06-08",
        139,
    ),
]
BOTH_MINISTERS = "the Foreign Ministers of Australia and Indonesia"
MEETING_ROLES = {
    ("2004-brisbane-som", "co-chair", "australia", "Australia"),
    ("2004-brisbane-som", "co-chair", "indonesia", "Indonesia"),
    ("2004-brisbane-som", "mandated-by", "ministers", "Ministers"),
    (
        "2002-ministerial-conference",
        "co-host",
        "australian-minister-for-foreign-affairs",
        BOTH_MINISTERS,
    ),
    ("2002-ministerial-conference", "co-host", "foreign-minister-of-indonesia", BOTH_MINISTERS),
    (
        "2003-ministerial-conference",
        "co-host",
        "australian-minister-for-foreign-affairs",
        BOTH_MINISTERS,
    ),
    ("2003-ministerial-conference", "co-host", "foreign-minister-of-indonesia", BOTH_MINISTERS),
}


def test_meetings_are_those_named(report):
    fields = ("slug", "kind", "name", "city", "date_words", "date_edtf", "delegates")
    assert list(Meeting.objects.order_by("slug").values_list(*fields)) == MEETINGS
    assert report.title == "Report to Ministers"
    assert list(Report.objects.published()) == [report]


def test_meeting_roles_are_those_stated(report):
    found = MeetingRole.objects.values_list("meeting__slug", "role", "actor__slug", "name_written")
    assert sorted(found) == sorted(MEETING_ROLES)


def test_no_place_but_brisbane_is_stated(report):
    # the two “Bali” conferences are of the Bali process; where they met is not said
    assert set(Meeting.objects.exclude(city="").values_list("city", flat=True)) == {"Brisbane"}


def test_a_meeting_s_page_counts_what_its_report_records(reader, report):
    text = reader.get(report.meeting.get_absolute_url()).content.decode()
    for kind in ("objectives", "workshops", "recommendations", "pledges"):
        count = getattr(report, kind).count()
        assert f'<a href="/{kind}/?meeting={report.meeting.slug}"><b>{count}</b> ' in text
