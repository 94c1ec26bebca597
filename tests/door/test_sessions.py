"""Sessions of the desk end by themselves, and ask for the password again before what matters."""

from datetime import timedelta

import psycopg
import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from baliportal.desk import DeskMessageCookie, SessionMiddleware
from baliportal.door import sessions
from reports.admin import rescue
from reports.admin.accounts import CLOSED_OWN
from reports.models import Actor, Report
from tests.admin.desk import change, make_text, typed, url
from tests.admin.rescued import Inputs, log_in_from
from tests.factories import PASSWORD
from tests.project.test_settings import SERVICE, load

LOGIN = "/admin/login/"
DESK = "/admin/"
AGAIN = {"log-in-password": PASSWORD}
HOUR = 3600


@pytest.fixture
def clock(monkeypatch):
    """The seconds that sessions count by: a list whose last is now."""
    times = [1_000_000]
    monkeypatch.setattr(sessions, "now", lambda: times[-1])
    return times


@pytest.fixture(scope="module")
def reports(empty_for_module):
    """A published report and a draft, written once for all tests of the module: their keys."""
    return make_text().report_id, make_text(slug="2006-draft", published=False).report_id


@pytest.fixture
def published(reports, db):
    """The published report, as stored."""
    return Report.objects.get(pk=reports[0])


@pytest.fixture
def draft(reports, db):
    """The draft, as stored."""
    return Report.objects.get(pk=reports[1])


@pytest.fixture
def browser(client, her, clock):
    """Her browser, logged in by the page."""
    client.post(LOGIN, {"username": "her", "password": PASSWORD})
    return client


def is_in(client):
    """True if the client may see the desk."""
    return client.get(DESK).status_code == 200


def test_each_log_in_gets_a_new_id_and_none_that_was_given(client, her):
    client.cookies["sessionid"] = "chosenbysomebodyelse" * 2
    login = {"username": "her", "password": PASSWORD}
    ids = set()
    for _ in range(3):
        client.post(LOGIN, login)
        ids.add(client.cookies["sessionid"].value)
    assert len(ids) == 3
    assert "chosenbysomebodyelse" * 2 not in ids
    assert Session.objects.count() == 1


def test_a_session_ends_after_thirty_minutes_without_use(browser, settings):
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert browser.cookies["sessionid"]["max-age"] == 30 * 60
    left = Session.objects.get().expire_date
    assert is_in(browser)
    assert Session.objects.get().expire_date == left  # noted once a minute
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert not is_in(browser)


def test_use_keeps_it_and_twelve_hours_end_it(browser, clock):
    start, left = clock[0], Session.objects.get().expire_date
    for later in (60, 29 * 60, 6 * HOUR, 12 * HOUR - 1):
        clock.append(start + later)
        assert is_in(browser)
    assert Session.objects.get().expire_date > left
    clock.append(start + 12 * HOUR + 1)
    page = url(Actor, "add")
    asked = browser.post(page, {"name": "Typed at length"})
    assert rescue.SESSION_ENDED in asked.text
    assert not is_in(browser)
    answer = log_in_from(browser, asked, **AGAIN | {"log-in-username": "her"})
    assert "Typed at length" in answer.text
    assert is_in(browser)


def test_a_page_is_read_while_somebody_else_holds_the_database(browser, clock, monkeypatch):
    clock.append(clock[0] + 61)

    def locked(middleware, request, response):
        if request.session.modified:
            raise OperationalError from psycopg.errors.LockNotAvailable()
        return response

    monkeypatch.setattr(SessionMiddleware, "process_response", locked)
    assert is_in(browser)


def test_a_new_password_ends_every_other_session(browser, her):
    other = Client()
    other.post(LOGIN, {"username": "her", "password": PASSWORD})
    assert is_in(other)
    new = "nine violet umbrellas"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert browser.post(reverse("admin:password_change"), sent).status_code == 302
    assert is_in(browser)
    assert not is_in(other)


def test_cookies_are_bound_to_the_host_under_tls(tmp_path):
    def cookies(**variables):
        found = load(tmp_path, **variables)
        names = found.SESSION_COOKIE_NAME, found.CSRF_COOKIE_NAME, found.MESSAGE_COOKIE_NAME
        return *names, found.SESSION_COOKIE_SECURE

    told = cookies(BEHIND_TLS="1", **SERVICE)
    assert told == ("__Host-sessionid", "__Host-csrftoken", "__Host-messages", True)
    assert cookies() == ("sessionid", "csrftoken", "messages", False)


