"""Pages for those who look after accounts: editors, and groups of them with one set of rights."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django_otp.plugins.otp_static import admin as codes
from django_otp.plugins.otp_totp import admin as apps

from baliportal.door import second_factor
from reports.admin.base import SavingAdmin
from reports.admin.forms import RefusableForm

# Django registered pages of its own when it was imported: those lose what was typed to a lock. Those of
# django-otp would let one editor set the second factor of another.
admin.site.unregister([User, Group, codes.StaticDevice, apps.TOTPDevice])


class GroupForm(RefusableForm, forms.ModelForm):
    """Form of a group."""


class AddUserForm(RefusableForm, AdminUserCreationForm):
    """Form of a new editor."""


class UserForm(RefusableForm, UserChangeForm):
    """Form of an editor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, AdminSplitDateTime):  # two boxes, and one label
                for widget, name in zip(field.widget.widgets, ("date", "time"), strict=True):
                    widget.attrs["aria-label"] = f"{field.label}, {name}"


@admin.register(User)
class AccountAdmin(SavingAdmin, UserAdmin):
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
        self.message_user(request, f"Taken away from: {names}. Ask by another way whether they lost it.")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Save a new editor, or show the form again: UserAdmin begins a transaction here already."""
        view = partial(super().add_view, request, form_url, extra_context)
        return self.save_or_show(request, view)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set a password, or come back with the reason why not: no page shows one that was typed."""
        view = partial(super().user_change_password, request, id, form_url)
        return self.save_or_return(request, view, request.get_full_path(), "{}")


@admin.register(Group)
class AccountGroupAdmin(SavingAdmin, GroupAdmin):
    """Editors with one set of rights."""

    form = GroupForm

    class Media:
        js = ["js/pickers.js"]
