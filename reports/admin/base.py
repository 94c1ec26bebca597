"""Base classes of the editors' pages: how they save, refuse and delete under the rules."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import actions
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from reports.admin import conflicts, proposals, quotes, reasons, withdrawals
from reports.admin.differences import differences
from reports.admin.forms import GuardedForm, NewlineField, is_public, with_link
from reports.admin.formsets import ROW_ADDED_MESSAGE, GuardedFormSet, add_row
from reports.admin.history import HistoryPages
from reports.admin.pickers import KEY, KeyField, KeyLinks, KeySelect, option_paths, rows_of, search_words
from reports.admin.places import swapped
from reports.admin.restoring import RESTORED
from reports.admin.rows import PageRows
from reports.admin.states import Names
from reports.admin.summary import find_errors
from reports.integrity import checks
from reports.integrity.locks import is_full, is_lock
from reports.integrity.problems import Problem
from reports.models import GuardedModel
from reports.snapshot import snapshot

REFUSALS = (ValidationError, IntegrityError, OperationalError)
CONFLICT_MESSAGE = (
    "Somebody else has just saved or deleted something that this goes with or cannot stand beside, "
    "such as the same address or place. Nothing was changed: look at what is stored now, then try again."
)
LOCKED_MESSAGE = (
    "Somebody else is saving at this moment. Nothing was changed: do the same again in a few seconds."
)
FULL_MESSAGE = (
    "The portal's disk is full, so that nothing can be saved, and nothing was changed. Leave this page "
    "open, tell who keeps the portal, and do the same again when there is room."
)
NOT_SAVED_MESSAGE = "Nothing was saved: the form holds what you typed."
GONE_MESSAGE = "These are there no more, they were deleted meanwhile: {}."
ELSEWHERE_MESSAGE = "These are not in this list any more, and stay as they are: {}."


class GuardedAdminMixin(BaseModelAdmin):
    """Mixin of the pages of a model and of its rows on another model's page."""

    form = GuardedForm
    formfield_overrides = {models.TextField: {"form_class": NewlineField}}

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the field; what it refers to is deleted on a page of its own, not from beside it."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = KeyLinks.of(field.widget)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Return the field, which reads its rows with all others of the page."""
        widget = KeySelect(db_field, self.admin_site, using=kwargs.get("using"))
        widget.rows = rows_of(request, db_field.remote_field.model)
        own: dict[str, Any] = {"widget": widget, "form_class": KeyField}
        field = super().formfield_for_foreignkey(db_field, request, **own | kwargs)
        if isinstance(field, KeyField):
            field.rows = widget.rows
        return field

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return all foreign keys: a list of every row to choose from would be long."""
        return [field.name for field in self.opts.concrete_fields if field.is_relation]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return where the public sees it; None for a draft, which the public does not see."""
        return obj.get_absolute_url() if obj and self.view_on_site and obj.is_published() else None


