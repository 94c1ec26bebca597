"""Bodies of requests: read whole before Django runs, within bounds of size and time."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from io import BytesIO
from typing import Any

MOST = 2 << 20  # bytes of a form of the desk
TIME = 20  # seconds that it may take to come
READERS = 256  # forms that may be coming in at one time
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

# Threads of their own: the server gives a read no time limit, and one that hangs must stop nobody.
readers = ThreadPoolExecutor(READERS, thread_name_prefix="body")


def read_body(environ: dict[str, Any], most: int = MOST, time: float = TIME) -> dict[str, Any]:
    """Return `environ` with its body read: at most `most` bytes within `time` seconds.

    Raises BodyError for more, and for a slower one.
    """
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > most:
        raise BodyError(*TOO_LARGE)
    reading = readers.submit(read, environ["wsgi.input"], most)
    try:
        body = reading.result(time)
    except LateError:
        reading.cancel()
        raise BodyError(*TOO_SLOW) from None
    except OSError:  # the client went away
        raise BodyError(*TOO_SLOW) from None
    if len(body) > most:
        raise BodyError(*TOO_LARGE)
    if length.isdecimal() and len(body) < int(length):
        raise BodyError(*TOO_SLOW)
    return environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def read(stream: Any, most: int) -> bytes:
    """Return what there is in `stream`, and no more than a piece beyond `most` bytes of it."""
    body = bytearray()
    while len(body) <= most and (piece := stream.read(PIECE)):
        body += piece
    return bytes(body)
