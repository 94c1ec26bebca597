"""Tests that a word of any length, and words from right to left, stay in their place on every page."""

import pytest
from django.core.management import call_command
from django.db import models

from reports.models import (
    RECORDS,
    Actor,
    Block,
    Evidence,
    MeetingRole,
    OtherName,
    Presenter,
    Report,
    WorkshopRole,
)
from tests.sitemap import paths

TOKEN = "Wordwithoutanyblank" * 7
ARABIC = "\u0639\u0642\u062f\u062a"
MODELS = {*RECORDS.values(), Actor, OtherName, Presenter, Report, WorkshopRole, MeetingRole}
# Texts that are no words: codes, dates to sort by, what follows from others.
CODES = {"slug", "source_sha256", "folded", "iso2", "iso3", "currency", "date_edtf"}
IF_STATED = {"date_words", "amount_written", "title"}  # others depend on these


def fill(word):
    """Put `word` into every text of every row, each piece of the reports and each quote."""
    for model in MODELS:
        texts = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField) and not field.choices and field.name not in CODES
        ]
        for row in model.objects.all():
            values = {
                field.name: f"{word[: field.max_length - 5]}{row.pk}"
                for field in texts
                if getattr(row, field.name) or field.name not in IF_STATED
            }
            model.objects.filter(pk=row.pk).update(**values)
    Block.objects.update(text=word)
    Evidence.objects.update(quote=word, prefix="")
    call_command("reindex", verbosity=0)


@pytest.fixture
def filled(live_server, report, settings, client):
    """A function that fills the portal with a word, and gives its address and one page of each kind."""

    def fill_with(word):
        settings.SITE_URL = live_server.url
        fill(word)
        by_kind = {}
        for path in paths(client, live_server.url):
            parts = path.split("/")
            key = parts[1] if len(parts) < 6 else (parts[3], parts[4] in ("plain", ""))
            by_kind.setdefault((key, len(parts)), path)
        pages = [*by_kind.values(), "/participants/thailand/", "/workshops/thailand-2004-targeting/"]
        pages += [f"/search/?q={word}", f"/search/?q={word}+zebra", f"/workshops/?host={word}"]
        pages += [f"/participants/?name={word}", f"/nowhere/{word}/", "/who-did-what/", "/workshops/"]
        pages += ["/pledges/", "/objectives/", "/presentations/", "/outcomes/", "/recommendations/"]
        return live_server.url, [*dict.fromkeys(pages)]

    return fill_with


WITHOUT_WORDS = ("/", "/about/", "/data/", "/search/", "/quote/")  # pages that show none of a report


def test_a_long_word_makes_no_page_scroll_sideways(page, filled):
    site, pages = filled(TOKEN)
    assert len(pages) > 25
    wide = {}
    for address in pages:
        page.goto(site + address)
        assert TOKEN[:50] in page.content() or address in WITHOUT_WORDS, address
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[address, width] = found
    assert wide == {}


def test_words_from_right_to_left_are_read_so(page, filled):
    site, pages = filled(ARABIC)
    unlike = {}
    for address in pages:
        page.goto(site + address)
        unlike[address] = page.evaluate(
            """word => {
                const texts = document.createTreeWalker(document.querySelector("main"), 4), wrong = [];
                while (texts.nextNode()) {
                    const own = texts.currentNode.parentElement, whole = own.closest("[dir=auto], bdi");
                    if (texts.currentNode.data.replace(/[^\\p{L}]/gu, "").startsWith(word)
                        // An error is a sentence of ours.
                        && !own.closest("pre, script, .error, .errors")
                        && (!whole || (getComputedStyle(whole).direction !== "rtl"
                            && whole.textContent.replace(/[^\\p{L}]/gu, "").startsWith(word))))
                        wrong.push(own.outerHTML.slice(0, 200));
                }
                return wrong;
            }""",
            ARABIC,
        )
    assert {address: wrong for address, wrong in unlike.items() if wrong} == {}
