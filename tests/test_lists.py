"""The lists: what they find, what they count, and what they answer to input that means nothing."""

import html
import re
from collections import Counter
from time import process_time

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports import filters
from reports.facets import NOT_STATED, Facet, Related
from reports.listing import FEW, Listing, few
from reports.models import Actor, Matching, Meeting, Objective, OtherName, Recommendation, Workshop
from reports.rules import settled
from tests.conftest import make_block, make_evidence, make_meeting, make_record

LISTS = {
    "/meetings/": filters.MeetingSet,
    "/participants/": filters.ParticipantSet,
    "/workshops/": filters.WorkshopSet,
    "/recommendations/": filters.RecommendationSet,
    "/pledges/": filters.PledgeSet,
    "/objectives/": filters.ObjectiveSet,
    "/experts-groups/": filters.ExpertsGroupSet,
    "/who-did-what/": filters.ActorSet,
}
HELD = (
    "malaysia-2002 malaysia-2003-legislation thailand-2004-identity-management thailand-2004-targeting"
)


def get(client, url, status=200):
    """The page at `url`: its main part as HTML, and as words."""
    answer = client.get(url)
    assert answer.status_code == status, url
    source = answer.content.decode().split("<main")[1].split("</main")[0]
    return source, " ".join(html.unescape(re.sub("<[^>]+>", " ", source)).split())


def slugs(client, url):
    """The slugs of the rows on the page, in order."""
    source, _ = get(client, url)
    return re.findall(r'<th scope="row">\s*<a href="/[a-z-]+/([^/"]+)/"', source)


def total(client, url):
    """How many rows the page announces, of how many."""
    return re.search(r'role="status"><strong>(.*?)</strong>', get(client, url)[0])[1]


def bound(set_class, query=""):
    """A filterset over the published rows of its kind, bound to a query string."""
    model = next(v for v in list_views() if v.filters is set_class).model
    return set_class(QueryDict(query), model.objects.published())


def list_views():
    """The views of lists."""
    from reports.views.lists import RecordList

    return RecordList.__subclasses__()


# What a careful reader of the report would list


def test_workshops_hosted_by_thailand(client, report):
    assert slugs(client, "/workshops/?host=thailand") == [
        "thailand-2004-identity-management",
        "thailand-2004-targeting",
    ]
    source, words = get(client, "/workshops/?host=thailand")
    assert "2 of 17 workshops and meetings" in words
    assert "The second, hosted by Thailand in March 2004" in words
    assert 'href="/workshops/?held_by=thailand"' in source
    assert "among all workshops: Held by Thailand: 1" in words
    assert "Not by the report’s word “hosted”, among all workshops: Planned by Thailand: 1" in words


def test_two_hosts_mean_either(client, report):
    assert slugs(client, "/workshops/?host=thailand&host=malaysia&state=held") == HELD.split()


