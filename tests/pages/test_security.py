"""The finder of a fault in the portal's safety learns whom to tell."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from baliportal import env

PATH = "/.well-known/security.txt"


def test_it_names_whom_to_tell_and_until_when(client, report, site, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get(PATH)
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert fields.pop("Canonical") == f"{settings.SITE_URL}{PATH}"
    left = datetime.fromisoformat(fields.pop("Expires")) - datetime.now(UTC)
    assert timedelta(days=150) < left < timedelta(days=365)
    assert fields == {"Contact": "mailto:security@example.org", "Preferred-Languages": "en"}


def test_without_anybody_named_there_is_none(client, report, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize(
    ("value", "contact"),
    [
        (" security@example.org ", "mailto:security@example.org"),
        ("mailto:s@example.org", "mailto:s@example.org"),
        ("https://example.org/security", "https://example.org/security"),
        ("", ""),
    ],
)
def test_a_contact_is_an_address_with_its_scheme(value, contact):
    assert env.contact(value) == contact


@pytest.mark.parametrize("value", ["the keeper", "http://example.org", "a@b\nExpires: never", "x@y@z"])
def test_anything_else_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="is no address to write to"):
        env.contact(value)
