"""What the portal knows. The first line of a model's docstring says what one row means."""

from reports.models.actors import Actor, OtherName
from reports.models.base import Record
from reports.models.evidence import RECORD_KEYS, Evidence, RetiredAnchor
from reports.models.groups import ExpertsGroup
from reports.models.meetings import Meeting, MeetingRole, Participant
from reports.models.objective_links import ObjectiveLink
from reports.models.objectives import Objective
from reports.models.outcomes import Outcome
from reports.models.pledges import Pledge
from reports.models.presentations import Presentation, Presenter
from reports.models.recommendations import Addressee, Recommendation
from reports.models.report import Block
from reports.models.search import Document
from reports.models.versions import DataVersion, Revision
from reports.models.workshops import Workshop, WorkshopRole

# The models that have evidence, by the name of their foreign key in Evidence.
RECORDS: dict[str, type[Record]] = {
    name: Evidence._meta.get_field(name).remote_field.model for name in RECORD_KEYS
}

__all__ = [
    "RECORDS",
    "Actor",
    "Addressee",
    "Block",
    "DataVersion",
    "Document",
    "Evidence",
    "ExpertsGroup",
    "Meeting",
    "MeetingRole",
    "Objective",
    "ObjectiveLink",
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
