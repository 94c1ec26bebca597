"""The public site, a line a page."""

from django.urls import path

from reports.views import meetings, pages

app_name = "reports"

urlpatterns = [
    path("", pages.home, name="home"),
    path("meetings/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("meetings/<slug:slug>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<slug:slug>/report/", meetings.Report.as_view(), name="report"),
    path("about/", pages.about, name="about"),
]
