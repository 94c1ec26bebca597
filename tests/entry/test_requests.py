"""All ways to ask for the same are one request, and what cannot be known is kept under none."""

from io import BytesIO

import pytest

from baliportal.entry.requests import LONGEST_QUERY, MOST_PARAMETERS, canonical_query, public_environ

KNOWN = frozenset({"host", "state", "page"})


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        ("host=thailand", "host=thailand"),
        ("state=held&host=thailand", "host=thailand&state=held"),
        ("host=thailand&host=fiji", "host=thailand&host=fiji"),  # one name: as they stand
        ("host=tha%69land", "host=thailand"),
        ("host=a%20b", "host=a+b"),
        ("utm_source=mail&host=thailand&fbclid=1", "host=thailand"),
        ("host=", "host="),
    ],
)
def test_parameters_are_put_in_order_without_trackers(typed, canonical):
    assert canonical_query(typed, KNOWN) == canonical


@pytest.mark.parametrize(
    "typed",
    [
        "hots=thailand",
        "host=thailand&foo=1",
        "host=%FF",
        "&".join(["host=a"] * (MOST_PARAMETERS + 1)),
        "host=" + "a" * LONGEST_QUERY,
    ],
)
def test_what_is_not_known_is_kept_nowhere(typed):
    assert canonical_query(typed, KNOWN) is None


def test_nothing_of_who_asks_is_left():
    typed = {
        "PATH_INFO": "/workshops/",
        "REQUEST_METHOD": "HEAD",
        "QUERY_STRING": "state=held&host=thailand",
        "HTTP_HOST": "reports.example.org",
        "HTTP_COOKIE": "sessionid=bogus",
        "HTTP_RANGE": "bytes=0-1",
        "HTTP_IF_NONE_MATCH": '"a"',
        "HTTP_ACCEPT_ENCODING": "br",
        "wsgi.input": BytesIO(b"a body"),
    }
    made = public_environ(typed, "host=thailand&state=held")
    assert made["wsgi.input"].read() == b""
    assert {name: value for name, value in made.items() if name != "wsgi.input"} == {
        "PATH_INFO": "/workshops/",
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": "host=thailand&state=held",
        "HTTP_HOST": "reports.example.org",
        "CONTENT_LENGTH": "0",
    }