def test_messages_are_kept_in_the_cookie_of_the_setting(draft, browser, monkeypatch):
    monkeypatch.setattr(DeskMessageCookie, "cookie_name", "__Host-messages")
    change(browser, draft, title="Another")
    cookie = browser.cookies["__Host-messages"]
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert "was changed successfully" in browser.get(DESK).text
    assert browser.cookies["__Host-messages"].value == ""
    assert browser.cookies["__Host-messages"]["secure"]  # else a browser would keep it


def test_logging_out_clears_what_the_browser_kept(browser):
    answer = browser.post(reverse("admin:logout"))
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert SESSION_KEY not in browser.session


def test_no_page_of_the_desk_is_kept(browser):
    names = ("", "login/", "jsi18n/", "password_change/", "nowhere/", "second-factor/")
    kept = {name: browser.get(DESK + name)["Cache-Control"] for name in names}
    assert {name: said for name, said in kept.items() if "no-store" not in said} == {}


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/admin/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/workshops/",
        "/admin/logout/",
        "/admin/login/?next=/admin/login/",
        "https:/admin/",
        "/admin/..//evil.example/",
        "/admin//evil.example/",
        "/admin/\r\nX: y",
    ],
)
def test_a_bad_address_to_go_on_to_leads_to_the_desk(client, her, to):
    sent = {"username": "her", "password": PASSWORD, "next": to}
    assert client.post(LOGIN, sent).url == DESK
    assert client.get(LOGIN, {"next": to}).url == DESK


def test_a_good_one_is_gone_on_to(client, her):
    sent = {"username": "her", "password": PASSWORD, "next": url(Actor, "add")}
    assert client.post(LOGIN, sent).url == url(Actor, "add")


# The password again


def test_accounts_ask_for_the_password_again_after_ten_minutes(browser, her, clock):
    page = reverse("admin:auth_user_change", args=[her.pk])
    assert browser.get(page).status_code == 200
    clock.append(clock[-1] + 600)
    asked = browser.get(page)
    assert asked.status_code == 403
    assert rescue.CONFIRM_TO_OPEN in asked.text
    assert "her@" not in asked.text
    wrong = log_in_from(browser, asked, **{"log-in-password": "wrong"})
    assert wrong.status_code == 403
    assert browser.get(page).status_code == 403
    assert log_in_from(browser, wrong, **AGAIN).url == page
    assert browser.get(page).status_code == 200


def test_wrong_ones_there_lead_to_the_pause_too(browser, her, clock):
    clock.append(clock[-1] + 600)
    asked = browser.get(reverse("admin:auth_group_changelist"))
    for _ in range(5):
        asked = log_in_from(browser, asked, **{"log-in-password": "wrong"})
    assert asked.status_code == 429
    assert log_in_from(browser, asked, **AGAIN).status_code == 429


def test_publishing_asks_for_the_password_again_and_then_is_done(draft, browser, clock):
    page = url(Report, "change", draft.pk)
    data = typed(browser.get(page)) | {"published": "on"}
    clock.append(clock[-1] + 600)
    asked = browser.post(page, data)
    assert asked.status_code == 403
    assert rescue.CONFIRM_TO_SAVE in asked.text
    draft.refresh_from_db()
    assert not draft.published
    assert "password" in " ".join(Inputs(asked.text).found)
    assert log_in_from(browser, asked, **AGAIN).status_code == 302
    draft.refresh_from_db()
    assert draft.published


@pytest.mark.parametrize("name", ["delete", "changelist"])
def test_taking_a_report_off_asks_for_it_too(published, browser, clock, name):
    clock.append(clock[-1] + 600)
    row = [published.pk] if name == "delete" else []
    sent = {"action": "delete_selected", "_selected_action": published.pk, "post": "yes"}
    assert browser.post(url(Report, name, *row), sent).status_code == 403
    assert Report.objects.filter(pk=published.pk).exists()


