"""Search: the same words find the same passages on both engines, and a page shows them well."""

import html
import re
from itertools import pairwise
from time import perf_counter
from urllib.parse import quote, urlencode

import pytest
import snowballstemmer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports.documents import KINDS
from reports.models import Actor, Block, Document, OtherName, Recommendation
from reports.models.search import Term
from reports.query import MOST_WORDS, parse
from reports.rules import settled
from reports.search import A_PAGE, FEW, Results
from reports.snippets import marks, snippet
from reports.tokens import BREAK, LONGEST, MOST, spans, stored, tokens
from tests.conftest import make_block, make_meeting, make_record
from tests.finding import found, get, keys, links

REPORT = "/meetings/2004-brisbane-som/report/"
IN_DATABASE = [HealthCheck.function_scoped_fixture]


# Words: each engine is held to another reading of the text, which has nothing of the portal in it

A_WORD = re.compile(r"[0-9]+(?:,[0-9]{3})*|[A-Za-z]+")
stem = snowballstemmer.stemmer("english").stemWord


# The words that the report spells in two ways, or in one that a British or American reader would not.
SPELT = {"organization": "organisation", "programme": "program"}


def reading(text):
    """The words of `text`, in one spelling and stemmed, with a space on either side of each."""
    words = [word.lower().replace(",", "") for word in A_WORD.findall(text)]
    return f" {' '.join(stem(SPELT.get(word, word)) for word in words)} "


@pytest.fixture
def texts(report):
    """The report's paragraphs as they are read, by primary key."""
    rows = Block.objects.filter(kind="paragraph").values_list("pk", "text")
    return {pk: reading(text) for pk, text in rows}


def holding(texts, *phrases):
    """The keys of `texts` in which one of `phrases` stands."""
    asked = [reading(phrase) for phrase in phrases]
    return {pk for pk, text in texts.items() if any(each in text for each in asked)}


def phrases(size):
    """Every `size` words that follow each other in the report, headings and all, as they are printed."""
    found = set()
    for text in Block.objects.values_list("text", flat=True):
        words = list(A_WORD.finditer(text))
        ends = zip(words, words[size - 1 :], strict=False)
        found |= {text[first.start() : last.end()] for first, last in ends}
    return found


def test_every_word_finds_the_paragraphs_that_have_it(report, texts):
    names = {}  # of an actor, by each of them: a word is looked for by other names of whom it means
    for actor in Actor.objects.exclude(kind="office").prefetch_related("other_names"):
        own = [actor.name, *(other.name for other in actor.other_names.all())]
        for name in own:
            names.setdefault(reading(name), []).extend(own)
    words = phrases(1)
    assert len(words) > 700
    assert {word for b in Block.objects.all() for word in A_WORD.findall(b.text)} == words
    for word in words:
        assert found(f'"{word}"') == holding(texts, word), word
        assert found(word) == holding(texts, word, *names.get(reading(word), ())), word


def test_every_phrase_of_three_words_finds_the_paragraphs_that_have_it(report, texts):
    asked = phrases(3)
    assert len(asked) > 2000
    for phrase in asked:
        assert found(f'"{phrase}"') == holding(texts, phrase), phrase


def test_several_words_mean_all_of_them(report, texts):
    expected = holding(texts, "website") & holding(texts, "Interpol")
    assert found("Interpol website") == found("website INTERPOL") == expected
    assert keys("Interpol website") == {"p19"}


def test_endings_capitals_and_accents_do_not_matter(report):
    assert tokens("trafficked") == tokens("Trafficking") == tokens("TRÀFFICK")
    assert keys("trafficked") == keys("trafficking") != set()
    assert keys("wêbsite") == keys("website") != set()
    actor = Actor.objects.get(slug="turkey").pk
    assert actor in found("türkiye", "actor") & found("turkiye", "actor") & found("TÜRKIYE", "actor")


