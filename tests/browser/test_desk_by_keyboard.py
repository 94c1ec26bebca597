"""The desk by keyboard alone: a record is added, its error mended, a place swapped, a record deleted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import log_in
from tests.browser.test_journeys import press_to

PARTICIPANTS = "/admin/reports/participant/"


@pytest.fixture
def desk(page, base_url):
    """A page of an editor who has logged in."""
    log_in(page)
    return page


def press(page, selector, **keys):
    """Go to what `selector` finds and press Enter there."""
    press_to(page, selector, most=500, **keys)
    page.keyboard.press("Enter")


def type_in(page, selector, words):
    """Go to the field that `selector` finds and type `words` in the place of what it holds."""
    press_to(page, selector, most=500)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_a_record_is_added_with_evidence_its_error_mended_and_it_is_deleted(desk):
    press(desk, "a[href='/admin/reports/indexterm/add/']")
    desk.wait_for_url("**/indexterm/add/")
    type_in(desk, "#id_name", "last appeal")
    press_to(desk, "#id_kind")
    desk.keyboard.type("Instrument")
    press(desk, "#evidence-group .add-row a")
    press(desk, "#id_evidence-0-block + .select2 .select2-selection")
    expect(desk.locator(".select2-search__field")).to_be_focused()  # or what is typed is lost
    desk.keyboard.type("p25")
    expect(desk.locator(".select2-results__option--highlighted")).to_contain_text("p25")
    desk.keyboard.press("Enter")
    type_in(desk, "#id_evidence-0-quote", "the last appeal had generated sufficient funds")
    type_in(desk, "#id__reason", "Paragraph 25 names it.")
    press(desk, ".submit-row input[name=_save]")

    expect(desk.locator(".problems")).to_be_focused()
    press(desk, ".problems a:has-text('These words are not')")
    expect(desk.locator("#id_evidence-0-quote")).to_be_focused()
    press(desk, "button[name=_take]", key="Shift+Tab")  # it stands above its field
    expect(desk.locator(".problems")).to_contain_text("Not saved yet")
    taken = desk.locator("#id_evidence-0-quote").input_value()
    assert "the last appeal had not generated sufficient funds" in taken
    press(desk, ".submit-row input[name=_save]")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto("/index/#term_last-appeal")
    expect(desk.locator("#term_last-appeal")).to_contain_text("last appeal")

    desk.goto("/admin/reports/indexterm/?q=last+appeal")
    press(desk, "#result_list tbody th a")
    press(desk, ".submit-row a.deletelink")
    desk.wait_for_url("**/delete/**")
    type_in(desk, "#id__reason", "It is the appeal of the IOM.")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist .success")).to_be_visible()
    expect(desk.locator("#result_list tbody th a")).to_have_count(0)


def places(page):
    """The names of the first two participants, in the order of their places."""
    page.goto(f"{PARTICIPANTS}?o=4&p=1")
    return page.locator("#result_list tbody th a").all_inner_texts()[:2]


def test_two_rows_swap_places_by_the_button_beside_the_error(desk):
    before = places(desk)
    for _ in range(2):  # there and back
        first, second = places(desk)
        desk.locator("#result_list tbody th a").first.focus()
        desk.keyboard.press("Enter")
        desk.wait_for_url("**/change/**")
        place = int(desk.locator("#id_order").input_value())
        type_in(desk, "#id_order", str(place + 1))
        type_in(desk, "#id__reason", "As printed.")
        press(desk, ".submit-row input[name=_save]")
        expect(desk.locator(".problems")).to_be_focused()
        press(desk, ".problems a:has-text('has that place')")
        expect(desk.locator("#id_order")).to_be_focused()
        expect(desk.locator(".field-order .errorlist")).to_contain_text(second)
        press(desk, "button[name=_swap]", key="Shift+Tab")
        expect(desk.locator(".messagelist .success")).to_be_visible()
        assert re.search("change", desk.url) is None
        assert places(desk) == [second, first]
    assert places(desk) == before