class SavingAdmin(admin.ModelAdmin):
    """Pages whose saves and deletions stand or fall as a whole, and say why where they fall.

    What they delete or take off the public portal is named first. Its forms are RefusableForms.
    """

    actions = ["delete_selected"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Return the form; on the second round of a save, with what the rules said in the first."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", ())  # type: ignore[attr-defined] # a RefusableForm
        form.held = hasattr(request, "held")  # type: ignore[attr-defined]
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save all of the page or nothing; where it is refused, show it again as it was typed.

        Refused is also what somebody else has changed since the page was opened. What somebody else
        has deleted is shown as a new row. Both are told too of a page that is shown again for another
        reason: while it was refused, somebody else may have saved.
        """
        if request.method == "POST":
            for fill, said in ((quotes.take, quotes.TAKEN_MESSAGE), (add_row, ROW_ADDED_MESSAGE)):
                if (filled := fill(request.POST)) is not None:
                    request.POST = filled  # type: ignore[assignment] # a copy, which alone can be changed
                    self.refuse(request, said)
        change = partial(super().changeform_view, request, object_id, form_url, extra_context)
        add = partial(super().changeform_view, request, None, self.page("add"), extra_context)
        if request.method != "POST" or object_id is None:
            return self.save_or_show(request, change)

        def view() -> HttpResponse:
            again = refused(request)  # shown by reading alone, which takes no lock
            row = conflicts.stored_row(self, request, unquote(object_id), lock=not again)
            if row is None:
                if not self.has_add_permission(request):
                    raise PermissionDenied(conflicts.GONE_TO_COPY_MESSAGE)
                conflicts.make_anew(self, request)
                self.refuse(request, conflicts.gone_message(self, request, unquote(object_id)))
                return add()
            if not hasattr(request, "merge"):
                try:
                    conflicts.refuse_stale(self, request, row)
                except ValidationError as error:
                    if not again:
                        raise
                    self.refuse(request, *error.messages)
            return change()

        return self.save_or_show(request, view)

    def refuse(self, request: HttpRequest, *said: str) -> None:
        """Show the page again as it was typed, with the sentences `said` after those there are."""
        request.refusal = [*getattr(request, "refusal", ()), *said]  # type: ignore[attr-defined]

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[PageRows]:
        """Return the inlines of a page, whose rows are made once."""
        return [PageRows.of(rows) for rows in super().get_inline_formsets(*args, **kwargs)]

    def page(self, name: str, *args: Any) -> str:
        """Return the address of the page `name` of this model in the desk."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Return the page, which tells a later save what was stored when it was opened."""
        context["problems"] = find_errors(context)
        if context["problems"]:
            context["errors"] = []  # Django would only say that there are some
        if change and obj:
            context["seen"] = conflicts.mark_of_page(self, request, obj, context)
            if hasattr(request, "merge"):
                context |= conflicts.tell(request.merge, context)
            elif hasattr(request, "held"):
                context["differences"] = differences(context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_or_show(self, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
        """Return the answer of `view`; where what it does is refused, its form again, as typed.

        That is shown in a snapshot: it only reads, and must not wait for a lock once more. Inside of
        another such view, that one answers.
        """
        if request.method != "POST" or hasattr(request, "refusal"):
            return view()
        request.refusal = []  # type: ignore[attr-defined] # for get_form
        request.is_save = True  # type: ignore[attr-defined] # not a page that is only filled in
        try:
            if withdrawals.BACK in request.POST:
                raise ValidationError(NOT_SAVED_MESSAGE)
            with reasons.recorded(request), checks.deferred_checks():
                return view()
        except withdrawals.UnseenError as unseen:
            return withdrawals.page(self, request, unseen.withdrawal)
        except reasons.ReasonMissing as error:
            request.reason_missing = error.message  # type: ignore[attr-defined] # for get_form
        except REFUSALS as error:
            request.refusal = sentences(error)  # type: ignore[attr-defined] # for get_form
        with snapshot():
            return view()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the rows on the page too, then check, before anything says that it is saved."""
        super().save_related(request, form, formsets, change)
        run_checks(request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete, or go back to the row with the reason why not.

        What goes is named first, on a page that asks why (see reports.admin.withdrawals).
        """
        view = partial(super().delete_view, request, object_id, extra_context)
        page = self.page("change", object_id)
        back = f"{page}?{request.GET.urlencode()}"  # the window may be a popup, and says so there
        obj = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        if obj and self.has_delete_permission(request, obj):
            rows = self.model._base_manager.filter(pk=obj.pk)
            if asked := self.ask_before_deleting(request, rows, request.GET.dict()):
                return asked
        return self.save_or_return(request, view, back)

    @admin.action(permissions=["delete"], description="Delete selected %(verbose_name_plural)s")
    def delete_selected(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        """Delete the selected `rows`, after a page that names them; say which are not there any more."""
        self.tell_missing(request, rows)
        if not rows:
            return None
        if not request.POST.get("post") and (asked := self.ask_before_deleting(request, rows, {})):
            return asked
        return actions.delete_selected(self, request, rows)

    def tell_missing(self, request: HttpRequest, rows: QuerySet) -> None:
        """Tell which of the rows that were selected are not among `rows`, by name."""
        selected = {key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if KEY.fullmatch(key)}
        missing = {int(key) for key in selected} - {row.pk for row in rows}
        left = self.model._base_manager.in_bulk(missing)
        names = Names.last(self.model, missing - left.keys())
        gone = [names.get(pk, f"{self.opts.verbose_name} {pk}") for pk in sorted(missing - left.keys())]
        for message, found in ((GONE_MESSAGE, gone), (ELSEWHERE_MESSAGE, map(str, left.values()))):
            if said := ", ".join(f"“{name}”" for name in found):
                self.message_user(request, message.format(said), messages.WARNING)

    def ask_before_deleting(
        self, request: HttpRequest, rows: QuerySet, popup: dict[str, str]
    ) -> HttpResponse | None:
        """Return the page that names what goes with `rows`; None where Django's own answers.

        That is of accounts, and where a rule or another row stands in the way.

        They are deleted to see it, and that is undone. `popup` are the parameters of a window that the
        answer is to close.
        """
        if not issubclass(self.model, GuardedModel):
            return None  # an account
        *_, forbidden, protected = self.get_deleted_objects(rows, request)
        if forbidden or protected:
            return None  # as Django says it
        try:
            with checks.trial():
                self.delete_queryset(request, rows.all())
        except withdrawals.UnseenError as unseen:
            return withdrawals.page(self, request, unseen.withdrawal, {"post": "yes"} | popup)
        except REFUSALS:
            pass  # told when it is done
        return None

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete and check, before anything says that it is deleted."""
        super().delete_model(request, obj)
        run_checks(request, deletes=True)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Return the list; an action on it is done for all the rows selected, or for none.

        What is no key of a row is passed over: Django would raise an error.
        """
        if selected := request.POST.getlist(ACTION_CHECKBOX_NAME):
            data = request.POST.copy()
            data.setlist(ACTION_CHECKBOX_NAME, [key for key in selected if KEY.fullmatch(key)])
            request.POST = data  # type: ignore[assignment] # a copy, which alone can be changed
        view = partial(super().changelist_view, request, extra_context)
        return self.save_or_return(request, view, request.get_full_path())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete all of them and check, before anything says that they are deleted."""
        super().delete_queryset(request, queryset)
        run_checks(request, deletes=True)

    def save_or_return(
        self,
        request: HttpRequest,
        view: Callable[[], HttpResponse],
        back: str,
        said: str = "Nothing was deleted. {}",
    ) -> HttpResponse:
        """Return the answer of `view`; where what it does is refused, the way to `back`."""
        if request.method != "POST":
            return view()
        if withdrawals.BACK in request.POST:
            return HttpResponseRedirect(back)
        try:
            with reasons.recorded(request), checks.deferred_checks():
                return view()
        except withdrawals.UnseenError as unseen:
            return withdrawals.page(self, request, unseen.withdrawal)
        except REFUSALS as error:
            for sentence in sentences(error):
                self.message_user(request, format_html(said, with_link(sentence)), messages.ERROR)
            return HttpResponseRedirect(back)


class GuardedAdmin(GuardedAdminMixin, HistoryPages, SavingAdmin):
    """Pages of rows under the rules, checked as a whole when all of a page is saved."""

    list_prefetch_related: Sequence[str] = ()  # as list_select_related, for rows that point here
    option_fields: Sequence[str] = ()  # lookups of the values that an option of a row shows

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Return them with what options show, which must be found by it."""
        return list(dict.fromkeys([*self.search_fields, *option_paths(self.model)]))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Return the rows that have all the words, without the marks around these."""
        return super().get_search_results(request, queryset, search_words(search_term))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Return the form with the field of the reason."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if self.has_change_permission(request, obj) if change else self.has_add_permission(request):
            reasons.add_field(form, missing=getattr(request, "reason_missing", ""))
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Return the page, with the reasons to choose from."""
        form = context["adminform"].form
        if reasons.NAME in form.fields:
            context["reasons_offered"] = reasons.last_reasons(request.user)
            if hasattr(request, "is_save") and is_public(form.instance) and find_errors(context):
                reasons.tell_missing(form)  # along with the other errors
            context["reason"] = form[reasons.NAME]
        restored = context.get("restored")
        context["restored_from"] = restored.pk if restored else request.POST.get(RESTORED)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related(*self.list_prefetch_related)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete; a page that names nothing public may be told why too."""
        return super().delete_view(request, object_id, reasons.context(request) | (extra_context or {}))

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Return what an action answers; a page that it asks on has the field of the reason."""
        answer = super().response_action(request, queryset)
        if isinstance(answer, TemplateResponse):
            answer.context_data = reasons.context(request) | (answer.context_data or {})
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row; rows that it swaps places with get those that it had."""
        with swapped(obj, getattr(form, "swaps", ())):
            super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Say how a date was read; fill in the next row with what it shares with this one."""
        return self.carry_over(request, obj, super().response_add(request, obj, post_url_continue))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Do the same for a row that was changed."""
        return self.carry_over(request, obj, super().response_change(request, obj))

    def carry_over(self, request: HttpRequest, obj: Any, response: HttpResponse) -> HttpResponse:
        """Return `response`; where it leads to a new row, with values of `obj` for that."""
        if said := getattr(obj, "date_read", ""):
            self.message_user(request, said)
        if "_addanother" in request.POST and isinstance(response, HttpResponseRedirect):
            filled = urlencode(proposals.carried(obj))
            response["Location"] += f"{'&' if '?' in response.url else '?'}{filled}" if filled else ""
        return response

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Return them for a new row only: a name that is corrected keeps its address."""
        named = {field.name for field in self.opts.fields if field.editable} >= {"slug", "name"}
        own = self.prepopulated_fields or ({"slug": ["name"]} if named else {})
        return {} if obj else own


class GuardedInline(GuardedAdminMixin, admin.TabularInline):
    """Rows that belong to the one on the page."""

    formset = GuardedFormSet
    extra = 0
    view_on_site = False
    related: Sequence[str] = ()  # what their names and addresses are made of, read along with them

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the formset; on the second round of a save, its forms tell what is wrong with them."""
        formset = super().get_formset(request, obj, **kwargs)
        form: Any = formset.form
        form.refusal, form.is_row = getattr(request, "refusal", ()), True
        return formset


def refused(request: HttpRequest) -> bool:
    """Return True on the second round of a save, which shows why the first was refused."""
    return bool(getattr(request, "refusal", ())) or hasattr(request, "reason_missing")


@admin.display(description="other names")
def other_names(row: Any) -> str:
    """Return the other names of an actor or an index term, for a column of their lists."""
    return ", ".join(name.name for name in row.other_names.all())


def run_checks(request: HttpRequest, *, deletes: bool = False) -> None:
    """Check what was written so far: by the rules and the database's own deferred checks.

    Those would otherwise wait for the commit, when a message of success is on its way already. And
    raise UnseenError where something public goes that no page has named; on a page that only `deletes`,
    where anything does.
    """
    checks.run_deferred_checks()
    connection.check_constraints()
    withdrawals.require_seen(request, drafts=deletes)
    reasons.require(request)


def sentences(error: Exception) -> list[str]:
    """Return what to tell the editor of a refusal by the rules or the database: a list.

    Raises `error` itself where it is no refusal but a fault of the database.
    """
    if isinstance(error, ValidationError):
        told = [each.message for each in getattr(error, "error_list", ())]
        problems: list[str] = [each for each in told if isinstance(each, Problem)]
        return problems + [message for message in error.messages if message not in problems]
    if isinstance(error, IntegrityError):
        return [CONFLICT_MESSAGE]
    if is_lock(error):
        return [LOCKED_MESSAGE]
    if is_full(error):
        return [FULL_MESSAGE]
    raise error
