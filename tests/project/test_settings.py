"""Settings are safe by default, and a wrong value is refused with the way to correct it."""

import logging
import os
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from baliportal import env
from reports.management.commands.serve import NO_ADDRESS, NO_TLS, warnings

ROOT = Path(__file__).parent.parent.parent
SERVICE = {
    "DATABASE_URL": "postgres://nobody@localhost/none",
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "reports.example.org",
}


def start(tmp_path, **variables):
    """Run `manage.py check` with only these variables set; its exit status and what it said."""
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")} | variables
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=clean, capture_output=True, text=True
    )
    return done.returncode, done.stderr.strip()


def load(tmp_path, **variables):
    """The settings as a process reads them that has only these variables."""
    own = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var")} | variables
    with patch.dict(os.environ, own, clear=True):
        return SimpleNamespace(**runpy.run_path(str(ROOT / "baliportal" / "settings.py")))


WRONG = (
    ({"DEBUG": "yess"}, "DEBUG=yess is neither yes nor no: set DEBUG to 1, true, yes or on"),
    ({"DATABASE_URL": "mongodb://x/y"}, "DATABASE_URL is not a database address"),
    (SERVICE | {"SECRET_KEY": ""}, "SECRET_KEY is not set: with a service database it must be"),
    (SERVICE | {"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set: with a service database"),
    (SERVICE | {"SECRET_KEY": "0123456789" * 4}, "SECRET_KEY is too short, or of too few different"),
    (SERVICE | {"SECRET_KEY": "x" * 60}, "SECRET_KEY is too short, or of too few different"),
    (SERVICE | {"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=* lets any host name pass for the portal's"),
    ({"AUDIT_LOG": "/tmp"}, "AUDIT_LOG=/tmp is a folder: name a file in it"),
    (SERVICE | {"DEBUG": "1"}, "DEBUG is on with a service database"),
    ({"PORT": "eighty"}, "PORT=eighty is not a whole number from 1 to 65535"),
    ({"SITE_URL": "reports.example.org/x"}, "SITE_URL=reports.example.org/x is not the address"),
    ({"VAR_DIR": "/dev/null/var"}, "Cannot write in the folder /dev/null/var"),
    ({"ROLE": "reader"}, "ROLE=reader is not a role: set ROLE to public or desk"),
    (SERVICE | {"ROLE": "public"}, "DATABASE_URL is set where ROLE=public"),
    (SERVICE | {"PUBLIC_DATABASE_URL": "sqlite:////x"}, "PUBLIC_DATABASE_URL and DATABASE_URL are"),
    ({"PUBLIC_DATABASE_URL": "mysql://h/n"}, "PUBLIC_DATABASE_URL is not a database address"),
)


def test_a_wrong_value_stops_the_start_in_one_line(tmp_path):
    variables, said = WRONG[0]
    status, line = start(tmp_path, **variables)
    assert (status, line.count("\n")) == (1, 0)
    assert line.startswith(said)
    # Whatever the settings refuse ends the start in the same way.
    for variables, said in WRONG:
        with pytest.raises(ImproperlyConfigured) as refused:
            load(tmp_path, **variables)
        assert str(refused.value).startswith(said), variables
        assert "\n" not in str(refused.value), variables


def test_service_settings_for_this_machine_alone_are_read_with_any_key(tmp_path):
    for hosts in ("127.0.0.1", "localhost,[::1]", "testserver"):
        own = {"SECRET_KEY": "short", "ALLOWED_HOSTS": hosts}
        assert hosts.split(",") == load(tmp_path, **SERVICE | own).ALLOWED_HOSTS


def test_the_start_warns_of_a_service_without_tls(settings):
    settings.KEEPER_EMAIL, settings.ROLE, settings.BEHIND_TLS = "keeper@example.org", "desk", False
    settings.SERVICE, settings.ALLOWED_HOSTS = True, ["reports.example.org"]
    assert list(warnings()) == [NO_TLS]
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert list(warnings()) == []
    settings.BEHIND_TLS, settings.ALLOWED_HOSTS = True, ["reports.example.org"]
    assert list(warnings()) == []


def test_the_start_warns_where_nobody_is_told_of_errors(settings, tmp_path):
    settings.ROLE = "desk"
    settings.KEEPER_EMAIL = load(tmp_path).KEEPER_EMAIL
    assert list(warnings()) == [NO_ADDRESS]
    settings.KEEPER_EMAIL = load(tmp_path, KEEPER_EMAIL="keeper@example.org").KEEPER_EMAIL
    assert list(warnings()) == []


def test_defaults_are_safe_and_embedded(tmp_path):
    found = load(tmp_path)
    assert (found.DEBUG, found.SERVICE, found.SECURE_SSL_REDIRECT) == (False, False, False)
    key = tmp_path / "var" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
    assert key.read_text() == load(tmp_path).SECRET_KEY


def test_in_service_every_account_needs_a_second_factor(tmp_path):
    assert load(tmp_path, **SERVICE).SECOND_FACTOR is True
    assert load(tmp_path).SECOND_FACTOR is False
    assert load(tmp_path, SECOND_FACTOR="1").SECOND_FACTOR is True
    assert load(tmp_path, SECOND_FACTOR="0", **SERVICE).SECOND_FACTOR is False


def test_one_setting_turns_tls_on(tmp_path):
    found = load(tmp_path, BEHIND_TLS="1", **SERVICE)
    assert (found.SECURE_SSL_REDIRECT, found.SECURE_HSTS_SECONDS) == (True, 365 * 86400)
    assert (found.SESSION_COOKIE_SECURE, found.CSRF_COOKIE_SECURE) == (True, True)
    assert found.CSRF_TRUSTED_ORIGINS == ["https://reports.example.org"]
    assert found.TRUSTED_PROXIES == 1


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({"PORT": "8123"}, "http://127.0.0.1:8123"),
        (SERVICE, "http://reports.example.org"),
        (SERVICE | {"BEHIND_TLS": "1"}, "https://reports.example.org"),
        ({"BEHIND_TLS": "1", "ALLOWED_HOSTS": "a.example.org"}, "https://a.example.org"),
        ({"SITE_URL": "https://other.example.org/"}, "https://other.example.org"),
    ],
)
def test_site_knows_its_own_address(tmp_path, variables, address):
    assert address == load(tmp_path, **variables).SITE_URL


