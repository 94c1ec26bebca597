"""The same security headers on each answer, also on those that the entry makes without Django."""

import pytest

from baliportal.entry import app
from baliportal.entry.bodies import BodyError
from tests.entry.test_entry import Busy, Portal, connection_kept  # noqa: F401 - a fixture

HTTPS, HTTP = "for=192.0.2.1;proto=https", "for=192.0.2.1;proto=http"
HSTS = "strict-transport-security"
SECURITY = (
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
    HSTS,
)


class Broken:
    """A pool in which every call fails."""

    def run(self, call):
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def behind_tls(report, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31_536_000


@pytest.fixture
def make_portal(tmp_path):
    def make(**more):
        return Portal(tmp_path, scheme="https", proxies=1, **more)

    return make


def security_of(headers):
    return {name: value for name, value in headers.items() if name in SECURITY}


@pytest.fixture
def expected(make_portal):
    """Return the security headers of an ordinary answer of Django's: of a page, or of the desk."""

    def of(path):
        address = "/admin/login/" if path.startswith("/admin/") else "/about/"
        status, headers, _ = make_portal().ask(address, FORWARDED=HTTPS)
        assert status == "200 OK"
        found = security_of(headers)
        assert set(found) == set(SECURITY)
        assert found[HSTS] == "max-age=31536000"
        return found

    return of


MADE_WITHOUT_DJANGO = {
    "it runs": ("200 OK", "/healthz", {}),
    "it is ready": ("200 OK", "/readyz", {}),
    "the pages are elsewhere": ("404 Not Found", "/about/", {"elsewhere": "https://a.example"}),
    "busy": ("503 Service Unavailable", "/about/", {"public": Busy()}),
    "the desk is busy": ("503 Service Unavailable", "/admin/", {"desk": Busy()}),
    "broken": ("500 Internal Server Error", "/about/", {"public": Broken()}),
    "the desk is broken": ("500 Internal Server Error", "/admin/", {"desk": Broken()}),
}


@pytest.mark.parametrize("case", MADE_WITHOUT_DJANGO)
def test_what_is_made_without_django_has_the_same_headers(make_portal, expected, case):
    line, path, more = MADE_WITHOUT_DJANGO[case]
    status, headers, _ = make_portal(**more).ask(path, FORWARDED=HTTPS)
    assert (status, security_of(headers)) == (line, expected(path))
    assert "no-store" in headers["cache-control"]


@pytest.mark.parametrize("path", ["/readyz", "/workshops/"])
def test_so_has_what_is_said_while_the_database_is_away(make_portal, expected, path):
    portal = make_portal()
    portal.entry.revisions.away = True
    status, headers, _ = portal.ask(path, FORWARDED=HTTPS)
    assert (status, security_of(headers)) == ("503 Service Unavailable", expected(path))


@pytest.mark.parametrize("line", ["413 Content Too Large", "408 Request Timeout"])
def test_so_has_a_form_that_is_not_taken(make_portal, expected, monkeypatch, line):
    def refuse(environ):
        raise BodyError(line, "Nothing was changed.")

    monkeypatch.setattr(app, "read_body", refuse)
    status, headers, _ = make_portal().ask("/admin/login/", "POST", b"a=b", FORWARDED=HTTPS)
    assert (status, security_of(headers)) == (line, expected("/admin/"))


@pytest.mark.parametrize(
    ("line", "method", "host"),
    [("405 Method Not Allowed", "POST", "testserver"), ("400 Bad Request", "GET", "elsewhere.example")],
)
def test_so_has_what_django_refuses_before_any_view(make_portal, expected, line, method, host):
    status, headers, _ = make_portal().ask("/about/", method, FORWARDED=HTTPS, HOST=host)
    assert (status, security_of(headers)) == (line, expected("/about/"))


@pytest.mark.parametrize("path", ["/about/", "/admin/"])
def test_who_asks_in_no_known_way_gets_all_but_the_word_on_tls(make_portal, expected, path):
    status, headers, _ = make_portal().ask(path)
    without = {name: value for name, value in expected(path).items() if name != HSTS}
    assert (status, security_of(headers)) == ("400 Bad Request", without)


def test_so_has_what_the_client_has_already(make_portal, expected):
    portal = make_portal()
    etag = portal.ask("/about/", FORWARDED=HTTPS)[1]["etag"]
    status, headers, _ = portal.ask("/about/", FORWARDED=HTTPS, IF_NONE_MATCH=etag)
    assert (status, security_of(headers)) == ("304 Not Modified", expected("/about/"))
    assert not {"content-type", "content-length"} & set(headers)


@pytest.mark.parametrize("path", ["/about/", "/admin/login/"])
def test_so_has_what_leads_to_https_but_for_the_word_on_tls(make_portal, expected, path):
    status, headers, _ = make_portal().ask(path, FORWARDED=HTTP)
    without = {name: value for name, value in expected(path).items() if name != HSTS}
    assert status == "301 Moved Permanently"
    assert {name: value for name, value in security_of(headers).items() if name in without} == without
    assert HSTS not in headers


def test_without_tls_nothing_is_said_of_it(make_portal):
    assert HSTS not in make_portal().ask("/healthz", FORWARDED=HTTP)[1]
    assert HSTS not in make_portal().ask("/healthz")[1]
