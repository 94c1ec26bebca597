"""Two editors at one record in a real browser, one of them without script: neither loses a word."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import check, log_in

LIST = "/admin/reports/workshop/?q=targeting"


@pytest.fixture
def editors(browser, base_url):
    """Two tabs at the page of one workshop: one with script, one without."""
    contexts = [browser.new_context(base_url=base_url, java_script_enabled=on) for on in (True, False)]
    tabs = [context.new_page() for context in contexts]
    for tab in tabs:
        log_in(tab)
        open_workshop(tab)
    yield tabs
    for context in contexts:
        context.close()


def open_workshop(tab):
    """Open the page of the workshop that the list finds."""
    tab.goto(LIST)
    tab.locator("#result_list tbody th a").first.click()
    expect(tab.locator("#id_also_called")).to_be_visible()


def save(tab):
    """Press Save."""
    tab.get_by_role("button", name="Save", exact=True).click()


def test_what_each_has_changed_is_kept_and_what_both_have_is_settled(editors):
    one, other = editors
    before = {name: one.locator(f"#id_{name}").input_value() for name in ("also_called", "subject")}
    other.locator("#id_subject").fill("law enforcement")
    other.get_by_label("Why").fill("As printed")
    other.locator("#id_also_called").fill("enforcement")
    other.locator("#id_also_called").press("Enter")  # as Save, before any other button of the page
    expect(other.locator(".messagelist .success")).to_be_visible()
    one.locator("#id_also_called").fill("targeting")
    one.get_by_label("Why").fill("As printed")
    save(one)
    expect(one.locator(".problems")).to_be_focused()
    told = one.locator(".conflict")
    expect(told.locator("table").nth(0)).to_contain_text("Also called")
    expect(told.locator("table").nth(1)).to_contain_text("law enforcement")
    check(one)
    save(one)
    expect(one.locator(".messagelist .success")).to_be_visible()
    open_workshop(one)
    expect(one.locator("#id_also_called")).to_have_value("targeting")
    expect(one.locator("#id_subject")).to_have_value("law enforcement")
    for name, value in before.items():
        one.locator(f"#id_{name}").fill(value)
    one.get_by_label("Why").fill("As it was")
    save(one)
    expect(one.locator(".messagelist .success")).to_be_visible()


def test_the_exact_words_are_taken_with_one_click(editors):
    one, _ = editors
    quote = one.locator("#id_evidence-0-quote")
    words = quote.input_value()
    quote.fill(f"{words[:-1]}x")
    save(one)
    expect(one.locator(".problems")).to_be_focused()
    check(one)
    one.locator(".problems a", has_text="These words are not").first.press("Enter")
    expect(quote).to_be_focused()
    one.get_by_role("button", name="Take “").first.click()
    expect(one.locator(".problems")).to_contain_text("Not saved yet")
    expect(quote).to_have_value(words)


def test_a_row_is_added_without_script(editors):
    _, other = editors
    rows = other.locator("tr.form-row[id^=evidence-]:not(.empty-form)")
    number = rows.count()
    other.locator("button[name=_add_row][value=evidence]").click()
    expect(rows).to_have_count(number + 1)
    assert other.url.endswith("#evidence-group")
    picker = other.locator(f"#id_evidence-{number}-block")
    picker.select_option(index=3)
    assert picker.input_value()
