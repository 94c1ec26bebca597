"""Pauses after wrong passwords: they grow, end by themselves, and hold up nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from hashlib import sha256
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Sum
from django.http import HttpRequest, QueryDict

from baliportal.door.addresses import client_network

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
# Wrong passwords that are free, for each of AXES_LOCKOUT_PARAMETERS: for a name from an address, and
# for an address with any names, behind which a whole office may be.
FREE = (5, 50)


class GrowingPauses(AxesDatabaseHandler):
    """Handler of django-axes that refuses log-ins for 1, 2, 4 … 60 minutes after a fifth wrong password.

    After a pause one try is free. What is refused in a pause does not count, and a day without a wrong
    password (AXES_COOLOFF_TIME) ends it all.
    """

    def pause(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> timedelta:
        """Return how long log-ins with these credentials are still refused; zero where they are not."""
        longest = timedelta()
        for free, attempts in zip(FREE, self.get_user_attempts(request, credentials), strict=True):
            found = attempts.aggregate(number=Sum("failures_since_start"), last=Max("attempt_time"))
            over = (found["number"] or 0) - free
            if over >= 0:
                ends = found["last"] + min(FIRST * 2 ** min(over, 10), LONGEST)
                longest = max(longest, ends - request.axes_attempt_time)  # type: ignore[attr-defined]
        return longest

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return as many as lead to a refusal (AXES_FAILURE_LIMIT) in a pause, else 0."""
        return settings.AXES_FAILURE_LIMIT if self.pause(request, credentials) else 0

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any
    ) -> None:
        """Count a wrong password, and keep nothing of what was typed but the name."""
        if request is None:
            return
        bare = copy(request)  # django-axes would store what the form and the address hold
        bare.GET = bare.POST = QueryDict()
        super().user_login_failed(sender, credentials, bare, **kwargs)
        request.axes_locked_out = bare.axes_locked_out

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """Forget the wrong passwords for this name from this address, after the right one.

        Those for other names stay: who has one account may not guess on at the others.
        """
        return self.filter_user_attempts(request, credentials)[0].delete()[0]


@contextmanager
def one_at_a_time(request: HttpRequest) -> Iterator[None]:
    """Hold back other log-ins from where `request` comes from until the password of this is counted.

    Else all that come at once are let through to the password before the first is counted. SQLite has
    one writer anyway; on PostgreSQL the lock is of the address, and ends with the transaction.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            digest = sha256((client_network(request) or "").encode()).digest()
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)]
                )
        yield


def pause_left(request: HttpRequest, username: str) -> timedelta:
    """Return how long log-ins with this name are still refused from where `request` comes from."""
    AxesProxyHandler.update_request(request)
    handler = AxesProxyHandler.get_implementation()
    return handler.pause(request, {"username": username})


def in_words(time: timedelta) -> str:
    """Return a time in minutes, rounded up, or in seconds where it is less than one: “1 minute”."""
    seconds = round(time.total_seconds()) or 1
    number, unit = (seconds, "second") if seconds < 60 else (-(-seconds // 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"