def test_a_phrase_is_exact_and_runs_over_no_break(report):
    assert keys('"asylum issues"') == {"p18"}
    assert keys('"issues asylum"') == set()
    assert keys('"of the website"') == {"p14", "p19"}
    heading, piece = tokens("Ministers"), tokens("Senior officials")
    pledge = Document.objects.get(heading__startswith="Japan: US$10,000")
    across = (pledge.title.split()[-1], pledge.body.split()[0])
    assert not Document.objects.matching([Term((((across),),))]).filter(pk=pledge.pk).exists()
    assert stored(["Ministers", "Senior officials"]).split() == [*heading, BREAK, *piece]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("NEAR(website)", '"near website"'),
        ("title:website", '"title website"'),
        ("web*", "web"),
        ("-website", "website"),
        ("website^2", '"website 2"'),
        ("website OR zebra", "website zebra"),
    ],
)
def test_there_are_no_operators(report, typed, other):
    assert found(typed) == found(other)


def test_a_hyphen_may_be_too_many(report, texts):
    assert found("co-operation") == found("cooperation") != set()
    assert found("policy co-operation") == found("policy cooperation") != set()
    assert found('"co-operation"') == set()
    assert found("sub-regional") == holding(texts, "sub-regional") != set()


def test_numbers_are_whole(report):
    assert keys("10,000") == keys("10000") == keys("US$10,000") == keys('"$10,000"') == {"p19"}
    assert keys("000") == set()


def test_words_that_nearly_every_text_has_are_left_out_beside_others(report, texts):
    assert found("the website") == found("website")
    assert found("the") == holding(texts, "the")
    assert found('the "website"') == found("website") & found("the")


@pytest.mark.parametrize(
    ("typed", "slug", "place"),
    [
        ("Burma", "myanmar", "participating"),
        ("East Timor", "timor-leste", "participating"),
        ("Timor-Leste", "timor-leste", "participating"),
        ("Viet Nam", "vietnam", "p8"),
        ("viet nam national", "vietnam", "p8"),
        ("South Korea", "republic-of-korea", "p8"),
        ("South Korea", "republic-of-korea", "p20"),
        ("Republic of Korea", "republic-of-korea", "p20"),
        ("international organization for migration", "iom", "p13"),
    ],
)
def test_any_name_finds_the_passages_that_use_another(report, typed, slug, place):
    assert place in keys(typed)
    if "national" not in typed:
        assert Actor.objects.get(slug=slug).pk in found(typed, "actor")


@pytest.mark.parametrize(
    ("typed", "printed", "place"),
    [
        ("organization", "organisation", "p2"),
        ("organised", "Organization", "p23"),
        ("criminalizing", "criminalise", "p17"),
        ("labour", "Labor", "observers"),
        ("center", "Centre", "observers"),
        ("programme", "programs", "p21"),
        ('"development program"', "Development Programme", "observers"),
    ],
)
def test_either_spelling_finds_the_other(report, typed, printed, place):
    assert place in keys(typed)
    assert printed in Block.objects.get(key=place).text


def test_a_word_that_only_looks_like_a_spelling_keeps_its_own(report):
    assert [tokens(word) for word in ("size", "four", "prize")] == [("size",), ("four",), ("prize",)]
    assert tokens("labour colours honoured") == tokens("labor colors honored")
    assert tokens("organization criminalized") == tokens("organisation criminalised")
    for alike in (
        "defence defences defense",
        "centre centred centers",
        "behaviour behavioural behavior",
    ):
        assert len(set(tokens(alike))) == 1, alike


def test_a_quoted_name_is_looked_for_to_the_letter(report):
    assert keys('"South Korea"') == set()
    assert keys('"Republic of Korea"') == {"p8", "participating"}


def test_other_names_are_told_and_a_drafts_are_not(client, report):
    assert "Looked for these names too: Myanmar; Republic of the Union" in get(client, "burma")[1]
    actor = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    OtherName.objects.create(actor=actor, name="Ellice Islands", kind="former")
    assert "Tuvalu" not in get(client, "Ellice Islands")[1]


def test_an_office_lends_no_names(report):
    assert "coordinators" not in parse("AHEG coordinators").also
    assert keys("AHEG coordinators") == keys("aheg coordinator")


