"""Pools of threads that run Django, and a watch that cuts a connection on which one of them hangs."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")


class BusyError(Exception):
    """No thread was free, or none was done, within the time that a request may wait."""


class Pool:
    """Threads that each keep Django's connections of their own.

    A call waits at most `wait` seconds for a thread, and runs at most `limit` seconds: then the
    connection to the database on which it hangs is cut, since a database that is frozen answers no
    timeout of its own. Each thread calls `begin` first, where it is given.
    """

    def __init__(
        self,
        name: str,
        size: int,
        wait: float,
        limit: float,
        begin: Callable[[], object] | None = None,
    ) -> None:
        self.threads = ThreadPoolExecutor(size, thread_name_prefix=name, initializer=begin)
        self.wait, self.limit = wait, limit

    def run(self, call: Callable[[], Result]) -> Result:
        """Return what `call` returns in one of the threads; raise BusyError where it takes too long."""
        started: Future[Any] = Future()  # of the connections of the thread that runs it

        def job() -> Result:
            if not started.set_running_or_notify_cancel():
                raise BusyError
            started.set_result(connection_of_thread())
            return call()

        future = self.threads.submit(job)
        try:
            wrapper = started.result(self.wait)
        except LateError:
            if started.cancel():
                future.cancel()
                raise BusyError from None
            wrapper = started.result()
        try:
            return future.result(self.limit)
        except LateError:
            cut(wrapper)
            raise BusyError from None


def connection_of_thread() -> Any:
    """Return Django's wrapper of this thread's connection to the database."""
    from django.db import DEFAULT_DB_ALIAS, connections

    return connections[DEFAULT_DB_ALIAS]


def cut(wrapper: Any) -> None:
    """Shut the socket of a connection to PostgreSQL on which a thread hangs, so that it is freed."""
    raw = getattr(wrapper, "connection", None)
    if hasattr(raw, "fileno"):
        cut_socket(raw)


def cut_socket(connection: Any) -> None:
    """Shut the socket of a psycopg `connection`; nothing where it has none any more."""
    with suppress(Exception):
        duplicate = socket.socket(fileno=socket.dup(connection.fileno()))  # closing it closes no other
        with duplicate:
            duplicate.shutdown(socket.SHUT_RDWR)


class Once:
    """Calls that are made once for all who ask for the same at the same time."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        self.lock = threading.Lock()
        self.made: dict[Any, Future[Any]] = {}

    def get(self, key: Any, make: Callable[[], Result]) -> Result:
        """Return what `make` returns: of the call for `key` that is under way, or of a new one.

        Raises what that raises, and BusyError where it takes longer than `wait` seconds.
        """
        with self.lock:
            future = self.made.get(key)
            mine = future is None
            if future is None:
                future = self.made[key] = Future()
        if mine:
            try:
                future.set_result(make())
            except BaseException as error:
                future.set_exception(error)
                raise
            finally:
                with self.lock:
                    del self.made[key]
        try:
            return future.result(self.wait)
        except LateError:
            raise BusyError from None
