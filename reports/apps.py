"""The one app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Meetings, their reports, and the records read from them."""

    name = "reports"
    verbose_name = "Reports and records"

    def ready(self):
        """Connect the rules that hold whoever writes."""
        from reports import receivers  # noqa: F401
