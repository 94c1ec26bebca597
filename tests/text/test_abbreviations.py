"""Abbreviations are explained where they first stand in a page, and no word of it is changed."""

import html
import re

import pytest

from reports.integrity.checks import deferred_checks
from reports.models import Block, IndexTerm, OtherName
from reports.pages.context import abbreviations
from reports.text.abbreviations import explain, full_names
from tests.addresses import MEETING, REPORT
from tests.factories import make_block, make_evidence, make_report
from tests.reading import get

NAMES = {"ROK": "Republic of Korea", "AHEG": "ad hoc experts group"}


# What is explained stands in braces.
@pytest.mark.parametrize(
    "written",
    [
        "<p>The {ROK} and ROK</p>",
        "<a title='ROK' href='/ROK/'>x</a>",
        "<p>ROKs, XROK, AHEGs, ROK$10,000</p>",
        "<pre>ROK</pre> <b>{ROK}</b>",
        "<svg><title>ROK</title></svg> <option value='1'>ROK</option> <code>ROK</code>",
        '<p class="entry" id="x">ROK</p><p>({ROK})</p>',
        "{AHEG} I, {ROK}",
    ],
)
def test_the_first_place_in_a_text_is_explained_and_no_other(written):
    wanted = re.sub(r"\{(\w+)\}", lambda at: f'<abbr title="{NAMES[at[1]]}">{at[1]}</abbr>', written)
    assert explain(re.sub("[{}]", "", written), NAMES)[0] == wanted


def test_full_names_are_those_of_one_meaning_and_of_the_singular():
    pairs = [("AHEGs", "ad hoc experts groups"), ("UN", "a"), ("UN", "b"), ("IOM", "c")]
    assert full_names(pairs) == {
        "AHEGs": "ad hoc experts groups",
        "AHEG": "ad hoc experts group",
        "IOM": "c",
    }


@pytest.mark.parametrize(
    ("address", "short", "full"),
    [
        (REPORT, "AHEG", "ad hoc experts group"),
        (REPORT, "ROK", "Republic of Korea"),
        (f"{REPORT}plain/", "APC", "Asia Pacific Consultations on Refugees"),
        (f"{REPORT}observers/", "ICMPD", "International Centre for Migration Policy Development"),
        (f"{REPORT}20/", "ROK", "Republic of Korea"),
        (f"{REPORT}coverage/", "ROK", "Republic of Korea"),
        (MEETING, "AHEG", "ad hoc experts group"),
        ("/experts-groups/aheg-i/", "AHEG", "ad hoc experts group"),
        ("/presentations/", "ROK", "Republic of Korea"),
        ("/search/?q=consultations", "APC", "Asia Pacific Consultations on Refugees"),
        ("/index/", "AHEG", "ad hoc experts group"),
    ],
)
def test_abbreviations_are_explained_on_every_kind_of_page(reader, address, short, full):
    source, words = get(reader, address)
    (title,) = re.findall(f'<abbr title="([^"]*)">{short}</abbr>', source)
    assert html.unescape(title).startswith(full)
    listed = words.partition("Abbreviations on this page")[2]
    assert f"{short} {full}" in listed


def test_a_page_without_abbreviations_has_no_list_of_them(client, report):
    OtherName.objects.all()._raw_delete("default")
    source, _ = get(client, f"{REPORT}1/")
    assert "<abbr" not in source
    assert "Abbreviations on this page" not in source


def test_the_text_of_a_report_stays_to_the_letter(reader):
    source, _ = get(reader, f"{REPORT}20/")
    text = re.search(r'<span class="text">(.*?)</span>\s*</p>', source, re.DOTALL)[1]
    assert "<abbr" in text
    assert html.unescape(re.sub("<[^>]+>", "", text)) == Block.objects.get(key="p20").text


def test_what_only_a_draft_calls_so_explains_no_public_page(client, report):
    words = "Advance Passenger Information (IOM) was discussed."
    block = make_block(make_report("2009-draft", published=False), text=words)
    with deferred_checks():
        term = IndexTerm.objects.create(
            slug="api", name="Advance Passenger Information", kind="document"
        )
        term.other_names.create(name="AHEGs")
        make_evidence(block, "Advance Passenger Information (IOM)", "api", index_term=term)
    assert "Advance Passenger Information" not in client.get(REPORT).text
    assert abbreviations()["AHEGs"] == "ad hoc experts groups"
