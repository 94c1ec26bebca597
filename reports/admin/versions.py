"""Pages for editors of the public versions of the data, to read only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reports.models import DataVersion


@admin.register(DataVersion)
class DataVersionAdmin(admin.ModelAdmin):
    """The published changes, counted by the portal itself and by nobody else."""

    list_display = ["number", "date"]
    list_filter = ["date"]
    search_fields = ["number__exact"]
    search_help_text = "A version's number."

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
