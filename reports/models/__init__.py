"""Models of what the portal knows. The first line of a docstring says what one row means."""

from reports.models.actors import (
    ACTIVITIES,
    Actor,
    ActorKind,
    NameKind,
    Office,
    OtherName,
    has_done,
    naming_relations,
    public_actors,
)
from reports.models.addresses import FormerAddress
from reports.models.base import (
    MAX_CELL_VALUES,
    GuardedModel,
    ListQuerySet,
    Record,
    explain_conflicts,
    foreign_keys,
    url_for,
    url_parts,
)
from reports.models.connectives import Connective
from reports.models.counts import StatedCount
from reports.models.coverage import covered_sentences, located
from reports.models.evidence import (
    RECORD_KEYS,
    Evidence,
    RecordQuerySet,
    RetiredAnchor,
    fragment,
    prefetch_evidence,
)
from reports.models.findings import Finding, NamedActor
from reports.models.groups import ExpertsGroup
from reports.models.index_terms import IndexTerm, IndexTermKind, IndexTermName
from reports.models.loaded import LoadedRow
from reports.models.meetings import Attendance, Meeting, MeetingKind, MeetingRole, Participant
from reports.models.objective_links import SERVING_KEYS, ObjectiveLink
from reports.models.objectives import Objective
from reports.models.outcomes import Outcome, OutcomeState
from reports.models.pledges import Pledge, PledgeKind, PledgeState
from reports.models.presentations import Presentation, PresentationKind, Presenter
from reports.models.recommendations import Addressee, Recommendation, Standing
from reports.models.report import Block, BlockKind, Report
from reports.models.search import KEYS_A_KIND, Document, Phrase, Term
from reports.models.verbs import Verb
from reports.models.versions import DataVersion, Revision
from reports.models.workshops import Reach, State, Workshop, WorkshopKind, WorkshopRole

# The models that have evidence, by the name of their foreign key in Evidence.
RECORDS: dict[str, type[Record]] = {
    name: getattr(Evidence, name).field.remote_field.model for name in RECORD_KEYS
}

__all__ = [
    "ACTIVITIES",
    "KEYS_A_KIND",
    "MAX_CELL_VALUES",
    "RECORDS",
    "RECORD_KEYS",
    "SERVING_KEYS",
    "Actor",
    "ActorKind",
    "Addressee",
    "Attendance",
    "Block",
    "BlockKind",
    "Connective",
    "DataVersion",
    "Document",
    "Evidence",
    "ExpertsGroup",
    "Finding",
    "FormerAddress",
    "GuardedModel",
    "IndexTerm",
    "IndexTermKind",
    "IndexTermName",
    "ListQuerySet",
    "LoadedRow",
    "Meeting",
    "MeetingKind",
    "MeetingRole",
    "NameKind",
    "NamedActor",
    "Objective",
    "ObjectiveLink",
    "Office",
    "OtherName",
    "Outcome",
    "OutcomeState",
    "Participant",
    "Phrase",
    "Pledge",
    "PledgeKind",
    "PledgeState",
    "Presentation",
    "PresentationKind",
    "Presenter",
    "Reach",
    "Recommendation",
    "Record",
    "RecordQuerySet",
    "Report",
    "RetiredAnchor",
    "Revision",
    "Standing",
    "State",
    "StatedCount",
    "Term",
    "Verb",
    "Workshop",
    "WorkshopKind",
    "WorkshopRole",
    "covered_sentences",
    "explain_conflicts",
    "foreign_keys",
    "fragment",
    "has_done",
    "located",
    "naming_relations",
    "prefetch_evidence",
    "public_actors",
    "url_for",
    "url_parts",
]
