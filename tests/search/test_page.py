"""The page of a search says what was looked for, what else to try, and what is wrong with the input."""

import re
from itertools import pairwise
from time import perf_counter
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.models import Block, Report
from reports.search.documents import document_kinds
from reports.search.query import MAX_WORDS, parse
from tests.addresses import REPORT
from tests.admin.desk import failing
from tests.examples import examples
from tests.factories import make_block, make_report
from tests.search.finding import get


def test_headings_descend_without_a_gap(reader):
    source, _ = get(reader, "website")
    levels = [int(level) for level in re.findall(r"<h([1-6])", source)]
    assert levels[:3] == [1, 2, 3]
    assert max(after - level for level, after in pairwise(levels)) == 1


def test_the_box_is_on_every_page(reader):
    for url in ("/", REPORT, "/workshops/", "/participants/japan/", "/about/", "/nowhere/", "/search/"):
        page = reader.get(url).content.decode()
        assert page.count("<search") == page.count(' name="q"') == 1
        assert re.search('<label[^>]* for="search_box">Search the reports', page)
    page = reader.get("/search/?q=a+%22b").content.decode()
    assert 'id="search_box" name="q" value="a &quot;b"' in page
    assert page.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in page


def test_an_empty_result_says_what_to_try(reader):
    source, words = get(reader, "website zebra")
    assert "Nothing has all of these words" in words
    assert re.search("“website”: [0-9]+ results “zebra”: no result", words)
    assert "Try fewer words" in words
    assert 'href="/search/?q=website"' in source
    assert "?q=%22Bali%20process%22" in get(reader, 'zebra "Bali process"')[0]
    assert "There is no word in this" in get(reader, "?!*")[1]
    assert "Type words, or where to go" in get(reader, "")[1]
    assert "Type words, or where to go" in get(reader, {})[1]


def test_a_word_that_is_written_wrong_is_told_what_is_most_like_it(reader, names_read_once):
    def check(case):
        typed, meant = case
        source, words = get(reader, typed)
        assert f"Did you mean {meant} ?" in words
        assert f'href="/search/?{urlencode({"q": meant}, quote_via=quote)}"' in source

    cases = [
        ("traficking", "trafficking"),
        ("Traficking of wommen & chidlren", "trafficking of women & children"),
        ("Afganistan", "Afghanistan"),
        ("afganistan", "Afghanistan"),
        ("AFGANISTAN", "Afghanistan"),
        ("workshop of thailnd", "workshop of Thailand"),
    ]
    assert failing(check, cases) == {}


def test_nothing_is_suggested_that_is_no_better(reader, names_read_once):
    def check(typed):
        assert "Did you mean" not in get(reader, typed)[1]

    cases = [
        *("zebra", "website zebra", "trafficks zebra", "?!", "zebra " * 100),
        *("recomendations zebra", "afganistan zebra", '"afganistan pledged"'),
    ]
    assert failing(check, cases) == {}


def test_a_drafts_words_are_not_suggested(client, report):
    make_block(make_report(published=False), text="A zebrafish.")
    assert "Did you mean" not in get(client, "zebrafishh")[1]


def test_what_is_typed_beyond_the_most_is_told(reader):
    typed = " ".join(f"word{n}" for n in range(50))
    assert "of the words typed were looked for" in get(reader, typed)[1]
    assert len(parse(typed).phrases) <= MAX_WORDS
    assert parse('"' + typed + '"').cut


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ({"q": "website", "kind": "sausage"}, "kind", "“sausage” is not a kind. It takes: paragraph,"),
        (
            {"q": "website", "page": "two"},
            "page",
            "is not the number of a page: that is a whole number from 1 upwards.",
        ),
        (
            {"q": "website", "page": "0"},
            "page",
            "is not the number of a page: that is a whole number from 1 upwards.",
        ),
        ({"page": "-1"}, "page", "“-1” is not the number of a page"),
        ({"kind": "\x00"}, "kind", "is not a kind"),
    ],
)
def test_a_value_that_means_nothing_is_a_400_beside_its_field(reader, query, name, said):
    source, words = get(reader, query, 400)
    assert said in words
    assert f'href="#filter-{name}"' in source
    assert f'id="filter-{name}"' in source
    assert 'role="status"' not in source


def test_an_unknown_parameter_is_ignored_and_said_so(reader):
    assert (
        "Ignored in the address, as it means nothing here: x ." in get(reader, {"q": "a", "x": "1"})[1]
    )


def test_nothing_is_reflected_unescaped(client, report):
    nasty = "<script>alert(1)</script>\"'&<mark> website"
    for query in (
        {"q": nasty},
        {"q": "website", "kind": nasty},
        {"q": "a", "page": nasty},
        {nasty: "a"},
    ):
        answer = client.get("/search/", query)
        assert answer.status_code in (200, 400)
        assert "<script" not in answer.content.decode()
    Report.objects.update(fully_recorded=False)  # no record covers what is added
    block = Block.objects.get(key="p12")
    block.text += " <b>zebra</b> & more."
    block.save()
    assert "&lt;b&gt;<mark>zebra</mark>&lt;/b&gt; &amp; more." in get(client, "zebra")[0]


typed = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="\"'*-:()^~&|!<>\\{}+ ab14\x00§", max_size=40),
    st.lists(
        st.sampled_from(
            ["AND", "OR", "NOT", "NEAR(", '"', "website", "the", "south", "korea", "\x00", "é", "14-"]
        ),
        max_size=12,
    ).map(" ".join),
)


@examples(40)
@given(
    q=typed,
    kind=st.lists(st.sampled_from([*document_kinds(), "x"]), max_size=2),
    page=st.sampled_from("12x"),
)
def test_no_input_is_an_error_or_slow(client, names_read_once, q, kind, page):
    started = perf_counter()
    answer = client.get("/search/", {"q": q, "kind": kind, "page": page})
    assert answer.status_code in (200, 302, 400, 404)
    assert perf_counter() - started < 1


@pytest.mark.parametrize(
    "q",
    [
        *("9" * 10_000, "a" * 10_000, '"' * 10_001, "website " * 1_250, "\x00" * 10_000, "é" * 10_000),
        *("of the " * 1_500, "".join(f"w{n} " for n in range(2_000)), '"' + "south korea " * 900 + '"'),
    ],
    ids=lambda q: q[:6],
)
def test_no_length_is_an_error_or_slow(client, report, q):
    started = perf_counter()
    assert client.get("/search/", {"q": q}).status_code == 200
    assert perf_counter() - started < 1
