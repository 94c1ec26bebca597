"""A second factor is set up once, however many ask for it at the same time."""

import re
import threading
from io import StringIO

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from baliportal.door import entrance, second_factor
from reports.admin import rescue
from reports.models import Actor
from tests.admin.desk import url
from tests.admin.rescued import Inputs, log_in_from
from tests.door.test_second_factor import KEY, LOGIN, code, is_in, key_on, password
from tests.factories import PASSWORD

OWN = "/admin/second-factor/"


@pytest.fixture
def required(settings):
    """A portal that asks every account for a second factor."""
    settings.SECOND_FACTOR = True


def test_a_key_is_shown_and_carried_to_nobody_else(client, her):
    password(client)
    page = client.get(OWN)
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    sent = {"key": key, "code": code(key_on(page))}
    client.logout()
    asked = client.post(OWN, sent)
    assert asked.status_code == 403
    assert not [value for value in sent.values() if value in asked.text]
    assert log_in_from(client, asked).url == OWN  # with a new key


@pytest.fixture
def at_once(monkeypatch):
    """A function that sends forms at the same time: each has read the session before one is stored."""
    begun = threading.Barrier(2, timeout=20)
    set_up = second_factor.set_up

    def wait_and_set_up(*args):
        begun.wait()
        return set_up(*args)

    def send(*posts):
        answers = {}

        def answer(number, client, path, sent):
            try:
                answers[number] = client.post(path, sent)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=answer, args=(n, *post)) for n, post in enumerate(posts)]
        with monkeypatch.context() as patched:
            patched.setattr(second_factor, "set_up", wait_and_set_up)
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return [answers[number] for number in range(len(posts))]

    return send


def recovery_codes(page):
    """The recovery codes that a page shows."""
    return re.findall(r"<code>(\w{4}-\w{4})</code>", page.text)


def filled(page):
    """The form of the page that sets up a second factor, filled with the right code."""
    return Inputs(page.text).found | {"code": code(key_on(page))}


def stored():
    """The numbers of apps, of devices with recovery codes, and of these."""
    return [model.objects.count() for model in (TOTPDevice, StaticDevice, StaticToken)]


def copy_of(client):
    """A second tab of the same browser."""
    other = Client()
    other.cookies = client.cookies.copy()
    return other


def test_a_form_that_is_sent_twice_at_once_sets_up_one_app(written, her, required, at_once):
    client = Client()
    sent = filled(password(client))
    first, second = at_once((client, LOGIN, sent), (copy_of(client), LOGIN, sent))
    assert stored() == [1, 1, 10]
    assert len(recovery_codes(first)) == 10
    assert recovery_codes(first) == recovery_codes(second)
    assert is_in(client)
    assert client.post(OWN, {"recovery": "1"}).status_code == 200


def test_of_two_sessions_at_once_one_sets_up_and_one_is_told(written, her, required, at_once):
    clients = [Client(), Client()]
    pages = [password(client) for client in clients]
    posts = [(client, LOGIN, filled(page)) for client, page in zip(clients, pages, strict=True)]
    answers = at_once(*posts)
    assert stored() == [1, 1, 10]
    [late] = [n for n, answer in enumerate(answers) if not recovery_codes(answer)]
    assert entrance.SET_UP_MEANWHILE in answers[late].text
    assert "Six digits from your authenticator app" in answers[late].text
    assert 'class="qr"' not in answers[late].text
    assert [is_in(client) for client in clients] == [late == 1, late == 0]


@pytest.fixture
def before(monkeypatch):
    """A function that has something done before a form is stored that has passed its checks."""
    set_up = second_factor.set_up

    def before(deed):
        def late(*args):
            monkeypatch.setattr(second_factor, "set_up", set_up)
            deed()
            return set_up(*args)

        monkeypatch.setattr(second_factor, "set_up", late)

    return before


@pytest.mark.parametrize("asked", [True, False])
def test_a_form_that_is_overtaken_is_refused_on_each_page(client, her, settings, before, asked):
    settings.SECOND_FACTOR = asked
    path, other = LOGIN if asked else OWN, Client()
    forms = []
    for each in (client, other):
        page = password(each) if asked else (password(each), each.get(OWN))[1]
        key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
        forms.append({"key": key, "code": code(key_on(page))})
    shown = []
    before(lambda: shown.append(client.post(path, forms[0])))
    answer = other.post(path, forms[1])
    assert len(recovery_codes(shown[0])) == 10
    assert entrance.SET_UP_MEANWHILE in answer.text
    assert 'class="qr"' not in answer.text
    assert [is_in(client), is_in(other)] == [True, False]
    assert stored() == [1, 1, 10]


def test_an_overtaken_form_loses_nothing_that_was_typed(client, her, required, before):
    asked = client.post(url(Actor, "add"), {"name": "Typed at length"})
    asked = log_in_from(client, asked, **{"log-in-username": "her", "log-in-password": PASSWORD})
    before(lambda: TOTPDevice.objects.create(user=her, key=KEY, confirmed=True))
    told = log_in_from(client, asked, **{"log-in-code": code(key_on(asked))})
    assert entrance.SET_UP_MEANWHILE in told.text
    answer = log_in_from(client, told, **{"log-in-code": code()})
    assert rescue.RESCUED in answer.text
    assert "Typed at length" in answer.text


def test_another_app_that_is_set_up_instead_is_told_too(client, her, before):
    TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
    password(client)
    client.post(LOGIN, {"code": code()})
    page = client.get(OWN)
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    before(lambda: second_factor.reset([her]))
    answer = client.post(OWN, {"key": key, "code": code(key_on(page))})
    assert entrance.SET_UP_MEANWHILE in answer.text
    assert stored() == [0, 0, 0]


def test_the_command_is_overtaken_too(her, before, monkeypatch):
    monkeypatch.setattr("baliportal.door.management.commands.second_factor.default_key", lambda: KEY)
    monkeypatch.setattr("sys.stdin", StringIO(f"{code()}\n"))
    before(lambda: TOTPDevice.objects.create(user=her, key=KEY[::-1], confirmed=True))
    with pytest.raises(CommandError, match="meanwhile"):
        call_command("second_factor", "her", stdout=StringIO())
    assert TOTPDevice.objects.get().key == KEY[::-1]


@pytest.fixture
def doubled(her):
    """The devices of an account that an older release let set up twice at once."""
    for _ in range(2):
        TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
        device = StaticDevice.objects.create(user=her)
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=StaticToken.random_token()) for _ in range(10)
        )


def test_an_account_with_two_of_each_is_mended(client, doubled):
    password(client)
    client.post(LOGIN, {"code": code()})
    assert len(recovery_codes(client.post(OWN, {"recovery": "1"}))) == 10
    assert stored() == [2, 1, 10]
    page = client.get(OWN)
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    answer = client.post(OWN, {"key": key, "code": code(key_on(page))})
    assert len(recovery_codes(answer)) == 10
    assert stored() == [1, 1, 10]
    assert is_in(client)


def test_so_it_is_by_a_reset(doubled):
    call_command("second_factor", "her", "--reset", stdout=StringIO())
    assert stored() == [0, 0, 0]


def test_a_key_is_for_one_session_and_for_ten_minutes(client, her, required, monkeypatch):
    sent, other = filled(password(client)), Client()
    password(other)
    assert entrance.KEY_TOO_OLD in other.post(LOGIN, sent).text
    now = signing.time.time()
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: now + 601)
        assert entrance.KEY_TOO_OLD in client.post(LOGIN, sent).text
    assert stored() == [0, 0, 0]
    assert len(recovery_codes(client.post(LOGIN, sent))) == 10
