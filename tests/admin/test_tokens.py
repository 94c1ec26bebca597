"""Forms stand as they were typed when the token is gone, a lock refuses them, or rights are missing."""

import psycopg
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from reports.admin import base, rescue
from reports.admin.base import LOCKED_MESSAGE, GuardedAdmin
from reports.admin.conflicts import GONE_TO_COPY_MESSAGE, STALE_MESSAGE
from reports.models import Actor
from reports.snapshot import snapshot
from tests.admin.desk import typed, url
from tests.admin.rescued import (
    LOG_IN,
    Inputs,
    carried,
    copied,
    log_in_from,
    said,
    shown,
    stored,
)
from tests.admin.test_locks import fail
from tests.factories import PASSWORD

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def checked(her):
    """Her browser, logged in, whose every form needs its token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(her)
    return client


def with_token(client, page):
    """The fields that a browser sends of the form on `page`, its token included."""
    answer = client.get(page)
    return typed(answer) | {"csrfmiddlewaretoken": str(answer.context["csrf_token"])}


@pytest.mark.parametrize("lost", ["rotated", "cookie", "both"])
def test_a_token_that_is_gone_leaves_the_page_as_it_was(actor, checked, lost):
    page = url(Actor, "change", actor.pk)
    data = with_token(checked, page) | {"name": "Typed"}
    if lost == "rotated":
        checked.cookies["csrftoken"] = "x" * 32
    elif lost == "cookie":
        del checked.cookies["csrftoken"]
    else:
        checked.cookies.clear()
    answer = checked.post(page, data, **ORIGIN)
    assert answer.status_code == 403
    if lost == "both":
        assert rescue.SESSION_ENDED in answer.text
        token = Inputs(answer.text).found["csrfmiddlewaretoken"][0]
        assert token != data["csrfmiddlewaretoken"]
        left = carried(answer)
        answer = checked.post(page, left | LOG_IN | {"csrfmiddlewaretoken": token}, **ORIGIN)
        assert (answer.status_code, said(answer)) == (200, rescue.RESCUED)
    else:
        assert said(answer) == rescue.PAGE_TOO_OLD
    assert shown(answer)["name"] == "Typed"
    assert stored().name == "Testland"
    again = typed(answer) | {"csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert checked.post(page, again, **ORIGIN).status_code == 302
    assert stored().name == "Typed"


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_form_of_another_site_is_refused_whole(checked, logged_in):
    page = url(Actor, "add")
    data = with_token(checked, page) | {"name": "FORGED", "slug": "forged", "kind": "country"}
    without = {name: value for name, value in data.items() if name != "csrfmiddlewaretoken"}
    if not logged_in:
        checked.logout()
    for origin, forged in ((None, without), ("https://evil.example", data), ("null", data)):
        for sent in (forged, forged | LOG_IN):
            answer = checked.post(page, sent, **{"HTTP_ORIGIN": origin} if origin else {})
            assert answer.status_code == 403, origin
            assert "not sent safely" in answer.text, origin
            assert "FORGED" not in answer.text, origin
            assert "sessionid" not in answer.cookies, origin
    assert not Actor.objects.filter(slug="forged").exists()
    assert ("_auth_user_id" in checked.session) == logged_in


def test_no_post_with_a_wrong_token_does_anything(actor, checked, her):
    secret = {"password1": "another-long-one", "password2": "another-long-one"}
    own = {
        "old_password": PASSWORD,
        "new_password1": "another-long-one",
        "new_password2": "another-long-one",
    }
    pages = {
        url(Actor, "delete", actor.pk): {"post": "yes"},
        url(Actor, "changelist"): {
            "action": "delete_selected",
            "_selected_action": actor.pk,
            "post": "yes",
        },
        reverse("admin:password_change"): own,
        reverse("admin:auth_user_password_change", args=[her.pk]): secret | {"set-password": "1"},
        reverse("admin:logout"): {},
        reverse("admin:auth_user_delete", args=[her.pk]): {"post": "yes"},
    }
    for page, data in pages.items():
        answer = checked.post(page, data | {"csrfmiddlewaretoken": "x" * 64}, **ORIGIN)
        assert answer.status_code in (302, 403), page
        assert "_auth_user_id" in checked.session, page
    assert checked.get("/admin/").status_code == 200
    assert stored()
    assert type(her).objects.get().check_password(PASSWORD)
    assert not LogEntry.objects.exists()


def test_a_log_in_page_that_is_too_old_is_shown_anew(her):
    client = Client(enforce_csrf_checks=True)
    login = {"username": "her", "password": PASSWORD, "next": url(Actor, "add")}
    answer = client.post(reverse("admin:login"), login | {"csrfmiddlewaretoken": "x" * 64}, **ORIGIN)
    assert answer.status_code == 403
    assert rescue.LOG_IN_AGAIN in answer.text
    assert PASSWORD not in answer.text
    assert Inputs(answer.text).found["username"] == ["her"]
    token = Inputs(answer.text).found["csrfmiddlewaretoken"][0]
    assert client.post(
        answer.wsgi_request.path, login | {"csrfmiddlewaretoken": token}, **ORIGIN
    ).url == (url(Actor, "add"))


def test_nothing_leads_to_another_site(actor, browser):
    browser.logout()
    page = url(Actor, "delete", actor.pk)
    evil = {"post": "yes", "next": "https://evil.example/"}
    answer = log_in_from(browser, browser.post(f"{page}?next=https://evil.example/", evil))
    assert answer.url.startswith(page)


# Rights and locks


def test_a_view_only_editor_who_posts_is_refused_with_what_she_typed(actor, client, django_user_model):
    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_actor"))
    client.force_login(user)
    answer = client.post(url(Actor, "change", actor.pk), {"name": "Typed"})
    assert answer.status_code == 403
    assert copied(answer) == ["Typed"]


@pytest.mark.parametrize("ended", [True, False])
def test_what_was_deleted_meanwhile_can_be_copied_by_who_may_not_add(actor, client, her, ended):
    type(her).objects.filter(pk=her.pk).update(is_superuser=False)
    her.user_permissions.add(*Permission.objects.filter(codename__in=["view_actor", "change_actor"]))
    client.force_login(her)
    page = url(Actor, "change", actor.pk)
    data = typed(client.get(page)) | {"name": "Typed"}
    actor.delete()
    if ended:
        client.logout()
    answer = client.post(page, data)
    answer = log_in_from(client, answer) if ended else answer
    assert answer.status_code == 403
    assert GONE_TO_COPY_MESSAGE in answer.text
    assert "Typed" in copied(answer)


def test_a_page_refused_by_a_lock_tells_what_was_saved_meanwhile(actor, admin_client, monkeypatch):
    """Another, who held the lock, may have saved the same record: the next save must not undo that."""
    page = url(Actor, "change", actor.pk)
    data = typed(admin_client.get(page)) | {"name": "Mine"}

    def after_a_save():
        actor.name = "Theirs"
        actor.save()
        return snapshot()

    with monkeypatch.context() as patch:
        patch.setattr(base, "snapshot", after_a_save)
        patch.setattr(GuardedAdmin, "save_model", fail(psycopg.errors.DeadlockDetected()))
        answer = admin_client.post(page, data)
    assert said(answer) == f"{LOCKED_MESSAGE} {STALE_MESSAGE}"
    assert [tuple(each) for each in answer.context["differences"]] == [("", "Name", "Theirs", "Mine")]
    assert stored().name == "Theirs"
    assert admin_client.post(page, typed(answer)).status_code == 302
