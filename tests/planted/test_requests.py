"""Requests as a real server hands them on: what is known of them, whose headers and guesses count."""

import json
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.planted.server import PROXY, SECRETS

pytestmark = [
    pytest.mark.django_db,  # so that there is a database to copy
    pytest.mark.xdist_group("planted"),
]

PATHS = ("/planted/meta/", "/admin/planted/meta/")
TOKEN = "t" * 32


def ask(port, path, *headers, method="GET", body=""):
    """Send a request with these header lines as they are; return the status and the body."""
    lines = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", body)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize("path", PATHS)
def test_a_request_knows_nothing_of_the_process(port, path):
    status, body = ask(port, path, PROXY, "X-Own: a")
    assert status == 200
    known = json.loads(body)
    assert known["HTTP_X_OWN"] == "a"
    assert not set(known) & {"DATABASE_URL", "PUBLIC_DATABASE_URL", "PATH", "VAR_DIR", *SECRETS}
    assert not any(secret in body for secret in SECRETS.values())


@pytest.mark.parametrize("path", PATHS)
def test_who_asks_is_refused_in_words_unless_the_proxy_says_it_once(port, path):
    twice = (PROXY, PROXY)
    old = ("X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.1")
    for said in (twice, ["Forwarded: for=192.0.2.1"], old, []):
        status, body = ask(port, path, *said)
        assert status == 400
        assert "The proxy in front of the portal has to set it" in body
    assert ask(port, path, "Forwarded: for=192.0.2.1;proto=http")[0] == 301


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "name", ["X-Forwarded-{}", "X_Forwarded_{}", "X-Forwarded_{}", "x_forwarded-{}"]
)
def test_a_header_of_another_name_is_never_taken_for_the_proxys(port, path, name):
    forged = (f"{name.format('For')}: 198.51.100.9", f"{name.format('Proto')}: http")
    for sent in ((*forged, PROXY), (PROXY, *forged)):
        status, body = ask(port, path, *sent)
        assert status == 200
        known = json.loads(body)
        assert (known["client"], known["secure"]) == ("192.0.2.1", True)


def test_of_many_wrong_passwords_at_once_five_are_looked_at(found, port):
    body = f"csrfmiddlewaretoken={TOKEN}&username=her&password=wrong"
    sent = (
        PROXY,
        f"Cookie: __Host-csrftoken={TOKEN}",
        "Referer: https://127.0.0.1/admin/login/",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    )

    def guess(number):
        return ask(port, "/admin/login/", *sent, method="POST", body=body)[0]

    with ThreadPoolExecutor(40) as guesses:
        statuses = Counter(guesses.map(guess, range(40)))
    assert statuses == {200: 4, 429: 36}  # the fifth is told of the pause that it leads to
    counted = found.connection.execute("SELECT sum(failures_since_start) FROM axes_accessattempt")
    assert counted.fetchone() == (5,)
