"""The portal with views that break the rule that a public request only reads.

Each address names a way to run code in a request, and a deed from `tests.planted.deeds`. It answers
with what became of the deed: "done", or the error.
"""

import threading

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

from baliportal.door.addresses import client_address
from baliportal.urls import handler400, handler404, handler500, urlpatterns
from tests.planted.deeds import EVERY

__all__ = ["handler400", "handler404", "handler500"]


def attempt(deed):
    """Do the deed on this thread's connection; the error in words where there is one."""
    try:
        deed(connection)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "done"


def in_view(deed):
    """Write in the view itself."""
    return HttpResponse(attempt(deed))


def in_body(deed):
    """Write while the body is sent."""
    return StreamingHttpResponse(attempt(deed) for _ in range(1))


def in_closer(deed):
    """Write when the answer is closed."""
    response = HttpResponse("later")
    response._resource_closers.append(lambda: attempt(deed))
    return response


def in_thread(deed):
    """Write in a new thread, which has a connection of its own."""
    said = []
    thread = threading.Thread(target=lambda: said.append(attempt(deed)) or connection.close())
    thread.start()
    thread.join()
    return HttpResponse(said)


def on_commit(deed):
    """Write when the transaction of the request is over."""
    transaction.on_commit(lambda: attempt(deed))
    return HttpResponse("later")


def on_second_connection(deed):
    """Write on another connection that Django makes."""
    mine = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = second = mine.copy()
    try:
        return HttpResponse(attempt(deed))
    finally:
        second.close()
        connections[DEFAULT_DB_ALIAS] = mine


def on_new_wrapper(deed):
    """Write on a connection made from the settings, as Django makes the first of a thread."""
    mine = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = second = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        return HttpResponse(attempt(deed))
    finally:
        second.close()
        connections[DEFAULT_DB_ALIAS] = mine


WAYS = {
    way.__name__: way
    for way in (
        in_view,
        in_body,
        in_closer,
        in_thread,
        on_commit,
        on_second_connection,
        on_new_wrapper,
    )
}


def plant(request, way, deed):
    """A view that does a deed in one of the ways."""
    return WAYS[way](EVERY[deed])


def meta(request):
    """A view that tells what it knows of a request, and what of who asks the door would go by."""
    known = {name: str(value) for name, value in request.META.items()}
    return JsonResponse(known | {"client": client_address(request), "secure": request.is_secure()})


urlpatterns = [
    path("admin/planted/meta/", meta),
    path("admin/planted/<way>/<deed>/", plant),  # as the desk does, which may write
    *urlpatterns,
    path("planted/meta/", meta),
    path("planted/<way>/<deed>/", plant),
]
