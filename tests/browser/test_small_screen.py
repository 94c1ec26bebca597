"""Tests that the home page of a long time and of large numbers fits a phone, and reads well there."""

from datetime import date

import pytest

from reports.models import Meeting, Workshop

NARROW = {"width": 360, "height": 700}
LINES = "each => each.getClientRects().length"
LARGE = 2**31 - 1


@pytest.mark.parametrize("first", [1900, 1980, 1995, 2002])
def test_a_long_time_and_large_numbers_fit_a_phone(page, live_server, report, first):
    Workshop.objects.filter(slug="malaysia-2002").update(
        earliest=date(first, 1, 1), latest=date(first, 12, 31)
    )
    Meeting.objects.update(countries=LARGE, organisations=LARGE, delegates=LARGE)
    page.set_viewport_size(NARROW)
    page.goto(live_server.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    labels = page.locator(".years span").all()
    assert 1 < len(labels) <= 10
    for label in labels:
        assert label.evaluate("each => each.scrollWidth <= each.clientWidth + 1"), label.inner_text()
    for number in page.locator(".figures b").all():
        assert number.evaluate(LINES) == 1
    boxes = page.locator(".figures > li").all()
    assert all(box.evaluate("each => each.scrollWidth <= each.clientWidth") for box in boxes)


def test_a_short_value_of_the_other_direction_stays_at_the_side_of_the_page(page, live_server, report):
    Meeting.objects.filter(slug="2004-brisbane-som").update(city="القاهرة")
    page.goto(f"{live_server.url}/meetings/2004-brisbane-som/")
    fact = page.locator(".facts dd", has_text="القاهرة").last
    value = fact.locator("bdi", has_text="القاهرة")
    left = value.bounding_box()["x"] - fact.bounding_box()["x"]
    assert left < 2
