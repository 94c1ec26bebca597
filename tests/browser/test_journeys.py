"""Three users reach their goals by keyboard alone: an official, a researcher and an editor."""

import csv
import re

from playwright.sync_api import expect

from tests.browser.conftest import EDITOR


def press_to(page, selector, key="Tab", most=120):
    """Press `key` until what `selector` finds has the focus; fail where it is never reached."""
    target = page.locator(selector).first
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return target
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached with {key}")


def test_official_searches_a_paragraph_follows_a_pledge_and_comes_back(watched):
    watched.goto("/")
    press_to(watched, "search input[name=q]")
    watched.keyboard.type("para 19")
    watched.keyboard.press("Enter")
    expect(watched).to_have_url("/meetings/2004-brisbane-som/report/#p19")
    press_to(watched, "#p19 .rests .further > summary", most=400)
    watched.keyboard.press("Enter")
    press_to(watched, "#p19 .rests a[href='/pledges/japan-website-10000-usd/']", most=400)
    watched.keyboard.press("Enter")
    expect(watched.locator("h1")).to_contain_text("US$10,000")
    press_to(watched, ".words-list a")
    watched.keyboard.press("Enter")
    expect(watched.locator("#p19 span:target")).to_contain_text("Japan pledged US$10,000")


def test_researcher_filters_two_hosts_and_takes_the_list_away(watched, tmp_path):
    watched.goto("/workshops/")
    for value in ("malaysia", "thailand"):
        press_to(watched, f"input[name=host][value={value}]")
        watched.keyboard.press("Space")
    press_to(watched, "input[name=state][value=held]")
    watched.keyboard.press("Space")
    press_to(watched, ".filters button", key="Shift+Tab")  # it stands first
    watched.keyboard.press("Enter")
    expect(watched.get_by_role("status")).to_contain_text("4 of 18 workshops")
    press_to(watched, "main a[href*='workshops.csv']", most=200)
    with watched.expect_download() as download:
        watched.keyboard.press("Enter")
    saved = tmp_path / "list.csv"
    download.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 4


def test_editor_corrects_a_workshop_and_sees_it_public(page, base_url):
    page.goto("/workshops/thailand-2004-targeting/")
    version = int(re.search(r"Data version (\d+)", page.locator("footer").inner_text())[1])
    page.goto("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()  # or a slow page loses the first letter
    page.keyboard.type(EDITOR["DJANGO_SUPERUSER_USERNAME"])
    page.keyboard.press("Tab")
    page.keyboard.type(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.keyboard.press("Enter")
    expect(page.locator("#user-tools")).to_be_visible()
    page.goto("/admin/reports/workshop/?q=targeting")
    page.get_by_role("link", name="Intelligence and law enforcement").click()
    press_to(page, "#id_also_called")
    page.keyboard.press("Control+A")
    page.keyboard.type("pilot workshop")
    press_to(page, "#id__reason", most=400)
    page.keyboard.type("As paragraph 9 has it")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto("/workshops/thailand-2004-targeting/")
    expect(page.locator(".facts")).to_contain_text("pilot workshop")
    expect(page.locator("footer")).to_contain_text(f"Data version {version + 1},")
