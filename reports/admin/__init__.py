"""The editors' desk."""

from reports.admin.text import MeetingAdmin

__all__ = ["MeetingAdmin"]
