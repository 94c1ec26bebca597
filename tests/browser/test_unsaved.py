"""An editor whose session or token ends in mid-edit finds her text again, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR, listen
from tests.browser.test_desk import check

PAGE = "/admin/reports/workshop/?q=targeting"
WORDS = 'Two "words"\nof <hers>, and عربي'
REFUSED = "Failed to load resource"  # what the console says of any 403


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def tab(request, browser, base_url):
    """A tab of an editor who is logged in, with script and without; it breaks no rule of the desk."""
    context = browser.new_context(base_url=base_url, java_script_enabled=request.param)
    page = context.new_page()
    said = listen(page)
    page.goto("/admin/")
    log_in(page)
    yield page
    context.close()
    assert [line for line in said if REFUSED not in line] == []


@pytest.fixture
def scripted(browser, base_url):
    """A tab of an editor who is logged in, and the questions that it has asked before it was left."""
    context = browser.new_context(base_url=base_url)
    page, asked = context.new_page(), []
    page.goto("/admin/")
    log_in(page)

    def answer(dialog):
        asked.append(dialog.type)
        dialog.dismiss()  # stay

    page.on("dialog", answer)
    yield page, asked
    context.close()


def log_in(page):
    """Fill in the log-in page and send it."""
    page.get_by_label("Username").fill(EDITOR["DJANGO_SUPERUSER_USERNAME"])
    page.get_by_label("Password").fill(EDITOR["DJANGO_SUPERUSER_PASSWORD"])
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log in")).to_have_count(0)


def open_workshop(page):
    """Open the page of a workshop by the list of them; return its quote and another field."""
    page.goto(PAGE)
    page.get_by_role("link", name="Intelligence and law enforcement").click()
    expect(page.locator("#id_also_called")).to_be_visible()
    return page.locator("#id_evidence-0-quote"), page.locator("#id_also_called")


def save(page):
    """Press the first Save, without a look at what comes."""
    page.get_by_role("button", name="Save", exact=True).click()


def assert_unsaved(page, sentence, quote, called):
    """The form stands as it was typed, with a sentence, and is not saved."""
    expect(page.locator(".problems")).to_contain_text(sentence)
    expect(page.locator("#id_evidence-0-quote")).to_have_value(WORDS)
    expect(page.locator("#id_also_called")).to_have_value("enforcement")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#id_also_called")).to_have_value(called)
    expect(other.locator("#id_evidence-0-quote")).to_have_value(quote)
    other.close()


def test_a_session_that_ends_in_mid_edit_loses_nothing(tab):
    quote, called = open_workshop(tab)
    before = quote.input_value(), called.input_value()
    address = tab.url
    quote.fill(WORDS)
    called.fill("enforcement")
    tab.get_by_label("Why").fill("As printed")
    tab.context.clear_cookies(name="sessionid")
    save(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Nothing is lost")
    tab.get_by_text("What you typed", exact=True).click()
    expect(tab.get_by_text('Two "words"')).to_be_visible()
    log_in(tab)
    assert tab.url == address
    assert_unsaved(tab, "NOT saved yet", *before)
    expect(tab.get_by_label("Why")).to_have_value("As printed")
    quote.fill(before[0])  # what was typed there stands in no report
    save(tab)
    expect(tab.locator(".messagelist .success")).to_be_visible()
    open_workshop(tab)
    expect(called).to_have_value("enforcement")
    called.fill(before[1])
    tab.get_by_label("Why").fill("As it was")
    save(tab)
    expect(tab.locator(".messagelist .success")).to_be_visible()


def test_a_log_in_in_another_tab_loses_nothing(tab):
    quote, called = open_workshop(tab)
    before = quote.input_value(), called.input_value()
    quote.fill(WORDS)
    called.fill("enforcement")
    other = tab.context.new_page()
    other.goto("/admin/")
    other.locator("#logout-form button").click()
    other.goto("/admin/")
    log_in(other)
    other.close()
    save(tab)
    assert_unsaved(tab, "This page was too old", *before)
    quote.fill(before[0])
    called.fill(before[1])
    save(tab)
    expect(tab.locator(".messagelist .success")).to_be_visible()


def test_all_cookies_lost_in_mid_edit_lose_nothing(tab):
    quote, called = open_workshop(tab)
    before = quote.input_value(), called.input_value()
    quote.fill(WORDS)
    called.fill("enforcement")
    tab.context.clear_cookies()
    save(tab)
    log_in(tab)
    assert_unsaved(tab, "NOT saved yet", *before)


def test_back_shows_what_is_stored_and_not_what_was_typed_before(tab):
    tab.goto("/admin/reports/verb/add/")
    tab.get_by_label("Name:").fill(f"wondered {id(tab)}")
    tab.get_by_label("Meaning:").fill("Was not sure.")
    tab.get_by_label("Slug:").fill(f"wondered-{id(tab)}")
    tab.get_by_role("button", name="Save and continue editing").click()
    expect(tab.locator(".messagelist .success")).to_be_visible()
    address = tab.url
    tab.goto(address)
    tab.get_by_label("Meaning:").fill("Hers.")
    save(tab)
    expect(tab.locator(".messagelist .success")).to_be_visible()
    other = tab.context.new_page()
    other.goto(address)
    other.get_by_label("Meaning:").fill("Another's, since.")
    save(other)
    expect(other.locator(".messagelist .success")).to_be_visible()
    other.close()
    tab.go_back()
    expect(tab.get_by_label("Meaning:")).to_have_value("Another's, since.")


def leave(page):
    """Follow a link that leads away."""
    page.get_by_role("link", name="Home").first.click(no_wait_after=True)
    page.wait_for_timeout(300)


def test_a_page_is_left_without_a_question_where_nothing_was_typed(scripted):
    page, asked = scripted
    open_workshop(page)
    leave(page)
    expect(page).to_have_url(re.compile("/admin/$"))
    assert asked == []


def test_unsaved_text_is_asked_for_before_it_is_left_but_not_on_a_save(scripted):
    page, asked = scripted
    _, called = open_workshop(page)
    before, address = called.input_value(), page.url
    called.fill("typed")
    leave(page)
    assert (asked, page.url) == (["beforeunload"], address)
    expect(called).to_have_value("typed")
    called.fill(before)
    save(page)
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_new_row_is_unsaved_text_too(scripted):
    page, asked = scripted
    open_workshop(page)
    page.locator("#evidence-group .add-row a").click()
    page.locator("[id^=id_evidence-][id$=-quote]:visible").last.fill("typed")
    leave(page)
    assert asked == ["beforeunload"]


def test_a_refused_page_is_unsaved_from_the_beginning(scripted):
    page, asked = scripted
    quote, _ = open_workshop(page)
    quote.fill("in no report")
    save(page)
    expect(page.locator(".errornote").first).to_be_visible()
    page.locator("h1, h2").first.click()  # a browser asks nobody who has done nothing on the page
    leave(page)
    assert asked == ["beforeunload"]


def test_a_log_in_page_that_carries_a_form_is_not_left_unasked(scripted):
    page, asked = scripted
    _, called = open_workshop(page)
    called.fill("typed")
    page.context.clear_cookies(name="sessionid")
    save(page)
    page.get_by_text("What you typed", exact=True).click()
    check(page)
    page.get_by_label("Username").fill("x")
    page.evaluate("location.assign('/')")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    log_in(page)
    assert asked == ["beforeunload"]
    expect(page.locator(".problems")).to_contain_text("NOT saved yet")


def test_what_is_shown_to_be_copied_is_accessible_at_every_width(scripted):
    page, asked = scripted
    page.goto("/admin/reports/actor/add/")
    page.locator("#id_name").fill("typed " * 40)
    page.evaluate("document.querySelector('#actor_form').action = '/admin/nowhere/'")
    page.context.clear_cookies(name="csrftoken")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("This page was too old")
    expect(page.locator(".typed")).to_contain_text("typed typed")
    check(page)
    leave(page)
    assert asked == ["beforeunload"]
