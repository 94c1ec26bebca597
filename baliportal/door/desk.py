"""The app of the editors' desk: Django's admin on a site of its own."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with the door of baliportal.door.site.

    The site is not in reports.admin, which registers its pages at it while it is imported.
    """

    default_site = "baliportal.door.site.Desk"
