"""Tests of reading a report in a browser: what stands where, what is copied, what is printed."""

import io
import re
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.browser.test_pages import PAGES, REPORT

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
SCREENS = [PHONE, {"width": 1024, "height": 800}, DESK]
# Words far down in a long paragraph.
DEEP = "p9.new-zealand-identity-management-workshop-made"
COPIED = """([first, last]) => {
    const end = document.querySelector(last)
    getSelection().setBaseAndExtent(document.querySelector(first), 0, end, end.childNodes.length)
    return getSelection().toString()
}"""


def printed(page):
    """The words of the page as printed, each text of each page of the PDF."""
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(page.pdf())).pages)


def squeezed(text):
    """The letters of `text` without blanks, as a PDF parts them where it will."""
    return normalize("NFKC", "".join(text.split()))


def test_the_report_is_short_on_a_phone(page, base_url):
    page.set_viewport_size(PHONE)
    page.goto(REPORT)
    assert page.evaluate("document.documentElement.scrollHeight") <= 15_000
    assert page.locator("#p8 .rests summary").first.inner_text() == "37 records"
    assert page.locator(".rests li").first.is_hidden()
    page.locator("#p8 .rests summary").first.click()
    links = page.locator("#p8 .rests li a")
    assert links.count() == 37
    assert all(link.is_visible() for link in links.all())  # one fold, not two
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_margin_makes_no_gap_in_the_text(page, base_url):
    page.set_viewport_size(DESK)
    page.goto(REPORT)
    assert page.locator("#p19 .rests li:visible").count() == 3
    assert page.locator("#p19 .rests summary:visible").all_inner_texts() == ["8 more"]
    gaps = page.evaluate(
        """() => [...document.querySelectorAll(".para")].map(each => [
            each.id,
            each.getBoundingClientRect().bottom
                - (each.querySelector(".passage-tools") || each.firstElementChild)
                    .getBoundingClientRect().bottom
        ])"""
    )
    assert len(gaps) > 40
    assert {key: gap for key, gap in gaps if gap > 12} == {}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("fragment", ["p8", "p19", DEEP, "p19.japan-website-10000-usd"])
def test_arriving_shows_number_and_words_a_third_down(page, base_url, screen, fragment):
    page.set_viewport_size(screen)
    page.goto(f"{REPORT}#{fragment}")
    page.wait_for_timeout(100)
    top = page.locator(f"[id='{fragment}']").evaluate("each => each.getClientRects()[0].top")
    assert 0.25 * screen["height"] <= top <= 0.4 * screen["height"]
    number = page.locator(f"#{fragment.split('.')[0]} .no").bounding_box()
    assert 0 <= number["y"] <= top + 30


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
def test_a_passage_alone_begins_within_the_first_half_of_the_screen(page, base_url, screen):
    page.set_viewport_size(screen)
    page.goto(f"{REPORT}8/")
    assert page.locator("#p8 .text").bounding_box()["y"] <= 0.4 * screen["height"]


def test_a_link_to_words_leads_there(page, base_url):
    page.set_viewport_size(DESK)
    page.goto("/about/")
    address = f"{REPORT}#:~:text=Japan%20pledged%20US%2410%2C000"
    # As a reader follows it: a text fragment asks for a reader's own act.
    page.evaluate(
        "to => { document.querySelector('main').innerHTML = `<a href='${to}'>on</a>` }", address
    )
    page.locator("main a").click()
    page.wait_for_url(f"**{REPORT}*")
    page.wait_for_timeout(300)
    box = page.locator("[id='p19.japan-website-10000-usd']").bounding_box()
    assert 0 < box["y"] < DESK["height"]
    assert 0 <= page.locator("#p19 .no").bounding_box()["y"] < DESK["height"]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("address", [REPORT, f"{REPORT}plain/", f"{REPORT}19-20/"])
def test_what_is_copied_is_number_and_words(page, base_url, report_texts, screen, address):
    page.set_viewport_size(screen)
    page.goto(address)
    copied = page.evaluate(COPIED, ["#p19", "#p20"])
    lines = [line for line in copied.splitlines() if line.strip()]
    assert lines == [f"19 {report_texts['19']}", f"20 {report_texts['20']}"]
    assert copied.startswith("19 Senior officials considered")


@pytest.fixture
def report_texts(page, base_url):
    """The paragraphs of the report by number, from its text file."""
    text = page.request.get(f"{base_url}{REPORT[:-1]}.txt").text()
    return dict(re.findall(r"^(\d+)\. (.*)$", text, re.MULTILINE))


def test_the_words_lead_to_records_without_shouting(page, base_url):
    page.set_viewport_size(DESK)
    page.goto(REPORT)
    words = page.locator("[id='p19.japan-website-10000-usd'] a").first
    line = "each => getComputedStyle(each).textDecorationLine"
    assert words.evaluate(line) == "none"
    assert "gradient" in words.evaluate("each => getComputedStyle(each).backgroundImage")
    words.hover()
    assert words.evaluate(line) == "underline"
    assert page.locator("#p19 .text a").last.evaluate(line) == "underline"  # where others end
    words.click()
    assert page.url.endswith("/pledges/japan-website-10000-usd/")
    page.go_back()
    assert page.locator("mark").count() == 0
    underlined = page.evaluate(
        """() => [...document.querySelectorAll(".reader article .para > :first-child *")]
            .filter(each => getComputedStyle(each).textDecorationLine !== "none")
            .filter(each => !each.closest("abbr")).length"""
    )
    assert underlined == 0


def test_an_outer_quote_is_lit_whole(page, base_url):
    page.goto(f"{REPORT}#{DEEP}")
    lit = page.locator(f"[id='{DEEP}']")
    assert lit.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_the_report_prints_as_a_document_with_contents(page, base_url):
    page.goto(REPORT)
    page.emulate_media(media="print")
    styles = page.evaluate(
        """() => [...document.querySelectorAll(".para > :first-child a")].map(each => {
            const style = getComputedStyle(each)
            return [style.textDecorationLine, style.backgroundImage].join()
        })"""
    )
    assert set(styles) == {"none,none"}
    for hidden in (".passage-tools", ".rests", ".aids"):
        assert page.locator(hidden).first.is_hidden()
    assert page.locator("nav[aria-label=Contents] li").first.is_visible()
    text = squeezed(printed(page))
    assert text.index("PartIV:recommendationtoMinisters27") < text.index(
        "AustraliaandIndonesiaco-chaired"
    )
    assert "Printalone" not in text
    assert "Japan(pledged):US$10,000fortheupkeep" not in text


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}19/", f"{REPORT}19-20/"])
def test_records_are_printed_where_asked_for(page, base_url, address):
    page.goto(address)
    record = "Japan(pledged):US$10,000fortheupkeepandmanagementofthewebsite"
    assert record not in squeezed(printed(page))
    page.get_by_label("Print the records of each paragraph too").check()
    assert record in squeezed(printed(page))


def test_text_of_twice_the_size_does_not_scroll_sideways_on_a_phone(page, base_url):
    page.set_viewport_size(PHONE)
    wide = {}
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}


def test_the_short_tab_order_passes_the_words_by(page, base_url):
    page.goto(f"{REPORT}19/")
    assert page.locator(".para .text a:not([tabindex='-1'])").count() == 0
    inside = page.evaluate("[...document.querySelectorAll('.para .text a')].map(each => each.pathname)")
    beside = page.evaluate("[...document.querySelectorAll('.para .rests a')].map(each => each.pathname)")
    assert inside
    assert set(inside) <= set(beside)
