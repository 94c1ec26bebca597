"""A page that says what is wrong looks like every other page of the portal."""

import pytest
from django.test import Client

from reports.pages.errors import csrf_failure


def test_not_found_is_in_dress(client, report):
    answer = client.get("/meetings/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.urls("tests.pages.broken_urls")
@pytest.mark.parametrize(("address", "status"), [("/fail/", 500), ("/suspect/", 400)])
def test_errors_are_in_dress(report, address, status):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert '<header class="bar">' in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_stray_host_name_is_a_400_in_dress(client, report):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()


def test_a_form_without_its_token_says_that_nothing_was_saved(rf, report):
    answer = csrf_failure(rf.post("/admin/"))
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()
