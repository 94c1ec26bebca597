"""Wrong passwords lead to pauses that grow, end, and hold up nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.test import RequestFactory

from baliportal.door.addresses import client_address, client_network
from reports.admin import rescue
from reports.models import Actor
from tests.admin.desk import url
from tests.admin.test_rescue import Inputs, log_in_from
from tests.door.conftest import PASSWORD

LOGIN = "/admin/login/"
WRONG = "Please enter the correct username and password"
REFUSED = "log-ins are refused for "


@pytest.fixture
def clock(monkeypatch):
    """The time that wrong passwords are counted by: a list whose last is now."""
    times = [datetime(2026, 6, 7, tzinfo=UTC)]
    for name in ("axes.handlers.proxy.now", "django.utils.timezone.now"):
        monkeypatch.setattr(name, lambda: times[-1])
    return times


def attempt(client, password="wrong", name="her", **headers):
    """Try to log in: the answer."""
    return client.post(LOGIN, {"username": name, "password": password}, **headers)


def is_in(client):
    """True if the client may see the desk."""
    return client.get("/admin/").status_code == 200


def minutes(answer):
    """The minutes that the page says log-ins are refused for; None where it says no such thing."""
    return int(answer.text.partition(REFUSED)[2].split()[0]) if REFUSED in answer.text else None


def test_the_fifth_wrong_password_leads_to_a_pause_that_is_told_in_words(client, her, clock):
    for _ in range(4):
        answer = attempt(client)
        assert (answer.status_code, minutes(answer)) == (200, None)
        assert WRONG in answer.text
    answer = attempt(client)
    assert (answer.status_code, minutes(answer), answer["Retry-After"]) == (429, 1, "61")
    assert "her" in Inputs(answer.text).found["username"]
    answer = attempt(client, PASSWORD)
    assert (answer.status_code, minutes(answer)) == (429, 1)
    assert not is_in(client)


def test_a_pause_grows_to_an_hour_and_a_try_in_it_does_not_count(client, her, clock):
    told = []
    for _ in range(13):
        answer = attempt(client)
        if minutes(answer):
            told.append(minutes(answer))
            clock.append(clock[-1] + timedelta(seconds=30))
            assert attempt(client).status_code == 429
            clock.append(clock[-1] + timedelta(minutes=told[-1]))
    assert told == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_right_password_counts_after_the_pause_and_ends_it(client, her, clock):
    for _ in range(6):
        attempt(client)
        clock.append(clock[-1] + timedelta(minutes=1))
    clock.append(clock[-1] + timedelta(minutes=2))
    assert attempt(client, PASSWORD).status_code == 302
    assert is_in(client)
    assert not AccessAttempt.objects.exists()


def test_a_day_heals_it(client, her, clock):
    for _ in range(5):
        attempt(client)
    clock.append(clock[-1] + timedelta(hours=24, seconds=1))
    for _ in range(4):
        assert minutes(attempt(client)) is None


def test_bystanders_are_not_locked_out(client, her, clock, django_user_model):
    django_user_model.objects.create_superuser("him", password=PASSWORD)
    for _ in range(5):
        attempt(client, REMOTE_ADDR="192.0.2.1")
    assert attempt(client, PASSWORD, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert attempt(client, PASSWORD, REMOTE_ADDR="192.0.2.2").status_code == 302
    assert attempt(client, PASSWORD, "him", REMOTE_ADDR="192.0.2.1").status_code == 302


def test_fifty_wrong_passwords_from_one_address_pause_it_whatever_the_names(client, her, clock):
    for number in range(49):
        assert minutes(attempt(client, name=f"name{number}")) is None
    assert minutes(attempt(client, name="name49")) == 1
    assert minutes(attempt(client, PASSWORD)) == 1
    assert attempt(client, PASSWORD, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_who_has_an_account_may_not_guess_on_at_others(client, her, clock):
    for number in range(49):
        attempt(client, name=f"name{number}")
    assert attempt(client, PASSWORD).status_code == 302
    assert minutes(attempt(client, name="name49")) == 1


def test_a_forged_address_is_not_believed(client, her, clock, settings):
    for number in range(5):
        attempt(client, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert attempt(client, PASSWORD).status_code == 429
    settings.TRUSTED_PROXIES = 1
    AccessAttempt.objects.all().delete()
    for number in range(5):
        attempt(client, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 198.51.100.1")
    assert attempt(client, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 429
    assert attempt(client, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.1, 198.51.100.2").url


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "192.0.2.1", "203.0.113.9"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "forged, 192.0.2.1", "192.0.2.1"),
        (2, "forged, 192.0.2.1 , 198.51.100.1", "192.0.2.1"),
        (2, "192.0.2.1", "203.0.113.9"),
        (1, "", "203.0.113.9"),
        (1, "nonsense", "203.0.113.9"),
        (1, "2001:DB8::0:1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_address_is_as_many_steps_back_as_there_are_proxies(settings, proxies, header, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=header)
    assert client_address(request) == address


def test_a_network_of_ipv6_counts_as_one_address():
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3::4")
    assert client_network(request) == "2001:db8:1:2::"


@pytest.mark.parametrize("name", ["her", "nobody", "closed", "reader"])
def test_known_unknown_and_inactive_names_are_answered_alike(
    client, her, clock, django_user_model, monkeypatch, name
):
    """A log-in takes one hash, which is where the time goes, and gets the same words."""
    django_user_model.objects.create_superuser("closed", password=PASSWORD, is_active=False)
    django_user_model.objects.create_user("reader", password=PASSWORD)
    hashed, encode = [], hashers.MD5PasswordHasher.encode

    def count(*args):
        hashed.append(1)
        return encode(*args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", count)
    password = "wrong" if name == "her" else PASSWORD
    answer = attempt(client, password, name)
    assert (answer.status_code, len(hashed)) == (200, 1)
    assert WRONG in answer.text
    pauses = [minutes(attempt(client, "wrong", name)) for _ in range(5)]
    assert pauses[-1] == 1
    assert len(hashed) == 5 + (name == "reader")


def test_nothing_that_was_typed_is_kept_but_the_name(client, her, clock):
    page = url(Actor, "add")
    asked = client.post(f"{page}?q=typed", {"name": "Typed at length"})
    log_in_from(client, asked, **{"log-in-username": "her", "log-in-password": "typed secret"})
    attempt(client, "typed secret")
    for row in AccessAttempt.objects.values():
        assert "typed" not in str(row).lower()


def test_a_pause_loses_nothing_of_a_form(client, her, clock):
    asked = client.post(url(Actor, "add"), {"name": "Typed at length"})
    fields = {"log-in-username": "her", "log-in-password": "wrong"}
    for _ in range(5):
        asked = log_in_from(client, asked, **fields)
    assert (asked.status_code, minutes(asked)) == (429, 1)
    clock.append(clock[-1] + timedelta(minutes=1))
    answer = log_in_from(client, asked, **fields | {"log-in-password": PASSWORD})
    assert rescue.RESCUED in answer.text
    assert "Typed at length" in answer.text


@pytest.mark.parametrize("name", ["n" * 300, "nul\0name", "\U0001f600" * 10, ""])
def test_a_strange_name_is_a_wrong_one(client, her, name):
    assert (
        attempt(client, name=name.encode("utf-16", "surrogatepass").decode("utf-16")).status_code == 200
    )