def test_host_with_another_state_is_empty_and_says_what_would_not_be(client, report):
    _, words = get(client, "/workshops/?host=thailand&state=planned")
    assert "No row has all of these" in words
    assert "without “Hosted by”: 2 rows without “State”: 2 rows" in words


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/workshops/?year=2002", "1 of 17 workshops and meetings"),
        ("/workshops/?year=2004", "7 of 17 workshops and meetings"),
        ("/workshops/?year=not-stated", "7 of 17 workshops and meetings"),
        ("/workshops/?group=aheg-ii", "3 of 17 workshops and meetings"),
        ("/workshops/?reach=national", "7 of 17 workshops and meetings"),
        ("/workshops/?organiser=unhcr", "1 of 17 workshops and meetings"),
        ("/workshops/?offered_by=afghanistan", "1 of 17 workshops and meetings"),
        ("/workshops/?host=not-stated", "10 of 17 workshops and meetings"),
        ("/workshops/?objective=return", "1 of 17 workshops and meetings"),
        ("/workshops/?meeting=2004-brisbane-som", "17 of 17 workshops and meetings"),
        ("/workshops/?host=nauru", "0 of 17 workshops and meetings"),
        ("/participants/?role=observer", "18 of 56 participants"),
        ("/participants/?kind=country", "47 of 56 participants"),
        ("/participants/?name=viet+nam", "1 of 56 participants"),
        ("/participants/?name=%C3%89AST+timor", "1 of 56 participants"),
        ("/participants/?name=korea", "1 of 56 participants"),
        ("/participants/?name=%E6%97%A5", "0 of 56 participants"),
        ("/pledges/?amount=stated", "2 of 10 pledges"),
        ("/pledges/?currency=USD", "1 of 10 pledges"),
        ("/pledges/?giver=not-stated", "1 of 10 pledges"),
        ("/pledges/?giver=japan&giver=iom", "6 of 10 pledges"),
        ("/recommendations/?standing=discontinue", "1 of 38 recommendations"),
        ("/recommendations/?part=part-iv", "2 of 38 recommendations"),
        ("/recommendations/?addressee=co-chairs", "5 of 38 recommendations"),
        ("/recommendations/?speaker=meeting-participants", "2 of 38 recommendations"),
        ("/meetings/?kind=ministerial", "2 of 3 meetings"),
    ],
)
def test_filter_finds(client, report, url, expected):
    assert total(client, url) == expected


@pytest.mark.parametrize(
    ("typed", "lead"),
    [
        ("burma", "myanmar"),
        ("Burma", "myanmar"),
        ("South+Korea", "republic-of-korea"),
        ("ROK", "republic-of-korea"),
        ("east+timor", "timor-leste"),
        ("t%C3%BCrkiye", "turkey"),
        ("viet-nam", "vietnam"),
        ("China", "china"),
    ],
)
def test_any_name_leads_to_the_address(client, report, typed, lead):
    answer = client.get(f"/workshops/?state=held&host={typed}&sort=-name")
    assert answer.status_code == 302
    assert answer["Location"] == f"/workshops/?host={lead}&state=held&sort=-name"


def test_a_name_that_could_be_two_is_answered_with_the_choices(client, report):
    OtherName.objects.create(actor=Actor.objects.get(slug="samoa"), name="Korea", kind="short")
    OtherName.objects.create(actor=Actor.objects.get(slug="tonga"), name="Korea", kind="short")
    source, words = get(client, "/workshops/?host=korea&state=held", 400)
    assert "“korea” could be: Samoa (write samoa ); Tonga (write tonga )" in words
    assert 'value="held" checked' in source


# Facets


def test_facet_counts_each_option_with_the_other_filters_kept(client, report):
    options = bound(filters.WorkshopSet, "host=thailand&state=held").options
    assert {o.value: o.count for o in options["state"].values()} == {
        "held": 2, "announced": 0, "planned": 0, "offered": 0, "intended": 0,
    }  # fmt: skip
    hosts = {o.value: o.count for o in options["host"].values()}
    assert hosts["malaysia"] == 2  # a sibling stays: the facet leaves out its own filter
    assert hosts["afghanistan"] == 0
    assert hosts[NOT_STATED] == 5
    assert options["host"]["thailand"].chosen


def test_an_option_without_rows_is_shown_and_cannot_be_chosen(client, report):
    source, _ = get(client, "/workshops/?host=thailand")
    assert re.search(r'value="planned" disabled> Planned\s*<small>0<', source)
    assert re.search(r'value="thailand" checked> Thailand\s*<small>2<', source)


