"""Root of the site map: the public pages, and the editors' desk."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("", include("reports.urls"))]
if settings.ROLE != "public":
    from django.contrib import admin

    urlpatterns = [path("admin/", admin.site.urls), *urlpatterns]

handler400 = "reports.pages.errors.bad_request"
handler404 = "reports.pages.errors.page_not_found"
handler500 = "reports.pages.errors.server_error"
