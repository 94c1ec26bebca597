"""Results are ranked, counted and divided by kind, and read on page by page."""

import html
import re

import pytest

from reports.integrity.checks import deferred_checks
from reports.models import Actor, Block, Recommendation
from reports.search.documents import document_kinds
from reports.search.query import parse
from reports.search.results import MAX_SECTION_HITS, Results
from reports.text.tokens import tokens
from tests.addresses import REPORT
from tests.factories import make_block, make_record, make_report, make_verb
from tests.search.finding import found, get, links


def test_results_are_ranked_and_link_to_their_place(reader):
    assert links(reader, "Thailand")[0] == "/participants/thailand/"
    assert f"{REPORT}#p8" in links(reader, {"q": "AHEG coordinator", "kind": "paragraph"})
    assert links(reader, {"q": "identity management", "kind": "workshop"})[0].startswith(
        "/workshops/thailand-2004"
    )
    assert links(reader, '"people smuggling networks"') == []


def sections(client, query):
    """The headings of the sections, each with the addresses of its results, in order."""
    source, _ = get(client, query)
    parts = re.findall(r'<section id="[a-z-]+">\s*<h2>(.*?)</h2>(.*?)</section>', source, re.S)
    return {heading: re.findall(r'<h3[^>]*><a href="([^"]+)"', inside) for heading, inside in parts}


def test_titles_tell_the_kinds_and_pages_of_a_search_apart(reader):
    one, titles = "q=bali&kind=paragraph", []
    for query in ("", "q=bali", one, "q=bali&kind=workshop", f"{one}&page=2"):
        page = reader.get(f"/search/?{query}").content.decode()
        titles.append(html.unescape(re.search("<title>(.*?)</title>", page)[1]))
    assert titles[2] == "“bali”, paragraph · Search · Bali Process reports"
    assert len(set(titles)) == len(titles)


def test_kinds_are_counted_and_narrow_the_results(reader, names_read_once):
    source, words = get(reader, "website")
    counts = dict(re.findall(r'value="([a-z-]+)"[^>]*> [^<]*<small>(\d+)<', source))
    assert counts == {kind: str(len(found("website", kind))) for kind in document_kinds()}
    total = sum(map(int, counts.values()))
    assert f"{total} results for “website”" in words
    for kind, count in counts.items():
        if int(count):
            source, words = get(reader, {"q": "website", "kind": kind})
            assert f"{count} of {total} results" in words
            assert re.search(rf'value="{kind}"\s+checked', source)
            assert f"All {total} results, by kind" in words
    assert "None of them is of the kind chosen" in get(reader, {"q": "website", "kind": "meeting"})[1]


def test_a_search_is_answered_by_kind_the_reports_own_text_first(reader):
    shown = sections(reader, "trafficked")
    assert list(shown) == [
        *("14 paragraphs", "1 title or heading", "3 meetings", "1 participant or other actor"),
        *(
            "5 workshops",
            "7 recommendations and proposals",
            "6 objectives",
            "3 outcomes",
            "3 presentations",
            "12 findings",
        ),
    ]
    assert [len(links) for links in shown.values()] == [
        *(
            MAX_SECTION_HITS,
            1,
            3,
            1,
            MAX_SECTION_HITS,
            MAX_SECTION_HITS,
            MAX_SECTION_HITS,
            3,
            3,
            MAX_SECTION_HITS,
        )
    ]
    source, _ = get(reader, "trafficked")
    assert re.findall(r'<p><a href="([^"]+)">(All [^<]+)</a>', source) == [
        ("/search/?q=trafficked&amp;kind=paragraph", "All 14 paragraphs"),
        ("/search/?q=trafficked&amp;kind=recommendation", "All 7 recommendations and proposals"),
        ("/search/?q=trafficked&amp;kind=objective", "All 6 objectives"),
        ("/search/?q=trafficked&amp;kind=finding", "All 12 findings"),
    ]
    whole = sections(reader, {"q": "trafficked", "kind": "paragraph"})
    assert whole["14 paragraphs"][:MAX_SECTION_HITS] == shown["14 paragraphs"]
    assert len(whole["14 paragraphs"]) == 14


def test_several_kinds_chosen_are_several_sections(reader):
    shown = sections(reader, {"q": "website", "kind": ["pledge", "paragraph"]})
    assert list(shown) == ["5 paragraphs", "6 pledges and contributions"]
    assert "11 of 20 results" in get(reader, {"q": "website", "kind": ["pledge", "paragraph"]})[1]


def test_an_actor_leads_the_results_of_each_of_its_names(names_read_once):
    titles = {tokens(block.text) for block in Block.objects.exclude(kind="paragraph")}
    asked = 0
    for actor in Actor.objects.exclude(kind="office").prefetch_related("other_names"):
        for name in (actor.name, *(other.name for other in actor.other_names.all())):
            if tokens(name) not in titles:
                first = Results(parse(name)).sections()[0]
                named = Actor.objects.filter(other_names__name=name) if name != actor.name else [actor]
                urls = {each.get_absolute_url() for each in named}  # two ministers share a name
                assert first.hits[0].document.url in urls, name
                asked += 1
    assert asked > 120


def test_a_heading_leads_the_results_of_its_words(reader):
    assert links(reader, "areas for future work")[0] == f"{REPORT}#future-work"


def test_paging_meets_each_result_of_a_kind_once(client, empty, monkeypatch):
    monkeypatch.setattr("reports.search.views.PAGE_SIZE", 4)
    report = make_report()
    with deferred_checks():
        for n in range(1, 10):
            make_block(report, n, text=f"Zebra number {n}. " + "Zebra. " * (n % 4))
    query = {"q": "zebra", "kind": "paragraph"}
    pages = [links(client, query | {"page": n}) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [4, 4, 1]
    assert len({link for page in pages for link in page}) == 9
    source, words = get(client, query | {"page": 2})
    assert '<ol class="rows hits" start="5">' in source
    assert "Page 2 of 3" in words
    assert 'href="/search/?q=zebra&amp;kind=paragraph" rel="prev"' in source
    assert 'href="/search/?q=zebra&amp;kind=paragraph&amp;page=3" rel="next"' in source
    assert "ends at page 3: there is no page 99" in get(client, query | {"page": 99}, 404)[1]


@pytest.mark.parametrize(
    "query", [{"q": "officials"}, {"q": "officials", "kind": ["paragraph", "pledge"]}]
)
def test_several_kinds_are_one_page(client, names_read_once, query):
    assert get(client, query | {"page": 1}) == get(client, query)
    assert "Choose one kind to read on in it" in get(client, query | {"page": 2}, 404)[1]


def test_a_search_costs_few_queries_at_two_sizes(client, report, django_assert_max_num_queries):
    # A reference's report and its paragraphs; the names, and which are public; the ranked keys, their
    # documents; the version. Where nothing is found: the texts, and one for each of six words.
    small = {}
    for query in ("website", "South Korea workshop", '"zebra" a b c d e f g', "14 99"):
        with django_assert_max_num_queries(15) as asked:
            get(client, query)
        small[query] = len(asked)
    report = make_report()
    with deferred_checks():
        for n in range(1, 2 * MAX_SECTION_HITS + 1):
            text = f"A website and workshop {n} in the Republic of Korea."
            block = make_block(report, n, text=text)
            fields = {"slug": f"r{n}", "order": n, "verb": make_verb("agreed"), "name": text}
            make_record(block, Recommendation, **fields)
    for query, number in small.items():
        with django_assert_max_num_queries(number):
            get(client, query)