@pytest.mark.parametrize("url", LISTS)
def test_every_count_is_the_rows_that_the_option_gives(report, url):
    for query in ("", "state=held", "host=thailand&state=held", "year=2004&reach=not-stated"):
        typed = {p.split("=")[0] for p in query.split("&") if p}
        if not typed <= LISTS[url].base_filters.keys():
            continue
        chosen = bound(LISTS[url], query)
        if not chosen.form.is_valid():
            continue
        for name, options in chosen.options.items():
            rest = "&".join(p for p in query.split("&") if p and not p.startswith(f"{name}="))
            for option in options.values():
                found = bound(LISTS[url], f"{rest}&{name}={option.value}".strip("&"))
                assert found.form.is_valid(), found.form.errors
                assert found.qs.count() == option.count, (name, option)


# Sorting and paging


def many(number):
    """A second report with `number` workshops, each of two or three hosts, some dates not stated."""
    meeting = make_meeting()
    actors = list(Actor.objects.filter(kind="country")[:5])
    dates = [("", ""), ("2003", "2003"), ("May 2004", "2004-05")]
    for n in range(number):
        text = f"Workshop number {n} was hosted by them."
        block = make_block(meeting, n + 1, text=text)
        words, edtf = dates[n % 3]
        fields = {
            "slug": f"w{n}",
            "order": n,
            "kind": "workshop",
            "state": "held",
            "name": f"number {n % 4}",
        }
        with settled():
            workshop = make_record(block, Workshop, date_words=words, date_edtf=edtf, **fields)
            for actor in actors[: 2 + n % 2]:
                role = workshop.roles.create(actor=actor, role="host", name_written="them")
                make_evidence(block, "them", f"host-{actor.slug}", workshop_role=role)


@pytest.mark.parametrize("url", LISTS)
def test_every_sort_meets_each_row_exactly_once_through_all_pages(report, url, monkeypatch):
    monkeypatch.setattr(Listing, "page_size", 7)
    if url == "/workshops/":
        many(24)
    everything = set(bound(LISTS[url]).queryset.values_list("pk", flat=True))
    sorts = [sort for _, group in bound(LISTS[url]).sorts for sort, _ in group]
    assert len(sorts) > 3
    for sort in ["", *sorts]:
        listing = Listing(bound(LISTS[url], f"sort={sort}"), url)
        met = [row.pk for number in listing.pages.page_range for row in listing.pages.page(number)]
        assert len(met) == len(everything), sort
        assert set(met) == everything, sort


@pytest.mark.parametrize("view", list_views(), ids=lambda view: view.heading)
def test_every_column_can_be_sorted_by(view):
    assert [column.label for column in view.filters.columns if not column.sort] == []


def test_a_column_of_several_sorts_by_the_first_of_them(client, report):
    assert slugs(client, "/workshops/?sort=organisers")[0] == "australia-2004-returns"
    assert slugs(client, "/objectives/?sort=-workshops")[0] == "law-enforcement-cooperation"


def test_dates_not_stated_come_last_both_ways(client, report):
    for sort in ("date_words", "-date_words"):
        assert slugs(client, f"/workshops/?sort={sort}")[-1] == "further-law-enforcement-targeting"
    assert slugs(client, "/workshops/?sort=date_words")[0] == "malaysia-2002"


def test_every_filter_is_kept_in_every_link(client, report, monkeypatch):
    monkeypatch.setattr(Listing, "page_size", 3)
    source, _ = get(client, "/workshops/?state=held&sort=-name&page=2")
    links = re.findall(r'href="(/workshops/\?[^"]*)"', source)
    own = [link for link in links if "sort" in link]
    assert any("page=3" in link for link in own)
    assert all("state=held" in link for link in own if "sort=-name" not in link)
    assert 'rel="prev"' in source
    assert "Page 2 of 4" in source
    assert 'aria-sort="descending"' in source


def test_canonical_names_the_clean_address(client, report):
    page = client.get("/workshops/?sort=&hots=1&host=thailand&page=1&state=").content.decode()
    assert re.search(r'<link rel="canonical" href="[^"?]*/workshops/\?host=thailand">', page)


