"""Open a real browser on a real server: the portal as `make run` serves it, on the engine under test."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
EDITOR = {
    "DJANGO_SUPERUSER_USERNAME": "editor",
    "DJANGO_SUPERUSER_PASSWORD": "a long password of hers",
    "DJANGO_SUPERUSER_EMAIL": "editor@example.org",
}
SECOND = "second"  # another editor, who sets up a second factor
NAME = f"portal_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
LOUD = ("error", "warning")  # of what the console says: the rest is advice
MANAGE = [sys.executable, "manage.py"]


def pytest_collection_modifyitems(items):
    """Skip every test where there is no browser, and say so; under CI fail instead."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.exit("No Chromium here, and these tests must run under CI.", returncode=1)
        skip = pytest.mark.skip(reason="NO BROWSER: install Chromium to run the browser tests")
        for item in items:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the machine's own Chromium, which calls nobody by itself; root may not use the sandbox."""
    quiet = ["--disable-quic", "--disable-background-networking", "--disable-component-update"]
    quiet += ["--no-sandbox"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": quiet}


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """The variables of the portal's processes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"VAR_DIR": str(tmp_path_factory.mktemp("portal")), "PORT": str(port), "WORKERS": "1"}
    address = f"http://127.0.0.1:{port}"
    own |= EDITOR | {
        "DATABASE_URL": database(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": address,
        "SECOND_FACTOR": "no",
    }
    return os.environ | own


def manage(environment, *arguments):
    """Run a command of the portal."""
    subprocess.run([*MANAGE, *arguments], cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="session")
def base_url(environment):
    """The address of a portal with the Brisbane report and two editors' accounts."""
    manage(environment, "serve", "--prepare")
    for name in (EDITOR["DJANGO_SUPERUSER_USERNAME"], SECOND):
        account = environment | {"DJANGO_SUPERUSER_USERNAME": name}
        manage(account, "createsuperuser", "--noinput")
    server = subprocess.Popen([*MANAGE, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        await_answer(environment["SITE_URL"])
        yield environment["SITE_URL"]
    finally:
        server.terminate()
        server.wait(20)


def database():
    """The address of an empty database on the engine under test; "" for SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    return url.rpartition("/")[0] + f"/{NAME}"


def await_answer(address):
    """Wait until the server answers, for 20 seconds at most."""
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer")


def listen(page):
    """Return the list of the errors and warnings of this page's console, which grows as they come.

    Chromium tells advice there too, such as that a field was not focused because another one was.
    """
    said = []
    page.on("console", lambda message: message.type in LOUD and said.append(message.text))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


@pytest.fixture
def watched(page, base_url):
    """A page that fails its test on a loud word of the console or a request that leaves the site."""
    said, left = listen(page), []
    page.on(
        "request",
        lambda request: request.url.startswith((base_url, "data:")) or left.append(request.url),
    )
    yield page
    assert said == []
    assert left == []