def test_a_new_password_is_not_carried_and_that_is_said(browser, clock):
    page = reverse("admin:auth_user_add")
    clock.append(clock[-1] + 600)
    words = dict.fromkeys(("password1", "password2"), "nine violet umbrellas")
    asked = browser.post(page, words | {"username": "him", "usable_password": "true"})
    assert rescue.CONFIRM_TO_TYPE in asked.text
    assert "umbrellas" not in asked.text
    wrong = log_in_from(browser, asked, **{"log-in-password": "wrong"})
    assert "This is not the password of your account." in wrong.text
    again = log_in_from(browser, wrong, **AGAIN)
    assert 'value="him"' in again.text
    assert "Nothing was saved: 2 things to look at" in again.text


def test_other_pages_do_not_ask(draft, browser, clock):
    page = url(Report, "change", draft.pk)
    data = typed(browser.get(page)) | {"title": "Another title"}
    clock.append(clock[-1] + 600)
    assert browser.get(url(Actor, "add")).status_code == 200
    assert browser.post(page, data).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Another title"


def test_what_has_expired_at_the_door_is_deleted_by_a_command(db):
    now = timezone.now()
    for name, hours in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=name, expire_date=now + timedelta(hours=hours))
    for name, hours in (("past", 25), ("counts", 23)):
        AccessAttempt.objects.create(
            username=name, attempt_time=now - timedelta(hours=hours), failures_since_start=1
        )
        AccessAttempt.objects.filter(username=name).update(attempt_time=now - timedelta(hours=hours))
    call_command("clear_expired")
    assert [each.session_key for each in Session.objects.all()] == ["open"]
    assert [each.username for each in AccessAttempt.objects.all()] == ["counts"]


# Accounts that are closed


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_an_account_that_is_opened_again_has_no_old_session(browser, her, field, django_user_model):
    other = Client()
    other.force_login(django_user_model.objects.create_superuser("him"))
    for on in (False, True):
        setattr(her, field, on)
        her.save()
        assert Session.objects.count() == 1
    assert not is_in(browser)
    assert is_in(other)
    browser.post(LOGIN, {"username": "her", "password": PASSWORD})
    assert is_in(browser)


def test_nor_has_one_that_was_closed_past_its_signals(browser, her, django_user_model):
    django_user_model.objects.filter(pk=her.pk).update(is_active=False)
    her.refresh_from_db()
    her.is_active = True
    her.save()
    assert not is_in(browser)


def test_nor_has_one_that_is_deleted_and_brought_back(browser, her):
    key = her.pk
    her.delete()
    assert not Session.objects.exists()
    her.pk = key
    her.save()
    assert not is_in(browser)


def test_no_session_is_read_when_something_else_of_an_account_changes(her, monkeypatch):
    monkeypatch.setattr(sessions, "end", pytest.fail)
    her.email = "her@example.org"
    her.save()
    her.save(update_fields=["last_login"])


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
@pytest.mark.parametrize("later", [0, 600])
def test_who_closes_her_own_account_is_told_so(browser, her, clock, field, later):
    """Ten minutes later the password is asked for, and noted in the session that is ended then."""
    page = reverse("admin:auth_user_change", args=[her.pk])
    data = typed(browser.get(page))
    data = {name: data[name] for name in ("username", "is_active", "is_staff", "is_superuser", "_seen")}
    del data[field]
    clock.append(clock[-1] + later)
    joined = {"date_joined_0": "2024-01-01", "date_joined_1": "00:00:00"}  # one field, two boxes
    answer = browser.post(page, data | joined)
    if later:
        assert answer.status_code == 403
        answer = log_in_from(browser, answer, **AGAIN)
    assert (answer.status_code, answer.url) == (302, LOGIN)
    told = browser.get(LOGIN)
    assert str(escape(CLOSED_OWN)) in told.text
    assert "username" in Inputs(told.text).found
    assert not Session.objects.exists()


def test_who_takes_her_own_second_factor_away_is_told_so(browser, her):
    sent = {"action": "reset_second_factor", "_selected_action": her.pk}
    page = reverse("admin:auth_user_changelist")
    answer = browser.post(page, sent)
    assert answer.status_code == 302
    assert "Taken away from: her, and logged out" in browser.get(answer.url, follow=True).text
    assert not is_in(browser)


def test_what_was_done_while_a_session_ended_is_answered(browser, her, clock, monkeypatch):
    clock.append(clock[-1] + sessions.STEP)
    ended = sessions.keep_or_end

    def end_late(request):
        ended(request)
        sessions.end([her])

    monkeypatch.setattr(sessions, "keep_or_end", end_late)
    assert browser.get(DESK).status_code == 200
    assert not is_in(browser)
