"""Wrong passwords lead to pauses that grow, end, and hold up nobody else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import hashers
from django.test import RequestFactory
from django.urls import NoReverseMatch, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from baliportal.door.addresses import client_network
from reports.admin import rescue
from reports.models import Actor
from tests.admin.desk import url
from tests.admin.rescued import Inputs, log_in_from
from tests.door.test_second_factor import KEY
from tests.factories import PASSWORD

LOGIN = "/admin/login/"
OWN = "/admin/password_change/"
ROOT = Path(__file__).parent.parent.parent
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


def guess_at_names(client, number=49):
    """Try a wrong password at as many names: two by the page, the rest as it keeps them."""
    attempt(client, name="name0")
    kept = AccessAttempt.objects.values().get()
    del kept["id"]
    names = [f"name{each}" for each in range(1, number - 1)]
    AccessAttempt.objects.bulk_create(AccessAttempt(**kept | {"username": name}) for name in names)
    assert minutes(attempt(client, name=f"name{number - 1}")) is None
    assert AccessAttempt.objects.count() == number


def test_fifty_wrong_passwords_from_one_address_pause_it_whatever_the_names(client, her, clock):
    guess_at_names(client)
    assert minutes(attempt(client, name="name49")) == 1
    assert minutes(attempt(client, PASSWORD)) == 1
    assert attempt(client, PASSWORD, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_who_has_an_account_may_not_guess_on_at_others(client, her, clock):
    guess_at_names(client)
    assert attempt(client, PASSWORD).status_code == 302
    assert minutes(attempt(client, name="name49")) == 1


FORGED = ["HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_CLIENT_IP"]


def test_a_forged_address_is_not_believed(client, her, clock):
    for number in range(5):  # were one of the headers believed, each would come from another address
        attempt(client, **dict.fromkeys(FORGED, f"for=192.0.2.{number};proto=https"))
    assert attempt(client, PASSWORD, **dict.fromkeys(FORGED, "192.0.2.9")).status_code == 429


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
    assert len(hashed) == 5  # the first counted too: a right password without staff status is no log-in


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


# Every place where a password or a code is checked


def new_password(client, old="typed secret", new="nine violet umbrellas"):
    """Set one's own password: the answer."""
    return client.post(OWN, {"old_password": old, "new_password1": new, "new_password2": new})


def test_a_wrong_old_password_counts_like_one_at_the_log_in(client, her, clock):
    attempt(client, PASSWORD)
    for _ in range(4):
        answer = new_password(client)
        assert (answer.status_code, minutes(answer)) == (200, None)
        assert "Your old password was entered incorrectly" in answer.text
    answer = new_password(client)
    assert (answer.status_code, minutes(answer), answer["Retry-After"]) == (429, 1, "61")
    assert 'aria-describedby="id_old_password_error"' in answer.text
    assert "typed secret" not in answer.text
    assert "umbrellas" not in answer.text
    assert new_password(client, PASSWORD).status_code == 429
    her.refresh_from_db()
    assert her.check_password(PASSWORD)
    assert attempt(client, PASSWORD).status_code == 429
    clock.append(clock[-1] + timedelta(minutes=1))
    assert new_password(client, PASSWORD).url == reverse("admin:password_change_done")
    assert is_in(client)


def at_the_log_in(client, page):
    return attempt(client)


def beside_what_was_typed(client, page):
    return log_in_from(client, page, **{"log-in-username": "her", "log-in-password": "wrong"})


def once_more(client, page):
    return log_in_from(client, page, **{"log-in-password": "wrong"})


def to_change_it(client, page):
    return new_password(client)


def with_a_code(client, page):
    return client.post(LOGIN, {"code": "000000"})


# Where a password or a code is asked for: the page, its field, and a try with a wrong one.
PLACES = [
    (LOGIN, "password", at_the_log_in),
    (url(Actor, "add"), "log-in-password", beside_what_was_typed),
    (reverse("admin:auth_group_changelist"), "log-in-password", once_more),
    (OWN, "old_password", to_change_it),
    (LOGIN, "code", with_a_code),
]


@pytest.mark.parametrize(("page", "field", "fail"), PLACES)
def test_wrong_ones_are_counted_at_each_place_that_asks(
    client, her, clock, monkeypatch, page, field, fail
):
    if fail is not beside_what_was_typed and fail is not at_the_log_in:
        attempt(client, PASSWORD)
    if fail is with_a_code:
        TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
    monkeypatch.setattr("baliportal.door.sessions.FRESH", 0)
    asked = client.post(page, {"name": "Typed"}) if fail is beside_what_was_typed else client.get(page)
    assert field in asked_for(asked)
    assert fail(client, asked).status_code != 429
    AccessAttempt.objects.update(failures_since_start=4)  # as three more of them are kept
    assert fail(client, asked).status_code == 429


def asked_for(page):
    """The names of the fields of a page that a password or code is to be typed into."""
    fields = re.findall(r"<input [^>]*(?:current-password|one-time-code)[^>]*>", page.text)
    return {re.search(r'name="([\w-]+)"', each)[1] for each in fields}


def test_no_other_page_of_the_desk_asks_for_one(client, her):
    """But the page that sets up a second factor, which shows the key that its code is made of.

    Pages of the reports' own records, of which there are many, have no accounts to ask about.
    """
    client.force_login(her)
    found = {}
    names = map(str, get_resolver().namespace_dict["admin"][1].reverse_dict)
    for name in names:
        for row in [[], [her.pk]] * (not name.startswith("reports_")):
            try:
                path = reverse(f"admin:{name}", args=row)
            except NoReverseMatch:
                continue
            if fields := asked_for(client.get(path)):
                found[path] = fields
    assert found == {OWN: {"old_password"}, reverse("admin:second_factor"): {"code"}}


def test_no_other_code_checks_one():
    words = re.compile(r"\b(check_password|authenticate|verify_token)\(")
    files = [file for folder in ("baliportal", "reports") for file in (ROOT / folder).rglob("*.py")]
    found = {file: words.findall(file.read_text(encoding="utf-8")) for file in files}
    door = ROOT / "baliportal" / "door"
    assert {file: calls for file, calls in found.items() if calls} == {
        door / "entrance.py": ["authenticate"],  # counted by its form
        # A new key, which is shown; and a code, counted by django-otp.
        door / "second_factor.py": ["verify_token", "verify_token"],
    }
