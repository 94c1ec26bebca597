"""A lock that somebody else holds is told as such, and takes nothing that was typed."""

import html
from contextlib import contextmanager
from time import perf_counter

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from reports.admin.base import FULL_MESSAGE, LOCKED_MESSAGE, GuardedAdmin
from reports.admin.rescue import AWAY_MESSAGE, STILL_LOGGED_IN
from reports.models import Actor, Block, Evidence
from reports.models.versions import RevisionQuerySet
from tests.admin.desk import TEXT, change, errors, make_actor, make_text, told, typed, url
from tests.admin.rescued import LOG_IN, Inputs, carried, log_in_from, shown

SHORT = {"sqlite": "PRAGMA busy_timeout={}", "postgresql": "SET lock_timeout={}"}
HOLD = {
    "sqlite": ["BEGIN IMMEDIATE"],
    "postgresql": [
        "BEGIN",
        "LOCK TABLE reports_revision, django_session, auth_user, auth_group IN EXCLUSIVE MODE",
    ],
}
PASSWORD = "a long password of hers"


@contextmanager
def somebody_saving(milliseconds=50):
    """Hold, by a second connection, the lock that every save needs, and waits for that long."""
    with connection.cursor() as cursor:
        cursor.execute(SHORT[connection.vendor].format(milliseconds))
    rival = connection.copy()
    try:
        for statement in HOLD[connection.vendor]:
            rival.cursor().execute(statement)
        yield
        rival.cursor().execute("ROLLBACK")
    finally:
        rival.close()


def test_a_save_that_meets_a_lock_keeps_what_was_typed_and_waits_once(written, admin_client):
    block = make_text()
    page = url(Block, "change", block.pk)
    data = typed(admin_client.get(page)) | {"text": f"{TEXT} More.", "evidence-0-prefix": "lunch was "}
    with somebody_saving(1000):
        start = perf_counter()
        answer = admin_client.post(page, data)
        assert 1 < perf_counter() - start < 2
        assert errors(answer) == LOCKED_MESSAGE
    assert answer.context["adminform"].form["text"].value() == f"{TEXT} More."
    [inline] = answer.context["inline_admin_formsets"]
    assert inline.formset.forms[0]["prefix"].value() == "lunch was "
    block.refresh_from_db()
    assert block.text == TEXT
    assert admin_client.post(page, data).status_code == 302


def test_a_new_row_that_meets_a_lock_stays_typed(written, admin_client):
    page = url(Actor, "add")
    data = typed(admin_client.get(page)) | {"name": "T.", "slug": "testland", "kind": "country"}
    with somebody_saving():
        answer = admin_client.post(page, data)
        assert errors(answer) == LOCKED_MESSAGE
    assert answer.context["adminform"].form["name"].value() == "T."
    assert admin_client.post(page, data).status_code == 302


def break_saves(monkeypatch, error):
    """Let each save meet that `error` of a driver."""

    def rise(self):
        raise OperationalError("an error") from error

    monkeypatch.setattr(RevisionQuerySet, "rise", rise)


def test_a_save_on_a_full_disk_is_told_and_keeps_what_was_typed(written, admin_client, monkeypatch):
    block = make_text()
    page = url(Block, "change", block.pk)
    data = typed(admin_client.get(page)) | {"text": f"{TEXT} More."}
    with monkeypatch.context() as full:
        break_saves(full, psycopg.errors.DiskFull())
        answer = admin_client.post(page, data)
        assert errors(answer) == FULL_MESSAGE
    assert answer.context["adminform"].form["text"].value() == f"{TEXT} More."
    assert admin_client.post(page, data).status_code == 302


def test_a_save_without_a_database_shows_what_was_typed(written, admin_client, monkeypatch):
    page = url(Block, "change", make_text().pk)
    data = typed(admin_client.get(page)) | {"text": f"{TEXT} More."}
    break_saves(monkeypatch, psycopg.errors.AdminShutdown())
    answer = admin_client.post(page, data)
    assert answer.status_code == 503
    assert AWAY_MESSAGE in html.unescape(answer.text)
    assert "lunch was hosted by Fiji too. More." in answer.text


