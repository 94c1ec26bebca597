"""What was typed comes back, unsaved, when the session, the token or the rights are gone."""

from html.parser import HTMLParser

import psycopg
import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from reports.admin import base, rescue
from reports.admin.base import LOCKED_MESSAGE, GuardedAdmin
from reports.admin.conflicts import GONE_MESSAGE, GONE_TO_COPY_MESSAGE, STALE_MESSAGE
from reports.models import Actor, Block, Evidence, OtherName, Workshop
from reports.snapshot import snapshot
from tests.admin.desk import TEXT, make_actor, make_text, told, typed, url
from tests.admin.test_locks import fail, somebody_saving
from tests.admin.test_withdrawals import make_workshop

PASSWORD = "a long password of hers"
LOG_IN = {"log-in-username": "her", "log-in-password": PASSWORD}
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def her(db, settings, django_user_model):
    """An editor with a password. To hash slowly proves nothing here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return django_user_model.objects.create_superuser("her", password=PASSWORD)


@pytest.fixture
def browser(client, her):
    """Her browser, logged in."""
    client.force_login(her)
    return client


class Inputs(HTMLParser):
    """The inputs of a page that its log-in form sends, as a browser finds them: names and values."""

    def __init__(self, page):
        super().__init__()
        self.found, self.action, self.inside = {}, None, False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        if tag == "form":
            self.inside = own.get("id") == "login-form"
            self.action = own["action"] if self.inside else self.action
        elif tag == "input" and "name" in own and (self.inside or own.get("form") == "login-form"):
            self.found.setdefault(own["name"], []).append(own.get("value") or "")


def log_in_from(client, answer, **fields):
    """Fill in the log-in page `answer` and send it, with all that it carries: the answer."""
    page = Inputs(answer.text)
    return client.post(page.action, page.found | (fields or LOG_IN))


def stored():
    """The actor that `make_actor` makes, as stored."""
    return Actor.objects.get(slug="testland")


def said(answer):
    """The sentences above the form of the page `answer`, as one text."""
    return " ".join(answer.context["adminform"].form.non_field_errors())


def carried(answer):
    """The fields that a log-in page carries, by name."""
    own = {"csrfmiddlewaretoken", "next", *LOG_IN, "username", "password"}
    return {name: values for name, values in Inputs(answer.text).found.items() if name not in own}


def shown(answer):
    """The values of the form and the inlines on a page, but for what says what was stored."""
    return {name: value for name, value in typed(answer).items() if name != "_seen"}


def test_a_page_typed_at_length_stands_as_it_was_after_the_log_in(browser):
    actor = make_actor()
    for name in ("First", "Second"):
        OtherName.objects.create(actor=actor, name=name, kind="short")
    page = url(Actor, "change", actor.pk)
    data = typed(browser.get(page)) | {
        "name": 'A "name" of <letters> & signs',
        "other_names-0-DELETE": "on",
        "other_names-1-name": "Corrected",
        "other_names-2-name": "Newly added",
        "other_names-2-kind": "short",
        "other_names-TOTAL_FORMS": "3",
        "_continue": "Save and continue editing",
    }
    browser.logout()
    asked = browser.post(page, data)
    assert asked.status_code == 403
    assert rescue.SESSION_ENDED in asked.text
    assert "no-store" in asked["Cache-Control"]
    assert carried(asked) == {name: [value] for name, value in data.items()}
    answer = log_in_from(browser, asked)
    assert answer.status_code == 200
    assert said(answer) == rescue.RESCUED
    assert answer.request["PATH_INFO"] == page
    left = {name: value for name, value in shown(answer).items() if not name.endswith("DELETE")}
    assert left == {name: data.get(name, "") for name in left}
    assert answer.context["inline_admin_formsets"][0].formset.forms[0]["DELETE"].value()
    assert "data-unsaved" in answer.text
    actor.refresh_from_db()
    assert actor.name == "Testland"
    assert not LogEntry.objects.exists()
    saved = browser.post(page, typed(answer) | {"other_names-0-DELETE": "on"})
    assert saved.status_code == 302, saved.context["errors"]
    assert sorted(each.name for each in actor.other_names.all()) == ["Corrected", "Newly added"]


def test_a_text_and_its_evidence_come_back_to_the_letter(browser):
    block = make_text()
    page = url(Block, "change", block.pk)
    text = TEXT.replace("Officials", "Senior  officials") + "\n\nعقدت \u00a0“x”"
    data = typed(browser.get(page)) | {
        "text": text.replace("\n", "\r\n"),
        "evidence-0-prefix": "lunch was ",
    }
    browser.logout()
    answer = log_in_from(browser, browser.post(page, data))
    assert answer.context["adminform"].form["text"].value() == text.replace("\n", "\r\n")
    assert answer.context["inline_admin_formsets"][0].formset.forms[0]["prefix"].value() == "lunch was "
    assert browser.post(page, typed(answer)).status_code == 302
    block.refresh_from_db()
    assert block.text == text
    assert Evidence.objects.get(block=block).prefix == "lunch was "


def test_a_new_record_comes_back_too_with_the_address_of_its_page(browser):
    page = f"{url(Actor, 'add')}?_popup=1"
    data = typed(browser.get(page)) | {"name": "T.", "slug": "t", "kind": "country", "_popup": "1"}
    browser.logout()
    asked = browser.post(page, data)
    assert Inputs(asked.text).action == page
    answer = log_in_from(browser, asked)
    assert said(answer) == rescue.RESCUED
    assert (shown(answer)["name"], answer.context["is_popup"]) == ("T.", True)
    assert not Actor.objects.filter(slug="t").exists()
    assert browser.post(page, typed(answer)).status_code == 302


def test_a_log_in_with_a_wrong_password_loses_nothing(browser):
    page = url(Actor, "add")
    data = typed(browser.get(page)) | {"name": "Typed"}
    browser.logout()
    asked = browser.post(page, data)
    for _ in range(2):
        asked = log_in_from(browser, asked, **LOG_IN | {"log-in-password": "wrong"})
        assert asked.status_code == 403
        assert "correct username and password" in asked.text
        assert carried(asked) == {name: [value] for name, value in data.items()}
        assert Inputs(asked.text).found["log-in-username"] == ["her"]
        assert "wrong" not in asked.text.replace("wrong</", "")
    assert shown(log_in_from(browser, asked))["name"] == "Typed"


def test_a_second_log_in_from_the_same_page_saves_nothing(browser):
    page = url(Actor, "add")
    data = typed(browser.get(page)) | {"name": "T.", "slug": "t", "kind": "country"}
    browser.logout()
    asked = browser.post(page, data)
    assert [said(log_in_from(browser, asked)) for _ in range(2)] == [rescue.RESCUED] * 2
    assert not Actor.objects.filter(slug="t").exists()


def test_what_another_has_changed_meanwhile_is_told_at_once(browser):
    actor = make_actor()
    page = url(Actor, "change", actor.pk)
    data = typed(browser.get(page)) | {"name": "Mine"}
    browser.logout()
    asked = browser.post(page, data)
    actor.name = "Theirs"
    actor.save()
    answer = log_in_from(browser, asked)
    assert said(answer) == f"{rescue.RESCUED} {STALE_MESSAGE}"
    assert [tuple(each) for each in answer.context["differences"]] == [("", "Name", "Theirs", "Mine")]
    assert browser.post(page, typed(answer)).status_code == 302
    actor.refresh_from_db()
    assert actor.name == "Mine"


def test_what_another_changes_after_the_rescue_is_refused_as_ever(browser):
    actor = make_actor()
    page = url(Actor, "change", actor.pk)
    data = typed(browser.get(page)) | {"name": "Mine"}
    browser.logout()
    answer = log_in_from(browser, browser.post(page, data))
    actor.name = "Theirs"
    actor.save()
    assert said(browser.post(page, typed(answer))) == STALE_MESSAGE
    actor.refresh_from_db()
    assert actor.name == "Theirs"


def test_what_another_has_deleted_meanwhile_comes_back_to_be_added(browser):
    actor = make_actor()
    page = url(Actor, "change", actor.pk)
    data = typed(browser.get(page)) | {"name": "Mine"}
    browser.logout()
    asked = browser.post(page, data)
    actor.delete()
    answer = log_in_from(browser, asked)
    assert said(answer) == f"{rescue.RESCUED} {GONE_MESSAGE}"
    assert shown(answer)["name"] == "Mine"
    assert browser.post(url(Actor, "add"), typed(answer)).status_code == 302


def copied(answer):
    """The values that a page shows to be copied."""
    return [value for _, value in answer.context["typed"]]


def test_somebody_else_who_logs_in_without_the_right_can_copy_it(browser, django_user_model):
    django_user_model.objects.create_user("him", password=PASSWORD, is_staff=True)
    page = url(Actor, "add")
    data = typed(browser.get(page)) | {"name": "Typed at <length>"}
    browser.logout()
    asked = browser.post(page, data)
    answer = log_in_from(browser, asked, **LOG_IN | {"log-in-username": "him"})
    assert answer.status_code == 403
    assert rescue.NO_RIGHT in answer.text
    assert "Typed at &lt;length&gt;" in answer.text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("loss", "sentence"),
    [
        ({"is_active": False}, rescue.ACCOUNT_CLOSED),
        ({"is_staff": False}, rescue.NO_ENTRY.format("her")),
        ({"is_superuser": False}, rescue.NO_RIGHT),
    ],
)
def test_rights_that_are_taken_away_in_mid_edit_leave_the_text(browser, her, loss, sentence):
    actor = make_actor()
    page = url(Actor, "change", actor.pk)
    data = typed(browser.get(page)) | {"name": "Typed at length"}
    type(her).objects.filter(pk=her.pk).update(**loss)
    answer = browser.post(page, data)
    assert answer.status_code == 403
    assert sentence in answer.text
    assert "Typed at length" in copied(answer)
    assert stored().name == "Testland"
    if loss == {"is_active": False}:
        again = log_in_from(browser, answer)
        assert again.status_code == 403
        assert "Typed at length" in copied(again)


def test_a_reason_that_was_typed_on_another_page_is_shown_to_be_copied(browser):
    actor = make_actor()
    page = url(Actor, "delete", actor.pk)
    browser.logout()
    asked = browser.post(page, {"post": "yes", "_reason": "Named twice"})
    answer = log_in_from(browser, asked)
    assert (answer.status_code, copied(answer)) == (200, ["Named twice"])
    assert "Nothing was done" in answer.text
    assert stored()


def test_a_deletion_is_asked_for_again(browser):
    actor = make_actor()
    page = url(Actor, "delete", actor.pk)
    browser.logout()
    answer = log_in_from(browser, browser.post(page, {"post": "yes"}))
    assert (answer.status_code, answer.url) == (302, page)
    assert "Nothing was done" in told(answer)
    assert stored()


def test_rows_that_were_selected_stay_selected(browser):
    actors = [make_actor(slug) for slug in ("one", "two")]
    page = f"{url(Actor, 'changelist')}?kind=country"
    rows = {"action": "delete_selected", "_selected_action": [each.pk for each in actors]}
    for sent in (rows | {"index": "0"}, rows | {"post": "yes"}):
        browser.logout()
        answer = log_in_from(browser, browser.post(page, sent))
        assert answer.status_code == 200
        assert set(answer.context["queryset"]) == set(actors)
        assert rescue.RESCUED in answer.text
    assert Actor.objects.filter(slug__in=["one", "two"]).count() == 2


def test_a_deletion_of_what_is_public_is_asked_for_again_with_its_reason(empty, browser):
    record = make_workshop(make_text())
    page, log = url(Workshop, "changelist"), LogEntry.objects.count()
    sent = {"action": "delete_selected", "_selected_action": record.pk}
    named = browser.post(page, sent)
    seen = named.context["withdrawal"].digest
    browser.logout()
    sent |= {"post": "yes", "_withdrawal": seen, "_reason": "Named twice"}
    answer = log_in_from(browser, browser.post(page, sent))
    assert answer.status_code == 200
    assert answer.context["withdrawal"].digest == seen
    assert answer.context["reason"].value() == "Named twice"
    assert rescue.RESCUED in answer.text
    assert Workshop.objects.filter(pk=record.pk).exists()
    assert LogEntry.objects.count() == log
    assert browser.post(page, sent).status_code == 302
    assert not Workshop.objects.filter(pk=record.pk).exists()


def test_a_reason_typed_with_a_form_comes_back_with_it(report, browser):
    record = Workshop.objects.get(slug="thailand-2004-targeting")
    page = url(Workshop, "change", record.pk)
    data = typed(browser.get(page)) | {"also_called": "typed", "_reason": "As printed"}
    browser.logout()
    answer = log_in_from(browser, browser.post(page, data | {"_withdrawal": "x", "_back": "Go back"}))
    assert said(answer) == rescue.RESCUED
    assert answer.context["reason"].value() == "As printed"
    assert shown(answer)["also_called"] == "typed"


def test_passwords_are_never_carried_or_shown(browser, her):
    secret = "another-long-one"
    both = {"password1": secret, "password2": secret}
    own = {"old_password": PASSWORD, "new_password1": secret, "new_password2": secret}
    user_add = typed(browser.get(reverse("admin:auth_user_add"))) | {"username": "him"}
    pages = {
        reverse("admin:password_change"): own,
        reverse("admin:auth_user_password_change", args=[her.pk]): both | {"set-password": "1"},
        reverse("admin:auth_user_add"): user_add | both | {"usable_password": "true"},
    }
    for page, data in pages.items():
        browser.logout()
        asked = browser.post(page, data)
        answer = log_in_from(browser, asked)
        for each in (asked, answer):
            assert secret not in each.text
            assert PASSWORD not in each.text
    assert shown(answer)["username"] == "him"  # of the last page, the only one to be filled in again
    assert type(her).objects.get().check_password(PASSWORD)


def test_a_page_without_what_was_typed_leads_to_the_log_in_page_as_ever(client, db):
    page = url(Actor, "add")
    answer = client.get(page)
    assert answer.url == f"/admin/login/?next={page}"
    login = client.get(answer.url)
    assert (login.status_code, "carried" in login.context) == (200, False)
    assert "unsaved.js" not in login.text


def test_a_rescued_page_takes_no_more_than_the_desk_does(browser, settings):
    page = url(Actor, "add")
    data = typed(browser.get(page)) | {"name": "Typed " * 700}
    browser.logout()
    for limit in (
        {"DATA_UPLOAD_MAX_MEMORY_SIZE": 8000},
        {"DATA_UPLOAD_MAX_NUMBER_FIELDS": len(data) + 2},
    ):
        for name, value in limit.items():
            setattr(settings, name, value)
        asked = browser.post(page, data)
        assert rescue.TOO_LONG in asked.text
        assert carried(asked) == {}
        assert data["name"] in copied(asked)
        answer = log_in_from(browser, asked, username="her", password=PASSWORD)
        assert (answer.status_code, answer.url) == (302, page)
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
        browser.logout()


@pytest.mark.parametrize(
    "limit", [{"DATA_UPLOAD_MAX_NUMBER_FIELDS": 3}, {"DATA_UPLOAD_MAX_MEMORY_SIZE": 20}]
)
def test_a_form_beyond_the_limits_is_answered_in_words(browser, settings, limit):
    for name, value in limit.items():
        setattr(settings, name, value)
    answer = browser.post(
        url(Actor, "add"), "a=1&b=2&c=3&d=4&e=5&f=6&g=7", "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "Too much was sent at once" in answer.text
    assert "Nothing was saved" in answer.text


# The token


@pytest.fixture
def checked(her):
    """Her browser, logged in, whose every form needs its token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(her)
    return client


