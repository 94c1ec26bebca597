"""An event at the door leaves one line of JSON, with nothing typed in it but an account's name."""

import json
import logging
import re
import stat

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from baliportal import env
from baliportal.door import second_factor
from reports.models import Actor, Report
from tests.admin.desk import WHY, make_text, typed, url
from tests.admin.rescued import Inputs, log_in_from
from tests.door.test_second_factor import KEY, LOGIN, code, key_on
from tests.factories import PASSWORD

FIRST = ["time", "event", "result", "who", "from"]


class Lines(logging.Handler):
    """Handler that keeps the lines of the audit log as they are written."""

    def __init__(self):
        super().__init__()
        self.setFormatter(env.JsonLine())
        self.raw = []

    def emit(self, record):
        self.raw.append(self.format(record))

    def take(self, *events):
        """The lines since the last time, of those events; without their times."""
        lines, self.raw = [json.loads(line) for line in self.raw], []
        for line in lines:
            assert list(line)[:5] == FIRST
            assert line.pop("time").endswith("Z")
        return [line for line in lines if line["event"] in events or not events]


@pytest.fixture
def log():
    """The lines of the audit log."""
    handler = Lines()
    logging.getLogger("audit").addHandler(handler)
    yield handler
    logging.getLogger("audit").removeHandler(handler)


