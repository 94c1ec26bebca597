"""Search: the same words find the same passages on both engines, and the index follows every write."""

import html
import re
from time import perf_counter

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports import indexing
from reports.documents import KINDS
from reports.models import (
    Actor,
    Block,
    Document,
    Evidence,
    Meeting,
    Objective,
    OtherName,
    Outcome,
    Participant,
    Pledge,
    Recommendation,
    Workshop,
    WorkshopRole,
)
from reports.models.search import SHIFT, Term
from reports.references import numeral
from reports.rules import settled
from reports.search import MOST_WORDS, Results, marks, parse, snippet
from reports.tokens import BREAK, LONGEST, MOST, spans, stored, tokens
from tests.conftest import make_block, make_evidence, make_meeting, make_record

REPORT = "/meetings/2004-brisbane-som/report/"
IN_DATABASE = [HealthCheck.function_scoped_fixture]


def get(client, query, status=200):
    """The page of a search, given as its words or all of its parameters: as HTML, and as words."""
    answer = client.get("/search/", query if isinstance(query, dict) else {"q": query})
    assert answer.status_code == status, query
    source = answer.content.decode().split("<main")[1].split("</main")[0]
    return source, " ".join(html.unescape(re.sub("<[^>]+>", " ", source)).split())


def links(client, query):
    """The addresses of the results on the page, in order."""
    return re.findall(r'<h2><a href="([^"]+)"', get(client, query)[0])


def found(typed, kind="paragraph"):
    """The rows of that kind that a search finds, by primary key."""
    documents = Document.objects.of_kinds([KINDS[kind].number]).matching(parse(typed).terms)
    return {pk % SHIFT for pk in documents.values_list("pk", flat=True)}


def keys(typed):
    """The keys of the paragraphs that a search finds."""
    return set(Block.objects.filter(pk__in=found(typed)).values_list("key", flat=True))


def in_step():
    """Whether the index is what the data says."""
    return list(indexing.faults()) == []


# References


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *[(typed, "#p14") for typed in ("14", "para 14", "Paragraph 14", "§14", "§ 14", "para. 14")],
        *[(typed, "#p14") for typed in (" 14 ", "p14", "p 14", "１４", "14-14", "paragraphs 14")],
        *[(typed, "14-16/") for typed in ("paras 14-16", "14–16", "14 to 16", "§§ 14 — 16", "16-14")],
        *[(typed, "14-16/") for typed in ("paragraphs 14 and 16", "PARAS 14‑16")],
        *[(typed, "#part-ii") for typed in ("Part II", "part ii", "part 2", "PART  2")],
    ],
)
def test_a_reference_goes_straight_there(client, report, typed, place):
    answer = client.get("/search/", {"q": typed})
    assert (answer.status_code, answer["Location"]) == (302, REPORT + place)
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("typed", ["28", "para 99", "25-40", "§0", "2003-2004", "999999"])
def test_a_number_that_the_report_does_not_have_is_looked_for_as_words(client, report, typed):
    assert "The Report to Ministers has paragraphs 1 to 27" in get(client, typed)[1]


@pytest.mark.parametrize("typed", ["Part IX", "part 0", "14 workshops", '"14"', "partii", "9999999"])
def test_what_is_no_reference_is_words(client, report, typed):
    assert "has paragraphs" not in get(client, typed)[1]


def test_a_reference_means_the_newest_report(client, report):
    later = make_meeting("2006-later-som", report_title="Report", date_words="2006", date_edtf="2006")
    make_block(later, 14, text="Later words.")
    assert client.get("/search/", {"q": "14"})["Location"] == "/meetings/2006-later-som/report/#p14"
    later.published = False
    later.save()
    assert client.get("/search/", {"q": "14"})["Location"] == f"{REPORT}#p14"


def test_without_a_report_a_number_is_words(client, empty):
    assert "0 results" in get(client, "14")[1]


def test_a_chosen_kind_asks_for_words(client, report):
    assert "results" in get(client, {"q": "2", "kind": "paragraph"})[1]


def test_numerals():
    assert [numeral(each) for each in ("i", "iv", "ix", "xiv", "xl", "12")] == [1, 4, 9, 14, 40, 12]


# Words: each engine is held to what the tokens say


def paragraphs():
    """The report's paragraphs: their tokens by primary key."""
    return {b.pk: tokens(b.text) for b in Block.objects.filter(kind="paragraph")}


def holding(texts, phrase):
    """The keys of `texts`, tokens by key, in which the tokens of `phrase` stand next to each other."""
    size = len(phrase)
    return {
        key
        for key, text in texts.items()
        if any(text[n : n + size] == phrase for n in range(len(text) - size + 1))
    }


