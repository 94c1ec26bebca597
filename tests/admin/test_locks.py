"""A lock that somebody else holds is told as such, and takes nothing that was typed."""

from contextlib import contextmanager
from time import perf_counter

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from reports.admin.base import LOCKED_MESSAGE, GuardedAdmin
from reports.admin.rescue import STILL_LOGGED_IN
from reports.models import Actor, Block
from tests.admin.desk import TEXT, errors, make_actor, make_text, told, typed, url
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
    page = url(Block, "change", block.pk)
    data = typed(admin_client.get(page))
    refused = admin_client.post(page, data | {"evidence-0-DELETE": "on"})
    assert "has no evidence" in errors(refused)
    assert found == (
        {False: 0, True: 1} if connection.vendor == "sqlite" else {False: "off", True: "on"}
    )
    assert admin_client.post(page, data).status_code == 302


def test_a_deletion_that_meets_a_lock_says_so(written, admin_client):
    actor = make_actor()
    action = {"action": "delete_selected", "_selected_action": actor.pk}
    with somebody_saving():
        deleted = admin_client.post(url(Actor, "delete", actor.pk), {"post": "yes"})
        listed = admin_client.post(url(Actor, "changelist"), action | {"post": "yes"})
        said = f"Nothing was deleted. {LOCKED_MESSAGE}"
        assert (deleted.status_code, told(deleted)) == (302, said)
        assert (listed.status_code, told(listed)) == (302, f"{said} {said}")  # neither is shown yet
    assert Actor.objects.exists()


def fail(error):
    """A save that ends in the database's `error`, as Django gives it."""

    def save_model(self, request, obj, form, change):
        raise OperationalError from error

    return save_model


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


@contextmanager
def session_locked():
    """Let a session meet a lock where it gets a new key, after all else is written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SessionStore, "cycle_key", cannot_read)
        yield


def test_a_password_that_meets_a_lock_is_not_set_and_says_so(editor):
    editor.force_login(get_user_model().objects.get())
    new = "another long one of hers"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = reverse("admin:password_change")
    for lock in (somebody_saving, session_locked):
        with lock():
            answer = editor.post(page, data)
        assert (answer.status_code, answer.url) == (302, page), lock
        assert told(answer) == LOCKED_MESSAGE, lock
        assert get_user_model().objects.get().check_password(PASSWORD), lock
        assert editor.get("/admin/").status_code == 200, lock
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
