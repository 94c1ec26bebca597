"""Tests that all kinds of page are accessible in a browser, in every view, unscripted and in print."""

import io
import re
from unicodedata import normalize

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

REPORT = "/meetings/2004-brisbane-som/report/"
PAGES = [
    "/",
    "/meetings/",
    "/meetings/2004-brisbane-som/",
    REPORT,
    f"{REPORT}plain/",
    f"{REPORT}19/",
    f"{REPORT}14-16/",
    "/meetings/2004-brisbane-som/report/coverage/",
    "/participants/",
    "/index/",
    "/participants/thailand/",
    "/who-did-what/",
    "/workshops/",
    "/workshops/?host=thailand&host=malaysia&state=held",
    "/workshops/?host=nauru",
    "/workshops/thailand-2004-targeting/",
    "/recommendations/",
    "/recommendations/report-after-a-year/",
    "/pledges/",
    "/pledges/australia-website-funding/",
    "/objectives/",
    "/objectives/return/",
    "/outcomes/",
    "/outcomes/returns-checklist/",
    "/experts-groups/aheg-ii/",
    "/presentations/",
    "/presentations/icmpd-2004/",
    "/search/",
    "/search/?q=trafficking",
    "/search/?q=trafficking&kind=paragraph",
    "/search/?q=zebra+crossing",
    "/quote/",
    "/quote/?q=They+agrees+that+the+Steering+Group+should+continue.+generated+sufficient+funds+…+appeal",
    "/data/",
    "/about/",
]
BROKEN = {"/nowhere/": 404, "/workshops/?host=atlantis&page=x": 400}
DESK = {"width": 1280, "height": 900}
VIEWS = {
    "light": {"color_scheme": "light", "viewport": DESK},
    "dark": {"color_scheme": "dark", "viewport": DESK},
    "forced colours": {"forced_colors": "active", "viewport": DESK},
    "phone": {"viewport": {"width": 320, "height": 640}, "has_touch": True},
}
# Beyond what axe looks for by itself: targets of 24 pixels (WCAG 2.2, 2.5.8).
RULES = {"rules": {"target-size": {"enabled": True}}}
# What a reader may set without loss (WCAG 2.2, 1.4.12).
SPACED = {"line-height": "1.5", "letter-spacing": ".12em", "word-spacing": ".16em"}


@pytest.fixture(params=VIEWS)
def view(request):
    """One way of looking at a page."""
    return VIEWS[request.param]


@pytest.fixture
def browser_context_args(browser_context_args, request):
    """The context of the view, where a test has one."""
    return browser_context_args | (
        request.getfixturevalue("view") if "view" in request.fixturenames else {}
    )


def test_no_page_breaks_a_rule_of_axe_or_scrolls_sideways(view, watched):
    broken = {}
    for address in PAGES:
        assert watched.goto(address).status == 200, address
        results = Axe().run(watched, options=RULES).response
        broken |= {
            f"{address} {rule['id']}": [node["html"] for node in rule["nodes"][:3]]
            for rule in results["violations"]
        }
        width = watched.evaluate("document.documentElement.scrollWidth")
        assert width <= view["viewport"]["width"], (address, width)
    assert broken == {}


@pytest.mark.parametrize("view", [VIEWS["light"], VIEWS["dark"]], ids=["light", "dark"])
def test_the_report_s_words_have_contrast_to_spare(view, page, base_url):
    page.goto(REPORT)
    enhanced = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    results = Axe().run(page, ".reader article .text", enhanced).response
    assert results["passes"]  # it has looked
    assert [node["html"] for rule in results["violations"] for node in rule["nodes"]] == []