def test_every_word_finds_the_paragraphs_that_have_it(report):
    texts = paragraphs()
    words = {word for b in Block.objects.all() for word in b.text.split() if tokens(word)}
    assert len(words) > 800
    for word in words:
        assert found(f'"{word}"') == holding(texts, tokens(word)), word


def test_every_phrase_of_three_words_finds_the_paragraphs_that_have_it(report):
    texts, phrases = paragraphs(), set()
    for block in Block.objects.filter(kind="paragraph"):
        words = re.findall(r"\w+", block.text)
        phrases |= {" ".join(words[n : n + 3]) for n in range(len(words) - 2)}
    assert len(phrases) > 2000
    for phrase in phrases:
        assert found(f'"{phrase}"') == holding(texts, tokens(phrase)), phrase


def test_several_words_mean_all_of_them(report):
    texts = paragraphs()
    expected = holding(texts, tokens("website")) & holding(texts, tokens("Interpol"))
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


def test_numbers_are_whole(report):
    assert keys("10,000") == keys("10000") == keys("US$10,000") == keys('"$10,000"') == {"p19"}
    assert keys("000") == set()


def test_words_that_nearly_every_text_has_are_left_out_beside_others(report):
    assert found("the website") == found("website")
    assert found("the") == holding(paragraphs(), ("the",))
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


def test_results_are_ranked_with_titles_first_and_link_to_their_place(client, report):
    assert links(client, "Thailand")[0] == "/participants/thailand/"
    assert f"{REPORT}#p8" in links(client, {"q": "AHEG coordinator", "kind": "paragraph"})
    assert links(client, '"people smuggling networks"') == []
    assert links(client, "Areas for future work")[0] == f"{REPORT}#future-work"


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


@settings(deadline=None)
@given(text=st.text(alphabet="ab é.\x1f", max_size=400), typed=st.text(alphabet="ab ", max_size=8))
def test_a_snippet_is_a_stretch_of_the_text(text, typed):
    phrases = {tokens(typed)} - {()}
    shown = snippet(text, phrases)
    words = "".join(piece for piece, _ in shown).removeprefix("… ").removesuffix(" …")
    assert words in text
    assert all(tuple(marks(piece, phrases)) for piece, hit in shown if hit)


def test_kinds_are_counted_and_narrow_the_results(client, report):
    source, words = get(client, "website")
    counts = dict(re.findall(r'value="([a-z-]+)"[^>]*> [^<]*<small>(\d+)<', source))
    assert set(counts) == set(KINDS)
    total = sum(map(int, counts.values()))
    assert f"{total} results for “website”" in words
    for kind, count in counts.items():
        if int(count):
            source, words = get(client, {"q": "website", "kind": kind})
            assert f"{count} of {total} results" in words or int(count) == total
            assert f'value="{kind}" checked' in source
    both = int(counts["pledge"]) + int(counts["paragraph"])
    assert f"{both} of {total}" in get(client, {"q": "website", "kind": ["pledge", "paragraph"]})[1]
    assert "None of them is of the kind" in get(client, {"q": "website", "kind": "experts-group"})[1]


def test_paging_meets_each_result_once(client, report):
    whole = Results(parse("officials"))
    met = [hit.document.pk for n in whole.pages.page_range for hit in whole.pages.page(n)]
    assert len(met) == len(set(met)) == len(whole) > 2 * Results.page_size
    source, words = get(client, {"q": "officials", "page": 2})
    assert '<ol class="rows hits" start="21">' in source
    assert f"Page 2 of {whole.pages.num_pages}" in words
    assert 'href="/search/?q=officials" rel="prev"' in source
    assert 'href="/search/?q=officials&amp;page=3" rel="next"' in source
    assert "ends at page" in get(client, {"q": "officials", "page": 99}, 404)[1]


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ({"q": "website", "kind": "sausage"}, "kind", "“sausage” is not a kind. It takes: paragraph,"),
        ({"q": "website", "page": "two"}, "page", "A page is a whole number from 1 upwards."),
        ({"q": "website", "page": "0"}, "page", "A page is a whole number from 1 upwards."),
        ({"page": "-1"}, "page", "A page is a whole number from 1 upwards."),
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


def test_what_is_typed_beyond_the_most_is_told(client, report):
    typed = " ".join(f"word{n}" for n in range(50))
    assert "of the words typed were looked for" in get(client, typed)[1]
    assert len(parse(typed).phrases) <= MOST_WORDS
    assert parse('"' + typed + '"').cut


