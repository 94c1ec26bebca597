"""Middleware of the editors' desk: a process that answers public pages alone loads none of it."""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.utils.deprecation import MiddlewareMixin

from baliportal.door import audit, entrance, sessions
from baliportal.middleware import ADMIN, READS
from reports.admin import rescue
from reports.integrity.locks import is_lock


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
        """Save the session; on a page that only reads, not if somebody else holds the database."""
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            if request.method not in READS or not is_lock(error):
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
        super().process_request(request)
        sessions.keep_or_end(request)
        entrance.know_device(request)
        audit.REQUEST.set(request)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Let what this thread does next not be taken for done by this request."""
        audit.REQUEST.set(None)
        return response


class DeskMessages(DeskOnly, MessageMiddleware):
    """Messages of the desk."""


class DeskRescue(DeskOnly, MiddlewareMixin):
    """Give back what is typed at the desk and cannot be saved, see reports.admin.rescue."""

    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        if not request.path.startswith(ADMIN):
            return None
        posted = request.method == "POST"
        return rescue.answer_post(request, *view) if posted else rescue.answer_get(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> Any:
        posted = request.method == "POST" and request.path.startswith(ADMIN)
        return rescue.answer_error(request, error) if posted else None


class DeskGzip(DeskOnly, GZipMiddleware):
    """Compression of the desk's pages; public ones are compressed once, as they are stored."""
