"""The public version of the data, for editors to read."""

from django.contrib import admin

from reports.models import DataVersion


@admin.register(DataVersion)
class DataVersionAdmin(admin.ModelAdmin):
    """The published changes, counted by the portal itself and by nobody else."""

    list_display = ["number", "date"]
    list_filter = ["date"]
    search_fields = ["number__exact"]
    search_help_text = "A version's number."

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
