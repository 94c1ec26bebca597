"""Lines that a report prints on their own are shown, printed and copied as such."""

from pathlib import Path

import pytest

from reports.models import Actor, Objective
from reports.text.quotes import locate
from tests.factories import make_block, make_record, make_report

SHEET = Path(__file__).parent.parent.parent / "static/css/site.css"
TEXT = "The following  took part:\nAustralia\nFiji\n\nNew Zealand\nand others."
QUOTE = "following  took part:\nAustralia\nFiji"


@pytest.fixture
def listed(empty):
    """A published report with a paragraph of lines, a heading of two, and an objective from both."""
    report = make_report(title="Report")
    block = make_block(report, text=TEXT)
    make_block(report, "", "Heading on\ntwo lines", order=2, key="h", kind="heading", part=block.part)
    make_record(block, Objective, QUOTE, slug="o", order=1, name="took part")
    Actor.objects.create(slug="fiji", name="Fiji", kind="country")


REPORT = "/meetings/2005-test-som/report/"


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize(
    ("address", "element", "shown"),
    [
        (REPORT, "#p1 .text", TEXT),
        (REPORT, "#h h3", "Heading on\ntwo lines"),
        (f"{REPORT}plain/", "#p1 .text", TEXT),
        (f"{REPORT}1/", "#p1 .text", TEXT),
        ("/objectives/o/", ".words-list blockquote", f"“{QUOTE}”"),
        ("/objectives/", ".evidence", f"“{QUOTE}” para 1"),
        ("/participants/fiji/", ".evidence", TEXT),
        ("/search/?q=australia", "#paragraph .snippet", TEXT),
    ],
)
def test_lines_are_shown_and_copied_as_printed(listed, client, page, media, address, element, shown):
    page.emulate_media(media=media)
    page.set_content(client.get(address).content.decode())
    page.add_style_tag(path=SHEET)
    place = page.locator(element).first
    assert place.inner_text() == shown
    copied = place.evaluate(
        "element => { getSelection().selectAllChildren(element); return getSelection().toString() }"
    )
    assert copied == shown
    if shown == TEXT:
        assert locate(TEXT, "", copied) == (0, len(TEXT))
