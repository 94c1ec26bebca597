"""The site map's root: the public pages, and the editors' desk."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("reports.urls")),
]

handler400 = "reports.views.errors.bad_request"
handler403 = "reports.views.errors.permission_denied"
handler404 = "reports.views.errors.page_not_found"
handler500 = "reports.views.errors.server_error"
