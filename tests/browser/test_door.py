"""The steps of the log-in are accessible and keep to the strict policy, on wide and narrow screens."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, SECOND, listen, manage
from tests.browser.test_desk import VIOLATIONS, check, log_in

MEANT = re.compile(r"status of (403|429)")
LATER = """
from django.contrib.sessions.models import Session
for row in Session.objects.all():
    row.session_data = Session.objects.encode(row.get_decoded() | {"password_typed": 0})
    row.save()
"""


@pytest.fixture
def door(browser, base_url):
    """A page of a browser of its own, which fails its test on a word of the console about the policy."""
    context = browser.new_context(base_url=base_url)
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    said = listen(page)
    yield page
    context.close()
    # Chromium tells of an answer of 403 or 429 too, which is meant.
    assert [line for line in said if not MEANT.search(line)] == []


def password(page):
    """Log in by the password."""
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(SECOND)
    page.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()


def test_a_second_factor_is_set_up_and_used_on_accessible_pages(door):
    password(door)
    door.get_by_role("link", name="Second factor").click()
    check(door)
    assert door.get_by_role("img", name="QR code").bounding_box()["width"] >= 200
    key = b32decode(door.locator(".key").inner_text().replace(" ", ""))
    door.get_by_role("textbox", name="Code").fill("000000")
    door.get_by_role("button", name="Set it up").click()
    check(door)  # with its error
    door.get_by_role("textbox", name="Code").fill(f"{totp(key):06}")
    door.get_by_role("button", name="Set it up").click()
    check(door)
    codes = door.locator(".recovery code").all_inner_texts()
    assert len(codes) == 10
    door.get_by_role("button", name="Log out").click()
    door.wait_for_url("**/logout/")
    password(door)
    expect(door.locator("[autocomplete=one-time-code]")).to_be_focused()
    check(door)
    door.keyboard.type("wrong")
    door.keyboard.press("Enter")
    door.get_by_text("This code is wrong").wait_for()
    check(door)
    door.wait_for_timeout(1100)  # the pause after one wrong code
    door.get_by_role("textbox", name="Code").fill(codes[0])
    door.keyboard.press("Enter")
    door.wait_for_url("**/admin/")


def test_the_password_is_asked_for_again_on_an_accessible_page(door, environment):
    log_in(door)
    manage(environment, "shell", "-v", "0", "-c", LATER)
    door.goto("/admin/auth/user/add/")
    expect(door.get_by_role("heading", name="Type your password again")).to_be_visible()
    check(door)
    door.get_by_label("Password").fill("not hers")
    door.keyboard.press("Enter")
    expect(door.locator(".errorlist, .errornote").first).to_be_visible()
    check(door)
    door.wait_for_timeout(1100)
    door.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    door.keyboard.press("Enter")
    expect(door.get_by_role("heading", name="Add user")).to_be_visible()
