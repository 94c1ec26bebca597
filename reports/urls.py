"""The public site, a line a page."""

from django.urls import path

from reports.views import actors, lists, meetings, pages, records

app_name = "reports"

urlpatterns = [
    path("", pages.home, name="home"),
    path("meetings/", lists.MeetingList.as_view(), name="meeting-list"),
    path("meetings/<slug:slug>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<slug:slug>/coverage/", meetings.Coverage.as_view(), name="coverage"),
    path("meetings/<slug:slug>/report/", meetings.Report.as_view(), name="report"),
    path("meetings/<slug:slug>/report/plain/", meetings.PlainReport.as_view(), name="report-plain"),
    path("meetings/<slug:slug>/report/<slug:piece>/", meetings.Passage.as_view(), name="passage"),
    path("participants/", lists.ParticipantList.as_view(), name="participant-list"),
    path("participants/<slug:slug>/", actors.ActorDetail.as_view(), name="participant-detail"),
    path("workshops/", lists.WorkshopList.as_view(), name="workshop-list"),
    path("workshops/<slug:slug>/", records.WorkshopDetail.as_view(), name="workshop-detail"),
    path("recommendations/", lists.RecommendationList.as_view(), name="recommendation-list"),
    path(
        "recommendations/<slug:slug>/",
        records.RecommendationDetail.as_view(),
        name="recommendation-detail",
    ),
    path("pledges/", lists.PledgeList.as_view(), name="pledge-list"),
    path("pledges/<slug:slug>/", records.PledgeDetail.as_view(), name="pledge-detail"),
    path("objectives/", lists.ObjectiveList.as_view(), name="objective-list"),
    path("objectives/<slug:slug>/", records.ObjectiveDetail.as_view(), name="objective-detail"),
    path("experts-groups/", lists.ExpertsGroupList.as_view(), name="expertsgroup-list"),
    path(
        "experts-groups/<slug:slug>/",
        records.ExpertsGroupDetail.as_view(),
        name="expertsgroup-detail",
    ),
    path("who-did-what/", lists.WhoDidWhat.as_view(), name="actor-list"),
    path("about/", pages.about, name="about"),
]
