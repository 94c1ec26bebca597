"""What the portal knows. One row's meaning is the first line of its model's docstring."""

from reports.models.text import Block, Meeting
from reports.models.versions import DataVersion, Revision

__all__ = ["Block", "DataVersion", "Meeting", "Revision"]
