"""Forms come back as they were typed, unsaved, when the session or the rights are gone."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from reports.admin import rescue
from reports.admin.conflicts import GONE_MESSAGE, STALE_MESSAGE
from reports.models import Actor, Block, Evidence, OtherName, Workshop
from tests.admin.desk import TEXT, form_of, make_actor, told, typed, url
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
from tests.admin.test_withdrawals import make_workshop
from tests.factories import PASSWORD


def test_a_page_typed_at_length_stands_as_it_was_after_the_log_in(named, browser):
    OtherName.objects.create(actor=named, name="Second", kind="short")
    page = url(Actor, "change", named.pk)
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
    named.refresh_from_db()
    assert named.name == "Namedland"
    assert not LogEntry.objects.exists()
    saved = browser.post(page, typed(answer) | {"other_names-0-DELETE": "on"})
    assert saved.status_code == 302, saved.context["errors"]
    assert sorted(each.name for each in named.other_names.all()) == ["Corrected", "Newly added"]


def test_a_text_and_its_evidence_come_back_to_the_letter(block, browser, open_hers):
    page = url(Block, "change", block.pk)
    text = TEXT.replace("Officials", "Senior  officials") + "\n\nعقدت \u00a0“x”"
    data = open_hers(page) | {
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


def test_a_new_record_comes_back_too_with_the_address_of_its_page(browser, open_hers):
    page = f"{url(Actor, 'add')}?_popup=1"
    data = open_hers(page) | {"name": "T.", "slug": "t", "kind": "country", "_popup": "1"}
    browser.logout()
    asked = browser.post(page, data)
    assert Inputs(asked.text).action == page
    answer = log_in_from(browser, asked)
    assert said(answer) == rescue.RESCUED
    assert (shown(answer)["name"], answer.context["is_popup"]) == ("T.", True)
    assert not Actor.objects.filter(slug="t").exists()
    assert browser.post(page, typed(answer)).status_code == 302


def test_a_log_in_with_a_wrong_password_loses_nothing(browser, open_hers):
    page = url(Actor, "add")
    data = open_hers(page) | {"name": "Typed"}
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


def test_a_second_log_in_from_the_same_page_saves_nothing(browser, open_hers):
    page = url(Actor, "add")
    data = open_hers(page) | {"name": "T.", "slug": "t", "kind": "country"}
    browser.logout()
    asked = browser.post(page, data)
    assert [said(log_in_from(browser, asked)) for _ in range(2)] == [rescue.RESCUED] * 2
    assert not Actor.objects.filter(slug="t").exists()


def test_what_another_has_changed_meanwhile_is_told_at_once(actor, browser, open_hers):
    page = url(Actor, "change", actor.pk)
    data = open_hers(page) | {"name": "Mine"}
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


def test_what_another_changes_after_the_rescue_is_refused_as_ever(actor, browser, open_hers):
    page = url(Actor, "change", actor.pk)
    data = open_hers(page) | {"name": "Mine"}
    browser.logout()
    answer = log_in_from(browser, browser.post(page, data))
    actor.name = "Theirs"
    actor.save()
    assert said(browser.post(page, typed(answer))) == STALE_MESSAGE
    actor.refresh_from_db()
    assert actor.name == "Theirs"


def test_what_another_has_deleted_meanwhile_comes_back_to_be_added(actor, browser, open_hers):
    page = url(Actor, "change", actor.pk)
    data = open_hers(page) | {"name": "Mine"}
    browser.logout()
    asked = browser.post(page, data)
    actor.delete()
    answer = log_in_from(browser, asked)
    assert said(answer) == f"{rescue.RESCUED} {GONE_MESSAGE}"
    assert shown(answer)["name"] == "Mine"
    assert browser.post(url(Actor, "add"), typed(answer)).status_code == 302


def test_somebody_else_who_logs_in_without_the_right_can_copy_it(browser, open_hers, django_user_model):
    django_user_model.objects.create_user("him", password=PASSWORD, is_staff=True)
    page = url(Actor, "add")
    data = open_hers(page) | {"name": "Typed at <length>"}
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
def test_rights_that_are_taken_away_in_mid_edit_leave_the_text(
    actor, browser, open_hers, her, loss, sentence
):
    page = url(Actor, "change", actor.pk)
    data = open_hers(page) | {"name": "Typed at length"}
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


def test_a_reason_that_was_typed_on_another_page_is_shown_to_be_copied(actor, browser):
    page = url(Actor, "delete", actor.pk)
    browser.logout()
    asked = browser.post(page, {"post": "yes", "_reason": "Named twice"})
    answer = log_in_from(browser, asked)
    assert (answer.status_code, copied(answer)) == (200, ["Named twice"])
    assert "Nothing was done" in answer.text
    assert stored()


def test_a_deletion_is_asked_for_again(actor, browser):
    page = url(Actor, "delete", actor.pk)
    browser.logout()
    answer = log_in_from(browser, browser.post(page, {"post": "yes"}))
    assert (answer.status_code, answer.url) == (302, page)
    assert "Nothing was done" in told(answer)
    assert stored()


def test_rows_that_were_selected_stay_selected(nothing_public, browser):
    actors = [make_actor(slug) for slug in ("one", "two")]
    page = f"{url(Actor, 'changelist')}?kind=country"
    rows = {"action": "delete_selected", "_selected_action": [each.pk for each in actors]}
    for sent in (rows | {"index": "0"}, rows | {"post": "yes"}):
        browser.logout()
        answer = log_in_from(browser, browser.post(page, sent))
        assert answer.status_code == 200
        assert form_of(answer)["_selected_action"] == [str(each.pk) for each in actors]
        assert rescue.RESCUED in answer.text
    assert Actor.objects.filter(slug__in=["one", "two"]).count() == 2


def test_a_deletion_of_what_is_public_is_asked_for_again_with_its_reason(block, browser):
    record = make_workshop(block)
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


def test_a_reason_typed_with_a_form_comes_back_with_it(block, browser):
    record = make_workshop(block)
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


def test_a_page_without_what_was_typed_leads_to_the_log_in_page_as_ever(client, empty):
    page = url(Actor, "add")
    answer = client.get(page)
    assert answer.url == f"/admin/login/?next={page}"
    login = client.get(answer.url)
    assert (login.status_code, "carried" in login.context) == (200, False)
    assert "unsaved.js" not in login.text


def test_a_rescued_page_takes_no_more_than_the_desk_does(browser, open_hers, settings):
    page = url(Actor, "add")
    data = open_hers(page) | {"name": "Typed " * 700}
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
