"""The steps of the log-in are accessible and keep to the strict policy, on wide and narrow screens."""

from base64 import b32decode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_otp.oath import totp

from tests.browser.conftest import EDITOR, SECOND
from tests.browser.test_desk import LOUD, VIEWS, VIOLATIONS, show


@pytest.fixture
def door(browser, base_url):
    """A page of a browser of its own, which fails its test on a word of the console about the policy."""
    context = browser.new_context(base_url=base_url)
    context.add_init_script(VIOLATIONS)
    page, said = context.new_page(), []
    page.on("console", lambda message: message.type in LOUD and said.append(message.text))
    yield page
    context.close()
    # Chromium tells of an answer of 429 too, which is meant.
    assert [line for line in said if "429" not in line] == []


def check(page):
    """Assert that the page breaks no rule of axe in any view, and does not scroll sideways."""
    for width, scheme, options in VIEWS:
        show(page, width, scheme)
        broken = Axe().run(page, options=options).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in broken] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


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
    assert door.evaluate("document.activeElement.autocomplete") == "one-time-code"
    check(door)
    door.keyboard.type("wrong")
    door.keyboard.press("Enter")
    door.get_by_text("This code is wrong").wait_for()
    check(door)
    door.wait_for_timeout(1100)  # the pause after one wrong code
    door.get_by_role("textbox", name="Code").fill(codes[0])
    door.keyboard.press("Enter")
    door.wait_for_url("**/admin/")
