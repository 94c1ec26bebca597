"""Base classes of the editors' pages: how they save, refuse and delete under the rules."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from reports.integrity import checks

REFUSALS = (ValidationError, IntegrityError)
CONFLICT_MESSAGE = (
    "Somebody else has just saved or deleted something that this goes with or cannot stand beside, "
    "such as the same address or place. Nothing was changed: look at what is stored now, then try again."
)

# Ends of public addresses: fixed once public, for others may have cited or linked them.
PUBLIC_FIELDS = {"slug", "key", "anchor"}

WHERE = (
    "Where in the report",
    {
        "fields": ["meeting", "order"],
        "description": "Which meeting's report states it, and its place among those of its kind.",
    },
)


class NewlineField(forms.CharField):
    """Field for text with the line ends of a report, not the two characters that browsers send."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class GuardedForm(forms.ModelForm):
    """Form of a row under the rules: keeps public addresses, and says why a rule refused it."""

    refusal: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = PUBLIC_FIELDS.intersection(self.fields)
        if names and self.instance.pk and self.instance.is_published():
            for name in names:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Fixed: it is public, and its address may be in use."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for sentence in self.refusal:
            self.add_error(None, sentence)
        return cleaned


class GuardedAdminMixin:
    """Mixin of the pages of a model and of its rows on another model's page."""

    form = GuardedForm
    formfield_overrides = {models.TextField: {"form_class": NewlineField}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the field; what it refers to is deleted on a page of its own, not from beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def view_on_site(self, obj: Any) -> str | None:
        """Return where the public sees it; None for a draft, which the public does not see."""
        return obj.get_absolute_url() if obj.is_published() else None


class GuardedAdmin(GuardedAdminMixin, admin.ModelAdmin):
    """Pages of rows under the rules, checked as a whole when all of a page is saved."""

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Return them for a new row only: a name that is corrected keeps its address."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form; on the second round of a save, with what the rules said in the first."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", ())
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        """Save all of the page or nothing; where it is refused, show it again as it was typed."""
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        if request.method != "POST":
            return view()
        try:
            with checks.deferred_checks():
                return view()
        except REFUSALS as error:
            request.refusal = sentences(error)
            return view()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows on the page too, then check, before anything says that it is saved."""
        super().save_related(request, form, formsets, change)
        run_checks()

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Delete, or go back to the row with the reason why not."""
        view = partial(super().delete_view, request, object_id, extra_context)
        page = reverse(f"admin:reports_{self.opts.model_name}_change", args=[object_id])
        back = f"{page}?{request.GET.urlencode()}"  # the window may be a popup, and says so there
        return self.save_or_return(request, view, back)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete and check, before anything says that it is deleted."""
        super().delete_model(request, obj)
        run_checks()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Return the list; an action on it is done for all the rows selected, or for none."""
        view = partial(super().changelist_view, request, extra_context)
        return self.save_or_return(request, view, request.get_full_path())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete all of them and check, before anything says that they are deleted."""
        super().delete_queryset(request, queryset)
        run_checks()

    def save_or_return(
        self, request: HttpRequest, view: Callable[[], HttpResponseBase], back: str
    ) -> HttpResponseBase:
        """Return the answer of `view`; where the rules refuse what it does, the way to `back`."""
        if request.method != "POST":
            return view()
        try:
            with checks.deferred_checks():
                return view()
        except REFUSALS as error:
            for sentence in sentences(error):
                self.message_user(request, f"Nothing was deleted. {sentence}", messages.ERROR)
            return HttpResponseRedirect(back)


class RecordAdmin(GuardedAdmin):
    """Pages of records, each with the number of quotes it rests on."""

    empty_value_display = "not stated"

    def get_ordering(self, request: HttpRequest) -> Any:
        """Return the model's own: Django forgets it where rows are counted."""
        return self.opts.ordering

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(quotes=Count("evidence", distinct=True))

    @admin.display(ordering="quotes")
    def quotes(self, obj: Any) -> int:
        """Return how many quotes it rests on."""
        return obj.quotes


class GuardedInline(GuardedAdminMixin, admin.TabularInline):
    """Rows that belong to the one on the page."""

    extra = 0
    view_on_site = False
    related: Sequence[str] = ()  # what their names and addresses are made of, read along with them

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows


class RecordInline(GuardedInline):
    """Records that belong to the one on the page; their evidence is on pages of their own."""

    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        """Return False for what is published: a new record there needs its evidence in the same save."""
        return super().has_add_permission(request, obj) and not (obj and obj.is_published())


@admin.display(description="date as stated", ordering="earliest", empty_value="not stated")
def stated_date(obj: Any) -> str:
    """Return the date in the report's words, sorted by the first day that it can mean."""
    return obj.date_words


def link_column(name: str) -> Callable[[Any], Any]:
    """Return a column for the reference `name`; Django's own would not break a long line."""

    @admin.display(description=name, ordering=name)
    def column(obj: Any) -> Any:
        return getattr(obj, name)

    return column


def run_checks() -> None:
    """Check what was written so far, the database's own deferred checks included.

    Those would otherwise wait for the commit, when a message of success is on its way already.
    """
    checks.run_deferred_checks()
    connection.check_constraints()


def sentences(error: Exception) -> list[str]:
    """Return what to tell the editor of a refusal by the rules or the database: a list."""
    return error.messages if isinstance(error, ValidationError) else [CONFLICT_MESSAGE]
