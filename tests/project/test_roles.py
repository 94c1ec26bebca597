"""A process that answers public pages alone has nothing of the desk, and the other way round."""

import io
from importlib.util import find_spec

import pytest

from baliportal.entry.app import Entry
from baliportal.entry.setup import security_headers
from reports.management.utility import ASKING_TOOLS, OF_PUBLIC, WRITING_TOOLS
from tests.management.test_utility import NOWHERE, OURS, assert_no_answer, in_full, told
from tests.project.test_settings import load

pytestmark = pytest.mark.xdist_group("roles")  # most ask one process

OF_THE_DESK = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.sessions",
    "axes",
    "reversion",
    "baliportal.desk",
    "baliportal.door",
    "reports.admin",
)
LOADED = f"""shell -c
import sys, baliportal.wsgi
from django.urls import get_resolver
list(map(str, get_resolver().url_patterns))
found = [name for name in sys.modules if name.startswith({OF_THE_DESK!r})]
print(found, baliportal.wsgi.application.desk)
"""
PUBLIC = {"ROLE": "public", "PUBLIC_DATABASE_URL": NOWHERE, "ALLOWED_HOSTS": "reports.example.org"}
REFUSED = in_full({*OURS, *WRITING_TOOLS} - OF_PUBLIC)
ASKING = ["verify", *sorted(ASKING_TOOLS - WRITING_TOOLS)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of a public process."""
    return tmp_path_factory.mktemp("public")


@pytest.fixture(scope="module")
def said(folder):
    """Run each command in one public process without a key, whose database does not answer."""
    return told(folder, [LOADED, "check", *REFUSED, *ASKING], **PUBLIC)


def test_a_public_process_loads_nothing_of_the_desk(said):
    assert said[LOADED].splitlines()[-1] == "[] None"
    assert all(map(find_spec, OF_THE_DESK))  # they are the names of what there is


def test_a_public_process_needs_no_key_and_makes_no_file(said, folder):
    assert "no issues" in said["check"]
    found = load(folder, **PUBLIC)
    assert (found.SERVICE, found.DATABASES["default"]["USER"]) == (True, "portal")
    assert len(found.SECRET_KEY) > 50
    assert load(folder, ROLE="public").SERVICE is False
    assert {path.name for path in (folder / "var").iterdir()} == {"static-public"}


def test_a_public_process_says_that_its_role_is_why_it_lacks_a_command(said):
    assert "createsuperuser" in REFUSED
    for command, name in REFUSED.items():
        text = said[command]
        assert text.startswith("This process has ROLE=public, which only reads"), name
        assert f"`manage.py {name}`" in text
        assert "run it with ROLE=desk or without ROLE" in text


def test_a_public_process_tells_of_a_database_that_does_not_answer(said):
    assert_no_answer({command: said[command] for command in ASKING}, "PUBLIC_DATABASE_URL")


def ask(path, **more):
    """The status and the text of an entry's answer."""
    said = []
    entry = Entry(
        lambda environ, start: pytest.fail("asked Django"),
        None,
        None,
        known=frozenset(),
        is_host=lambda host: True,
        error_page=None,
        security_headers=security_headers(),
        is_static=None,
        **more,
    )
    environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET", "HTTP_HOST": "h", "wsgi.input": io.BytesIO()}
    environ["wsgi.url_scheme"] = "http"
    body = entry(environ, lambda status, headers: said.append(status))
    return said[0], b"".join(body).decode()


def test_a_process_of_the_desk_says_where_the_pages_are():
    status, text = ask("/workshops/", elsewhere="https://reports.example.org")
    assert status == "404 Not Found"
    assert "The pages of the portal are at https://reports.example.org" in text
    assert ask("/healthz", elsewhere="https://reports.example.org")[0] == "200 OK"
