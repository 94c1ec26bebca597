"""Root of the site map: the public pages, and the editors' desk."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("reports.urls")),
]

handler400 = "reports.pages.errors.bad_request"
handler404 = "reports.pages.errors.page_not_found"
handler500 = "reports.pages.errors.server_error"
