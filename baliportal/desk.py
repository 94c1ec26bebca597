"""Middleware of the editors' desk: a process that answers public pages alone loads none of it."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils.deprecation import MiddlewareMixin

from baliportal.door import audit, entrance, sessions
from baliportal.middleware import ADMIN, READS
from reports.admin import rescue
from reports.integrity.locks import is_full, is_lock


class DeskOnly(MiddlewareMixin):
    """Mixin of middleware that is for the editors' desk alone: no public request runs it.

    So a public answer depends on no cookie, whatever a reader sends.
    """

    def __call__(self, request: HttpRequest) -> Any:
        desk = request.path.startswith(ADMIN)
        return super().__call__(request) if desk else self.get_response(request)


class DeskSession(DeskOnly, SessionMiddleware):
    """Sessions of the desk."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Save the session; on a page that only reads, not if the database is held or its disk full.

        Where it was ended by what the request did, or meanwhile, it stays so, and the answer is given:
        Django would say 400 of what was done.
        """
        try:
            return super().process_response(request, response)
        except SessionInterrupted as error:  # of a lock or a full disk too
            session = request.session
            if is_lock(error) or is_full(error) or session.exists(session.session_key or ""):
                raise
            session.modified = False
            return super().process_response(request, response)
        except DatabaseError as error:
            if request.method not in READS or not (is_lock(error) or is_full(error)):
                raise
            request.session.modified = False
            return super().process_response(request, response)


class DeskCsrf(DeskOnly, CsrfViewMiddleware):
    """Tokens of the desk's forms."""

    def process_view(self, request: HttpRequest, *args: Any) -> Any:
        return super().process_view(request, *args) if request.path.startswith(ADMIN) else None


class DeskAuthentication(DeskOnly, AuthenticationMiddleware):
    """Accounts of the desk, with the end of a session and the second factor that it was entered with."""

    def process_request(self, request: HttpRequest) -> None:
        """Know the account; where a lock keeps its session from being read, leave a POST to DeskRescue.

        By then its token is checked, so that no other site has made the browser send it.
        """
        super().process_request(request)
        try:
            sessions.keep_or_end(request)
            entrance.know_device(request)
        except DatabaseError as error:
            if request.method != "POST" or not is_lock(error):
                raise
            request.user = AnonymousUser()
            request.unread = error  # type: ignore[attr-defined]
        audit.REQUEST.set(request)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Let what this thread does next not be taken for done by this request."""
        audit.REQUEST.set(None)
        return response


class DeskMessages(DeskOnly, MessageMiddleware):
    """Messages of the desk."""


class DeskMessageCookie(CookieStorage):
    """Messages in a cookie, whose name Django does not let a setting choose."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class DeskMessageStorage(FallbackStorage):
    """Messages in that cookie, and in the session where they are too long for it."""

    storage_classes = (DeskMessageCookie, SessionStorage)


class DeskRescue(DeskOnly, MiddlewareMixin):
    """Give back what is typed at the desk and cannot be saved, see reports.admin.rescue."""

    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        if not request.path.startswith(ADMIN):
            return None
        posted = request.method == "POST"
        if error := getattr(request, "unread", None):
            return rescue.answer_unread(request, error)
        return rescue.answer_post(request, *view) if posted else rescue.answer_get(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> Any:
        posted = request.method == "POST" and request.path.startswith(ADMIN)
        return rescue.answer_error(request, error) if posted else None


class DeskGzip(DeskOnly, GZipMiddleware):
    """Compression of the desk's pages; public ones are compressed once, as they are stored."""
