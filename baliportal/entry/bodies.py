"""Bodies of requests: read whole before Django runs, within bounds of size and number.

Each is read in the thread that the server gave its request. The server sets no time to a read, and
answering while another thread still reads would stop it: so it is their number that is bounded, and
one that comes slowly holds a place among them and nothing else.
"""

import threading
from io import BytesIO
from time import monotonic
from typing import Any

MOST = 2 << 20  # bytes of a form of the desk
TIME = 20  # seconds after which no further piece is read
AT_ONCE = 128  # forms that may be coming in, half of the server's threads
PIECE = 64 * 1024


class BodyError(Exception):
    """A body that is not taken: `args` are the status and a sentence for who sent it."""


TOO_LARGE = (
    "413 Content Too Large",
    "What was sent is larger than a form of the desk can be: nothing was changed. Shorten it.",
)
TOO_SLOW = (
    "408 Request Timeout",
    "What was sent did not come in whole within 20 seconds: nothing was changed. Send it again.",
)

TOO_MANY = (
    "503 Service Unavailable",
    "Too many forms are coming in at this moment: nothing was changed. Send it again in a few seconds.",
)

places = threading.BoundedSemaphore(AT_ONCE)


def read_body(environ: dict[str, Any], most: int = MOST, time: float = TIME) -> dict[str, Any]:
    """Return `environ` with its body read: at most `most` bytes, in pieces within `time` seconds.

    Raises BodyError for more, for a slower one, and where too many are coming in.
    """
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > most:
        raise BodyError(*TOO_LARGE)
    if not places.acquire(blocking=False):
        raise BodyError(*TOO_MANY)
    try:
        body = read(environ["wsgi.input"], most, monotonic() + time)
    except OSError:  # the client went away
        raise BodyError(*TOO_SLOW) from None
    finally:
        places.release()
    if len(body) > most:
        raise BodyError(*TOO_LARGE)
    if length.isdecimal() and len(body) < int(length):
        raise BodyError(*TOO_SLOW)
    return environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def read(stream: Any, most: int, end: float) -> bytes:
    """Return what there is in `stream`, and no more than a piece beyond `most` bytes of it.

    Raises BodyError where a piece comes after the moment `end` of the monotonic clock.
    """
    body = bytearray()
    while len(body) <= most and (piece := stream.read(PIECE)):
        body += piece
        if monotonic() > end:
            raise BodyError(*TOO_SLOW)
    return bytes(body)