READ_ONLY = {"sqlite": "PRAGMA query_only", "postgresql": "SHOW transaction_read_only"}


def test_every_refusal_is_shown_by_reading_alone(written, admin_client, monkeypatch):
    block, found = make_text(), {}
    get_form = GuardedAdmin.get_form

    def looked_at(self, request, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute(READ_ONLY[connection.vendor])
            found[bool(getattr(request, "refusal", ()))] = cursor.fetchone()[0]
        return get_form(self, request, *args, **kwargs)

    monkeypatch.setattr(GuardedAdmin, "get_form", looked_at)
    assert "has no evidence" in errors(change(admin_client, block, **{"evidence-0-DELETE": "on"}))
    assert found == (
        {False: 0, True: 1} if connection.vendor == "sqlite" else {False: "off", True: "on"}
    )
    assert change(admin_client, block).status_code == 302


def test_a_deletion_that_meets_a_lock_says_so(written, admin_client):
    actor = make_actor()
    with somebody_saving():
        answer = admin_client.post(url(Actor, "delete", actor.pk), {"post": "yes"})
        assert answer.status_code == 302
        assert told(answer) == f"Nothing was deleted. {LOCKED_MESSAGE}"
    assert Actor.objects.exists()


def test_an_action_that_meets_a_lock_says_so(written, admin_client):
    chosen = {"action": "delete_selected", "_selected_action": make_actor().pk, "post": "yes"}
    with somebody_saving():
        answer = admin_client.post(url(Actor, "changelist"), chosen)
        assert answer.status_code == 302
        assert told(answer) == f"Nothing was deleted. {LOCKED_MESSAGE}"
    assert Actor.objects.exists()


def fail(error):
    """A save that ends in the database's `error`, as Django gives it."""

    def save_model(self, request, obj, form, change):
        raise OperationalError from error

    return save_model


def test_a_deadlock_is_told_as_a_lock(empty, admin_client, monkeypatch):
    block = make_text()
    for error in (psycopg.errors.DeadlockDetected(), psycopg.errors.SerializationFailure()):
        monkeypatch.setattr(GuardedAdmin, "save_model", fail(error))
        assert errors(change(admin_client, block)) == LOCKED_MESSAGE, error


@pytest.mark.parametrize("method", ["save_model", "delete_model"])
def test_another_error_of_the_database_stays_an_error(written, admin_client, monkeypatch, method):
    def broken(*args):
        Evidence.objects.raw("SELECT * FROM no_such_table")[0]

    monkeypatch.setattr(GuardedAdmin, method, broken)
    actor = make_actor()
    admin_client.raise_request_exception = False
    page = url(Actor, "delete" if method == "delete_model" else "change", actor.pk)
    data = {"post": "yes"} if method == "delete_model" else typed(admin_client.get(page))
    assert admin_client.post(page, data).status_code == 500


def is_busy(answer):
    """Say whether it is the page that asks to try again."""
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    return "Somebody else is saving" in page and '<header class="bar">' in page


@pytest.fixture
def editor(written, settings):
    """An editor with a password, not logged in: her browser. To hash slowly proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    return Client(raise_request_exception=False)


def test_a_log_in_that_meets_a_lock_logs_nobody_in_and_keeps_the_name(editor):
    login = {"username": "editor", "password": PASSWORD, "next": "/admin/auth/"}
    with somebody_saving():
        answer = editor.post(reverse("admin:login"), login)
    assert answer.status_code == 200
    assert LOCKED_MESSAGE in answer.text
    assert answer.context["form"]["username"].value() == "editor"
    assert answer.context["next"] == "/admin/auth/"
    assert PASSWORD not in answer.text
    assert "sessionid" not in answer.cookies
    assert editor.post(reverse("admin:login"), login).url == "/admin/auth/"


def test_a_log_out_that_meets_a_lock_says_that_nobody_is_logged_out(editor):
    editor.force_login(get_user_model().objects.get())
    with somebody_saving():
        answer = editor.post(reverse("admin:logout"))
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert told(answer) == f"{LOCKED_MESSAGE} {STILL_LOGGED_IN}"
    assert editor.get("/admin/").status_code == 200


@pytest.mark.parametrize("lock", ["from the first", "of the session"])
def test_a_password_that_meets_a_lock_is_not_set_and_says_so(editor, monkeypatch, lock):
    editor.force_login(get_user_model().objects.get())
    new = "another long one of hers"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = reverse("admin:password_change")
    with monkeypatch.context() as patch:
        if lock == "of the session":
            busy = fail(psycopg.errors.LockNotAvailable())
            patch.setattr(SessionStore, "cycle_key", lambda self: busy(*[None] * 5))
            answer = editor.post(page, data)
        else:
            with somebody_saving():
                answer = editor.post(page, data)
    assert (answer.status_code, answer.url) == (302, page)
    assert told(answer) == LOCKED_MESSAGE
    assert get_user_model().objects.get().check_password(PASSWORD)
    assert editor.get("/admin/").status_code == 200
    assert editor.post(page, data).url == reverse("admin:password_change_done")


def cannot_read(self):
    """Fail as a session does that is read while its table is locked."""
    raise OperationalError from psycopg.errors.LockNotAvailable()


@pytest.mark.parametrize(
    "more", [{}, {"log-in-username": "editor", "log-in-password": PASSWORD}], ids=["a save", "a log-in"]
)
def test_a_session_that_cannot_be_read_gives_back_what_was_typed(empty, monkeypatch, more):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(get_user_model().objects.create_superuser("editor"))
    page = url(Actor, "add")
    opened = browser.get(page)
    token = {"csrfmiddlewaretoken": str(opened.context["csrf_token"])}
    data = typed(opened) | {"name": "Typed at length"} | more
    with monkeypatch.context() as patch:
        patch.setattr(SessionStore, "load", cannot_read)
        answer = browser.post(page, data | token, HTTP_ORIGIN="http://testserver")
        assert answer.status_code == 503
        assert LOCKED_MESSAGE in answer.text
        assert "Typed at length" in [value for _, value in answer.context["typed"]]
        assert PASSWORD not in answer.text
        assert is_busy(browser.post(page, token, HTTP_ORIGIN="http://testserver"))
        forged = browser.post(page, data, HTTP_ORIGIN="https://evil.example")
        assert (forged.status_code, "Typed at length" in forged.text) == (403, False)
    assert browser.get(page).status_code == 200  # still logged in


@pytest.mark.urls("tests.pages.broken_urls")
def test_a_session_that_meets_a_lock_is_a_503(editor):
    """Django's middleware takes it for a session that is gone, which is a 400."""
    editor.force_login(get_user_model().objects.get())
    with somebody_saving():
        assert is_busy(editor.get("/admin/remember/"))
    assert editor.get("/admin/remember/").content == b"seen"


def test_the_public_reads_while_somebody_saves(editor):
    make_text()
    with somebody_saving():
        assert editor.get("/meetings/").status_code == 200


def test_a_log_in_that_meets_a_lock_carries_on(written, settings, django_user_model, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_user_model.objects.create_superuser("her", password=LOG_IN["log-in-password"])
    asked = client.post(url(Actor, "add"), {"name": "Typed"})
    with somebody_saving():
        answer = log_in_from(client, asked)
    assert LOCKED_MESSAGE in answer.text
    assert carried(answer) == {"name": ["Typed"]}
    assert Inputs(answer.text).found["log-in-username"] == ["her"]
    assert "sessionid" not in answer.cookies
    assert shown(log_in_from(client, answer))["name"] == "Typed"
