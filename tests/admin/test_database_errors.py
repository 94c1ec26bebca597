"""An error of the database takes nothing that was typed."""

import html

import psycopg
import pytest

from reports.admin.base import FULL_MESSAGE, LOCKED_MESSAGE, GuardedAdmin
from reports.admin.rescue import AWAY_MESSAGE
from reports.models import Evidence
from tests.admin.desk import TEXT, errors, url
from tests.admin.test_locks import fail

MORE = {"text": f"{TEXT} More."}


def test_a_save_on_a_full_disk_is_told_and_keeps_what_was_typed(block, change_first, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(GuardedAdmin, "save_model", fail(psycopg.errors.DiskFull()))
        answer = change_first(block, **MORE)
        assert errors(answer) == FULL_MESSAGE
    assert answer.context["adminform"].form["text"].value() == f"{TEXT} More."
    assert change_first(block, **MORE).status_code == 302


def test_a_save_without_a_database_shows_what_was_typed(block, change_first, monkeypatch):
    monkeypatch.setattr(GuardedAdmin, "save_model", fail(psycopg.errors.AdminShutdown()))
    answer = change_first(block, **MORE)
    assert answer.status_code == 503
    assert AWAY_MESSAGE in html.unescape(answer.text)
    assert "lunch was hosted by Fiji too. More." in answer.text


def test_a_deadlock_is_told_as_a_lock(block, change_first, monkeypatch):
    for error in (psycopg.errors.DeadlockDetected(), psycopg.errors.SerializationFailure()):
        monkeypatch.setattr(GuardedAdmin, "save_model", fail(error))
        assert errors(change_first(block)) == LOCKED_MESSAGE, error


@pytest.mark.parametrize("method", ["save_model", "delete_model"])
def test_another_error_of_the_database_stays_an_error(
    actor, open_first, admin_client, monkeypatch, method
):
    def broken(*args):
        Evidence.objects.raw("SELECT * FROM no_such_table")[0]

    page, first = open_first(actor)
    monkeypatch.setattr(GuardedAdmin, method, broken)
    admin_client.raise_request_exception = False
    if method == "save_model":
        answer = admin_client.post(page, first)
    else:
        answer = admin_client.post(url(type(actor), "delete", actor.pk), {"post": "yes"})
    assert answer.status_code == 500