@settings(deadline=None, max_examples=60, suppress_health_check=IN_DATABASE)
@given(text=st.text(max_size=80))
@example(text="1e5x 7th p19 0x1f x0 zq café ½ ﬁ İ ß Москва 東京 a\u0301 a\u00adb 1,000,0 ,5 ٣")
def test_any_text_is_found_by_its_own_tokens(db, text):
    own = tokens(text)
    assert all(re.fullmatch("[a-z]+|[0-9]+", token) and len(token) <= LONGEST for token in own)
    places = [span[1:] for span in spans(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    Document.objects.filter(pk=7)._raw_delete("default")
    kept = dict.fromkeys(("heading", "text", "source", "url"), "")
    Document.objects.create(pk=7, title="", body=stored(["before", text, "after"]), **kept)
    if own:
        assert Document.objects.filter(pk=7).matching([Term((((own),),))]).exists()
    assert not Document.objects.filter(pk=7).matching([Term(((("before", *own, "after"),),))]).exists()


def test_a_document_has_no_more_tokens_than_an_engine_can_number():
    assert len(stored(["a b"] * MOST).split()) == MOST


# The page


def test_results_are_ranked_and_link_to_their_place(client, report):
    assert links(client, "Thailand")[0] == "/participants/thailand/"
    assert f"{REPORT}#p8" in links(client, {"q": "AHEG coordinator", "kind": "paragraph"})
    assert links(client, {"q": "identity management", "kind": "workshop"})[0].startswith(
        "/workshops/thailand-2004"
    )
    assert links(client, '"people smuggling networks"') == []


def test_headings_descend_without_a_gap(client, report):
    source, _ = get(client, "website")
    levels = [int(level) for level in re.findall(r"<h([1-6])", source)]
    assert levels[:3] == [1, 2, 3]
    assert max(after - level for level, after in pairwise(levels)) == 1


def test_hits_are_marked_in_titles_and_texts(client, report):
    source, words = get(client, "confidential information")
    assert "<mark>confidential</mark> law-enforcement <mark>information</mark>" in source
    assert "1 result for “confidential information”" not in words
    source, _ = get(client, {"q": "trafficked", "kind": "heading"})
    assert "<mark>TRAFFICKING</mark> IN PERSONS" in source
    source, _ = get(client, {"q": "paragraph", "kind": "paragraph"})
    assert "<mark>Paragraph</mark> 11" not in source
    assert "draft <mark>paragraphs</mark> for" in source


def test_a_snippet_shows_the_stretch_with_the_most_hits():
    text = "alpha " + "word " * 100 + "alpha beta " + "word " * 100
    shown = "".join(words for words, _ in snippet(text, {("alpha",), ("beta",)}))
    assert "alpha beta" in shown
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len(shown) < 300
    assert snippet("", {("alpha",)}) == []
    assert snippet("alpha", {("beta",)}) == [("alpha", False)]


def test_a_quote_tells_more_than_a_name_in_it():
    pieces = Document.PIECE.join(["Thailand", "workshop hosted by Thailand", "Fiji", "Fijian"])
    assert (
        "".join(words for words, _ in snippet(pieces, {("thailand",)})) == "workshop hosted by Thailand"
    )
    assert snippet(pieces, {("fiji",)}) == [("Fiji", True)]


def test_no_words_are_shown_twice(client, report):
    source, _ = get(client, {"q": "child sex tourism", "kind": "recommendation"})
    assert source.count("<mark>tourism</mark>") == 1


@settings(deadline=None)
@given(text=st.text(alphabet="ab é.\x1f", max_size=400), typed=st.text(alphabet="ab ", max_size=8))
def test_a_snippet_is_a_stretch_of_the_text(text, typed):
    phrases = {tokens(typed)} - {()}
    shown = snippet(text, phrases)
    words = "".join(piece for piece, _ in shown).removeprefix("… ").removesuffix(" …")
    assert words in text
    assert all(tuple(marks(piece, phrases)) for piece, hit in shown if hit)


# Sections and pages


def sections(client, query):
    """The headings of the sections, each with the addresses of its results, in order."""
    source, _ = get(client, query)
    parts = re.findall(r'<section id="[a-z-]+"><h2>(.*?)</h2>(.*?)</section>', source, re.S)
    return {heading: re.findall(r'<h3><a href="([^"]+)"', inside) for heading, inside in parts}


def test_titles_tell_the_kinds_and_pages_of_a_search_apart(client, report):
    one, titles = "q=bali&kind=paragraph", []
    for query in ("", "q=bali", one, "q=bali&kind=workshop", f"{one}&page=2"):
        page = client.get(f"/search/?{query}").content.decode()
        titles.append(html.unescape(re.search("<title>(.*?)</title>", page)[1]))
    assert titles[2] == "“bali”, paragraph · Search · Bali Process reports"
    assert len(set(titles)) == len(titles)


def test_kinds_are_counted_and_narrow_the_results(client, report):
    source, words = get(client, "website")
    counts = dict(re.findall(r'value="([a-z-]+)"[^>]*> [^<]*<small>(\d+)<', source))
    assert counts == {kind: str(len(found("website", kind))) for kind in KINDS}
    total = sum(map(int, counts.values()))
    assert f"{total} results for “website”" in words
    for kind, count in counts.items():
        if int(count):
            source, words = get(client, {"q": "website", "kind": kind})
            assert f"{count} of {total} results" in words
            assert f'value="{kind}" checked' in source
            assert f"All {total} results, by kind" in words
    assert "None of them is of the kind chosen" in get(client, {"q": "website", "kind": "meeting"})[1]


def test_a_search_is_answered_by_kind_the_reports_own_text_first(client, report):
    shown = sections(client, "trafficked")
    assert list(shown) == [
        *("14 paragraphs", "1 title or heading", "3 meetings", "1 participant or other actor"),
        *("5 workshops", "8 recommendations", "6 objectives", "3 outcomes", "2 presentations"),
    ]
    assert [len(links) for links in shown.values()] == [FEW, 1, 3, 1, FEW, FEW, FEW, 3, 2]
    source, _ = get(client, "trafficked")
    assert re.findall(r'<p><a href="([^"]+)">(All [^<]+)</a>', source) == [
        ("/search/?q=trafficked&amp;kind=paragraph", "All 14 paragraphs"),
        ("/search/?q=trafficked&amp;kind=recommendation", "All 8 recommendations"),
        ("/search/?q=trafficked&amp;kind=objective", "All 6 objectives"),
    ]
    whole = sections(client, {"q": "trafficked", "kind": "paragraph"})
    assert whole["14 paragraphs"][:FEW] == shown["14 paragraphs"]
    assert len(whole["14 paragraphs"]) == 14


def test_several_kinds_chosen_are_several_sections(client, report):
    shown = sections(client, {"q": "website", "kind": ["pledge", "paragraph"]})
    assert list(shown) == ["5 paragraphs", "6 pledges"]
    assert "11 of 15 results" in get(client, {"q": "website", "kind": ["pledge", "paragraph"]})[1]


def test_an_actor_leads_the_results_of_each_of_its_names(client, report):
    titles = {tokens(block.text) for block in Block.objects.exclude(kind="paragraph")}
    asked = 0
    for actor in Actor.objects.exclude(kind="office").prefetch_related("other_names"):
        for name in (actor.name, *(other.name for other in actor.other_names.all())):
            if tokens(name) not in titles:
                first = Results(parse(name)).sections()[0]
                assert first.hits[0].document.url == actor.get_absolute_url(), name
                asked += 1
    assert asked > 120


def test_a_heading_leads_the_results_of_its_words(client, report):
    assert links(client, "areas for future work")[0] == f"{REPORT}#future-work"


def test_paging_meets_each_result_of_a_kind_once(client, report):
    meeting = make_meeting()
    with settled():
        for n in range(1, 2 * A_PAGE + 2):
            make_block(meeting, n, text=f"Zebra number {n}. " + "Zebra. " * (n % 7))
    query = {"q": "zebra", "kind": "paragraph"}
    pages = [links(client, query | {"page": n}) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [A_PAGE, A_PAGE, 1]
    assert len({link for page in pages for link in page}) == 2 * A_PAGE + 1
    source, words = get(client, query | {"page": 2})
    assert '<ol class="rows hits" start="21">' in source
    assert "Page 2 of 3" in words
    assert 'href="/search/?q=zebra&amp;kind=paragraph" rel="prev"' in source
    assert 'href="/search/?q=zebra&amp;kind=paragraph&amp;page=3" rel="next"' in source
    assert "ends at page 3: there is no page 99" in get(client, query | {"page": 99}, 404)[1]


@pytest.mark.parametrize(
    "query", [{"q": "officials"}, {"q": "officials", "kind": ["paragraph", "pledge"]}]
)
def test_several_kinds_are_one_page(client, report, query):
    assert get(client, query | {"page": 1}) == get(client, query)
    assert "Choose one kind to read on in it" in get(client, query | {"page": 2}, 404)[1]


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
def test_a_value_that_means_nothing_is_a_400_beside_its_field(client, report, query, name, said):
    source, words = get(client, query, 400)
    assert said in words
    assert f'href="#filter-{name}"' in source
    assert f'id="filter-{name}"' in source
    assert 'role="status"' not in source


def test_an_unknown_parameter_is_ignored_and_said_so(client, report):
    assert (
        "Ignored in the address, as it means nothing here: x ." in get(client, {"q": "a", "x": "1"})[1]
    )


def test_an_empty_result_says_what_to_try(client, report):
    source, words = get(client, "website zebra")
    assert "Nothing has all of these words" in words
    assert re.search("“website”: [0-9]+ results “zebra”: no result", words)
    assert "Try fewer words" in words
    assert 'href="/search/?q=website"' in source
    assert "?q=%22Bali%20process%22" in get(client, 'zebra "Bali process"')[0]
    assert "There is no word in this" in get(client, "?!*")[1]
    assert "Type words, or where to go" in get(client, "")[1]
    assert "Type words, or where to go" in get(client, {})[1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("traficking", "trafficking"),
        ("Traficking of wommen & chidlren", "trafficking of women & children"),
        ("recomendations zebra", "recommendations zebra"),
    ],
)
def test_a_word_that_is_written_wrong_is_told_what_is_most_like_it(client, report, typed, meant):
    source, words = get(client, typed)
    assert f"Did you mean {meant} ?" in words
    assert f'href="/search/?{urlencode({"q": meant}, quote_via=quote)}"' in source


@pytest.mark.parametrize("typed", ["zebra", "website zebra", "trafficks zebra", "?!", "zebra " * 100])
def test_nothing_is_suggested_that_is_no_better(client, report, typed):
    assert "Did you mean" not in get(client, typed)[1]


def test_a_drafts_words_are_not_suggested(client, report):
    make_block(make_meeting(published=False), text="A zebrafish.")
    assert "Did you mean" not in get(client, "zebrafishh")[1]


def test_what_is_typed_beyond_the_most_is_told(client, report):
    typed = " ".join(f"word{n}" for n in range(50))
    assert "of the words typed were looked for" in get(client, typed)[1]
    assert len(parse(typed).phrases) <= MOST_WORDS
    assert parse('"' + typed + '"').cut


def test_the_box_is_on_every_page(client, report):
    for url in ("/", REPORT, "/workshops/", "/participants/japan/", "/about/", "/nowhere/", "/search/"):
        page = client.get(url).content.decode()
        assert page.count("<search") == page.count(' name="q"') == 1
        assert re.search('<label[^>]* for="search">Search the reports', page)
    page = client.get("/search/", {"q": 'a "b'}).content.decode()
    assert 'id="search" name="q" value="a &quot;b"' in page
    assert page.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in page


# Any input


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


@settings(deadline=None, max_examples=80, suppress_health_check=IN_DATABASE)
@given(q=typed, kind=st.lists(st.sampled_from([*KINDS, "x"]), max_size=2), page=st.sampled_from("12x"))
def test_no_input_is_an_error_or_slow(client, report, q, kind, page):
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


# Cost


@pytest.mark.parametrize("query", ["website", "South Korea workshop", '"zebra" a b c d e f g', "14 99"])
def test_a_search_costs_few_queries_at_two_sizes(client, report, django_assert_max_num_queries, query):
    # A reference's report and its paragraphs; the names, and which are public; the ranked keys, their
    # documents; the version. Where nothing is found: the texts, and one for each of six words.
    with django_assert_max_num_queries(15) as small:
        get(client, query)
    meeting = make_meeting()
    with settled():
        for n in range(1, 41):
            text = f"A website and workshop {n} in the Republic of Korea."
            block = make_block(meeting, n, text=text)
            fields = {"slug": f"r{n}", "order": n, "verb": "agreed", "name": text}
            make_record(block, Recommendation, **fields)
    with django_assert_max_num_queries(len(small)):
        get(client, query)
