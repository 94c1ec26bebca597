"""A page that says what is wrong looks like every other page of the portal."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from reports.admin.rescue import csrf_failure


def test_not_found_is_in_dress(reader):
    answer = reader.get("/meetings/nowhere/")
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


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/workshops/?host=x", 400, "Error: Workshops: Hosted by “x” · Bali Process reports"),
        ("/index/?letter=x&version=x", 400, "Error: Index"),
        ("/search/?q=website&kind=x", 400, "Error: “website” · Search · Bali Process reports"),
        ("/nowhere/", 404, "Error 404: not found · Bali Process reports"),
    ],
)
def test_the_title_of_an_error_says_so(reader, address, status, title):
    answer = reader.get(address)
    assert answer.status_code == status
    assert re.search("<title>(.*?)</title>", answer.content.decode())[1].startswith(title)


@pytest.mark.parametrize("address", ["/workshops/?host=x", "/index/?version=x", "/search/?q=a&kind=x"])
def test_the_summary_of_errors_takes_the_focus(reader, address):
    page = reader.get(address).content.decode()
    assert re.findall(r"<[^>]* autofocus[^>]*>", page) == [
        '<div class="errors" role="alert" aria-labelledby="errors" tabindex="-1" autofocus>'
    ]


def test_a_page_without_errors_takes_no_focus_and_names_none(reader):
    page = reader.get("/workshops/").content.decode()
    assert "autofocus" not in page
    assert "<title>Workshops · " in page


def test_an_icon_stands_where_browsers_ask_for_one(client, report, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/favicon.ico")
    assert answer["Cache-Control"] == "public, max-age=86400"
    with open(finders.find("favicon.ico"), "rb") as file:  # noqa: PTH123
        assert file.read(4) == b"\0\0\1\0"  # as every .ico begins