def test_the_box_is_on_every_page(client, report):
    for url in ("/", REPORT, "/workshops/", "/participants/japan/", "/about/", "/nowhere/", "/search/"):
        page = client.get(url).content.decode()
        assert page.count("<search><form action=") == 1
        assert '<label class="visually-hidden" for="search">' in page
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
    # A reference's report and its paragraphs; the names, and which are public; the counts, the
    # keys, the documents; the version. Where nothing is found: one for each of the first six words.
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


# The index follows


def test_every_kind_is_in_the_index(report):
    assert in_step()
    counts = Document.objects.counted()
    assert counts[KINDS["paragraph"].number] == 29
    assert counts[KINDS["actor"].number] == Actor.objects.count()
    for kind in ("workshop", "recommendation", "pledge", "objective", "outcome", "presentation"):
        assert counts[KINDS[kind].number] == KINDS[kind].model.objects.count()
    assert set(counts) == {kind.number for kind in KINDS.values()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_leads_to_its_place(client, report, kind):
    document = Document.objects.of_kinds([KINDS[kind].number]).order_by("-pk").first()
    page, _, fragment = document.url.partition("#")
    answer = client.get(page)
    assert answer.status_code == 200
    assert not fragment or f'id="{fragment}"' in answer.content.decode()


def test_it_follows_a_corrected_paragraph(report):
    block = Block.objects.get(key="p12")
    block.text += " A zebra came."
    block.save()
    assert keys("zebra") == {"p12"}
    assert in_step()


def test_it_follows_a_record_its_words_and_its_deletion(report):
    block = make_block(make_meeting(), text="A zebra pledged oats.")
    objective = make_record(block, Objective, "zebra", slug="z", order=1, name="oats")
    assert found("zebra oats", "objective") == {objective.pk}
    objective.name = "hay"
    objective.save()
    assert found("oats", "objective") == set()
    make_evidence(block, "pledged oats", "more", objective=objective)
    assert found("zebra hay pledged", "objective") == {objective.pk}
    assert in_step()
    objective.delete()
    assert found("zebra", "objective") == set()
    assert in_step()


def test_it_follows_a_renamed_actor_in_the_records_that_name_it(report):
    actor = Actor.objects.get(slug="japan")
    pledges = found("japan", "pledge")
    actor.name = "Nippon"
    actor.save()
    assert found("nippon", "actor") == {actor.pk}
    assert pledges <= found("nippon", "pledge")
    assert found("nippon", "workshop") == set(actor.workshops.values_list("pk", flat=True)) != set()
    assert in_step()


def test_it_follows_another_name(report):
    actor = Actor.objects.get(slug="japan")
    name = OtherName.objects.create(actor=actor, name="Zipangu", kind="former")
    assert found("zipangu", "actor") == {actor.pk}
    assert "p8" in keys("zipangu")
    name.delete()
    assert found("zipangu", "actor") == set()
    assert in_step()


def test_it_follows_a_part_in_a_workshop(report):
    role = WorkshopRole.objects.filter(actor__slug="thailand").first()
    evidence, workshop = role.evidence.first(), role.workshop
    with settled():
        role.actor = Actor.objects.get(slug="fiji")
        role.save()
    assert workshop.pk in found("fiji", "workshop")
    assert in_step()
    with settled():
        evidence.quote = evidence.quote.split()[0]
        evidence.save()
    assert in_step()
    role.delete()
    assert workshop.pk not in found("fiji", "workshop")
    assert in_step()


def test_it_follows_the_page_that_an_outcome_stands_on(report):
    outcome = Outcome.objects.exclude(workshop=None).first()
    workshop = outcome.workshop
    workshop.slug = "moved"
    workshop.save()
    assert Document.objects.filter(url="/workshops/moved/").count() == 1 + workshop.outcomes.count()
    assert in_step()


def test_drafts_are_not_in_it_and_publishing_is_followed(client, report):
    meeting = make_meeting(published=False)
    block = make_block(meeting, text="A zebra of Tuvalu pledged oats.")
    tuvalu = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    make_record(
        block, Pledge, "pledged oats", slug="z", order=1, giver=tuvalu, giver_written="Tuvalu",
        state="pledged", purpose="oats",
    )  # fmt: skip
    assert "0 results" in get(client, "zebra")[1]
    assert found("tuvalu", "actor") == found("oats", "pledge") == set()
    meeting.published = True
    meeting.save()
    assert found("zebra") == {block.pk}
    assert found("tuvalu", "actor") == {tuvalu.pk}
    assert found("tuvalu oats", "pledge") != set()
    assert in_step()
    meeting.published = False
    meeting.save()
    assert not Document.objects.matching(parse("zebra").terms).exists()
    assert found("tuvalu", "actor") == set()
    assert in_step()
    report.published = False
    report.save()
    assert in_step()
    assert "14-16" not in client.get("/search/", {"q": "14-16"}).get("Location", "")


def test_an_actor_that_only_a_text_names_comes_and_goes_with_it(report):
    palau = Actor.objects.create(slug="tuvalu", name="Tuvalu", kind="country")
    block = make_block(make_meeting(), text="They met in Tuvalu.")
    assert found("tuvalu", "actor") == {palau.pk}
    block.text = "They met."
    block.save()
    assert found("tuvalu", "actor") == set()
    assert in_step()


def test_a_renamed_meeting_is_followed_in_what_it_reports(report):
    report.city = "Meanjin"
    report.slug = "2004-meanjin-som"
    report.save()
    assert Document.objects.filter(source__contains="Meanjin").count() > 100
    assert not Document.objects.filter(url__contains="brisbane-som").exists()
    assert in_step()


def test_what_is_undone_is_not_in_it(report):
    with pytest.raises(ZeroDivisionError), settled():
        make_block(make_meeting(), text="A zebra.")
        raise ZeroDivisionError
    assert keys("zebra") == set()
    assert in_step()


def test_it_follows_the_admin(admin_client, report):
    actor = Actor.objects.get(slug="nauru")
    url = reverse("admin:reports_actor_change", args=[actor.pk])
    page = admin_client.get(url)
    form = page.context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    for formset in page.context["inline_admin_formsets"]:
        prefix = formset.formset.prefix
        data |= {f"{prefix}-{name}": "0" for name in ("INITIAL_FORMS", "MIN_NUM_FORMS")}
        data |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-MAX_NUM_FORMS": "1000"}
        data |= {f"{prefix}-0-name": "Pleasant Island", f"{prefix}-0-kind": "former"}
    assert admin_client.post(url, data).status_code == 302
    assert found("pleasant island", "actor") == {actor.pk}
    assert in_step()
    participant = Participant.objects.get(actor=actor)
    url = reverse("admin:reports_participant_delete", args=[participant.pk])
    assert admin_client.post(url, {"post": "yes"}).status_code in (302, 404)
    assert in_step()


def test_it_follows_loaddata_and_is_in_no_dump(report, tmp_path):
    dump = tmp_path / "dump.json"
    arguments = ["reports", "--natural-foreign", "--natural-primary", "--exclude", "reports.revision"]
    call_command("dumpdata", *arguments, output=str(dump))
    text = dump.read_text(encoding="utf-8")
    assert "reports.document" not in text
    before = {d.heading: d.body for d in Document.objects.all()}
    call_command("flush", interactive=False, verbosity=0)
    assert not Document.objects.exists()
    dump.write_text(text.replace("in a more streamlined way", "in a zebra way"), encoding="utf-8")
    call_command("loaddata", str(dump), verbosity=0)
    assert keys("zebra") == {"p27"}
    same = {d.heading: d.body for d in Document.objects.all()}
    assert len(same) == len(before)
    assert sum(before[heading] != body for heading, body in same.items() if heading in before) < 5
    assert in_step()


def test_it_is_emptied_and_filled_with_the_database(written):
    assert not Document.objects.exists()
    make_block(make_meeting(), text="A zebra.")
    assert keys("zebra") == {"p1"}
    assert in_step()
    Document.objects.all()._raw_delete("default")
    call_command("migrate", verbosity=0)
    assert keys("zebra") == {"p1"}
    call_command("flush", interactive=False, verbosity=0)
    assert not Document.objects.exists()


def test_verify_says_where_it_is_out_of_step_and_reindex_mends_it(report, capsys, monkeypatch):
    monkeypatch.setattr("reports.verify.faults_of", lambda row: [])  # the rest is test_rules.py's
    first, second = Document.objects.order_by("pk")[:2]
    Document.objects.filter(pk=first.pk)._raw_delete("default")
    Document.objects.filter(pk=second.pk).update(body="zebra")
    Document.objects.create(pk=3 * SHIFT + 99_999, title="x", body="", heading="A ghost", text="")
    with pytest.raises(SystemExit):
        call_command("verify")
    said = capsys.readouterr().out
    assert f"the index of search lacks “{first.heading}”" in said
    assert f"the index of search is behind on “{second.heading}”" in said
    assert "the index of search has “A ghost”, which is not public: run “manage.py reindex”" in said
    call_command("reindex")
    assert "220 documents are in the index." in capsys.readouterr().out
    assert in_step()


def test_loading_writes_each_document_once(report, django_assert_max_num_queries):
    # Not a query a row: the kinds, what they need, the documents there are, and one write.
    with django_assert_max_num_queries(120), indexing.gathered():
        indexing.note(
            [*Evidence.objects.all(), *Workshop.objects.all(), *Meeting.objects.all()], "default"
        )
