"""The public site, a line a page."""

from django.urls import path, register_converter

from reports.views import actors, citing, exports, lists, machines, meetings, pages, records, search

app_name = "reports"
register_converter(citing.FormConverter, "citation")
register_converter(exports.FormConverter, "form")

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
    path("search/", search.search, name="search"),
    path("about/", pages.about, name="about"),
    # What stands at an address, cited: its last slash as .bib, .ris or .csl.json.
    path("<slug:kind>.<citation:form>", citing.of_list, name="list-citation"),
    path("<slug:kind>/<slug:slug>.<citation:form>", citing.of_record, name="record-citation"),
    path("meetings/<slug:slug>/report.<citation:form>", citing.of_report, name="report-citation"),
    path(
        "meetings/<slug:slug>/report/<slug:piece>.<citation:form>",
        citing.of_passage,
        name="passage-citation",
    ),
    # What stands at an address, as a file: its last slash as .csv, .xlsx or .json.
    path("<slug:kind>.<form:form>", exports.of_list, name="list-file"),
    path("<slug:kind>/<slug:slug>.json", exports.of_record, name="record-file"),
    path("meetings/<slug:slug>/report.txt", exports.report_text, name="report-text"),
    path("data/", exports.data, name="data"),
    path("data/package.zip", exports.whole, name="data-package"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
]