def with_token(client, page):
    """What a browser sends of the form on `page`, its token included."""
    answer = client.get(page)
    return typed(answer) | {"csrfmiddlewaretoken": str(answer.context["csrf_token"])}


@pytest.mark.parametrize("lost", ["rotated", "cookie", "both"])
def test_a_token_that_is_gone_leaves_the_page_as_it_was(checked, lost):
    actor = make_actor()
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


@pytest.mark.parametrize(
    "origin",
    [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}],
    ids=["none", "other", "null"],
)
@pytest.mark.parametrize("logged_in", [True, False])
def test_a_form_of_another_site_is_refused_whole(checked, origin, logged_in):
    page = url(Actor, "add")
    data = with_token(checked, page) | {"name": "FORGED", "slug": "forged", "kind": "country"}
    if origin == {}:
        del data["csrfmiddlewaretoken"]
    if not logged_in:
        checked.logout()
    for sent in (data, data | LOG_IN):
        answer = checked.post(page, sent, **origin)
        assert answer.status_code == 403
        assert "not sent safely" in answer.text
        assert "FORGED" not in answer.text
    assert not Actor.objects.filter(slug="forged").exists()
    assert "_auth_user_id" in checked.session if logged_in else "sessionid" not in answer.cookies


def test_no_post_with_a_wrong_token_does_anything(checked, her):
    actor = make_actor()
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
        assert checked.get("/admin/").status_code == 200, page
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


