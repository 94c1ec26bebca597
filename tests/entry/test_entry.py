"""The entry in front of Django: what is kept, when it is made anew, and what never is kept."""

import gzip
import io
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from baliportal.entry import app
from baliportal.entry.app import Entry
from baliportal.entry.files import Files
from baliportal.entry.pools import BusyError
from baliportal.entry.revisions import State
from baliportal.entry.setup import error_page, is_host, is_static, known_parameters, security_headers
from reports.models import FormerAddress, Objective, Revision, Workshop

OBJECTIVES = "/objectives/"
ABOUT = "/about/"  # the least page


class Here:
    """A pool of no threads: a call runs in the test's own, in its transaction."""

    def run(self, call):
        return call()


class Busy:
    """A pool that has no thread to give."""

    def run(self, call):
        raise BusyError


class Revisions:
    """The state of the data as the test's own connection sees it."""

    away = refused = False

    def current(self):
        return State(*Revision.objects.state())

    refresh = current


class Portal:
    """The portal behind an entry; counts what Django makes."""

    def __init__(self, folder, **more):
        django, self.made = get_wsgi_application(), []

        def counted(environ, start_response):
            self.made.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
            return django(environ, start_response)

        fields = {
            "known": known_parameters(),
            "is_host": is_host,
            "error_page": error_page,
            "security_headers": security_headers(),
            "is_static": is_static,
            "public": Here(),
            "desk": Here(),
        }
        self.entry = Entry(counted, Revisions(), Files(folder), **fields | more)

    def ask(self, address, method="GET", body=b"", **headers):
        """Answer a request: status, headers by name, body."""
        parts, said = urlsplit(address), []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
        }
        environ |= {f"HTTP_{name}": value for name, value in headers.items()}
        if body:
            environ |= {
                "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
            }
        pieces = self.entry(environ, lambda status, headers: said.extend((status, headers)))
        return said[0], {name.lower(): value for name, value in said[1]}, b"".join(pieces)


