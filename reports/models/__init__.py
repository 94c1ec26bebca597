"""What the portal knows. One row's meaning is the first line of its model's docstring."""

from reports.models.actors import Actor, OtherName
from reports.models.evidence import RECORDS, Evidence, RetiredAnchor
from reports.models.groups import ExpertsGroup
from reports.models.matchings import Matching
from reports.models.meetings import MeetingRole, Participant
from reports.models.objectives import Objective
from reports.models.outcomes import Outcome
from reports.models.pledges import Pledge
from reports.models.presentations import Presentation, Presenter
from reports.models.recommendations import Addressee, Recommendation
from reports.models.search import Document
from reports.models.text import Block, Meeting
from reports.models.versions import DataVersion, Revision
from reports.models.workshops import Workshop, WorkshopRole

__all__ = [
    "RECORDS",
    "Actor",
    "Addressee",
    "Block",
    "DataVersion",
    "Document",
    "Evidence",
    "ExpertsGroup",
    "Matching",
    "Meeting",
    "MeetingRole",
    "Objective",
    "OtherName",
    "Outcome",
    "Participant",
    "Pledge",
    "Presentation",
    "Presenter",
    "Recommendation",
    "RetiredAnchor",
    "Revision",
    "Workshop",
    "WorkshopRole",
]
