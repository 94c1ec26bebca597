"""Pages for those who look after accounts: editors, and groups of them with one set of rights."""

from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_otp.plugins.otp_static import admin as codes
from django_otp.plugins.otp_totp import admin as apps

from baliportal.door import second_factor
from reports.admin.base import SavingAdmin
from reports.admin.forms import RefusableForm

# Django registered pages of its own when it was imported: those lose what was typed to a lock. Those of
# django-otp would let one editor set the second factor of another.
admin.site.unregister([User, Group, codes.StaticDevice, apps.TOTPDevice])

ABOVE_MESSAGE = (
    "Nothing was changed: “{}” has rights that you do not have. Only a superuser changes or deletes it, "
    "or sets its password: ask one."
)
CLOSED_OWN = (
    "Your own account was saved: it may no longer use the desk, and you were logged out. If that was "
    "not meant, ask a superuser to open it again; where there is none, `manage.py createsuperuser` "
    "makes one, under another name."
)
OWN_RIGHTS_HELP = "A superuser gives any; others see and give no more than they have themselves."
SUPERUSER_HELP = "Has all rights without their being given. Only a superuser makes or unmakes another."


def rights_of(row: models.Model) -> QuerySet[Permission]:
    """Return the permissions of an account, by itself and by its groups, or of a group."""
    if isinstance(row, Group):
        return Permission.objects.filter(group=row)
    return Permission.objects.filter(Q(user=row) | Q(group__user=row))


def stands_above(row: models.Model | None, request: HttpRequest) -> bool:
    """Return True if an account or group, closed or not, has a right that who asks lacks."""
    user = cast(User, request.user)
    if row is None or user.is_superuser:
        return False
    return getattr(row, "is_superuser", False) or rights_of(row).exclude(pk__in=rights_of(user)).exists()


class GroupForm(RefusableForm, forms.ModelForm):
    """Form of a group."""

    class Meta:
        model = Group
        fields = ["name", "permissions"]
        help_texts = {"permissions": OWN_RIGHTS_HELP}


class AddUserForm(RefusableForm, AdminUserCreationForm):
    """Form of a new editor."""


class UserForm(RefusableForm, UserChangeForm):
    """Form of an editor."""

    class Meta(UserChangeForm.Meta):  # type: ignore[name-defined] # its stub has none
        help_texts = {
            "is_superuser": SUPERUSER_HELP,
            "groups": OWN_RIGHTS_HELP,
            "user_permissions": OWN_RIGHTS_HELP,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, AdminSplitDateTime):  # two boxes, and one label
                for widget, name in zip(field.widget.widgets, ("date", "time"), strict=True):
                    widget.attrs["aria-label"] = f"{field.label}, {name}"


class RightsAdmin(SavingAdmin):
    """Pages of what has rights, where nobody but a superuser gives or takes what she does not have.

    What has more rights than she has is not changed or deleted by her, nor is its password set.
    """

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False too of what has more rights."""
        return super().has_change_permission(request, obj) and not stands_above(obj, request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False too of what has more rights."""
        return super().has_delete_permission(request, obj) and not stands_above(obj, request)

    def refuse_above(self, request: HttpRequest, object_id: str) -> None:
        """Raise PermissionDenied, in words, where the row has more rights."""
        row = self.get_object(request, unquote(object_id))
        if stands_above(row, request) and super().has_view_permission(request):
            raise PermissionDenied(ABOVE_MESSAGE.format(row))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save, or say why not; what has more rights is shown to be read alone."""
        if request.method == "POST" and object_id is not None:
            self.refuse_above(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete, or say why not."""
        self.refuse_above(request, object_id)
        return super().delete_view(request, object_id, extra_context)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        """Return the field of the rights, or of the groups, with those that she may give."""
        user = cast(User, request.user)
        if not user.is_superuser:
            own = Permission.objects.filter(pk__in=rights_of(user))
            others = Permission.objects.exclude(pk__in=rights_of(user))
            groups = Group.objects.exclude(permissions__in=others)
            kwargs["queryset"] = groups if db_field.name == "groups" else own
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class AccountAdmin(RightsAdmin, UserAdmin):
    """An editor: who may log in, and what she may do."""

    form = UserForm
    add_form = AddUserForm
    actions = ["delete_selected", "reset_second_factor"]
    list_display = ["username", "email", "is_active", "is_staff", "is_superuser", "has_second_factor"]

    class Media:
        js = ["js/pickers.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Return the accounts, each with whether it has a second factor."""
        apps_of_row = apps.TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_app=Exists(apps_of_row))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Return `is_superuser` for who is none."""
        return [] if cast(User, request.user).is_superuser else ["is_superuser"]

    @admin.display(description="second factor", boolean=True)
    def has_second_factor(self, user: Any) -> bool:
        """Return True if an authenticator app is set up."""
        return user.has_app

    @admin.action(description="Take the second factor away, for who has lost it")
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Take it from the accounts, which set up a new one at their next log-in."""
        if not request.user.is_superuser:
            raise PermissionDenied("Only a superuser takes the second factor of an account away.")
        users = [*queryset]
        second_factor.reset(users)
        names = ", ".join(user.get_username() for user in users)
        self.message_user(
            request,
            f"Taken away from: {names}, and logged out. Ask by another way whether they lost it.",
        )

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """Return the way on; to the log-in, in words, for who has closed her own account."""
        if obj.pk == request.user.pk and not (obj.is_active and obj.is_staff):
            self.message_user(request, CLOSED_OWN, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:login"))
        return super().response_change(request, obj)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Save a new editor, or show the form again: UserAdmin begins a transaction here already."""
        view = partial(super().add_view, request, form_url, extra_context)
        return self.save_or_show(request, view)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password, or come back with the reason why not: no page shows one that was typed."""
        self.refuse_above(request, id)
        view = partial(super().user_change_password, request, id, form_url)
        return self.save_or_return(request, view, request.get_full_path(), "{}")


@admin.register(Group)
class AccountGroupAdmin(RightsAdmin, GroupAdmin):
    """Editors with one set of rights."""

    form = GroupForm

    class Media:
        js = ["js/pickers.js"]
