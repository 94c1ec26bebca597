"""Sessions of the desk: they end by themselves, and ask for the password again before what matters."""

import time
from collections.abc import Collection
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

LONGEST = 12 * 3600  # seconds from the log-in, however much the session is used
STEP = 60  # seconds between two notes that it is used; after 30 minutes without, Django ends it
FRESH = 10 * 60  # seconds for which a password that was typed lasts

BEGAN, SEEN, TYPED = "began", "seen", "password_typed"  # in a session: times in whole seconds


def begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Note the time of a log-in, as a receiver of its signal."""
    request.session[BEGAN] = request.session[SEEN] = request.session[TYPED] = now()


def keep_or_end(request: HttpRequest) -> None:
    """End the session of `request` 12 hours after its log-in; note that it is used, once a minute.

    The row of one that has ended is not touched: another may hold the database.
    """
    session = request.session
    if SESSION_KEY not in session:
        return
    if now() - session.get(BEGAN, 0) > LONGEST:
        request.session = type(session)()
        request.user = AnonymousUser()
    elif request.method == "GET" and now() - session.get(SEEN, 0) >= STEP:
        session[SEEN] = now()


def end(users: Collection[AbstractBaseUser]) -> None:
    """Delete the sessions of `users`. This reads all that have not ended: of editors there are few."""
    keys = {str(user.pk) for user in users}
    rows = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [row.pk for row in rows.iterator() if row.get_decoded().get(SESSION_KEY) in keys]
    Session.objects.filter(pk__in=theirs).delete()


def on_account(sender: Any, instance: Any, **kwargs: Any) -> None:
    """End the sessions of an account that is closed or opened, as a receiver of its signal.

    At the opening too, for what has closed it past its signals, or began while it was being closed. No
    session is read when a log-in is noted or nothing of this changes: see `audit.before_account`.
    """
    stored = instance.stored_before
    if stored and any(stored[name] != getattr(instance, name) for name in ("is_active", "is_staff")):
        end([instance])


def on_account_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """End the sessions of an account that is deleted: a backup may bring it back."""
    end([instance])


def is_fresh(request: HttpRequest) -> bool:
    """Return True if the password was typed in the last 10 minutes."""
    return now() - request.session.get(TYPED, 0) < FRESH


def refresh(request: HttpRequest) -> None:
    """Note that the password was typed just now."""
    request.session[TYPED] = now()


def now() -> int:
    """Return the time in whole seconds."""
    return int(time.time())
