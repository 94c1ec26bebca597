"""An editor deletes what is public with the keyboard: named first, asked why, nothing chosen is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR
from tests.browser.test_desk import check

LIST = "/admin/reports/participant/"
REPORT = "/meetings/2004-brisbane-som/report/"
QUESTION = "Take it off the public portal?"
MISSING = re.compile("Say in a sentence why")


def log_in(page, there):
    """Log in as the editor, on the way to the page `there`."""
    page.goto(f"/admin/login/?next={there}")
    page.get_by_label("Username").fill(EDITOR["DJANGO_SUPERUSER_USERNAME"])
    page.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()


@pytest.fixture(params=[(1366, "light", True), (390, "dark", True), (1366, "dark", False)])
def desk(request, browser, base_url):
    """The list of participants before an editor: at a width, in a scheme, with script or without."""
    width, scheme, script = request.param
    view = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    context = browser.new_context(base_url=base_url, java_script_enabled=script, **view)
    page = context.new_page()
    log_in(page, LIST)
    yield page
    context.close()


def tab_to(page, name):
    """Press Tab until an input or a button of that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.get_attribute("name") == name:
            return focused
    raise AssertionError(f"Tab does not come to {name}")


def test_what_is_selected_stays_so_until_the_editor_says_why_or_goes_back(desk, base_url):
    boxes = desk.locator("input.action-select")
    before = boxes.count()
    chosen = [boxes.nth(number).get_attribute("value") for number in range(2)]
    for number in range(2):
        boxes.nth(number).check()
    desk.locator("select[name=action]").select_option("delete_selected")
    desk.locator(".actions button").click()
    kept = desk.locator('input[type="hidden"][name="_selected_action"]')

    expect(desk.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(desk.locator("#deleted-objects > li")).to_have_count(2)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.evaluate(wide) <= 0
    why = tab_to(desk, "_reason")
    expect(why).to_have_attribute("required", "")
    why.fill(" ")  # a browser lets that go
    desk.keyboard.press("Enter")

    expect(desk.locator(".reason .errorlist")).to_contain_text(MISSING)
    expect(desk.locator("[name=_reason]")).to_be_focused()
    expect(desk.locator("[name=_reason]")).to_have_attribute("aria-invalid", "true")
    assert [kept.nth(number).get_attribute("value") for number in range(kept.count())] == chosen
    desk.get_by_role("link", name=MISSING).press("Enter")
    assert desk.url.endswith("#id__reason")

    tab_to(desk, "_back").press("Enter")
    desk.wait_for_url(f"{base_url}{LIST}**")
    expect(boxes).to_have_count(before)


def ask_to_unpublish(page):
    """Take the tick of *published* off the report's page, and save: the page that asks."""
    page.goto("/admin/reports/report/")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_published").uncheck()
    tab_to(page, "_save").press("Enter")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()


def say_why(page, words):
    """Follow the link past all the addresses to the field of the reason, and fill it."""
    page.get_by_role("link", name="say why").press("Enter")
    page.locator("[name=_reason]").fill(words)
    page.locator("[name=_reason]").focus()


def test_the_page_that_asks_has_no_fault_that_axe_finds(browser, base_url):
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    log_in(page, LIST)
    ask_to_unpublish(page)
    say_why(page, " ")
    page.keyboard.press("Enter")
    expect(page.locator(".reason .errorlist")).to_be_visible()
    check(page)
    context.close()


def test_a_report_is_taken_off_and_put_back_with_all_it_states(browser, base_url):
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    reader = browser.new_context(base_url=base_url).new_page()
    log_in(page, LIST)
    ask_to_unpublish(page)
    gone = page.locator("#gone-addresses a")
    addresses = [gone.nth(number).get_attribute("href") for number in range(gone.count())]
    assert {REPORT, "/meetings/2004-brisbane-som/", "/workshops/malaysia-2002/"} <= {*addresses}
    assert reader.goto(REPORT).status == 200  # nothing is done yet
    say_why(page, "A trial of the page.")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    for address in [REPORT, f"{REPORT}19/", f"{REPORT[:-1]}.txt", "/workshops/malaysia-2002.json"]:
        assert reader.goto(address).status == 410
    expect(reader.get_by_role("heading", name="What stood here was withdrawn")).to_be_visible()
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_published").check()
    page.locator("[name=_reason]").fill("The trial is over.")
    tab_to(page, "_save").press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    assert reader.goto(REPORT).status == 200
    assert reader.goto("/workshops/malaysia-2002/").status == 200
    reader.context.close()
    context.close()
