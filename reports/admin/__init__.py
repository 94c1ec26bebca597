"""The editors' desk: one module per noun, as in reports.models, and the accounts."""

from django.contrib import admin

from reports.admin import (  # noqa: F401 # each registers its pages
    accounts,
    actors,
    connectives,
    counts,
    evidence,
    findings,
    groups,
    index_terms,
    meetings,
    objective_links,
    objectives,
    outcomes,
    pledges,
    presentations,
    recommendations,
    report,
    verbs,
    versions,
    workshops,
)
from reports.admin.pickers import OptionsView

admin.site.autocomplete_view = OptionsView.as_view(admin_site=admin.site)  # type: ignore