def test_canonical_is_one_whatever_the_order(client, report):
    asked = "/workshops/?state=held&host=thailand&host=malaysia&host=thailand"
    page = client.get(asked).content.decode()
    clean = "host=malaysia&amp;host=thailand&amp;state=held"
    assert f'/workshops/?{clean}">' in page.split('rel="canonical"')[1].split("\n")[0]
    assert page.count("Remove </span>") == 3


def test_of_one_name_typed_twice_the_last_counts(client, report):
    source, _ = get(client, "/participants/?name=japan&name=korea")
    assert source.count("Remove </span>") == 1


# Bad input


@pytest.mark.parametrize(
    ("url", "name", "said"),
    [
        ("/workshops/?state=x&host=thailand", "state", "“x” is not a value of “State”. It takes: held,"),
        ("/workshops/?host=atlantis", "host", "“atlantis” is not a value of “Hosted by”."),
        ("/workshops/?year=0x7d4", "year", "is not a value of “Year”. It takes: 2002, 2003, 2004"),
        ("/workshops/?sort=colour", "sort", "“colour” is not a column to sort by. Sort by: date_words,"),
        ("/workshops/?page=two", "page", "“two” is not the number of a page: that is a whole number"),
        ("/workshops/?page=0", "page", "“0” is not the number of a page: that is a whole number"),
        ("/workshops/?page=1.5", "page", "“1.5” is not the number of a page: that is a whole number"),
        ("/pledges/?amount=lots", "amount", "“lots” is not a value of “Amount”. It takes: stated,"),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_a_400_beside_its_field(client, report, url, name, said):
    source, words = get(client, url, 400)
    assert said in words
    assert f'href="#filter-{name}"' in source
    assert f'id="filter-{name}"' in source
    assert "<table" not in source
    assert 'role="status"' not in source
    assert "<small>" not in source
    if "thailand" in url:
        assert 'value="thailand" checked' in source


def test_beyond_the_last_page_is_a_404_that_names_it(client, report, monkeypatch):
    assert "one page: there is no page 2" in get(client, "/workshops/?page=2", 404)[1]
    monkeypatch.setattr(Listing, "page_size", 5)
    source, words = get(client, "/workshops/?state=held&page=9", 404)
    assert "This list ends at page 3: there is no page 9." in words
    assert '<a href="/workshops/?state=held&amp;page=3">Go to the last page of it</a>' in source


def test_an_unknown_parameter_is_ignored_and_said_so(client, report):
    source, words = get(client, "/workshops/?hots=thailand&utm_source=x")
    assert "17 workshops" in words
    assert "Ignored in the address, as they mean nothing here: hots , utm_source" in words
    assert "hots" not in source.split('id="results"')[1]


@pytest.mark.parametrize("url", LISTS)
def test_nothing_is_reflected_unescaped(client, report, url):
    nasty = "<script>alert(1)</script>\"'&"
    for name in [*LISTS[url].base_filters, "other"]:
        answer = client.get(url, {name: nasty})
        assert "<script>" not in answer.content.decode()
        assert answer.status_code in (200, 400)


values = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["thailand", "held", "not-stated", "2004", "-name", "1", "999999999999", "\x00", "é"]
    ),
    st.integers().map(str),
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(url=st.sampled_from(list(LISTS)), data=st.data())
def test_no_input_is_an_error_or_slow(client, report, url, data):
    names = st.sampled_from([*LISTS[url].base_filters, "q", "\x00"])
    query = data.draw(st.lists(st.tuples(names, values), max_size=5))
    typed = QueryDict(mutable=True)
    for name, value in query:
        typed.appendlist(name, value)
    started = process_time()  # a busy machine is no fault of the portal
    answer = client.get(f"{url}?{typed.urlencode()}")
    assert answer.status_code in (200, 302, 400, 404)
    assert process_time() - started < 1


@given(value=st.text(max_size=12000))
@example(value="9" * 10000)
@example(value="\x00")
@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_length_of_a_value_is_an_error(client, report, value):
    for name in ("host", "year", "sort", "page", "state"):
        assert client.get("/workshops/", {name: value}).status_code in (200, 302, 400, 404)


# Cost


def indexed(model, name):
    """Whether an index of the table of `model` holds its field `name`."""
    field, meta = model._meta.get_field(name), model._meta
    held = [
        *(index.fields for index in meta.indexes),
        *(c.fields for c in meta.total_unique_constraints),
    ]
    return field.db_index or field.unique or any(name in fields for fields in held)


@pytest.mark.parametrize("view", list_views(), ids=lambda view: view.heading)
def test_every_filter_has_an_index(view):
    for facet in view.filters.base_filters.values():
        if not isinstance(facet, Facet) or facet.path == "beyond":
            continue
        model, steps = view.model, facet.path.split("__")
        if isinstance(facet, Related):
            model = model._meta.get_field(facet.relation).related_model
            assert all(indexed(model, name) for name in facet.where), facet.label
        for name in steps:
            assert indexed(model, name), (facet.label, name)
            model = model._meta.get_field(name).related_model


def test_drafts_are_in_no_list_and_no_count(client, report):
    many(3)
    meeting = Meeting.objects.get(slug="2005-test-som")
    meeting.published = False
    meeting.save()
    assert total(client, "/workshops/") == "17 workshops and meetings"
    options = bound(filters.WorkshopSet).options
    assert options["state"]["held"].count == 12
    assert "2005-test-som" not in options["meeting"]


def test_every_list_is_in_the_site_map_of_addresses():
    assert {reverse(f"reports:{v.model._meta.model_name}-list") for v in list_views()} == set(LISTS)


def test_a_cell_of_many_values_leads_to_the_rest(report):
    row = Objective.objects.get(slug="return")
    assert few([1, 2], row) == [1, 2]
    assert few(list(range(FEW)), row) == list(range(FEW))
    shown = few(list(range(40)), row)
    assert shown[:FEW] == list(range(FEW))
    assert [str(each) for each in shown[FEW:]] == [f"and {40 - FEW} more"]
    assert shown[FEW].get_absolute_url() == "/objectives/return/"


def test_a_row_of_objectives_holds_only_what_its_cells_show(client, report):
    row = Objective.objects.get(slug="return")
    before = row.matchings.exclude(recommendation=None).count()
    shared = {"meeting": row.meeting, "verb": "agreed"}
    made = Recommendation._base_manager.bulk_create(
        Recommendation(slug=f"r{n}", order=n, name=f"thing {n}", **shared) for n in range(200, 220)
    )
    Matching._base_manager.bulk_create(Matching(objective=row, recommendation=each) for each in made)
    held = Objective.objects.for_table().get(slug="return")
    kinds = Counter(each.kind for each in held.matchings.all())
    assert kinds["recommendation"] == FEW
    assert kinds["workshop"] == min(FEW, row.matchings.exclude(workshop=None).count())
    further = f"and {before + 20 - FEW} more"
    assert f'<a href="/objectives/return/">{further}</a>' in get(client, "/objectives/")[0]


def test_further_facets_fold_and_open_where_one_of_them_is_chosen(client, report):
    assert "organiser" in bound(filters.WorkshopSet).further
    assert "host" not in bound(filters.WorkshopSet).further
    assert bound(filters.PledgeSet).further == []
    folded = re.compile('<details class="more"><summary>More filters')
    assert folded.search(get(client, "/workshops/?host=thailand")[0])
    assert not folded.search(get(client, "/workshops/?organiser=fiji")[0])
    assert not folded.search(get(client, "/workshops/?organiser=atlantis", 400)[0])
    for name in filters.WorkshopSet.base_filters:
        if name not in ("page", "version"):
            assert get(client, "/workshops/")[0].count(f'id="filter-{name}"') == 1
