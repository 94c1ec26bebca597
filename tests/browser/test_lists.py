"""Tests that a list is read at a glance: on a screen, on a phone, by keyboard and by screen reader."""

import pytest

from tests.lists.listed import LISTS

SCREEN = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
MOST = {"/workshops/": 5_000, "/participants/": 6_500}  # pixels of height on a phone
IN_VIEW = 6  # rows that begin on the first screen
LINE = 24  # pixels of the first line of a name
TO_APPLY = 3  # stops of the keyboard from the first filter
FILTERED = [*LISTS, "/index/", "/search/?q=trafficking"]


@pytest.fixture
def browser_context_args(browser_context_args):
    """The context of a screen, unless a test sets another size."""
    return browser_context_args | {"viewport": SCREEN}


@pytest.mark.parametrize("url", LISTS)
def test_six_rows_begin_on_the_first_screen(page, base_url, url):
    page.goto(url)
    first_lines = page.locator(".scroll tbody th a").evaluate_all(
        "links => links.map(each => each.getClientRects()[0].top)"
    )
    seen = [top for top in first_lines if top + LINE <= SCREEN["height"]]
    assert len(seen) >= min(IN_VIEW, len(first_lines))


def test_six_workshops_show_whole_with_their_words(page, base_url):
    page.goto("/workshops/")
    bottoms = page.locator(".scroll tbody").evaluate_all(
        "bodies => bodies.map(each => each.getBoundingClientRect().bottom)"
    )
    assert bottoms[IN_VIEW - 1] <= SCREEN["height"]


@pytest.mark.parametrize("url", MOST)
def test_a_list_is_short_on_a_phone(page, base_url, url):
    page.set_viewport_size(PHONE)
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST[url]


@pytest.mark.parametrize("url", LISTS)
def test_the_head_of_a_row_is_called_by_the_name_of_its_record(page, base_url, url):
    page.goto(url)
    names = [name.strip() for name in page.locator(".scroll tbody th a").all_text_contents()]
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    heads = [each["name"]["value"] for each in nodes if each["role"]["value"] == "rowheader"]
    assert heads == names


def stops_back(page, most):
    """Press Shift and Tab up to `most` times: the texts of what has the focus after each."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab")
        yield page.evaluate("document.activeElement.innerText || ''")


@pytest.mark.parametrize("url", FILTERED)
def test_apply_is_near_the_first_filter_and_stays_in_sight(page, base_url, url):
    page.goto(url)
    fields = page.locator(".filters form :is(input, select):not([type=hidden], [disabled]):visible")
    fields.first.focus()
    assert "Apply" in list(stops_back(page, TO_APPLY))
    for field in (fields.last, fields.nth(fields.count() // 2), fields.first):
        field.focus()
        assert page.locator(".apply button").evaluate(
            "each => each.getBoundingClientRect().top >= 0 "
            "&& each.getBoundingClientRect().bottom <= innerHeight"
        )


def test_apply_covers_no_filter_that_has_the_focus(page, base_url):
    page.goto("/workshops/")
    page.locator("#id_sort").focus()
    covered = []
    while page.evaluate("document.activeElement.closest('.filters form > :not(.apply)') !== null"):
        covered += page.evaluate(
            """() => {
                const each = document.activeElement, box = each.getBoundingClientRect()
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
                return top === each || each.contains(top) ? [] : [each.outerHTML]
            }"""
        )
        page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").inner_text() == "Apply"
    assert covered == []


def test_the_keyboard_applies_what_it_chose(page, base_url):
    page.goto("/workshops/")
    page.locator("input[name=who][value=thailand]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/workshops/?*who=thailand*")
    assert page.locator("[role=status]").inner_text() == "4 of 18 workshops and meetings"


@pytest.mark.parametrize("url", LISTS)
def test_no_column_is_hidden_at_any_width(page, base_url, url):
    page.goto(url)
    hidden = []
    for width in (360, 735, 737, 741, 800, 900, 1000, 1100, 1119, 1121, 1200, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        more = page.locator(".scroll").evaluate("each => each.scrollWidth - each.clientWidth")
        hidden += [(width, more)] if more > 0 else []
    assert hidden == []


def test_a_sort_that_has_the_focus_is_seen_on_a_phone(page, base_url):
    page.set_viewport_size(PHONE)
    page.goto("/workshops/")
    head = page.locator(".scroll thead a").first
    head.focus()
    assert head.bounding_box()["height"] > 10
    assert page.locator(".scroll thead").evaluate("each => getComputedStyle(each).clipPath") == "none"


def test_forced_colours_tell_one_hosted_workshop_from_two(browser, base_url):
    page = browser.new_context(base_url=base_url, forced_colors="active").new_page()
    page.goto("/")
    look = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).borderTopWidth]"
    tiles = [page.locator(f".tiles .{shade} > *").first.evaluate(look) for shade in ("n0", "n1", "n2")]
    signs = [
        page.locator(f".legend .{shade}").first.evaluate(
            "each => [getComputedStyle(each, '::before').backgroundColor,"
            " getComputedStyle(each, '::before').borderTopWidth]"
        )
        for shade in ("n1", "n2")
    ]
    page.context.close()
    assert len({tuple(each) for each in tiles}) == 3
    assert signs[0] != signs[1]


def test_words_fold_out_and_are_not_said_twice(page, base_url):
    page.goto("/workshops/")
    row = page.locator(".quoted:has(> .whole):has(> .evidence bdi + a + bdi)").first
    shown = row.locator("> .evidence bdi").first
    assert shown.is_visible()
    said_by = row.locator("> .evidence bdi").nth(1)
    row.locator("summary").click()
    assert not shown.is_visible()
    assert said_by.is_visible()
    assert shown.inner_text().strip("“”… ")[:40] in row.locator(".whole").inner_text()
