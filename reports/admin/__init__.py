"""The editors' desk: one module per noun, as in reports.models."""

from django.contrib import admin

from reports.admin.actors import ActorAdmin
from reports.admin.evidence import EvidenceAdmin
from reports.admin.groups import ExpertsGroupAdmin
from reports.admin.meetings import MeetingRoleAdmin, ParticipantAdmin
from reports.admin.objective_links import ObjectiveLinkAdmin
from reports.admin.objectives import ObjectiveAdmin
from reports.admin.outcomes import OutcomeAdmin
from reports.admin.pledges import PledgeAdmin
from reports.admin.presentations import PresentationAdmin
from reports.admin.recommendations import RecommendationAdmin
from reports.admin.report import BlockAdmin, MeetingAdmin
from reports.admin.versions import DataVersionAdmin
from reports.admin.workshops import WorkshopAdmin, WorkshopRoleAdmin

__all__ = [
    "ActorAdmin",
    "BlockAdmin",
    "DataVersionAdmin",
    "EvidenceAdmin",
    "ExpertsGroupAdmin",
    "MeetingAdmin",
    "MeetingRoleAdmin",
    "ObjectiveAdmin",
    "ObjectiveLinkAdmin",
    "OutcomeAdmin",
    "ParticipantAdmin",
    "PledgeAdmin",
    "PresentationAdmin",
    "RecommendationAdmin",
    "WorkshopAdmin",
    "WorkshopRoleAdmin",
]

admin.site.site_header = "Bali Process reports: the editors’ desk"
admin.site.site_title = "The editors’ desk"
admin.site.index_title = "What the portal keeps"
