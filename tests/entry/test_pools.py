"""A call waits its turn so long and no longer, and is made once for all who ask at a time."""

import threading
import time
from io import BytesIO

import pytest

from baliportal.entry import bodies
from baliportal.entry.bodies import BodyError, read_body
from baliportal.entry.pools import BusyError, Once, Pool


@pytest.fixture
def held():
    """An event that frees whoever waits for it, at the end of the test at the latest."""
    event = threading.Event()
    yield event
    event.set()


def test_a_call_that_finds_no_thread_is_told_so(held):
    pool = Pool("test", size=1, wait=0.05, limit=5)
    first = threading.Thread(target=pool.run, args=[held.wait])
    first.start()
    while not pool.threads._work_queue.empty():
        time.sleep(0.001)
    with pytest.raises(BusyError):
        pool.run(lambda: 1)
    held.set()
    first.join()
    assert pool.run(lambda: 1) == 1


def test_a_call_that_takes_too_long_is_told_so(held):
    with pytest.raises(BusyError):
        Pool("test", size=1, wait=1, limit=0.05).run(held.wait)


def test_a_call_raises_what_it_raises():
    with pytest.raises(ZeroDivisionError):
        Pool("test", size=1, wait=1, limit=1).run(lambda: 1 / 0)


def test_a_crowd_that_asks_for_one_thing_has_it_made_once(held):
    once, made, given = Once(wait=5), [], []

    def make():
        made.append(1)
        held.wait()
        return len(made)

    crowd = [threading.Thread(target=lambda: given.append(once.get("page", make))) for _ in range(20)]
    for each in crowd:
        each.start()
    while not made:
        time.sleep(0.001)
    held.set()
    for each in crowd:
        each.join()
    assert given == [1] * 20
    assert once.get("page", make) == 2  # nothing is kept here


def test_all_of_a_crowd_are_told_of_a_failure():
    once = Once(wait=5)
    with pytest.raises(ZeroDivisionError):
        once.get("page", lambda: 1 / 0)
    assert once.get("page", lambda: 1) == 1


def test_a_body_is_read_whole_before_anything_runs():
    read = read_body({"CONTENT_LENGTH": "5", "wsgi.input": BytesIO(b"a=b&c")})
    assert (read["CONTENT_LENGTH"], read["wsgi.input"].read()) == ("5", b"a=b&c")


@pytest.mark.parametrize("length", ["11", ""])
def test_a_body_that_is_too_large_is_refused(length):
    environ = {"CONTENT_LENGTH": length, "wsgi.input": BytesIO(bytes(11))}
    with pytest.raises(BodyError, match="413"):
        read_body(environ, most=10)


def test_a_body_that_is_cut_or_too_slow_is_refused():
    with pytest.raises(BodyError, match="408"):
        read_body({"CONTENT_LENGTH": "9", "wsgi.input": BytesIO(b"half")})
    with pytest.raises(BodyError, match="408"):
        read_body({"CONTENT_LENGTH": "4", "wsgi.input": BytesIO(b"half")}, time=-1)


def test_more_bodies_than_there_are_places_are_refused_unread(monkeypatch):
    monkeypatch.setattr(bodies, "places", threading.BoundedSemaphore(1))

    class Other:
        """A body, while which comes in another is sent."""

        def read(self, size):
            with pytest.raises(BodyError, match="503"):
                read_body({"wsgi.input": None})
            return b""

    read_body({"wsgi.input": Other()})
    read_body({"wsgi.input": Other()})  # its place is free again