def test_spaced_text_is_neither_cut_nor_pushed_aside(page, base_url):
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        page.evaluate(
            """spaced => document.querySelectorAll("body, body *").forEach(element => {
                for (const [name, value] of Object.entries(spaced))
                    element.style.setProperty(name, value, "important")
            })""",
            SPACED,
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        cut = page.evaluate(
            """() => [...document.querySelectorAll("main :is(a, p, dt, dd, th, td, span, label)")]
                .filter(e => e.checkVisibility() && !e.closest(".visually-hidden, .stack thead"))
                .filter(e => getComputedStyle(e).overflow !== "visible")
                .filter(e => e.scrollWidth > e.clientWidth + 1)
                .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert cut == [], address


def test_the_focus_goes_to_what_is_wrong(page, base_url):
    for address in ("/workshops/?host=atlantis", "/index/?version=x", "/search/?q=a&kind=x"):
        page.goto(address)
        expect(page.locator("main .errors")).to_be_focused()


def test_a_page_without_its_style_is_readable(page, base_url):
    page.route("**/*.css", lambda route: route.abort())
    page.set_viewport_size(DESK)
    page.goto("/")
    logo = page.locator(".brand svg").bounding_box()
    assert (logo["width"], logo["height"]) == (24, 24)
    assert page.locator("h1").bounding_box()["y"] < DESK["height"] / 4
    pictures = page.locator("svg").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert max(pictures) <= 24


def test_pages_that_say_what_is_wrong_are_accessible_too(page, base_url):
    for address, status in BROKEN.items():
        assert page.goto(address).status == status
        assert Axe().run(page).response["violations"] == []


def test_nothing_needs_a_script(browser, base_url):
    without = browser.new_context(base_url=base_url, java_script_enabled=False).new_page()
    with_script = browser.new_context(base_url=base_url).new_page()
    for address in PAGES:
        without.goto(address)
        with_script.goto(address)
        assert without.inner_text("main") == with_script.inner_text("main"), address


def test_text_grows_fourfold_without_loss(page, base_url):
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    page.goto(f"{REPORT}#p19")
    assert page.locator("#p19").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_first_stop_skips_to_the_content(page, base_url):
    page.goto("/workshops/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to content"
    page.keyboard.press("Enter")
    expect(page.locator("#main_content")).to_be_focused()


def test_arriving_from_a_record_lights_the_very_words(page, base_url):
    page.goto("/pledges/japan-website-10000-usd/")
    page.locator(".words-list a").first.click()
    lit = page.locator(".para span:target")
    assert "Japan pledged US$10,000" in lit.inner_text()
    plain = page.locator(".para span[id]:not(:target)").first
    background = "element => getComputedStyle(element).backgroundColor"
    assert lit.evaluate(background) != plain.evaluate(background)


@pytest.mark.parametrize("piece", ["", "19/", "14-16/"])
def test_print_keeps_numbers_and_reference_and_drops_navigation(page, base_url, piece):
    page.goto(REPORT + piece)
    page.emulate_media(media="print")
    for selector in (".bar", ".tools", "footer", ".skip"):
        for each in page.locator(selector).all():
            assert not each.is_visible(), selector
    assert page.locator(".reference").is_visible()
    text = page.locator("main").inner_text()
    assert "Senior Officials Meeting, Brisbane, 7 to 8 June 2004" in text
    assert re.search(r"Data version \d+, \d+ \w+ \d{4}", text)
    printed = "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(page.pdf())).pages)
    wanted = {"": ["[1]", *range(2, 28)], "19/": [19], "14-16/": [14, 15, 16]}[piece]
    lines = [line.split(" ")[0] for line in printed.splitlines()]
    assert [number for number in map(str, wanted) if number not in lines] == []
    said = normalize("NFKC", "".join(printed.split()))  # lines break where they will; ﬃ is ffi
    assert "ReporttoMinisters,SeniorOfficialsMeeting,Brisbane,7to8June2004" in said
    assert re.search(rf"{re.escape(base_url + REPORT + piece)}\.Dataversion\d+,", said)
    assert "Search" not in said


# What is folded away on a page, but for what is not printed at all, and for what would fill page after
# page beside the rows of a list or of the index.
HIDDEN = """() => [...document.querySelectorAll("main details:not(.filters, .cite, .map, .verbs)")]
    .filter(each => !each.closest(".filters, .cite, .map, .aids, .entries, .scroll tr:not(.words)"))
    .filter(each => !each.closest(":is(.reader, .alone) .rests"))
    .map(each => each.lastElementChild)
    .filter(each => !each.checkVisibility({contentVisibilityAuto: true}))
    .map(each => each.outerHTML.slice(0, 100))"""


def test_what_is_folded_prints_open(page, base_url):
    folded = 0
    for address in PAGES:
        page.goto(address)
        page.emulate_media(media="print")
        hidden = page.evaluate(HIDDEN)
        if hidden:  # the page is laid out for print a moment later
            page.wait_for_timeout(1_000)
            hidden = page.evaluate(HIDDEN)
        assert hidden == [], address
        folded += page.locator("main .rests details:not([open]), main section > details").count()
    assert folded > 10
    page.emulate_media(media="null")  # on a screen, where the choice can be made
    for address in ("/data/", f"{REPORT}9/"):
        page.goto(address)
        for choice in page.get_by_label("Print the records").all():
            choice.check()
        printed = "".join(each.extract_text() for each in PdfReader(io.BytesIO(page.pdf())).pages)
        last = page.locator("main :is(section > details, .rests details)").last
        for said in last.locator("td, li").all_text_contents()[-3:]:
            wanted = normalize("NFKC", "".join(said.split()))
            assert wanted in normalize("NFKC", "".join(printed.split())), address


def test_the_first_view_is_light(browser, base_url):
    for address in ("/", REPORT, "/workshops/"):
        context = browser.new_context(base_url=base_url)
        page, sizes = context.new_page(), []
        page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))  # noqa: B023
        page.goto(address, wait_until="networkidle")
        assert len(sizes) <= 3, address
        assert sum(sizes) <= 40 * 1024, (address, sizes)
        context.close()


def test_pages_set_no_cookie(context, page, base_url):
    for address in ("/", REPORT, "/workshops/?host=thailand", "/nowhere/"):
        page.goto(address)
    assert context.cookies() == []