@pytest.fixture
def stored(django_capture_on_commit_callbacks):
    """A block whose writes are stored at its end, as far as the log can tell."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def line(event, result="done", who="her", at="127.0.0.1", **facts):
    """A line as it is expected, without its time."""
    return {"event": event, "result": result, "who": who, "from": at} | facts


def log_in(client, name="her", password=PASSWORD):
    """Log in by the password: the answer."""
    return client.post(LOGIN, {"username": name, "password": password})


def test_log_ins_and_log_outs(client, her, log):
    log_in(client)
    client.post(reverse("admin:logout"))
    assert log.take() == [line("password"), line("log-in"), line("log-out")]


def test_wrong_log_ins_and_pauses_name_no_unknown_name(client, her, log):
    for name in ("her", "my secret password"):
        for _ in range(5):
            log_in(client, name, "typed secret")
    log_in(client)
    wrong = [line("password", "refused")] * 5
    unknown = [line("password", "refused", "an unknown name")] * 5
    lines = log.take()
    assert [each for each in lines if each["event"] != "pause"] == [*wrong, *unknown, wrong[0]]
    assert [each["who"] for each in lines if each["event"] == "pause"] == [
        "her",
        "an unknown name",
        "her",
    ]
    assert "secret" not in str(lines)


def test_the_address_is_that_of_the_client_in_its_usual_form(client, her, log):
    client.post(LOGIN, {"username": "her", "password": PASSWORD}, REMOTE_ADDR="2001:DB8::0:1%eth0")
    assert log.take("log-in") == [line("log-in", at="2001:db8::1")]


def test_second_factors(client, her, log, stored):
    with stored():
        TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
        [recovery, *_] = second_factor.new_recovery_codes(her)
    made = {"who": "manage.py", "at": None, "account": "her"}
    assert log.take() == [line("second factor set up", **made), line("recovery codes made", **made)]
    log_in(client)
    client.post(LOGIN, {"code": "wrong-code"})
    client.post(LOGIN, {"code": code()})
    assert log.take() == [
        line("password"),
        line("second factor", "refused"),
        line("second factor", by="app"),
        line("log-in"),
    ]
    log_in(client)
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    second_factor.StaticDevice.objects.update(throttling_failure_timestamp=None)
    client.post(LOGIN, {"code": recovery})
    left = [line("second factor", by="recovery code"), line("log-in")]
    assert log.take() == [line("password"), *left]
    with stored():
        call_command("second_factor", "her", "--reset")
    assert log.take() == [line("second factor taken away", **made)]


def test_an_enrolment_ends_the_log_in_and_a_refused_one_does_not(client, her, log, settings, stored):
    settings.SECOND_FACTOR = True
    page = log_in(client)
    key = Inputs(page.text).found["key"][0]
    assert log.take() == [line("password")]
    for sent in ({"key": "forged", "code": "123456"}, {"key": key, "code": "typed"}):
        client.post(LOGIN, sent)
        assert log.take() == [line("second factor set up", "refused")]
    with stored():
        client.post(LOGIN, {"key": key, "code": code(key_on(page))})
    events = ["second factor", "log-in", "second factor set up", "recovery codes made"]
    assert [each["event"] for each in log.take()] == events


def test_a_log_in_from_a_page_that_carries_a_form(client, her, log):
    TOTPDevice.objects.create(user=her, key=KEY, confirmed=True)
    asked = client.post(url(Actor, "add"), {"name": "Typed"})
    asked = log_in_from(client, asked)
    assert log.take() == [line("password")]
    log_in_from(client, asked, **{"log-in-code": code()})
    assert log.take() == [line("second factor", by="app"), line("log-in")]


def test_a_second_factor_of_who_has_logged_in_is_no_log_in(client, her, log):
    log_in(client)
    page = client.get(reverse("admin:second_factor"))
    log.take()
    key = re.search(r'name="key" value="([^"]+)"', page.text)[1]
    client.post(reverse("admin:second_factor"), {"key": key, "code": code(key_on(page))})
    assert log.take() == [line("second factor", by="app")]


def test_accounts(client, her, log, stored):
    client.force_login(her)
    log.take()
    new = {"username": "him", "usable_password": "true"}
    words = dict.fromkeys(("password1", "password2"), "nine violet umbrellas")
    with stored():
        client.post(reverse("admin:auth_user_add"), new | words)
    assert log.take() == [line("account added", account="him")]
    him = type(her).objects.get(username="him")
    with stored():
        him.is_staff, him.email = True, "typed@example.org"
        him.save()
    changed = {"account": "him", "fields": ["email", "is_staff"]}
    assert log.take() == [line("account changed", who="manage.py", at=None, **changed)]
    with stored():
        address = reverse("admin:auth_user_password_change", args=[him.pk])
        client.post(address, words | {"usable_password": "true", "set-password": "1"})
    assert log.take() == [line("account changed", account="him", fields=["password"])]
    with stored():
        client.post(address, {"usable_password": "false", "unset-password": "1"})
    assert log.take() == [line("account changed", account="him", fields=["password"])]
    with stored():
        him.refresh_from_db()
        him.username = "new"
        him.save()
    changed = {"account": "him", "fields": ["username"], "renamed": "new"}
    assert log.take() == [line("account changed", who="manage.py", at=None, **changed)]
    with stored():
        client.post(reverse("admin:auth_user_delete", args=[him.pk]), {"post": "yes"})
    assert log.take() == [line("account deleted", account="new")]


def test_rights_and_groups(her, log, stored):
    made = {"who": "manage.py", "at": None}
    right = Permission.objects.get(codename="change_actor")
    with stored():
        group = Group.objects.create(name="Éditors")
        group.permissions.add(right)
        her.groups.add(group)
        her.user_permissions.set([right])
        her.user_permissions.clear()
        group.user_set.remove(her)
        group.name = 'x"\n{"event": "forged"}'
        group.save()
    first = {"group": group.pk, "name": "Éditors"} | made
    last = first | {"name": group.name}
    named = [f"group {group.pk}: Éditors"]
    with stored():
        group.delete()
    assert all(each.isascii() and "\n" not in each for each in log.raw)
    assert log.take() == [
        line("group added", **first),
        line("rights changed", given=["change_actor"], **first),
        line("rights changed", given=named, account="her", **made),
        line("rights changed", given=["change_actor"], account="her", **made),
        line("rights changed", taken=["change_actor"], account="her", **made),
        line("rights changed", taken=named, account="her", **made),
        line("group changed", **last),
        line("group deleted", **last),
    ]


def test_publishing_and_taking_off(empty, client, her, log, stored):
    report = make_text(published=False).report
    client.force_login(her)
    log.take()
    page = url(Report, "change", report.pk)
    data = typed(client.get(page)) | WHY
    with stored():
        assert client.post(page, data | {"published": "on"}).status_code == 302
    assert log.take() == [line("report published", report=report.pk)]
    number = report.pk
    with stored():
        report.refresh_from_db()
        report.published = False
        report.save()
    assert log.take() == [line("report taken off", who="manage.py", at=None, report=number)]


def test_a_password_that_is_typed_again(client, her, log, monkeypatch):
    client.force_login(her)
    log.take()
    monkeypatch.setattr("baliportal.door.sessions.FRESH", 0)
    asked = client.get(reverse("admin:auth_user_changelist"))
    log_in_from(client, asked, **{"log-in-password": "typed secret"})
    log_in_from(client, asked, **{"log-in-password": PASSWORD})
    assert log.take() == [line("password again", "refused"), line("password again")]


def test_a_wrong_old_password(client, her, log):
    log_in(client)
    log.take()
    sent = dict.fromkeys(("new_password1", "new_password2"), "nine violet umbrellas")
    client.post(reverse("admin:password_change"), sent | {"old_password": "typed secret"})
    assert log.take() == [line("password again", "refused")]


def test_the_right_password_of_an_account_without_staff_status(client, her, log):
    her.is_staff = False
    her.save()
    log.take()
    log_in(client)
    assert log.take() == [line("password", "refused")]


def test_a_name_like_a_word_of_the_log_is_no_session_of_it(client, her, log):
    log_in(client, "nobody", "typed secret")
    assert log.take() == [line("password", "refused", "an unknown name")]


def test_what_is_taken_back_leaves_no_line(her, log, stored):
    with stored(), transaction.atomic():
        her.is_staff = False
        her.save()
        transaction.set_rollback(True)
    assert log.take() == []


def test_a_line_is_one_line_whatever_a_name_holds(log, her, stored):
    with stored():
        type(her).objects.create(username='x"\n{"event": "forged"}\u2028')
    [raw] = log.raw
    assert "\n" not in raw
    assert raw.isascii()
    assert json.loads(raw)["account"].startswith('x"\n')


def test_the_log_goes_to_a_file_for_this_user_alone(tmp_path):
    file = tmp_path / "audit.log"
    handler = env.audit_handler(f" {file} ")
    assert (handler["filename"], stat.S_IMODE(file.stat().st_mode)) == (file, 0o600)
    assert env.audit_handler("")["class"] == "logging.StreamHandler"
    with pytest.raises(ImproperlyConfigured, match="Cannot write the audit log"):
        env.audit_handler(str(tmp_path / "none" / "audit.log"))