def test_nothing_leads_to_another_site(browser):
    browser.logout()
    page = url(Actor, "delete", make_actor().pk)
    evil = {"post": "yes", "next": "https://evil.example/"}
    answer = log_in_from(browser, browser.post(f"{page}?next=https://evil.example/", evil))
    assert answer.url.startswith(page)


# Rights and locks


def test_a_view_only_editor_who_posts_is_refused_with_what_she_typed(client, django_user_model):
    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_actor"))
    client.force_login(user)
    answer = client.post(url(Actor, "change", make_actor().pk), {"name": "Typed"})
    assert answer.status_code == 403
    assert copied(answer) == ["Typed"]


@pytest.mark.parametrize("ended", [True, False])
def test_what_was_deleted_meanwhile_can_be_copied_by_who_may_not_add(client, her, ended):
    type(her).objects.filter(pk=her.pk).update(is_superuser=False)
    her.user_permissions.add(*Permission.objects.filter(codename__in=["view_actor", "change_actor"]))
    client.force_login(her)
    actor = make_actor()
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


def test_a_log_in_that_meets_a_lock_carries_on(written, settings, django_user_model, client):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_user_model.objects.create_superuser("her", password=PASSWORD)
    asked = client.post(url(Actor, "add"), {"name": "Typed"})
    with somebody_saving():
        answer = log_in_from(client, asked)
    assert LOCKED_MESSAGE in answer.text
    assert carried(answer) == {"name": ["Typed"]}
    assert Inputs(answer.text).found["log-in-username"] == ["her"]
    assert "sessionid" not in answer.cookies
    assert shown(log_in_from(client, answer))["name"] == "Typed"


def test_a_page_refused_by_a_lock_tells_what_was_saved_meanwhile(db, admin_client, monkeypatch):
    """Who held the lock may have saved the same record: the next save must not undo that."""
    actor = make_actor()
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
