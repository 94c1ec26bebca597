"""Requests as they are made of their answers: the one address of all ways to ask for the same."""

from collections.abc import Container
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from baliportal.middleware import without_trackers

Environ = dict[str, Any]

MOST_PARAMETERS = 200  # of an address whose answer is stored
LONGEST_QUERY = 4_000  # characters of it
# What WSGI and CGI know of a request beside its headers and the server's own objects.
NAMES = frozenset(
    (
        *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"),
        *("CONTENT_TYPE", "CONTENT_LENGTH", "REMOTE_ADDR", "GATEWAY_INTERFACE"),
        *("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE"),
    )
)
# What a client says of itself, or of what it has already: no answer depends on it.
LEFT_OUT = (
    "HTTP_COOKIE",
    "HTTP_RANGE",
    "HTTP_IF_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_AUTHORIZATION",
    "HTTP_TRANSFER_ENCODING",
    "CONTENT_TYPE",
    "wsgi.file_wrapper",
)


def canonical_query(query: str, known: Container[str]) -> str | None:
    """Return `query` with its parameters in order and without trackers.

    None where one of them is not `known`, or where it cannot be read with certainty: what is made of
    it is stored under no other address.
    """
    if not query:
        return ""
    if len(query) > LONGEST_QUERY or query.count("&") >= MOST_PARAMETERS:
        return None
    pairs = parse_qsl(without_trackers(query), keep_blank_values=True)
    if any(name not in known or "\ufffd" in value for name, value in pairs):
        return None
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def is_of_request(name: str) -> bool:
    """Return True if `name` of an environ can be of the request, and is no variable of the process."""
    return name in NAMES or name.startswith(("HTTP_", "wsgi."))


def own_environ(environ: Environ) -> Environ:
    """Return what of `environ` is of the request.

    The server puts the variables of its process beside it, the key and the database's password too.
    """
    return {name: value for name, value in environ.items() if is_of_request(name)}


def public_environ(environ: Environ, query: str) -> Environ:
    """Return the `environ` of a reading request for the same path with that `query`, and nothing else.

    Without cookies, conditions and encodings: what is made of it is everybody's.
    """
    kept = {name: value for name, value in environ.items() if name not in LEFT_OUT}
    return kept | {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(),
    }
