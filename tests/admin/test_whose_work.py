"""A log-in at another editor's lost session is told whose work the page shows."""

import pytest
from django.test import Client

from reports.admin import quotes, rescue
from reports.admin.formsets import ROW_ADDED_MESSAGE
from reports.admin.rescue import OTHERS, RESCUED
from reports.models import Actor, Workshop
from tests.admin.desk import form_of, told, typed, url
from tests.admin.rescued import log_in_from, said, stored
from tests.admin.test_tokens import ORIGIN, with_token
from tests.admin.test_withdrawals import make_workshop
from tests.factories import PASSWORD

HIS = {"log-in-username": "him", "log-in-password": PASSWORD}
WHOSE = OTHERS.format("her", "him", "her")
TYPIST = '<input type="hidden" name="_typist" value="her">'


@pytest.fixture
def him(her, django_user_model):
    """Another editor, who logs in where her session has ended."""
    return django_user_model.objects.create_superuser("him", password=PASSWORD)


@pytest.mark.parametrize("name", ["her", "him"])
def test_the_page_says_whose_work_it_is_and_whose_name_it_will_carry(actor, browser, him, name):
    page = url(Actor, "change", actor.pk)
    opened = browser.get(page)
    assert TYPIST in opened.text
    data = typed(opened) | {"name": "Corrected", "_typist": "her"}
    browser.logout()
    asked = browser.post(page, data)
    answer = log_in_from(browser, asked, **HIS | {"log-in-username": name})
    assert said(answer) == RESCUED + (WHOSE if name == "him" else "")
    assert stored().name == "Testland"
    assert f'name="_typist" value="{name}"' in answer.text
    assert browser.post(page, typed(answer) | {"_typist": name}).status_code == 302
    assert stored().name == "Corrected"


@pytest.mark.parametrize(
    ("button", "done"),
    [
        ({"_add_row": "other_names"}, ROW_ADDED_MESSAGE),
        ({"_take": '{"form": "", "prefix": "", "quote": "x"}'}, quotes.TAKEN_MESSAGE),
    ],
    ids=["a row", "a quote"],
)
def test_each_button_of_a_form_is_told_whose_work_it_is(actor, browser, open_hers, him, button, done):
    page = url(Actor, "change", actor.pk)
    data = open_hers(page) | {"name": "Typed", "_typist": "her"} | button
    browser.logout()
    answer = log_in_from(browser, browser.post(page, data), **HIS)
    assert said(answer) == f"{RESCUED}{WHOSE} {done}"
    assert answer.context["adminform"].form["name"].value() == "Typed"
    assert stored().name == "Testland"


def test_a_token_that_is_gone_is_told_at_a_button_that_adds_a_row(actor, her, him):
    client = Client(enforce_csrf_checks=True)
    client.force_login(him)
    page = url(Actor, "change", actor.pk)
    data = with_token(client, page) | {"name": "Typed", "_typist": "her", "_add_row": "other_names"}
    client.cookies["csrftoken"] = "x" * 32
    answer = client.post(page, data, **ORIGIN)
    assert answer.status_code == 403
    assert said(answer) == f"{rescue.PAGE_TOO_OLD}{WHOSE} {ROW_ADDED_MESSAGE}"


def test_a_deletion_that_another_sends_says_who_asked_for_it(block, browser, him):
    row = make_workshop(block)
    listed, page = url(Workshop, "changelist"), url(Workshop, "delete", row.pk)
    assert TYPIST in browser.get(listed).text
    choice = {"action": "delete_selected", "_selected_action": [row.pk], "_typist": "her"}
    for at, asked in ((listed, browser.post(listed, choice)), (page, browser.get(page))):
        sent = form_of(asked)
        assert sent["_typist"] == ["her"]
        browser.logout()
        answer = log_in_from(browser, browser.post(at, sent), **HIS)
        assert WHOSE in (answer.text if answer.status_code == 200 else told(answer))
        assert Workshop.objects.filter(pk=row.pk).exists()
        browser.force_login(type(him).objects.get(username="her"))
