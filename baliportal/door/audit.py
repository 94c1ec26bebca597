"""The audit log: one line of JSON for each event at the editors' door, and for what the public sees.

A line says when, what, who, from where and with which result. Of what anybody typed it holds names of
accounts and groups, an address of the portal's own and numbers alone: never a password, code or quote.

A right password is a "password", done; the session is a "log-in" when nothing is left to do, which is
later where a second factor is given or set up. A wrong one is a "password", refused; where it is typed
in a session of its account, to go on or to change it, it is a "password again", refused.
"""

import logging
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from baliportal.door.addresses import client_address

logger = logging.getLogger("audit")
# The request of the desk that a thread answers; None for a command.
REQUEST: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
COMMAND, UNKNOWN, NOBODY = "manage.py", "an unknown name", "nobody"
OWN_FIELDS = ("username", "email", "is_active", "is_staff", "is_superuser")  # of an account


def write(event: str, result: str = "done", *, who: str | None = None, **facts: Any) -> None:
    """Write a line about what happened just now; `who` is the account of the request if not given."""
    emit(line_of(event, result, who, facts))


def write_when_stored(event: str, **facts: Any) -> None:
    """Write a line when the transaction at hand is stored; none if it is taken back."""
    transaction.on_commit(partial(emit, line_of(event, "done", None, facts)), robust=True)


def line_of(event: str, result: str, who: str | None, facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a line, as of now and of the request at hand."""
    request = REQUEST.get()
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "event": event,
        "result": result,
        "who": who or account_of(request),
        "from": client_address(request) if request else None,
    } | facts


def emit(line: dict[str, Any]) -> None:
    """Give the logger a line as its `facts`, see baliportal.env.JsonLine."""
    logger.info("%s", line["event"], extra={"facts": line})


def account_of(request: HttpRequest | None) -> str:
    """Return the name of the account of `request`; of no request that of a command."""
    if request is None:
        return COMMAND
    user = getattr(request, "user", None)
    return user.get_username() if user is not None and user.is_authenticated else NOBODY


def known(name: str) -> str:
    """Return `name` if an account has it: what else is typed there may be a password."""
    return name if get_user_model().objects.filter(username=name).exists() else UNKNOWN


# Receivers of signals, connected in baliportal.door.apps.


def on_log_in(sender: Any, user: Any, **kwargs: Any) -> None:
    """Write that the password was right; baliportal.door.entrance.enter tells the end of the log-in."""
    write("password", who=user.get_username())


def on_log_in_failed(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Write that it was wrong, or was not looked at in a pause."""
    name = credentials.get("username") or ""
    user = getattr(request, "user", None)
    own = user is not None and user.is_authenticated and user.get_username() == name
    write("password again" if own else "password", "refused", who=known(name))


def on_pause(sender: Any, username: str, **kwargs: Any) -> None:
    """Write that log-ins are refused for a time."""
    write("pause", "refused", who=known(username or ""))


def on_log_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Write that somebody logged out."""
    write("log-out", who=user.get_username() if user else NOBODY)


def before_account(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Remember what is stored of an account, to tell what changes."""
    only_time = update_fields is not None and set(update_fields) <= {"last_login"}
    rows = sender.objects.filter(pk=instance.pk).values(*OWN_FIELDS, "password")
    stored = None if only_time else rows.first()
    instance.stored_before = {} if only_time else stored


def on_account(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """Write that an account was added or changed, and which of its fields."""
    account, stored = instance.get_username(), instance.stored_before
    if created or stored is None:
        write_when_stored("account added", account=account)
        return
    changed = [name for name in stored if stored[name] != getattr(instance, name)]
    set_anew = instance._password is not None or not instance.has_usable_password()
    if "password" in changed and not set_anew:  # only hashed anew, at a log-in
        changed.remove("password")
    if changed:
        renamed = {"renamed": account} if "username" in changed else {}
        write_when_stored("account changed", account=stored["username"], fields=changed, **renamed)


def on_account_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write that an account was deleted."""
    write_when_stored("account deleted", account=instance.get_username())


def on_group(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """Write that a group was added or changed."""
    write_when_stored("group added" if created else "group changed", **owned(instance))


def on_group_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write that a group was deleted."""
    write_when_stored("group deleted", **owned(instance))


def on_rights(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Write which rights or groups an account or a group was given, or lost."""
    done = {"post_add": "given", "post_remove": "taken", "pre_clear": "taken"}.get(action)
    if done is None:
        return
    others: Iterable[Any] = model.objects.filter(pk__in=pk_set) if pk_set else rights_of(instance, model)
    for owner, rights in [(each, [instance]) for each in others] if reverse else [(instance, [*others])]:
        if rights:
            write_when_stored("rights changed", **{done: [*map(named, rights)]}, **owned(owner))


def rights_of(instance: Any, model: Any) -> Iterable[Any]:
    """Return the rights or groups that `instance` has, before all are taken."""
    fields = [field for field in instance._meta.many_to_many if field.related_model is model]
    return getattr(instance, fields[0].name).all() if fields else []


def named(right: Any) -> str:
    """Return a right by its code, a group by its number and name: “group 3: Editors”."""
    return right.codename if isinstance(right, Permission) else f"group {right.pk}: {right.name[:150]}"


def owned(owner: Model) -> dict[str, Any]:
    """Return a group, or an account that has rights, as facts of a line."""
    if isinstance(owner, Group):
        return {"group": owner.pk, "name": owner.name[:150]}
    return {"account": owner.get_username()}  # type: ignore[attr-defined] # an account


def on_second_factor(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """Write that a second factor was set up."""
    if created:
        write_when_stored("second factor set up", account=instance.user.get_username())


def on_second_factor_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write that a second factor was taken away."""
    write_when_stored("second factor taken away", account=instance.user.get_username())


def before_report(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Remember whether the report is published as stored."""
    instance.published_before = sender.objects.filter(pk=instance.pk, published=True).exists()


def on_report(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write that a report was published, or taken off."""
    if instance.published != instance.published_before:
        done = "published" if instance.published else "taken off"
        write_when_stored(f"report {done}", report=instance.pk)


def on_report_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write that a published report was deleted."""
    if instance.published:
        write_when_stored("report taken off", report=instance.pk)
