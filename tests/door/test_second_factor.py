"""The second factor: set up right after the password, asked for ever after, each code used once."""

import re
from base64 import b32decode
from binascii import unhexlify
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from baliportal.door import entrance, second_factor
from reports.admin import rescue
from reports.models import Actor
from tests.admin.desk import typed, url
from tests.admin.rescued import Inputs, carried, log_in_from, said
from tests.factories import PASSWORD

LOGIN = "/admin/login/"
DESK = "/admin/"
KEY = "31323334353637383930"


@pytest.fixture
def required(settings):
    """A portal that asks every account for a second factor."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def codes(her):
    """Recovery codes of an editor who has an app with a known key."""
    TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
    return second_factor.new_recovery_codes(her)


def code(key=KEY, step=0):
    """The code that the app with `key` shows, so many steps of 30 seconds from now."""
    return f"{totp(unhexlify(key), drift=step):06}"


def password(client, to=DESK, **fields):
    """Log in by the password alone: the page of the next step."""
    sent = {"username": "her", "password": PASSWORD, "next": to} | fields
    return client.post(LOGIN, sent)


def is_in(client):
    """True if the client may see the desk."""
    return client.get(DESK).status_code == 200


def key_on(page):
    """The key that a page shows for typing, in hexadecimal."""
    letters = re.search(r'class="key">([^<]+)<', page.text)[1].replace(" ", "")
    return b32decode(letters).hex()


def test_an_account_without_one_sets_it_up_right_after_the_password(client, her, required):
    page = password(client, url(Actor, "changelist"))
    assert page.status_code == 200
    assert "Set up your second factor" in page.text
    assert '<div class="qr" role="img"' in page.text
    assert not is_in(client)
    sent = Inputs(page.text).found
    wrong = client.post(LOGIN, sent | {"code": "000000"})
    assert entrance.WRONG_CODE in wrong.text
    assert key_on(wrong) == key_on(page)
    assert not TOTPDevice.objects.exists()
    shown = client.post(LOGIN, sent | {"code": code(key_on(page))})
    recovery = re.findall(r"<code>(\w{4}-\w{4})</code>", shown.text)
    assert len(set(recovery)) == 10
    assert "no-store" in shown["Cache-Control"]
    assert client.post(LOGIN, Inputs(shown.text).found).url == url(Actor, "changelist")
    assert is_in(client)
    assert not any(each in client.get(LOGIN, follow=True).text for each in recovery)
    client.logout()
    assert "Set up" not in password(client).text


def test_the_code_is_asked_for_after_the_password_and_not_without_it(client, codes):
    assert "code" not in Inputs(client.get(LOGIN).text).found
    assert client.post(LOGIN, {"code": code()}).status_code == 200
    page = password(client)
    assert "code" in Inputs(page.text).found
    assert not is_in(client)
    assert client.post(LOGIN, {"code": code()}).url == DESK
    assert is_in(client)


@pytest.mark.parametrize(
    "path", [DESK, "/admin/second-factor/", "/admin/password_change/", "/admin/auth/"]
)
def test_nothing_of_the_desk_is_open_between_the_two(client, codes, path):
    password(client)
    assert client.get(path).url.startswith(LOGIN)
    answer = client.post(path, {"old_password": PASSWORD})
    assert answer.status_code == 403
    assert rescue.STEP_MISSING in answer.text


def test_a_code_of_the_app_is_used_once(client, codes):
    password(client)
    used = code()
    assert client.post(LOGIN, {"code": used}).url == DESK
    client.logout()
    password(client)
    again = client.post(LOGIN, {"code": used})
    assert "used already" in again.text
    assert not is_in(client)


def test_a_recovery_code_is_used_once_however_it_is_written(client, codes):
    password(client)
    assert client.post(LOGIN, {"code": f" {codes[0].upper()} "}).url == DESK
    client.logout()
    password(client)
    assert "used already" in client.post(LOGIN, {"code": codes[0]}).text
    assert StaticToken.objects.count() == 9


def test_wrong_codes_lead_to_a_pause_in_words(client, codes):
    password(client)
    assert client.post(LOGIN, {"code": "000000"}).status_code == 200
    answer = client.post(LOGIN, {"code": code()})
    assert (answer.status_code, answer["Retry-After"]) == (429, "1")
    assert "Too many wrong codes: wait 1 second" in answer.text
    TOTPDevice.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=2))
    assert client.post(LOGIN, {"code": code()}).url == DESK


def test_a_code_of_another_account_is_wrong(client, codes, django_user_model):
    other = django_user_model.objects.create_superuser("him", password=PASSWORD)
    TOTPDevice.objects.create(user=other, key=KEY[::-1], confirmed=True)
    password(client, username="him")
    for each in (code(), codes[0]):
        client.post(LOGIN, {"code": each})
        assert not is_in(client)


def test_a_new_log_in_asks_for_a_new_code(client, codes):
    password(client)
    client.post(LOGIN, {"code": code()})
    assert is_in(client)
    password(client)
    assert not is_in(client)


def test_without_it_being_required_nobody_is_asked_who_has_none(client, her):
    assert password(client).url == DESK
    assert is_in(client)
    page = client.get(reverse("admin:second_factor"))
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    sent = {"key": key, "code": code(key_on(page))}
    assert "<code>" in client.post(reverse("admin:second_factor"), sent).text
    assert is_in(client)
    client.logout()
    assert "code" in Inputs(password(client).text).found


def test_a_key_of_another_or_an_old_one_is_not_taken(client, her, required, django_user_model):
    other = django_user_model.objects.create_superuser("him")
    page = password(client)
    own, session = Inputs(page.text).found["key"][0], client.session.session_key
    for key in (second_factor.sign_new_key(other, session), "forged", "", f"{own}x"):
        answer = client.post(LOGIN, {"key": key, "code": code()})
        assert entrance.KEY_TOO_OLD in answer.text
        assert key_on(answer)
    assert not TOTPDevice.objects.exists()


def test_new_recovery_codes_replace_the_old(client, codes):
    password(client)
    client.post(LOGIN, {"code": code()})
    page = client.post(reverse("admin:second_factor"), {"recovery": "1"})
    shown = re.findall(r"<code>(\w{4}-\w{4})</code>", page.text)
    assert len(shown) == 10
    assert not set(shown) & set(codes)
    assert is_in(client)


def test_an_administrator_resets_it_and_open_sessions_end(client, codes, required, django_user_model):
    waiting = Client()
    password(client)
    client.post(LOGIN, {"code": code()})
    password(waiting)
    her = django_user_model.objects.get(username="her")
    second_factor.reset([her])
    for each in (client, waiting):
        assert not is_in(each)
        assert "username" in Inputs(each.get(LOGIN).text).found
    assert "Set up" in password(client).text


def test_a_reset_lets_no_session_in_that_waits_for_a_code(client, codes, her):
    password(client)
    second_factor.reset([her])
    assert not is_in(client)


def test_the_list_of_accounts_resets_it_for_superusers(codes, her, client, django_user_model):
    boss = django_user_model.objects.create_superuser("boss")
    client.force_login(boss)
    sent = {"action": "reset_second_factor", "_selected_action": her.pk}
    assert client.post(reverse("admin:auth_user_changelist"), sent).status_code == 302
    assert not second_factor.has_app(her)
    assert second_factor.codes_left(her) == 0


def test_the_command_sets_up_the_first_and_resets_it(her, monkeypatch):
    monkeypatch.setattr("baliportal.door.management.commands.second_factor.default_key", lambda: KEY)
    out = StringIO()
    monkeypatch.setattr("sys.stdin", StringIO("000000\n"))
    with pytest.raises(CommandError, match="nothing was set up"):
        call_command("second_factor", "her", stdout=out)
    monkeypatch.setattr("sys.stdin", StringIO(f"{code()}\n"))
    call_command("second_factor", "her", stdout=out)
    assert second_factor.in_letters(KEY) in out.getvalue()
    assert len(re.findall(r"^\w{4}-\w{4}$", out.getvalue(), re.MULTILINE)) == 10
    assert second_factor.has_app(her)
    call_command("second_factor", "her", "--reset", stdout=out)
    assert not second_factor.has_app(her)
    with pytest.raises(CommandError, match="There is no account nobody"):
        call_command("second_factor", "nobody")


def test_what_was_typed_comes_through_both_steps(client, codes):
    actor = Actor.objects.create(slug="testland", name="Testland", kind="country")
    page = url(Actor, "change", actor.pk)
    password(client)
    client.post(LOGIN, {"code": code(step=-1)})
    data = typed(client.get(page)) | {"name": "Typed at length"}
    client.logout()
    asked = client.post(page, data)
    asked = log_in_from(client, asked, **{"log-in-username": "her", "log-in-password": PASSWORD})
    assert asked.status_code == 403
    assert rescue.STEP_MISSING in asked.text
    left = {name: values for name, values in carried(asked).items() if name != "log-in-code"}
    assert left == {name: [value] for name, value in data.items()}
    asked = log_in_from(client, asked, **{"log-in-code": "999999"})
    assert "used already" in asked.text
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    answer = log_in_from(client, asked, **{"log-in-code": code()})
    assert said(answer) == rescue.RESCUED
    assert typed(answer)["name"] == "Typed at length"
    actor.refresh_from_db()
    assert actor.name == "Testland"
    assert client.post(page, typed(answer)).status_code == 302


def test_what_was_typed_comes_through_setting_one_up(client, her, required):
    page = url(Actor, "add")
    asked = client.post(page, {"name": "Typed at length"})
    asked = log_in_from(client, asked, **{"log-in-username": "her", "log-in-password": PASSWORD})
    shown = log_in_from(client, asked, **{"log-in-code": code(key_on(asked))})
    assert len(re.findall(r"<code>(\w{4}-\w{4})</code>", shown.text)) == 10
    answer = log_in_from(client, shown, **{"log-in-done": "1"})
    assert said(answer) == rescue.RESCUED
    assert typed(answer)["name"] == "Typed at length"


def test_what_is_drawn_has_no_style_that_the_policy_would_refuse():
    drawn = second_factor.qr_code("otpauth://totp/her?secret=ABC")
    assert re.match(r'<svg (xmlns="\S+" )?viewBox="0 0 (\d+) \2"', drawn), drawn[:99]  # with its margin
    assert "style" not in drawn
    assert "class" not in drawn