@pytest.fixture(autouse=True)
def connection_kept():
    """Keep the test's connection, which the end of a request would close with its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def portal(report, tmp_path):
    """The Brisbane report behind an entry."""
    return Portal(tmp_path / "answers")


def test_a_page_is_made_once_until_the_data_changes(portal):
    first = portal.ask(OBJECTIVES)
    assert first[0] == "200 OK"
    assert [portal.ask(OBJECTIVES) for _ in range(3)] == [first] * 3
    assert portal.made == [f"{OBJECTIVES}?"]
    objective = Objective.objects.first()
    objective.name = "sharing of information"
    objective.save()
    changed = portal.ask(OBJECTIVES)
    assert b"Sharing of information" in changed[2]
    assert len(portal.made) == 2
    assert changed[1]["etag"] != first[1]["etag"]


def test_all_ways_to_ask_for_the_same_are_made_once_of_the_canonical_request(portal):
    wanted = portal.ask("/workshops/?host=thailand&state=held")
    for typed in ("state=held&host=thailand", "utm_source=a&host=%74hailand&state=held"):
        assert portal.ask(f"/workshops/?{typed}") == wanted
    assert portal.made == ["/workshops/?host=thailand&state=held"]
    assert b"utm_source" not in wanted[2]


def test_parameters_that_mean_nothing_are_answered_anew_each_time(portal):
    for _ in range(2):
        status, _, body = portal.ask("/workshops/?foo=1")
        assert (status, b"foo" in body) == ("200 OK", True)
    assert len(portal.made) == 2
    assert not portal.entry.store.answers


def test_a_cookie_changes_nothing_and_brings_nothing(portal):
    plain = portal.ask(ABOUT)
    for cookie in ("sessionid=bogus; csrftoken=bogus", "a=b"):
        assert portal.ask(ABOUT, COOKIE=cookie) == plain
    assert "set-cookie" not in plain[1]
    assert plain[1]["vary"] == "Accept-Encoding"
    assert len(portal.made) == 1


def test_an_encoding_is_given_whole_and_hot(portal):
    plain = portal.ask(ABOUT)[2]
    for _ in range(3):
        _, headers, body = portal.ask(ABOUT, ACCEPT_ENCODING="gzip, br")
        assert headers["content-encoding"] == "br"
        assert brotli.decompress(body) == plain
    assert len(portal.made) == 1


def test_a_head_a_condition_and_a_range_are_of_what_is_kept(portal):
    status, headers, body = portal.ask(ABOUT)
    assert portal.ask(ABOUT, "HEAD") == (status, headers, b"")
    assert portal.ask(ABOUT, IF_NONE_MATCH=headers["etag"])[0] == "304 Not Modified"
    assert portal.ask(ABOUT, RANGE="bytes=0-14")[2] == body[:15]
    assert portal.made == [f"{ABOUT}?"]


def test_what_is_not_there_is_kept_within_its_part(portal):
    for _ in range(2):
        assert portal.ask("/nowhere/")[0] == "404 Not Found"
    assert portal.ask("/search/?q=website")[0] == "200 OK"
    kept = {key: each.free_text for key, each in portal.entry.store.answers.items()}
    assert kept == {"/nowhere/?": True, "/search/?q=website": True}
    assert len(portal.made) == 2


def test_what_has_moved_or_was_withdrawn_is_kept_within_its_part_until_the_data_changes(portal):
    workshop = Workshop.objects.get(slug="malaysia-2002")
    workshop.slug = "moved"
    workshop.save()
    FormerAddress.objects.create(path="/workshops/gone/")
    for _ in range(2):
        status, headers, _ = portal.ask("/workshops/malaysia-2002/")
        assert (status, headers["location"]) == ("301 Moved Permanently", "/workshops/moved/")
        assert portal.ask("/workshops/gone/")[0] == "410 Gone"
    assert len(portal.made) == 2
    assert {each.free_text for each in portal.entry.store.answers.values()} == {True}
    workshop.slug = "malaysia-2002"
    workshop.save()
    Revision.objects.rise()  # once a transaction, of which a test is one
    assert portal.ask("/workshops/malaysia-2002/")[0] == "200 OK"


def test_a_switch_turns_the_store_off(report, tmp_path):
    portal = Portal(tmp_path, stored=False)
    assert portal.ask(ABOUT) == portal.ask(ABOUT)
    assert len(portal.made) == 2


@pytest.mark.parametrize("path", ["/quote/", "/quote.json"])
def test_a_text_that_is_checked_is_never_kept(portal, path):
    address = f"{path}?q=generated+sufficient+funds"
    status, headers, body = portal.ask(address)
    assert headers["cache-control"] == "no-store"
    assert portal.ask(address) == (status, headers, body)
    assert portal.made == [address] * 2
    assert not portal.entry.store.answers
    assert not portal.entry.hot
    portal.ask("/robots.txt")
    assert portal.entry.store.answers  # the store does work


def test_the_desk_is_never_kept(portal):
    status, headers, _ = portal.ask("/admin/login/")
    assert status == "200 OK"
    assert "no-store" in headers["cache-control"]
    assert SimpleCookie(headers["set-cookie"])["csrftoken"]
    portal.ask("/admin/login/")
    assert len(portal.made) == 2
    assert not portal.entry.store.answers


def test_a_form_of_the_desk_comes_to_it_whole(portal):
    status, _, body = portal.ask("/admin/login/", "POST", b"username=a&password=b")
    assert (status, b"CSRF" in body or b"form" in body) == ("403 Forbidden", True)
    status, headers, body = portal.ask("/admin/login/", "POST", bytes(3 << 20))
    assert status == "413 Content Too Large"
    assert b"nothing was changed" in body
    assert "content-security-policy" in headers


def test_writing_to_a_public_page_is_refused_unread(portal):
    status, headers, _ = portal.ask(ABOUT, "POST", b"a=b")
    assert (status, headers["allow"]) == ("405 Method Not Allowed", "GET, HEAD")


def test_a_host_that_is_not_the_portals_is_refused_before_what_is_kept(portal):
    portal.ask(ABOUT)
    assert portal.ask(ABOUT, HOST="elsewhere.example")[0] == "400 Bad Request"


def test_a_request_without_tls_is_sent_to_it_before_what_is_kept(report, tmp_path, settings):
    settings.SECURE_SSL_REDIRECT = True
    portal = Portal(tmp_path, scheme="https", proxies=1)
    for client in ("192.0.2.1", "192.0.2.2"):
        assert portal.ask("/about/", FORWARDED=f"for={client};proto=https")[0] == "200 OK"
    assert len(portal.made) == 1
    assert len(portal.entry.hot) == 1  # for all clients
    status, headers, _ = portal.ask("/about/?page=1", FORWARDED="for=192.0.2.1;proto=http")
    assert (status, headers["location"]) == (
        "301 Moved Permanently",
        "https://testserver/about/?page=1",
    )


def test_a_large_file_is_made_once_on_disk_and_let_go_with_its_data(portal, monkeypatch, tmp_path):
    monkeypatch.setattr(app, "IN_ONE", 1_000)
    status, headers, body = portal.ask("/workshops.csv")
    assert (status, headers["content-length"]) == ("200 OK", str(len(body)))
    assert "content-encoding" not in headers
    again = Portal(tmp_path / "answers")  # another process of the portal
    assert again.ask("/workshops.csv", ACCEPT_ENCODING="br")[2] == body
    assert (len(portal.made), len(again.made)) == (1, 0)
    assert portal.ask("/workshops.csv", RANGE="bytes=3-10")[2] == body[3:11]
    assert portal.ask("/workshops.csv", "HEAD") == (status, headers, b"")
    assert len(list((tmp_path / "answers").glob("*.body"))) == 1
    packed = again.ask("/workshops.csv", ACCEPT_ENCODING="gzip")
    assert (packed[1]["content-encoding"], gzip.decompress(packed[2])) == ("gzip", body)
    assert packed[1]["vary"] == headers["vary"] == "Accept-Encoding"
    assert len(list((tmp_path / "answers").glob("*.gz"))) == 1
    Revision.objects.rise()
    portal.ask("/workshops.csv")
    assert len(portal.made) == 2
    assert len(list((tmp_path / "answers").glob("*.body"))) == 1
    assert not list((tmp_path / "answers").glob("*.gz"))
    # One that another process has let go is made anew.
    for path in (tmp_path / "answers").iterdir():
        path.unlink()
    assert portal.ask("/workshops.csv")[0] == "200 OK"
    assert len(portal.made) == 3


def test_too_many_at_once_are_told_so_in_dress(report, tmp_path):
    portal = Portal(tmp_path, public=Busy())
    status, headers, body = portal.ask(ABOUT)
    assert (status, headers["retry-after"]) == ("503 Service Unavailable", "10")
    assert b"This page cannot be shown at this moment" in body
    assert b'<link rel="stylesheet"' in body


def test_a_database_that_is_away_leaves_what_is_kept(portal):
    portal.ask(ABOUT)
    portal.entry.revisions.away = True
    status, headers, _ = portal.ask(ABOUT)
    assert (status, headers["cache-status"]) == ("200 OK", "portal; hit; detail=database-away")
    assert portal.ask("/workshops/")[0] == "503 Service Unavailable"
    assert portal.ask("/robots.txt")[0] == "200 OK"
    assert portal.ask("/favicon.ico")[0] == "302 Found"
    assert portal.ask("/static/favicon.ico")[0] == "200 OK"
    assert portal.ask("/static/css/site.css")[0] == "200 OK"
    assert portal.ask("/healthz")[0] == "200 OK"
    assert portal.ask("/readyz")[::2] == (
        "503 Service Unavailable",
        b"The database does not answer.\n",
    )
    portal.entry.revisions.refused = True
    assert b"the log says what mends it" in portal.ask("/readyz")[2]
    portal.entry.revisions.away = portal.entry.revisions.refused = False
    assert portal.ask("/workshops/")[0] == "200 OK"
    assert "cache-status" not in portal.ask(ABOUT)[1]
    assert portal.ask("/readyz")[0] == "200 OK"


def test_static_files_have_what_pages_have(portal):
    status, headers, _ = portal.ask("/static/css/site.css", ACCEPT_ENCODING="br")
    assert (status, headers["content-encoding"]) == ("200 OK", "br")
    known = f'"other", {headers["etag"]}'
    again = portal.ask("/static/css/site.css", ACCEPT_ENCODING="br", IF_NONE_MATCH=known)
    assert again[0] == "304 Not Modified"
    Revision.objects.rise()  # no data is in it
    portal.ask("/static/css/site.css")
    assert len(portal.made) == 1


def test_a_fault_of_the_entry_itself_is_a_page_too(portal, monkeypatch):
    monkeypatch.setattr(portal.entry.store, "get", None)
    assert portal.ask(ABOUT)[0] == "500 Internal Server Error"


@pytest.mark.urls("tests.pages.broken_urls")
def test_a_fault_is_kept_by_nobody(portal):
    status, headers, _ = portal.ask("/fail/")
    assert (status, headers["cache-control"]) == ("500 Internal Server Error", "no-store")
    assert "etag" not in headers
    assert not portal.entry.store.answers


def test_a_revision_never_comes_back(portal):
    """Test a restored database: the numbers are those of before, the data is other."""
    first = Revision.objects.state()
    portal.ask(ABOUT)
    Revision.objects.rise()
    second = Revision.objects.state()
    Revision.objects.filter(pk=1).update(number=first[1], mark=first[0])
    Revision.objects.rise()
    assert Revision.objects.state()[1] == second[1]
    assert Revision.objects.state() != second


def test_ways_to_ask_are_remembered_only_where_they_are_short_and_kept(portal):
    portal.ask("/about/", ACCEPT_ENCODING="br," + "x" * 5_000)
    portal.ask("/search/?q=website")
    assert not portal.entry.hot
    portal.ask("/about/")
    assert len(portal.entry.hot) == 1
    Revision.objects.rise()
    portal.ask("/about/")  # another answer takes its place
    assert len(portal.entry.hot) == 1
    (answer, _) = next(iter(portal.entry.hot.values()))
    assert portal.entry.store.answers["/about/?"] is answer


def test_an_answer_does_not_grow_with_those_who_ask_for_it(portal, monkeypatch):
    monkeypatch.setattr(app, "HOT", 3)
    etag = portal.ask("/about/")[1]["etag"]
    answer = portal.entry.store.answers["/about/?"]
    before = {name: len(value) for name, value in vars(answer).items() if hasattr(value, "__len__")}
    for number in range(20):
        assert portal.ask(f"/about/?fbclid={number}")[0] == "200 OK"
        assert portal.ask("/about/", IF_NONE_MATCH=etag)[0] == "304 Not Modified"
    assert before == {name: len(getattr(answer, name)) for name in before}
    assert len(portal.entry.hot) <= 3
    portal.entry.store.let_go(answer)
    assert not portal.entry.hot


def test_the_mark_of_a_file_is_of_its_bytes(portal, monkeypatch, tmp_path, settings):
    monkeypatch.setattr(app, "IN_ONE", 1_000)
    first = portal.ask("/workshops.csv")
    settings.SITE_URL = "https://elsewhere.example"
    other = Portal(tmp_path / "other").ask("/workshops.csv")
    assert other[2] != first[2]
    assert other[1]["etag"] != first[1]["etag"]


def test_a_disk_without_room_is_told_for_what_it_is(portal, monkeypatch, tmp_path):
    monkeypatch.setattr(app, "IN_ONE", 1_000)
    (tmp_path / "answers").write_text("no folder")
    assert portal.ask("/workshops.csv")[0] == "503 Service Unavailable"
    assert portal.ask("/robots.txt")[0] == "200 OK"


def test_a_static_file_that_is_not_there_asks_no_database_that_is_away(portal):
    portal.entry.revisions.away = True
    assert portal.ask("/static/nowhere.css")[0] == "503 Service Unavailable"
    assert portal.made == []