def test_service_keeps_its_connections(tmp_path):
    database = load(tmp_path, **SERVICE).DATABASES["default"]
    assert database["CONN_MAX_AGE"] == 600
    assert database["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_flag_is_yes(monkeypatch, word):
    monkeypatch.setenv("X", word)
    assert env.flag("X") is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off", ""])
def test_flag_is_no(monkeypatch, word):
    monkeypatch.setenv("X", word)
    assert env.flag("X") is False


@pytest.mark.parametrize("value", ["0", "65536", "8000a", "-1", "1.5", "٣"])
def test_number_outside_its_bounds_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match=r"PORT=.* is not a whole number from 1 to 65535"):
        env.number("PORT", 8000, 1, 65535)


@pytest.mark.parametrize(
    "url",
    ["postgres://", "postgres://h:port/n", "mysql://h/n", "nonsense", "postgres://[::1/n", "://"],
)
def test_malformed_address_of_a_database_is_refused(monkeypatch, tmp_path, url):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="write postgres://USER:PASSWORD@HOST"):
        env.database(tmp_path)


def test_a_writer_waits_five_seconds_for_another(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "")
    assert env.database(tmp_path)["OPTIONS"]["timeout"] == 5
    monkeypatch.setenv("DATABASE_URL", "postgres://h/n?sslmode=require")
    options = {"options": "-c lock_timeout=5s", "sslmode": "require"}
    assert env.database(tmp_path)["OPTIONS"] == options
    monkeypatch.setenv("DATABASE_URL", "postgres://h/n?options=-c%20lock_timeout%3D1s")
    assert env.database(tmp_path)["OPTIONS"]["options"] == "-c lock_timeout=1s"


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("db.example.org", "require"),
        ("192.0.2.1", "require"),
        ("localhost", None),
        ("127.0.0.1", None),
        ("[::1]", None),
        ("%2Fvar%2Frun%2Fpostgresql", None),
    ],
)
def test_tls_is_asked_of_a_database_on_another_machine(monkeypatch, tmp_path, host, asked):
    for name, settings in (("DATABASE_URL", env.database), ("PUBLIC_DATABASE_URL", env.public_database)):
        monkeypatch.setenv("DATABASE_URL", f"postgres://u:p@{host}/n")
        monkeypatch.setenv(name, f"postgres://u:p@{host}/n")
        assert settings(tmp_path)["OPTIONS"].get("sslmode") == asked
        monkeypatch.setenv(name, f"postgres://u:p@{host}/n?sslmode=verify-full")
        assert settings(tmp_path)["OPTIONS"]["sslmode"] == "verify-full"


def test_a_line_of_the_log_has_the_time_in_utc_and_no_traceback_of_what_a_client_sent():
    line = env.LogLine()
    try:
        raise ValueError("too many fields")
    except ValueError:
        said = logging.getLogger("test").makeRecord(
            "django.security.TooManyFieldsSent", logging.ERROR, "", 1, "too many", (), sys.exc_info()
        )
    said.created, said.msecs = 1086566400.0, 7.0
    assert line.format(said) == (
        "2004-06-07T00:00:00.007Z ERROR django.security.TooManyFieldsSent: too many"
    )
    said.name, said.exc_info = "baliportal.entry", (ValueError, ValueError("a fault"), None)
    assert "ValueError: a fault" in line.format(said)
