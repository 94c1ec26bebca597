"""Meetings and the text of their reports, for editors."""

from django.contrib import admin

from reports.models import Block, Meeting


class BlockInline(admin.TabularInline):
    """The report's pieces, in order."""

    model = Block
    fields = ["order", "key", "kind", "number", "number_printed", "part", "text"]
    extra = 0


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """A meeting, its facts as stated, and its report."""

    list_display = ["__str__", "kind", "date_words", "published"]
    list_filter = ["published", "kind"]
    search_fields = ["name", "city", "date_words"]
    prepopulated_fields = {"slug": ["date_edtf", "city"]}
    inlines = [BlockInline]
