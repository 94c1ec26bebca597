"""What the editors' pages have in common: how they save, refuse and delete under the rules."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse

from reports import rules

REFUSALS = (ValidationError, IntegrityError)
RACE = (
    "Somebody else has just saved or deleted something that this goes with or cannot stand beside, "
    "such as the same address or place. Nothing was changed: look at what is stored now, then try again."
)

# Ends of public addresses: fixed once public, for others may have cited or linked them.
FIXED = {"slug", "key", "anchor"}

WHERE = (
    "Where in the report",
    {
        "fields": ["meeting", "order"],
        "description": "Which meeting's report states it, and its place among those of its kind.",
    },
)


class Lines(forms.CharField):
    """Text with the line ends that a report has, not the two characters that a browser sends."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class KeptForm(forms.ModelForm):
    """A row under the rules: keeps public addresses, and says why a rule has refused it."""

    refusal = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = FIXED.intersection(self.fields)
        if names and self.instance.pk and self.instance.is_public():
            for name in names:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Fixed: it is public, and its address may be in use."

    def clean(self):
        cleaned = super().clean()
        for sentence in self.refusal:
            self.add_error(None, sentence)
        return cleaned


class Desk:
    """What a page of its own and a list on another's page have in common."""

    form = KeptForm
    formfield_overrides = {models.TextField: {"form_class": Lines}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The field; what it refers to is deleted on a page of its own, not from beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def view_on_site(self, obj):
        """Where the public sees it; None for a draft, which the public does not see."""
        return obj.get_absolute_url() if obj.is_public() else None


class KeptAdmin(Desk, admin.ModelAdmin):
    """Rows under the rules, judged as a whole when all of a page is saved."""

    def get_prepopulated_fields(self, request, obj=None):
        """On a new row only: a name that is corrected keeps its address."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The form; on the second round of a save, with what the rules said in the first."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", ())
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Save all of the page or nothing; where it is refused, show it again as it was typed."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return view()
        try:
            with rules.settled():
                return view()
        except REFUSALS as error:
            request.refusal = sentences(error)
            return view()

    def save_related(self, request, form, formsets, change):
        """Save the rows on the page too, then judge, before anything says that it is saved."""
        super().save_related(request, form, formsets, change)
        settle()

    def delete_view(self, request, object_id, extra_context=None):
        """Delete, or go back to the row with the reason why not."""
        view = partial(super().delete_view, request, object_id, extra_context)
        page = reverse(f"admin:reports_{self.opts.model_name}_change", args=[object_id])
        back = f"{page}?{request.GET.urlencode()}"  # the window may be a popup, and says so there
        return self.settled_or_back(request, view, back)

    def delete_model(self, request, obj):
        """Delete and judge, before anything says that it is deleted."""
        super().delete_model(request, obj)
        settle()

    def changelist_view(self, request, extra_context=None):
        """The list; an action on it is done for all the rows selected, or for none."""
        view = partial(super().changelist_view, request, extra_context)
        return self.settled_or_back(request, view, request.get_full_path())

    def delete_queryset(self, request, queryset):
        """Delete all of them and judge, before anything says that they are deleted."""
        super().delete_queryset(request, queryset)
        settle()

    def settled_or_back(self, request, view, back):
        """The answer of `view`; where the rules refuse what it does, the address `back`."""
        if request.method != "POST":
            return view()
        try:
            with rules.settled():
                return view()
        except REFUSALS as error:
            for sentence in sentences(error):
                self.message_user(request, f"Nothing was deleted. {sentence}", messages.ERROR)
            return HttpResponseRedirect(back)


class RecordAdmin(KeptAdmin):
    """Records, each with the number of quotes it rests on."""

    empty_value_display = "not stated"

    def get_ordering(self, request):
        """The model's own, said aloud: Django forgets it where rows are counted."""
        return self.opts.ordering

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(quotes=Count("evidence", distinct=True))

    @admin.display(ordering="quotes")
    def quotes(self, obj):
        """How many quotes it rests on."""
        return obj.quotes


class KeptInline(Desk, admin.TabularInline):
    """Rows that belong to the one on the page."""

    extra = 0
    view_on_site = False
    related = ()  # what their names and addresses are made of, read along with them

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


class RecordInline(KeptInline):
    """Records that belong to the one on the page; their evidence is on pages of their own."""

    show_change_link = True

    def has_add_permission(self, request, obj):
        """Not to what is published: a new record there needs its evidence in the same save."""
        return super().has_add_permission(request, obj) and not (obj and obj.is_public())


@admin.display(description="date as stated", ordering="earliest", empty_value="not stated")
def stated_date(obj):
    """The date in the report's words, sorted by the first day that it can mean."""
    return obj.date_words


def referred(name):
    """A column for the reference `name`; Django's own would not break a long line."""

    @admin.display(description=name, ordering=name)
    def column(obj):
        return getattr(obj, name)

    return column


def settle():
    """Judge what was written so far, the database's own deferred checks included.

    Those would otherwise wait for the commit, when a message of success is on its way already.
    """
    rules.settle()
    connection.check_constraints()


def sentences(error):
    """What to tell the editor of a refusal by the rules or the database: a list."""
    return error.messages if isinstance(error, ValidationError) else [RACE]
