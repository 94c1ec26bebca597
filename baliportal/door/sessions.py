"""Sessions of the desk: they end by themselves, and ask for the password again before what matters."""

import time
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

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


def is_fresh(request: HttpRequest) -> bool:
    """Return True if the password was typed in the last 10 minutes."""
    return now() - request.session.get(TYPED, 0) < FRESH


def refresh(request: HttpRequest) -> None:
    """Note that the password was typed just now."""
    request.session[TYPED] = now()


def now() -> int:
    """Return the time in whole seconds."""
    return int(time.time())
