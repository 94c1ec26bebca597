"""An editor looks back: what was changed and why, two versions side by side, one of them restored."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR
from tests.browser.test_desk import check


@pytest.fixture
def desk(page, base_url):
    """A page of somebody who has logged in to the desk."""
    page.goto("/admin/")
    page.get_by_label("Username").fill(EDITOR["DJANGO_SUPERUSER_USERNAME"])
    page.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return page


def save(page, why):
    """Save the form on the page for that reason."""
    page.get_by_label("Why").fill(why)
    page.get_by_role("button", name="Save", exact=True).click()


def test_a_change_is_looked_up_compared_and_taken_back(desk):
    desk.goto("/admin/reports/verb/?q=agreed")
    desk.get_by_role("link", name="agreed", exact=True).click()
    address, meaning = desk.url, desk.get_by_label("Meaning:")
    before = meaning.input_value()
    meaning.fill(f"{before} Indeed.")
    save(desk, "")
    expect(desk.locator(".problems a", has_text="Say in a sentence why")).to_be_visible()
    save(desk, "As the minutes have it")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(address)
    desk.get_by_role("link", name="History").click()
    expect(desk.locator(".history li").first).to_contain_text("As the minutes have it")
    expect(desk.locator("ins")).to_have_text([" Indeed."])
    check(desk)
    desk.get_by_role("link", name="See this version").first.click()
    check(desk)
    desk.go_back()
    desk.get_by_role("button", name="Compare the two chosen").click()
    expect(desk.locator("ins")).to_have_text([" Indeed."])
    check(desk)
    desk.get_by_role("link", name="Restore the older").click()
    expect(desk.locator(".restored")).to_contain_text("Nothing is changed until you save")
    check(desk)
    expect(meaning).to_have_value(before)
    save(desk, "It was right")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(address)
    expect(meaning).to_have_value(before)
    assert desk.locator("#_reason_options option").first.get_attribute("value") == "It was right"


def test_what_was_deleted_is_found_and_added_anew(desk):
    desk.goto("/admin/reports/verb/add/")
    desk.get_by_label("Name:").fill("wondered")
    desk.get_by_label("Meaning:").fill("Was not sure.")
    desk.get_by_label("Slug:").fill("wondered")
    desk.get_by_role("button", name="Save and continue editing").click()
    address = desk.url
    desk.get_by_role("link", name="Delete").click()
    desk.get_by_role("button", name="Delete", exact=True).click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.get_by_role("link", name="Deleted").click()
    expect(desk.locator(".history h2")).to_have_text(["wondered"])
    check(desk)
    desk.get_by_role("link", name="Restore it").click()
    save(desk, "It is needed")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(address)
    expect(desk.get_by_label("Name:")).to_have_value("wondered")
